import Crypto
import Domain
import Store
import Synchronization
import TestSupport
import Testing

@Suite("What guards a passphrase in the store") struct GuardTests {
    private static let code = [UInt8](repeating: 3, count: 32)

    @Test(arguments: Backend.all)
    func `counts every try before it is made, whoever makes it at the same time`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        let outcomes = Mutex<[Attempts.Outcome]>([])
        Threads.run(16) { _ in
            do throws(StoreError) {
                let outcome = try sample.store.write { (transaction) throws(StoreError) in
                    try transaction.begin(Self.code, .personAtClient)
                }
                outcomes.withLock { $0.append(outcome) }
            } catch {
                Issue.record("\(error)")
            }
        }
        let all = outcomes.withLock { $0 }
        #expect(all.count { $0 == .proceed } == Attempts.Bounds.personAtClient.perWindow)
        let end = Instant.noon + Attempts.Bounds.personAtClient.window
        #expect(all.count { $0 == .wait(until: end) } == 16 - Attempts.Bounds.personAtClient.perWindow)
    }

    @Test(arguments: Backend.all) func `forgets them when one was right, or was never made`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        func write<Value: Sendable>(
            _ body: @escaping @Sendable (Transaction<StoreError>) throws(StoreError) -> Value
        ) throws -> Value { try sample.store.write(body) }
        for _ in 0..<4 {
            _ = try write { (transaction) throws(StoreError) in try transaction.begin(Self.code, .oneTimeCode) }
        }
        try write { (transaction) throws(StoreError) in try transaction.succeed(Self.code) }
        for _ in 0..<5 {
            #expect(
                try write { (transaction) throws(StoreError) in try transaction.begin(Self.code, .oneTimeCode) }
                    == .proceed)
        }
        try write { (transaction) throws(StoreError) in try transaction.withdraw(Self.code) }
        #expect(
            try write { (transaction) throws(StoreError) in try transaction.begin(Self.code, .oneTimeCode) } == .proceed
        )
        #expect(
            try write { (transaction) throws(StoreError) in try transaction.begin(Self.code, .oneTimeCode) } != .proceed
        )
        let gone = try write { (transaction) throws(StoreError) in
            try transaction.forgetAttempts(endedBefore: .noon + .seconds(10_000), inRowBelow: 20)
        }
        #expect(gone == 1)
    }
}

@Suite("A program in the store") struct ClientTests {
    @Test(arguments: Backend.all) func `is known by its name and its secret`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        let client = try ClientRecord(
            id: .fixture(0xC1), name: "surat", secret: Array("rahasia".utf8), institution: PeopleSample.institution.id,
            scopes: .usual, addresses: "127.0.0.0/8", sample.keys)
        try sample.store.write { (transaction) throws(StoreError) in try transaction.insert(client) }
        let found = try #require(
            try sample.store.read { (snapshot) throws(StoreError) in try snapshot.client(named: "surat") })
        #expect(found == client)
        #expect(try found.isSecret(Array("rahasia".utf8), sample.keys))
        #expect(try !found.isSecret(Array("rahasiA".utf8), sample.keys))
        #expect(try !found.isSecret([], sample.keys))
        #expect(found.mayActFor(PeopleSample.institution.id) && !found.mayActFor(.fixture(0x99)))
        let suspended: ClientRecord = {
            var client = client
            client.state = .suspended
            return client
        }()
        try sample.store.write { (transaction) throws(StoreError) in try transaction.set(suspended) }
        #expect(try sample.store.read { (snapshot) throws(StoreError) in try snapshot.clients() } == [suspended])
    }

    @Test func `has scopes that are written as they are read`() {
        for (name, scope) in ClientScopes.named {
            #expect(ClientScopes(words: name) == scope && scope.words == name)
        }
        #expect(ClientScopes(words: "sign  verify") == [.sign, .verify])
        #expect(ClientScopes(words: "sign everything") == nil)
        #expect(ClientScopes(words: "") == [])
        #expect(Set(ClientScopes.named.map(\.scope.rawValue)).count == ClientScopes.named.count)
    }
}

@Suite("An institution in the store") struct InstitutionTests {
    @Test(arguments: Backend.all) func `does things its own way, rule by rule`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        let id = PeopleSample.institution.id
        let switches: [WritableKeyPath<InstitutionRules, Bool>] = [
            \.verifiesAutomatically, \.issuanceNeedsApproval, \.renewalNeedsApproval, \.ownerMayReturnAfterRevocation,
            \.signsWhileRenewing, \.signsWhilePromoted, \.demandsPhone,
        ]
        for rule in switches {
            var rules = InstitutionRules()
            rules[keyPath: rule].toggle()
            let changed = rules
            try sample.store.write { (transaction) throws(StoreError) in try transaction.set(changed, of: id) }
            let found = try sample.store.read { (snapshot) throws(StoreError) in try snapshot.institution(id) }
            #expect(found?.rules == rules)
        }
    }

    @Test(arguments: Backend.all) func `has one secret, whoever made it first`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        let secrets = [UInt8(1), 2].map { number in
            StoredInstallationSecret(id: .fixture(number), wrapped: WrappedSecret(bytes: [number]))
        }
        let kept = try secrets.map { secret in
            try sample.store.write { (transaction) throws(StoreError) in try transaction.keepFirst(secret) }
        }
        #expect(kept.map(\.id) == [secrets[0].id, secrets[0].id])
        let moved = try sample.store.write { (transaction) throws(StoreError) in
            (
                try transaction.rewrap(kept[0], as: WrappedSecret(bytes: [9])),
                try transaction.rewrap(kept[0], as: WrappedSecret(bytes: [8]))
            )
        }
        #expect(moved == (true, false))
    }
}
