import Testing

@testable import Documents

@Suite("The wire") struct WireTests {
    @Test func `gives numbers back`() throws {
        var out = WireWriter()
        for number in [0, -1, Int.max, Int.min] { out.put(number) }
        var reader = WireReader(out.bytes)
        for number in [0, -1, Int.max, Int.min] { #expect(try reader.integer() == number) }
        #expect(reader.isAtEnd)
    }
}
