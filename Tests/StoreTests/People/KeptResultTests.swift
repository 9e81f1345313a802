import Crypto
import Database
import Domain
import Store
import Synchronization
import TestSupport
import Testing

@Suite("A kept result") struct KeptResultTests {
    private static let client = ID<Client>.fixture(0xC1)
    private static let id = ID<KeptResult>.fixture(0x77)

    private func sample(_ backend: Backend, _ bytes: [UInt8]) throws -> PeopleSample {
        let sample = try PeopleSample(backend)
        let client = try ClientRecord(
            id: Self.client, name: "surat", secret: [1], institution: nil, scopes: .usual, sample.keys)
        let draft = try KeptResultDraft(Self.id, bytes, sample.keys)
        try sample.store.write { (transaction) throws(StoreError) in
            try transaction.insert(client)
            try transaction.insert(draft, of: Self.client, until: .noon + .seconds(60))
        }
        return sample
    }

    private func take(_ sample: PeopleSample, by client: ID<Client> = KeptResultTests.client) throws -> [UInt8]? {
        let taken = try sample.store.write { (transaction) throws(StoreError) in
            try transaction.take(Self.id, for: client, sample.keys)
        }
        guard let taken else { return nil }
        return try taken.open(sample.keys)
    }

    @Test(arguments: Backend.all, [0, 1, 1 << 20, (1 << 20) + 1, 3 << 20])
    func `is fetched whole, and once`(backend: Backend, count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let sample = try sample(backend, bytes)
        #expect(try take(sample) == bytes)
        #expect(try take(sample) == nil)
    }

    @Test(arguments: Backend.all) func `is fetched by one of many who ask at the same time`(backend: Backend) throws {
        let sample = try sample(backend, [1, 2, 3])
        let found = Mutex(0)
        Threads.run(8) { _ in
            do {
                if try take(sample) != nil { found.withLock { $0 += 1 } }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(found.withLock { $0 } == 1)
    }

    @Test(arguments: Backend.all) func `is no other program's, and goes when its time is over`(backend: Backend) throws
    {
        let sample = try sample(backend, [1, 2, 3])
        #expect(try take(sample, by: .fixture(0xC2)) == nil)
        let gone = try sample.store.write { (transaction) throws(StoreError) in
            (
                try transaction.forgetResults(endedBefore: .noon + .seconds(60), most: 9),
                try transaction.forgetResults(endedBefore: .noon + .seconds(61), most: 9)
            )
        }
        #expect(gone == (0, 1))
        #expect(try take(sample) == nil)
    }

    @Test(arguments: Backend.all) func `stands in the store neither in clear nor under its name`(backend: Backend)
        throws
    {
        let sample = try sample(backend, Array("Surat rahasia".utf8))
        let rows = try sample.store.read { (snapshot) throws(StoreError) in
            try snapshot.run("SELECT code, bytes FROM kept_result_piece").map { "\($0)" }
        }
        #expect(rows.count == 1 && !rows[0].contains("83, 117, 114, 97, 116") && !rows[0].contains("Surat"))
    }
}
