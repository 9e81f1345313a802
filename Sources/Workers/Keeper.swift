import Channels
import Glibc

/// Keeps a pool in workers, on a thread of its own: starts the nursery, has it fork, sees who is gone.
///
/// The thread lives as long as the pool; the kernel kills a nursery when the thread that started it ends.
final class Keeper: Sendable {
    private let state: PoolState
    private let program: String
    private let arguments: [String]
    private let limits: PoolLimits

    /// A nursery that lived so long has proved itself; its death is answered with a new one at once.
    private static let steadyTime = Duration.seconds(5)
    private static let firstDelay = Duration.milliseconds(20)
    private static let delayMax = Duration.seconds(5)
    private static let forkPause = Duration.milliseconds(100)
    /// From this many failures in a row on, callers are told at once and not at their deadline.
    private static let failuresBeforeDespair = 3

    init(_ state: PoolState, program: String, arguments: [String], limits: PoolLimits) {
        self.state = state
        self.program = program
        self.arguments = arguments
        self.limits = limits
    }

    func work() {
        var nursery: NurseryProcess?
        var failures = 0
        var nextStart = Deadline.now
        while !state.isClosing {
            if nursery == nil, nextStart.isPast {
                nursery = start(failures: &failures)
                nextStart = .now + Self.delay(after: failures)
            }
            if let standing = nursery, !serve(standing) {
                failures = Deadline.now < standing.born + Self.steadyTime ? failures + 1 : 0
                nextStart = .now + Self.delay(after: failures)
                nursery = nil
                state.nurseryDied()
                if failures >= Self.failuresBeforeDespair { state.despair("\(program) dies again and again") }
            }
            if let standing = nursery, Deadline.now > standing.born + Self.steadyTime { failures = 0 }
            // Who becomes idle meanwhile does not ring for it, which would wake this thread at every request; so it wakes by
            // itself, and an idle worker is gone after twice its time at the latest.
            // One who could not be forked is tried again sooner.
            let pause = state.isForkWanted ? Self.forkPause : limits.idleTime
            let tick = min(state.tick(), .after(pause))
            rest(nursery, until: nursery == nil ? min(tick, nextStart) : tick)
        }
        end()
    }

    private func start(failures: inout Int) -> NurseryProcess? {
        do throws(WorkerError) {
            let nursery = try NurseryProcess(program, arguments, by: .after(limits.startTimeMax))
            state.nurseryStands(landlock: nursery.landlock)
            return nursery
        } catch {
            failures += 1
            // Somebody may have killed it; that it cannot start at all it says itself.
            let mayBeChance = error == .crashed && failures < Self.failuresBeforeDespair
            if !mayBeChance { state.despair("\(error)") }
            return nil
        }
    }

    /// Forks what is wanted and can be had. False when the nursery is dead or no longer makes sense.
    private func serve(_ nursery: NurseryProcess) -> Bool {
        while let number = state.beginFork() {
            do throws(ChannelError) {
                guard let worker = try nursery.fork(number, terms: limits.terms) else {
                    state.forkFailed()
                    break
                }
                state.forked(worker)
            } catch {
                state.forkFailed()
                return false
            }
        }
        do throws(ChannelError) {
            return try !nursery.death.waitUntilReadable(by: .now)
        } catch {
            return false
        }
    }

    /// Until somebody rings, somebody dies, or the moment has come.
    private func rest(_ nursery: NurseryProcess?, until moment: Deadline) {
        let dying = state.dying
        let watched = [state.bell] + dying.map(\.process) + (nursery.map { [$0.death] } ?? [])
        var entries = watched.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        _ = unsafe poll(&entries, nfds_t(entries.count), moment.pollMilliseconds)
        if entries[0].revents != 0 {
            var rings: UInt64 = 0
            _ = unsafe read(state.bell.number, &rings, MemoryLayout<UInt64>.size)
        }
        for (worker, entry) in zip(dying, entries.dropFirst()) where entry.revents != 0 { state.gone(worker) }
    }

    /// Everyone is killed, and gone when this returns.
    private func end() {
        let deadline = Deadline.after(Self.delayMax)
        for worker in state.everyone {
            worker.kill()
            do throws(ChannelError) {
                _ = try worker.process.waitUntilReadable(by: deadline)
            } catch {}  // killed it is all the same
            state.gone(worker)
        }
    }

    private static func delay(after failures: Int) -> Duration {
        failures == 0 ? .zero : min(delayMax, firstDelay * (1 << min(failures - 1, 10)))
    }
}
