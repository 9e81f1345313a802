import Crypto
import Testing

@Suite("Hexadecimal") struct HexadecimalTests {
    @Test func `writes every byte in two small digits and reads it back`() {
        let bytes = Array(UInt8.min...UInt8.max)
        let text = Hexadecimal.text(bytes)
        #expect(text.hasPrefix("000102030405060708090a0b0c0d0e0f10"))
        #expect(text.hasSuffix("f9fafbfcfdfeff"))
        #expect(Hexadecimal.bytes(text) == bytes)
        #expect(Hexadecimal.bytes(text.uppercased()) == bytes)
    }

    @Test func `of nothing is nothing`() {
        #expect(Hexadecimal.text([]) == "")
        #expect(Hexadecimal.bytes("") == [])
    }
}
