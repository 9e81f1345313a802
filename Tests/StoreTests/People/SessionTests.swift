import Crypto
import Database
import Domain
import Store
import Synchronization
import TestSupport
import Testing

@Suite("A session in the store") struct SessionTests {
    private static let client = ID<Client>.fixture(0xC1)
    private static let stranger = ID<Client>.fixture(0xC2)
    private static let certificate = ID<IssuedCertificate>.fixture(0xE1)
    private static let session = ID<SigningSession>.fixture(0x5E)

    private func sample(
        _ backend: Backend, _ purpose: SigningSession.Purpose = .signing(PeopleSample.siti), count: Int,
        digests: Set<[UInt8]>? = nil, deadline: Instant = .noon + .seconds(300)
    ) throws -> PeopleSample {
        let sample = try PeopleSample(backend)
        let client = try ClientRecord(
            id: Self.client, name: "surat", secret: [1], institution: nil, scopes: .usual, sample.keys)
        try sample.store.write { (transaction) throws(StoreError) in
            try transaction.insert(client)
            try transaction.withoutReferences()
            try transaction.insert(
                SessionRecord(
                    id: Self.session,
                    terms: .init(
                        purpose, client: Self.client, certificate: Self.certificate, count: count, digests: digests,
                        deadline: deadline), key: SessionKey(bytes: [9])))
        }
        return sample
    }

    private func take(
        _ store: Store, _ digests: [[UInt8]], by client: ID<Client> = SessionTests.client
    ) throws(StoreError) -> SigningSession.Outcome {
        try store.write { (transaction) throws(StoreError) in
            try transaction.take(digests, from: Self.session, by: client)
        }
    }

    @Test(arguments: Backend.all)
    func `gives exactly its count, whoever takes at the same time`(backend: Backend) throws {
        let sample = try sample(backend, count: 40)
        let taken = Mutex(0)
        Threads.run(16) { _ in
            for _ in 0..<10 {
                do {
                    if case .taken = try take(sample.store, [[1]]) { taken.withLock { $0 += 1 } }
                } catch {
                    Issue.record("\(error)")
                }
            }
        }
        #expect(taken.withLock { $0 } == 40)
        #expect(try take(sample.store, [[1]]) == .refused(.countUsed))
    }

    @Test(arguments: Backend.all) func `over agreed digests gives each once, and of several all or none`(
        backend: Backend
    ) throws {
        let sample = try sample(backend, count: 3, digests: [[1], [2], [3]])
        #expect(try take(sample.store, [[1], [9]]) == .refused(.digestNotAgreed))
        #expect(try take(sample.store, [[1], [1]]) == .refused(.digestUsed))
        #expect(try take(sample.store, [[1], [2]]) == .taken(left: 1))
        #expect(try take(sample.store, [[2]]) == .refused(.digestUsed))
        #expect(try take(sample.store, [[3]]) == .taken(left: 0))
    }

    @Test(arguments: Backend.all) func `is nobody else's, and over when it is ended`(backend: Backend) throws {
        let sample = try sample(backend, count: 3)
        #expect(try take(sample.store, [[1]], by: Self.stranger) == .refused(.foreign))
        let ended = try sample.store.write { (transaction) throws(StoreError) in
            (try transaction.endSessions(of: PeopleSample.siti), try transaction.end(Self.session))
        }
        #expect(ended == (1, false))
        #expect(try take(sample.store, [[1]]) == .refused(.ended))
    }

    @Test(arguments: Backend.all) func `is over at its deadline, and forgotten later`(backend: Backend) throws {
        let sample = try sample(backend, count: 3, digests: [[1]], deadline: .noon)
        #expect(try take(sample.store, [[1]]) == .refused(.expired))
        let gone = try sample.store.write { (transaction) throws(StoreError) in
            (
                try transaction.forgetSessions(endedBefore: .noon, most: 10),
                try transaction.forgetSessions(endedBefore: .noon + .seconds(1), most: 10)
            )
        }
        #expect(gone == (0, 1))
        #expect(try take(sample.store, [[1]]) == .refused(.foreign))
    }

    // MARK: Of a seal

