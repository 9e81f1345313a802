import Testing

@testable import PDF

@Suite("LZW data") struct LZWTests {
    /// The example of ISO 32000-1 §7.4.4.2.
    private static let example: [UInt8] = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]
    private static let exampleText: [UInt8] = [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]

    /// Packs codes with the highest bit first.
    private static func packed(_ codes: [(code: Int, bits: Int)]) -> [UInt8] {
        var out: [UInt8] = []
        var (pool, count) = (0, 0)
        for (code, bits) in codes {
            pool = pool << bits | code
            count += bits
            while count >= 8 {
                out.append(UInt8(pool >> (count - 8) & 255))
                count -= 8
            }
            pool &= (1 << count) - 1
        }
        if count > 0 { out.append(UInt8(pool << (8 - count) & 255)) }
        return out
    }

    /// Bytes as codes of their own. The writer's table has 258 entries and one more after each code; codes grow to ten
    /// bits when entry 511 stands in it, or one entry before that.
    private static func literals(_ text: [UInt8], early: Int) -> [UInt8] {
        let codes = text.enumerated().map { (index, byte) in (code: Int(byte), bits: 257 + index + early < 512 ? 9 : 10)
        }
        return packed([(256, 9)] + codes + [(257, 10)])
    }

    @Test(arguments: ["LZWDecode", "LZW"]) func `of the standard's example is unpacked`(name: String) throws {
        #expect(try decoded("/Filter/\(name)", Self.example) == Self.exampleText)
    }

    @Test func `without its end mark counts`() throws {
        #expect(try decoded("/Filter/LZW", Array(Self.example.dropLast(1))) == Array(Self.exampleText))
    }

    @Test(arguments: [0, 1]) func `changes its width early or not, as the dictionary says`(early: Int) throws {
        let text = (0..<400).map { UInt8($0 * 7 & 255) }
        let data = Self.literals(text, early: early)
        #expect(try decoded("/Filter/LZW/DecodeParms<</EarlyChange \(early)>>", data) == text)
        #expect((try? decoded("/Filter/LZW/DecodeParms<</EarlyChange \(1 - early)>>", data)) != text)
    }

    @Test func `knows a code before it is complete`() throws {
        #expect(try decoded("/Filter/LZW", Self.packed([(256, 9), (65, 9), (258, 9), (257, 9)])) == [65, 65, 65])
    }

    @Test(arguments: [[(256, 9), (300, 9)], [(256, 9), (65, 9), (259, 9)], [(258, 9)]] as [[(Int, Int)]])
    func `with a code of nothing is refused`(codes: [(Int, Int)]) {
        #expect(throws: PDFError.unreadable(.filter)) {
            try decoded("/Filter/LZW", Self.packed(codes.map { (code: $0.0, bits: $0.1) }))
        }
    }

    @Test func `may come to its limit and no further`() throws {
        var limits = ReadingLimits()
        limits.streamBytesMax = 10
        #expect(try decoded("/Filter/LZW", Self.example, limits: limits) == Self.exampleText)
        limits.streamBytesMax = 9
        #expect(throws: PDFError.tooComplex(.decodedSize)) { try decoded("/Filter/LZW", Self.example, limits: limits) }
    }

    @Test func `that fails late has cost what it unpacked before`() {
        var limits = ReadingLimits()
        limits.decodedBytesMax = 1_000
        var budget = limits.decodedBytesMax
        let codes = [(code: 256, bits: 9)] + (0..<100).map { _ in (code: 65, bits: 9) } + [(code: 511, bits: 9)]
        #expect(throws: PDFError.unreadable(.filter)) {
            try decoded("/Filter/LZW", Self.packed(codes), limits: limits, budget: &budget)
        }
        #expect(budget == 900)
    }
}
