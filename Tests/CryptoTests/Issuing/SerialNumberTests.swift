import TestSupport
import Testing

@testable import Crypto

@Suite("A serial number") struct SerialNumberTests {
    @Test func `from random bytes is positive, of sixteen bytes at most, and its own`() throws {
        var seen: Set<SerialNumber> = []
        for _ in 0..<2_000 {
            let serial = SerialNumber(random: try Randomness.bytes(SerialNumber.randomBytes))
            #expect(serial.bytes.count <= 16 && serial.der.count <= 18)
            #expect(seen.insert(serial).inserted)
        }
        #expect(SerialNumber(random: [UInt8](repeating: 0xFF, count: 16)).bytes.first == 0x7F)
    }

    @Test(
        arguments: [
            ([0], nil), ([], nil), ([1], "01"), ([0, 0, 1], "01"), ([0x80], "80"), ([0, 0xFF, 1], "ff01"),
        ] as [([UInt8], String?)])
    func `is positive and written without zeros in front`(bytes: [UInt8], text: String?) {
        #expect(SerialNumber(bytes)?.description == text)
    }

    @Test func `has twenty octets at most`() {
        #expect(SerialNumber([0x7F] + [UInt8](repeating: 0xFF, count: 19)) != nil)
        // Its first bit would need an octet of zeros before it.
        #expect(SerialNumber([0x80] + [UInt8](repeating: 0, count: 19)) == nil)
        #expect(SerialNumber([UInt8](repeating: 1, count: 21)) == nil)
    }

    @Test func `is written as openssl has it`() throws {
        #expect(SerialNumber([0x80])?.der == [2, 2, 0, 0x80])
        #expect(SerialNumber([0x7F])?.der == [2, 1, 0x7F])
    }

    @Test(arguments: [("ff:01", "ff01"), ("FF01", "ff01"), ("f01", "0f01"), ("", nil), ("0", nil), ("xy", nil)])
    func `is read from hexadecimal digits`(text: String, serial: String?) {
        #expect(SerialNumber(text)?.description == serial)
    }

    @Test func `is ordered by its value`() throws {
        let numbers = try ["ff", "0100", "01", "0200", "7f"].map { try #require(SerialNumber($0)) }
        #expect(numbers.sorted().map(\.description) == ["01", "7f", "ff", "0100", "0200"])
    }
}
