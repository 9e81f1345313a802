import Channels
import Synchronization
import Testing
import Verification

@testable import Signing

@Suite("Asking for what a store lacks") struct MaterialRoundsTests {
    private static func list(_ number: Int) -> Wish { .revocationList(url: "http://contoh.example/\(number).crl") }
    private static func answer(_ number: Int) -> Wish {
        .status(url: "http://contoh.example/\(number)", request: [UInt8(truncatingIfNeeded: number)])
    }

    /// Has what these addresses end with.
    private func source(_ endings: [String], _ log: Log) -> MaterialSource {
        MaterialSource { wish, _ in
            log.asked.withLock { $0.append(wish.url) }
            return endings.contains { wish.url.hasSuffix($0) } ? [1] : nil
        }
    }

    private final class Log: Sendable {
        let asked = Mutex<[String]>([])
        var names: [String] {
            asked.withLock { $0.map { url in String(url.split(separator: "/").last ?? "") } }
        }
    }

    private let end = Deadline.after(.seconds(5))

    @Test func `takes answers and issuers before lists, and lists only where none of those came`() {
        let log = Log()
        let wishes = [Self.list(1), Self.answer(1), .issuer(url: "http://contoh.example/ca.cer")]
        var rounds = MaterialRounds(source: source(["/1", ".cer", ".crl"], log), material: .init())
        let turn1 = rounds.ask(for: wishes, end)
        #expect(turn1)
        #expect(log.names == ["1", "ca.cer"])
        #expect(rounds.material.statusAnswers == [[1]] && rounds.material.certificates == [[1]])
        let turn2 = rounds.ask(for: wishes, end)
        #expect(turn2)
        #expect(log.names == ["1", "ca.cer", "1.crl"] && rounds.material.revocationLists == [[1]])
        let turn3 = rounds.ask(for: wishes, end)
        #expect(!turn3 && log.names.count == 3)
    }

    @Test func `goes on to the lists at once where nothing comes`() {
        let log = Log()
        var rounds = MaterialRounds(source: source([".crl"], log), material: .init(certificates: [[9]]))
        let turn4 = rounds.ask(for: [Self.answer(1), Self.list(1)], end)
        #expect(turn4)
        #expect(log.names == ["1", "1.crl"] && rounds.material.certificates == [[9]])
    }

    @Test func `asks nobody without a source, and for one document at most so often`() {
        var none = MaterialRounds(source: nil, material: .init())
        let turn5 = none.ask(for: [Self.answer(1)], end)
        #expect(!turn5)
        let log = Log()
        var rounds = MaterialRounds(source: source([], log), material: .init())
        let turn6 = rounds.ask(for: (0..<150).map(Self.answer), end)
        #expect(!turn6)
        let turn7 = rounds.ask(for: (0..<150).map(Self.list), end)
        #expect(!turn7)
        #expect(MaterialRounds.wishesMax == 200 && log.names.count == 200)
        let turn8 = rounds.ask(for: [Self.answer(999)], end)
        #expect(!turn8 && log.names.count == 200)
    }
}
