import Crypto
import Database
import Domain
import Store
import Synchronization
import TestSupport
import Testing

@Suite("A request that may come again") struct RepeatTests {
    private static let client = ID<Client>.fixture(0xC1)
    private static let asked = [[UInt8]("surat".utf8)]

    private func key(
        _ sample: PeopleSample, _ words: String = "surat-1", of client: ID<Client> = RepeatTests.client,
        asking request: [[UInt8]] = RepeatTests.asked
    ) throws -> RepeatKey {
        try #require(try RepeatKey(words, of: client, asking: request, sample.keys))
    }

    private func claim(_ sample: PeopleSample, _ key: RepeatKey, for time: Duration = .seconds(60)) throws
        -> RepeatOutcome
    {
        try sample.store.write { (transaction) throws(StoreError) in
            try transaction.claim(key, for: time, until: .noon + .seconds(600))
        }
    }

    private func answer(_ sample: PeopleSample, _ key: RepeatKey, _ claim: RepeatClaim, _ bytes: [UInt8]) throws -> Bool
    {
        let sealed = try key.seal(bytes, sample.keys)
        return try sample.store.write { (transaction) throws(StoreError) in
            try transaction.answer(key, claim, with: sealed, until: .noon + .seconds(600))
        }
    }

    @Test(arguments: Backend.all) func `is worked on once, and answered the same ever after`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        let key = try key(sample)
        guard case .first(let claim) = try claim(sample, key) else { throw Unexpected(words: "not the first") }
        #expect(try self.claim(sample, key) == .running)
        #expect(try answer(sample, key, claim, [1, 2, 3]))
        guard case .answered(let sealed) = try self.claim(sample, key) else { throw Unexpected(words: "no answer") }
        #expect(try key.open(sealed, sample.keys) == [1, 2, 3])
    }

    @Test(arguments: Backend.all) func `of many at the same time is one's alone`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        let key = try key(sample)
        let firsts = Mutex(0)
        Threads.run(16) { _ in
            do {
                if case .first = try claim(sample, key) { firsts.withLock { $0 += 1 } }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(firsts.withLock { $0 } == 1)
    }

    @Test(arguments: Backend.all) func `is taken over from who never finished, who then has lost it`(backend: Backend)
        throws
    {
        let sample = try PeopleSample(backend)
        let key = try key(sample)
        guard case .first(let slow) = try claim(sample, key, for: .zero) else {
            throw Unexpected(words: "not the first")
        }
        guard case .first(let next) = try claim(sample, key) else { throw Unexpected(words: "not taken over") }
        #expect(try !answer(sample, key, slow, [1]))
        #expect(try answer(sample, key, next, [2]))
    }

    @Test(arguments: Backend.all) func `is free at a start where one process alone can write`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        let (open, done) = (try key(sample), try key(sample, "surat-2"))
        guard case .first(let dead) = try claim(sample, open), case .first(let finished) = try claim(sample, done)
        else {
            throw Unexpected(words: "not the first")
        }
        #expect(try answer(sample, done, finished, [1]))
        let freed = try sample.store.write { (transaction) throws(StoreError) in try transaction.freeClaims() }
        #expect(freed == (backend == .sqlite ? 1 : 0))
        if backend == .sqlite {
            guard case .first = try claim(sample, open, for: .seconds(61)) else { throw Unexpected(words: "not free") }
            #expect(try !answer(sample, open, dead, [2]))
        } else {
            // Another node may be working on it.
            #expect(try claim(sample, open) == .running)
        }
        guard case .answered = try claim(sample, done) else { throw Unexpected(words: "no answer") }
    }

    @Test(arguments: Backend.all) func `is nobody's any more once it was released`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        let key = try key(sample)
        guard case .first(let claim) = try claim(sample, key) else { throw Unexpected(words: "not the first") }
        try sample.store.write { (transaction) throws(StoreError) in try transaction.release(key, claim) }
        guard case .first = try self.claim(sample, key) else { throw Unexpected(words: "still somebody's") }
    }

    @Test func `does not lend its key to another request, nor to another program's`() throws {
        let sample = try PeopleSample(.sqlite)
        _ = try claim(sample, key(sample))
        #expect(try claim(sample, key(sample, asking: [[1]])) == .otherRequest)
        guard case .first = try claim(sample, key(sample, of: .fixture(0xC2))) else {
            throw Unexpected(words: "shared")
        }
    }

    @Test func `tells nothing from the database alone`() throws {
        let sample = try PeopleSample(.sqlite)
        let key = try key(sample)
        guard case .first(let claim) = try claim(sample, key) else { throw Unexpected(words: "not the first") }
        #expect(try answer(sample, key, claim, Array("rahasia".utf8)))
        let rows = try sample.store.read { (snapshot) throws(StoreError) in
            try snapshot.run("SELECT code, request, answer FROM repeat_guard").map { "\($0)" }
        }
        #expect(rows.count == 1 && !rows[0].contains("rahasia") && !rows[0].contains("surat"))
    }

    @Test func `has a key of some characters, and not of very many`() throws {
        let sample = try PeopleSample(.sqlite)
        for words in ["", String(repeating: "x", count: 201)] {
            #expect(try RepeatKey(words, of: Self.client, asking: [], sample.keys) == nil)
        }
    }

    @Test(arguments: Backend.all) func `is forgotten after its time`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        _ = try claim(sample, key(sample))
        let gone = try sample.store.write { (transaction) throws(StoreError) in
            [
                try transaction.forgetRepeats(endedBefore: .noon + .seconds(600), most: 9),
                try transaction.forgetRepeats(endedBefore: .noon + .seconds(601), most: 9),
            ]
        }
        #expect(gone == [0, 1])
    }
}