    private static let seal = ID<Seal>.fixture(0x5A)

    private func lend(
        _ store: Store, _ count: Int, by client: ID<Client> = SessionTests.client
    ) throws(StoreError) -> SigningSession.Outcome {
        try store.write { (transaction) throws(StoreError) in
            try transaction.lend(count, from: Self.session, to: client)
        }
    }

    @Test(arguments: Backend.all)
    func `that a seal's owner agreed to lends exactly its count, whoever asks at the same time`(
        backend: Backend
    ) throws {
        let sample = try sample(backend, .activation(Self.seal), count: 40)
        let lent = Mutex(0)
        Threads.run(16) { _ in
            for _ in 0..<5 {
                do {
                    if case .taken = try lend(sample.store, 2) { lent.withLock { $0 += 2 } }
                } catch {
                    Issue.record("\(error)")
                }
            }
        }
        #expect(lent.withLock { $0 } == 40)
        #expect(try lend(sample.store, 1) == .refused(.countUsed))
        #expect(try lend(sample.store, 1, by: Self.stranger) == .refused(.foreign))
        #expect(try take(sample.store, [[1]]) == .refused(.otherPurpose))
    }

    @Test(arguments: Backend.all) func `ends with all that were opened with it, and with its seal`(
        backend: Backend
    ) throws {
        let sample = try sample(backend, .activation(Self.seal), count: 40)
        let children = [ID<SigningSession>.fixture(0xA1), .fixture(0xA2)]
        let other = ID<SigningSession>.fixture(0xA3)
        let sealing = { (id: ID<SigningSession>, parent: ID<SigningSession>) in
            SessionRecord(
                id: id,
                terms: .init(
                    .sealing(Self.seal, under: parent), client: Self.client, certificate: Self.certificate, count: 3,
                    deadline: .noon + .seconds(60)), key: SessionKey(bytes: [9]))
        }
        let records = children.map { sealing($0, Self.session) } + [sealing(other, .fixture(0xA4))]
        try sample.store.write { (transaction) throws(StoreError) in
            for record in records { try transaction.insert(record) }
        }
        func open() throws -> [ID<SigningSession>] {
            try sample.store.read { (snapshot) throws(StoreError) in
                try records.map { (record) throws(StoreError) in try snapshot.session(record.id) }
            }.compactMap { $0 }.filter { $0.key != nil }.map(\.id)
        }
        let kept = try sample.store.read { (snapshot) throws(StoreError) in
            (try snapshot.session(children[0]), try snapshot.activations(of: Self.seal))
        }
        #expect(kept.0?.terms == records[0].terms)
        #expect(kept.1.map(\.id) == [Self.session] && kept.1.first?.terms.purpose == .activation(Self.seal))
        let ended = try sample.store.write { (transaction) throws(StoreError) in
            (try transaction.end(Self.session), try transaction.end(Self.session))
        }
        #expect(ended == (true, false))
        #expect(try open() == [other])
        #expect(
            try sample.store.write { (transaction) throws(StoreError) in try transaction.endSessions(of: Self.seal) }
                == 1)
        #expect(try open().isEmpty)
        #expect(
            try sample.store.read { (snapshot) throws(StoreError) in try snapshot.activations(of: Self.seal) }.isEmpty)
    }
}

extension Transaction {
    /// A certificate for the session, whose making is another room's affair.
    fileprivate func withoutReferences() throws(Failure) {
        let (key, bytes) = (ID<AuthorityKey>.fixture(0xEE), [UInt8](repeating: 1, count: 16))
        try run(
            """
            INSERT INTO authority_key (id, role, state, public_key, certificate, made)
            VALUES (\(key), 'issuing', 'active', \(bytes), \(bytes), 0)
            """)
        try run(
            """
            INSERT INTO certificate (id, serial, issuer, shard, request, request_digest, profile, key_digest, not_before,
                not_after, state, certificate)
            VALUES (\(ID<IssuedCertificate>.fixture(0xE1)), \(bytes), \(key), 0, \(bytes), \(bytes), 'person', \(bytes), 0,
                1, 'good', \(bytes))
            """)
    }
}
