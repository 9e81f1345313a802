import Domain
import TestSupport
import Testing

@testable import Crypto

@Suite("DER of our own") struct DERWritingTests {
    @Test(arguments: [0, 1, 127, 128, 255, 256, 65_535, 65_536, 1 << 24])
    func `gives each length in the fewest bytes`(count: Int) throws {
        let element = DER.octets([UInt8](repeating: 7, count: count))
        #expect(element.count == DER.bytesOfElement(holding: count))
        let read = try #require(BERElement(frontOf: element))
        #expect(read.isDER && read.content.count == count && read.whole.count == element.count)
    }

    @Test(arguments: [(0, "020100"), (127, "02017f"), (128, "02020080"), (256, "02020100"), (65_537, "0203010001")])
    func `writes numbers`(number: Int, expected: String) {
        #expect(Hexadecimal.text(DER.integer(number)) == expected)
    }

    @Test(
        arguments: [
            ([], "030100"), ([0], "03020780"), ([0, 1], "030206c0"), ([5, 6], "03020106"), ([8], "0303070080"),
        ]
            as [([Int], String)])
    func `writes named bits without zeros at the end`(numbers: [Int], expected: String) {
        #expect(Hexadecimal.text(DER.bits(named: numbers)) == expected)
    }

    @Test(
        arguments: [
            ("2049-12-31T23:59:59Z", 0x17, "491231235959Z"), ("2050-01-01T00:00:00Z", 0x18, "20500101000000Z"),
            ("1950-01-01T00:00:00Z", 0x17, "500101000000Z"), ("1949-12-31T23:59:59Z", 0x18, "19491231235959Z"),
            ("2026-06-01T12:00:00Z", 0x17, "260601120000Z"),
        ] as [(String, UInt8, String)])
    func `writes a year in two digits until 2049`(moment: String, tag: UInt8, text: String) throws {
        let time = DER.time(try #require(Instant(moment)))
        #expect(time.first == tag && time.dropFirst(2).elementsEqual(text.utf8))
    }

    @Test(arguments: [(0, ""), (1, ".001"), (20, ".02"), (300, ".3"), (999, ".999")])
    func `writes no zero behind a fraction`(milliseconds: Int, fraction: String) {
        let moment = Instant.noon + .milliseconds(milliseconds) + .microseconds(milliseconds == 0 ? 999 : 0)
        let time = DER.generalizedTime(moment, withMilliseconds: true)
        #expect(String(decoding: time.dropFirst(2), as: UTF8.self) == "20260601120000\(fraction)Z")
    }

    @Test func `sorts the members of a set`() {
        #expect(DER.set(of: [[2, 1, 9], [2, 1, 3], [1, 1, 0]]) == [0x31, 9, 1, 1, 0, 2, 1, 3, 2, 1, 9])
    }
}

@Suite("An object identifier") struct ObjectIdentifierTests {
    @Test(arguments: ["1.2.3", "2.16.360.1.1.1.12.3", "1.3.6.1.4.1.99999.1.2", "2.999.1"])
    func `is read from its numbers and kept`(text: String) throws {
        let identifier = try #require(ObjectIdentifier(text))
        #expect(identifier.text == text)
        #expect(BERElement(frontOf: identifier.der)?.objectIdentifier == text)
    }

    @Test(arguments: [
        "", ".", "1", "1.", "1.2.", ".1.2", "1..2", "3.1", "1.40", "1.2.03", "commonName", "1.2.-3", "1.2 .3",
        "1.2.3\0",
        String(repeating: "1.", count: 60) + "1",
    ])
    func `is refused in any other form`(text: String) {
        #expect(ObjectIdentifier(text) == nil)
    }
}
