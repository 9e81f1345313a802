@testable import Crypto
import TestSupport
import Testing

@Suite("A pepper") struct PepperTests {
    private static let line = String(repeating: "11", count: 32)
    private static let other = String(repeating: "2F", count: 32)

    @Test func `bears a name that is its own and tells nothing of it`() throws {
        let name = try SealedSample.pepper(0x11).id.description
        #expect(name.count == 16)
        #expect(!Self.line.contains(name))
        #expect(try SealedSample.pepper(0x11).id.description == name)
        #expect(try SealedSample.pepper(0x12).id.description != name)
        #expect(try Set((0..<8).map { _ in try Pepper.random().id }).count == 8)
    }

    @Test(arguments: [0, 31, 33, 64]) func `of another length is refused`(count: Int) {
        #expect(throws: CryptoError.pepper(.malformed)) {
            _ = try Pepper(.of([UInt8](repeating: 1, count: count)))
        }
    }

    @Test func `gives each label a key of its own`() throws {
        let pepper = try SealedSample.pepper()
        let keys = try [1, 2, 3].map { try pepper.key(labelled: [$0]).revealed }
        #expect(Set(keys).count == 3)
    }

    @Test(arguments: ["", "\n", "\n\n"]) func `is read from a line, with or without its end`(end: String) throws {
        let peppers = try PepperFile.read(.of(Self.line + end))
        #expect(try peppers.current.id == SealedSample.pepper(0x11).id)
        #expect(try peppers.key(under: SealedSample.pepper(0x2F).id, labelled: [1])?.count == nil)
    }

    @Test(arguments: ["\n", "\n\n"]) func `is read from two lines, the current one first`(between: String) throws {
        let peppers = try PepperFile.read(.of(Self.line + between + Self.other + "\n"))
        #expect(try peppers.current.id == SealedSample.pepper(0x11).id)
        #expect(try peppers.key(under: SealedSample.pepper(0x11).id, labelled: [1])?.count == 32)
        #expect(try peppers.key(under: SealedSample.pepper(0x2F).id, labelled: [1])?.count == 32)
        #expect(try peppers.key(under: SealedSample.pepper(0x12).id, labelled: [1])?.count == nil)
    }

    private static let malformed = [
        "", "\n", "\n\n\n", "\(line.dropLast())", "\(line)1", "\(line)11", "\(line) ", " \(line)", "\(line)\r\n",
        "\(line.dropLast())g", "0x\(line.dropLast(2))", "\(line)\n\(line.dropLast())",
        "\(line)\n\(other)\n\(line)", "\(line)\(other)", "\(line.dropLast(2))é",
    ]

    @Test(arguments: malformed)
    func `is read from nothing else`(text: String) {
        #expect(throws: CryptoError.pepper(.malformed)) { _ = try PepperFile.read(.of(text)) }
    }

    @Test func `is written as it is read`() throws {
        let text = try PepperFile.text(Peppers(current: SealedSample.pepper(0x11)))
        #expect(text.revealed == Array((Self.line + "\n").utf8))
    }

    @Test func `is written in front of the one it replaces, and the one before that is gone`() throws {
        let old = try SealedSample.peppers(0x2F, previous: 0x33)
        let text = try PepperFile.text(old.superseded(by: SealedSample.pepper(0x11)))
        #expect(text.revealed == Array((Self.line + "\n" + Self.other.lowercased() + "\n").utf8))
        #expect(try PepperFile.read(text).current.id == SealedSample.pepper(0x11).id)
    }
}
