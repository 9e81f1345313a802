import PDF
import Testing
import Workers

@testable import Documents

@Suite("An answer of a worker") struct AnswerTests {
    private static let report = DocumentReport(
        version: "1.7", bytes: 900, pages: 2, isRepaired: true,
        revisions: [
            .init(kind: "table", start: 0, end: 500, objects: 7),
            .init(kind: "stream", start: 500, end: 900, objects: 1),
        ],
        protection: .init(revision: 6, streams: "aes256", strings: "none", openedByOwner: true, permitsSigning: false),
        signatures: [
            .init(
                field: "a", subFilter: "ETSI.CAdES.detached", isDocumentTimestamp: false,
                byteRange: [0, 1, -2, Int.max], certifies: 2),
            .init(field: "", subFilter: "", isDocumentTimestamp: true, byteRange: [], certifies: nil),
        ],
        fields: [.init(name: "é", kind: "Sig", isSigned: true)])

    private static let plain = DocumentReport(
        version: "", bytes: 0, pages: 0, isRepaired: false, revisions: [], protection: nil, signatures: [], fields: [])

    static let answers: [DocumentAnswer] =
        [
            .prepared(UpdateSection(originalBytes: 10, bytes: [1, 2, 3, 4, 5, 6], hole: 11..<15)), .inspected(report),
            .inspected(plain), .copiedPlainly(nil), .copiedPlainly([]), .copiedPlainly([37, 0, 255]),
        ] + DocumentRefusal.Reason.allCases.map { .refused(DocumentRefusal($0, numbers: [3, -1], word: "kata")) }

    @Test(arguments: answers.indices) func `comes back as it was sent`(index: Int) throws {
        let answer = Self.answers[index]
        let received = try #require(DocumentAnswer(answer.bytes))
        #expect(received.bytes == answer.bytes)
        switch (answer, received) {
        case (.prepared(let one), .prepared(let other)): #expect(one == other)
        case (.inspected(let one), .inspected(let other)): #expect(one == other)
        case (.copiedPlainly(let one), .copiedPlainly(let other)): #expect(one == other)
        case (.refused(let one), .refused(let other)): #expect(one == other)
        default: Issue.record("another kind came back")
        }
    }

    @Test(arguments: answers.indices) func `cut short or with a byte too many is none`(index: Int) {
        let bytes = Self.answers[index].bytes
        for count in 0..<bytes.count { #expect(DocumentAnswer(Array(bytes[..<count])) == nil) }
        #expect(DocumentAnswer(bytes + [0]) == nil)
    }

    @Test(arguments: answers.indices) func `with a byte changed is read without a crash`(index: Int) {
        let bytes = Self.answers[index].bytes
        for place in bytes.indices {
            for byte in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[place] = byte
                if case .prepared(let section) = DocumentAnswer(changed) {
                    #expect(section.byteRange.allSatisfy { $0 >= 0 })
                }
            }
        }
    }

    @Test func `with the largest copy in clear fits into one message`() {
        let copy = [UInt8](repeating: 65, count: ReadingLimits().plainCopyBytesMax)
        #expect(DocumentAnswer.copiedPlainly(copy).bytes.count <= PoolLimits().answerBytesMax)
    }

    /// The original's bytes, where the hole begins, and how many bytes it has, for a section of six bytes.
    @Test(arguments: [
        (Int.max, Int.max, 2), (Int.max - 5, Int.max - 5, 6), (1 << 40 + 1, 1 << 40 + 1, 2), (-1, 0, 2), (10, 9, 2),
        (10, 10, 1), (10, 10, 7),
        (10, 15, 2), (10, Int.max, 2), (10, 10, Int.max), (10, 10, -1), (0, Int.min, 2), (Int.min, Int.min, 2),
    ])
    func `about a hole outside its section is none`(original: Int, start: Int, count: Int) {
        var out = WireWriter()
        out.put("prepared")
        out.put(original)
        out.put([1, 2, 3, 4, 5, 6] as [UInt8])
        out.put(start)
        out.put(count)
        #expect(DocumentAnswer(out.bytes) == nil)
    }

    @Test func `about a hole at the very edges of its section is one`() throws {
        for (hole, original) in [(10..<16, 10), (14..<16, 10), (1 << 40..<1 << 40 + 6, 1 << 40)] {
            let section = UpdateSection(originalBytes: original, bytes: [1, 2, 3, 4, 5, 6], hole: hole)
            guard case .prepared(let received) = DocumentAnswer(DocumentAnswer.prepared(section).bytes) else {
                Issue.record("\(hole) is not read")
                continue
            }
            #expect(received == section)
        }
    }

    @Test func `that claims more items than bytes is none`() {
        for count in [Int.max, 1_000, -1, Int.min] {
            var out = WireWriter()
            out.put("refused")
            out.put(DocumentRefusal.Reason.empty.rawValue)
            out.put(count)
            #expect(DocumentAnswer(out.bytes) == nil)
        }
    }

    @Test func `with text that is none is none`() {
        var out = WireWriter()
        out.put("refused")
        out.put(DocumentRefusal.Reason.empty.rawValue)
        out.put(0)
        out.put([0xC3, 0x28] as [UInt8])
        #expect(DocumentAnswer(out.bytes) == nil)
    }
}
