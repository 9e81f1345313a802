import Authority
import Channels
import Dispatch
import Domain
import Glibc
import Problems
import Signing
import Store
import Synchronization

/// What an authority does by itself while it serves: lists that are due, answers before they end, certificates that were decided on.
final class Upkeep: Sendable {
    /// A revocation by another process is on the list, and off the answers, within this.
    static let interval = Duration.seconds(2)
    /// A twentieth of it, so that nobody waits for the end of a sleep.
    private static let naptime: UInt32 = 100_000
    /// Answers that end within this are made anew.
    private static let ahead = Duration.seconds(600)

    private let authority: Authority
    private let health: Health
    private let signing: SigningHouse
    private let tell: @Sendable (String) -> Void
    private let isOver = Atomic<Bool>(false)
    private let running = DispatchGroup()

    init(_ signing: SigningHouse, _ health: Health, tell: @escaping @Sendable (String) -> Void) throws {
        self.signing = signing
        authority = signing.authority
        self.health = health
        self.tell = tell
        try PlainThread.start(in: running) { self.run() }
    }

    /// Returns once nothing is being made any more.
    func stop() {
        isOver.store(true, ordering: .relaxed)
        running.wait()
    }

    private func run() {
        var trouble: String?
        var (looked, swept) = (ContinuousClock.now, ContinuousClock.now - Housekeeping.interval)
        while !isOver.load(ordering: .relaxed) {
            signing.wipeIdleKeys()
            let found = once() ?? authority.clockDoubt().map { Problem.clockDoubted($0).code }
            // The same trouble is told once, and that it is over once.
            if found != trouble { tell(RequestLog.event("upkeep", found ?? "well again")) }
            trouble = found
            if ContinuousClock.now - looked >= health.untilNextLook {
                health.look()
                looked = .now
            }
            if ContinuousClock.now - swept >= Housekeeping.interval {
                sweep()
                swept = .now
            }
            for _ in 0..<20 where !isOver.load(ordering: .relaxed) { usleep(Self.naptime) }
        }
    }

    /// Nothing is forgotten by a clock that is seen to be wrong: what is a day old to it may have been said a minute ago.
    private func sweep() {
        switch authority.clockDoubt() {
        case .jumped, .behindRecord: return
        case nil, .unsynchronised, .errorTooLarge: break
        }
        do throws(StoreError) {
            try Housekeeping(store: authority.store).sweep(at: WallClock.now())
        } catch {
            tell(RequestLog.event("housekeeping", Problem(error).code))
        }
    }

    /// What could not be done, in words of ours.
    private func once() -> String? {
        do throws(AuthorityError) {
            _ = try authority.finishIntended()
            try authority.publishDueLists()
            _ = authority.renewAnswers(before: WallClock.now() + Self.ahead)
            return nil
        } catch {
            return Problem(error).code
        }
    }
}
