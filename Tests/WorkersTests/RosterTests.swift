import Channels
import Testing

@testable import Workers

@Suite("A roster of workers") struct RosterTests {
    private let start = Deadline.now
    private let anna = ClientKey("anna")
    private let budi = ClientKey("budi")

    private func roster(workers: Int = 2, spares: Int = 0, waiting: Int = 2) -> Roster {
        var limits = PoolLimits()
        (limits.workersMax, limits.sparesMax, limits.waitingMax) = (workers, spares, waiting)
        (limits.idleTime, limits.requestTimeMax) = (.seconds(10), .seconds(60))
        (limits.terms.lifetime, limits.terms.requestsMax) = (.seconds(180), 3)
        return Roster(limits)
    }

    @Test func `forks for whom it has nobody, and gives the worker to who waits`() {
        var roster = roster()
        #expect(roster.beginFork() == false)
        #expect(roster.ask(1, for: anna, at: start) == true)
        #expect(roster.beginFork() == true)
        #expect(roster.beginFork() == false)
        roster.forked(10, at: start)
        #expect(roster.takeActs() == [.grant(1, 10)])
    }

    @Test func `forks ahead of need, as far as there is room`() {
        var roster = roster(workers: 3, spares: 2)
        #expect(roster.beginFork() == true)
        #expect(roster.beginFork() == true)
        #expect(roster.beginFork() == false)
        roster.forked(10, at: start)
        roster.forked(11, at: start)
        #expect(roster.ask(1, for: nil, at: start) == true)
        #expect(roster.beginFork() == true)
        #expect(roster.beginFork() == false)
    }

    @Test func `tries a failed fork again`() {
        var roster = roster(workers: 1)
        #expect(roster.ask(1, for: nil, at: start) == true)
        #expect(roster.beginFork() == true)
        #expect(roster.beginFork() == false)
        roster.forkFailed()
        #expect(roster.beginFork() == true)
    }

    @Test func `keeps a worker for its client`() {
        var roster = busy(for: anna)
        roster.release(10, isWell: true, at: start)
        #expect(roster.takeActs() == [])
        #expect(roster.ask(2, for: budi, at: start) == true)
        #expect(roster.takeActs() == [])
        #expect(roster.ask(3, for: anna, at: start) == true)
        #expect(roster.takeActs() == [.grant(3, 10)])
    }

    @Test func `gives up who served a stranger, who failed, and who has served often enough`() {
        var stranger = busy(for: nil)
        stranger.release(10, isWell: true, at: start)
        #expect(stranger.takeActs() == [.kill(10)])
        var failed = busy(for: anna)
        failed.release(10, isWell: false, at: start)
        #expect(failed.takeActs() == [.kill(10)])
        var spent = busy(for: anna)
        for ticket in 2...3 {
            spent.release(10, isWell: true, at: start)
            #expect(spent.ask(ticket, for: anna, at: start) == true)
            #expect(spent.takeActs() == [.grant(ticket, 10)])
        }
        spent.release(10, isWell: true, at: start)
        #expect(spent.takeActs() == [.kill(10)])
    }

    @Test func `counts who was killed until he is gone`() {
        var roster = busy(for: nil, workers: 1)
        #expect(roster.ask(2, for: nil, at: start) == true)
        roster.release(10, isWell: true, at: start)
        #expect(roster.dying == [10])
        #expect(roster.beginFork() == false)
        roster.gone(10)
        #expect(roster.beginFork() == true)
    }

    @Test func `sends the worker away who was idle longest when somebody else needs the place`() {
        var roster = busy(for: anna)
        #expect(roster.ask(2, for: budi, at: start) == true)
        #expect(roster.beginFork() == true)
        roster.forked(11, at: start)
        roster.release(11, isWell: true, at: start)
        roster.release(10, isWell: true, at: start + .seconds(1))
        _ = roster.takeActs()
        #expect(roster.ask(3, for: ClientKey("citra"), at: start + .seconds(2)) == true)
        #expect(roster.takeActs() == [.kill(11)])
    }

    @Test func `serves the first to come first`() {
        var roster = busy(for: anna, workers: 1)
        #expect(roster.ask(2, for: budi, at: start) == true)
        #expect(roster.ask(3, for: anna, at: start) == true)
        roster.release(10, isWell: true, at: start)
        #expect(roster.takeActs() == [.kill(10)])  // though the third could have used it
    }

    @Test func `lets so many wait, and no more`() {
        var roster = busy(for: nil, workers: 1)
        #expect(roster.ask(2, for: nil, at: start) == true)
        #expect(roster.ask(3, for: nil, at: start) == true)
        #expect(roster.ask(4, for: nil, at: start) == false)
        roster.withdraw(2)
        #expect(roster.ask(5, for: nil, at: start) == true)
        #expect(roster.withdrawAll() == [3, 5] && !roster.isAnybodyWaiting)
    }

    @Test(arguments: [(9, false), (10, true)]) func `sends away who was idle too long`(seconds: Int, isSent: Bool) {
        var roster = busy(for: anna)
        roster.release(10, isWell: true, at: start)
        #expect(roster.nextTick == start + .seconds(10))
        roster.tick(at: start + .seconds(seconds))
        #expect(roster.takeActs() == (isSent ? [.kill(10)] : []))
    }

    @Test(arguments: [(9, true), (10, false)]) func `does not wake who was idle too long`(seconds: Int, isGranted: Bool)
    {
        var roster = busy(for: anna)
        roster.release(10, isWell: true, at: start)
        #expect(roster.ask(2, for: anna, at: start + .seconds(seconds)) == true)
        #expect(roster.takeActs() == (isGranted ? [.grant(2, 10)] : []))
    }

    @Test(arguments: [(119, true), (120, false)])
    func `gives nobody a worker whose alarm might ring before the answer`(seconds: Int, isKept: Bool) {
        var roster = busy(for: anna)
        roster.release(10, isWell: true, at: start + .seconds(seconds))
        #expect(roster.takeActs() == (isKept ? [] : [.kill(10)]))
        var spare = self.roster(spares: 1)
        #expect(spare.beginFork() == true)
        spare.forked(10, at: start)
        #expect(spare.nextTick == start + .seconds(120))
        #expect(spare.ask(1, for: anna, at: start + .seconds(seconds)) == true)
        #expect(spare.takeActs() == (isKept ? [.grant(1, 10)] : []))
    }

    @Test func `counts on nobody when the nursery is dead`() {
        var roster = busy(for: anna, workers: 3)
        #expect(roster.ask(2, for: budi, at: start) == true)
        #expect(roster.beginFork() == true)
        roster.forked(11, at: start)
        roster.release(11, isWell: true, at: start)
        _ = roster.takeActs()
        roster.nurseryDied()
        #expect(roster.takeActs() == [.kill(11)])  // 10 is being asked right now
        roster.release(10, isWell: false, at: start)
        #expect(roster.takeActs() == [.kill(10)])
    }

    /// Worker 10 has been given to the first ticket.
    private func busy(for client: ClientKey?, workers: Int = 2) -> Roster {
        var roster = roster(workers: workers)
        #expect(roster.ask(1, for: client, at: start) == true)
        #expect(roster.beginFork() == true)
        roster.forked(10, at: start)
        #expect(roster.takeActs() == [.grant(1, 10)])
        return roster
    }
}
