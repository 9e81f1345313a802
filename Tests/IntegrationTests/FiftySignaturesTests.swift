import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("A document that fifty people sign", .waiting) struct FiftySignaturesTests {
    private func size(_ name: String, _ desk: Desk) throws -> Int { try desk.folder.read(name).count }

    /// The quickest of several, since the machine has other things to do.
    private func time(_ input: String, _ desk: Desk) throws -> Duration {
        var best = Duration.seconds(60)
        for _ in 0..<5 {
            let start = ContinuousClock.now
            #expect(try desk.sign(["--force"], from: input, to: "timed.pdf").isSuccess)
            best = min(best, ContinuousClock.now - start)
        }
        return best
    }

    @Test func `keeps all fifty, grows by the same amount and takes them in the same time`() throws {
        let desk = try Desk.withLetter()
        try desk.bring("table.pdf", as: "0.pdf")
        let people = [Desk.siti, Desk.budi]
        for number in 1...50 {
            let run = try desk.sign([], from: "\(number - 1).pdf", to: "\(number).pdf", as: people[number % 2])
            try #require(run.isSuccess, "\(number): \(run.errors)")
        }
        try desk.expectAccepted("50.pdf", ["--expect-signatures", "50"])

        // The page's list and the form's list name every field and are written anew each time: 9 bytes at most for each.
        let growth = try (2...50).map { try size("\($0).pdf", desk) - size("\($0 - 1).pdf", desk) }
        for (index, bytes) in growth.enumerated().dropFirst(2) where index.isMultiple(of: 2) {
            let lists = 2 * 9 * index
            #expect((growth[0] - growth[0] / 50...growth[0] + growth[0] / 50 + lists).contains(bytes), "\(growth)")
        }
        let (early, late) = try (time("1.pdf", desk), time("49.pdf", desk))
        #expect(late <= early * 3, "\(early) for the second signature, \(late) for the fiftieth")
    }
}
