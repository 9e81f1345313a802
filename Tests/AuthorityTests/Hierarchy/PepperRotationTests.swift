import Authority
import Crypto
import Domain
import Store
import Synchronization
import TestSupport
import Testing

@Suite("Rotating the pepper of a store") struct PepperRotationTests {
    private static let old: UInt8 = 0x11
    private static let new: UInt8 = 0x22

    private static func peppers(_ current: UInt8, previous: UInt8? = nil) throws -> Peppers {
        let pepper = try Pepper(.of([UInt8](repeating: current, count: Pepper.byteCount)))
        guard let previous else { return Peppers(current: pepper) }
        return Peppers(
            current: try Pepper(.of([UInt8](repeating: previous, count: Pepper.byteCount)))
        ).superseded(by: pepper)
    }

    /// An authority with its keys under the old pepper, and those of some signers.
    private static func sample(_ backend: Backend, signers: Int) throws -> AuthoritySample {
        let sample = try AuthoritySample(backend)
        for key in sample.authority.keyRecords where key.kept != nil {
            let vaulted = try VaultedKey.seal(
                PrivateKey.generate(.p256), id: #require(ID(bytes: key.id.bytes)), purpose: .issuing,
                under: peppers(old))
            try sample.keep(vaulted, of: key.id)
        }
        for _ in 0..<signers { try sample.keepSignersKey(under: peppers(old)) }
        return sample
    }

    private static func rotate(
        _ sample: AuthoritySample, keysPerStep: Int = PepperRotation.keysPerStepMax, stepsMax: Int = .max
    ) throws -> (rotation: PepperRotation, refusals: [PepperRotation.Refusal]) {
        var rotation = PepperRotation(sample.store, keysPerStep: keysPerStep)
        var refusals: [PepperRotation.Refusal] = []
        let peppers = try peppers(new, previous: old)
        var steps = 0
        while steps < stepsMax, let refused = try rotation.step(to: peppers) {
            refusals += refused
            steps += 1
        }
        return (rotation, refusals)
    }

    /// How many keys open with the new pepper alone.
    private static func opened(_ sample: AuthoritySample) throws -> (authority: Int, signers: Int) {
        let peppers = try peppers(new)
        var (authority, signers) = (0, 0)
        for key in try sample.vaultedKeys() {
            guard let id = ID<VaultedKey>(bytes: key.id.bytes), let kept = key.kept else { continue }
            do throws(CryptoError) {
                _ = try VaultedKey(bytes: kept).open(id: id, purpose: .issuing, peppers: peppers)
                authority += 1
            } catch .vaultedKey {}
        }
        for record in try sample.sealedKeys() where try sample.opens(record, under: peppers) { signers += 1 }
        return (authority, signers)
    }

    private static func recorded(_ sample: AuthoritySample) throws -> [Int] {
        try sample.auditLines().filter { $0.contains(#""operation":"pepper.rotated","outcome":"done""#) }
            .map { $0.matches(of: /"key:[0-9a-f-]{36}"/).count }
    }

    @Test(arguments: Backend.all) func `moves every key, and the old one is needed no more`(backend: Backend) throws {
        let sample = try Self.sample(backend, signers: 3)
        #expect(try Self.opened(sample) == (0, 0))
        let (rotation, refusals) = try Self.rotate(sample)
        #expect(refusals.isEmpty && rotation.authority.moved == 4 && rotation.authority.all == 4)
        #expect(rotation.signers.moved == 3 && rotation.signers.all == 3)
        #expect(try Self.opened(sample) == (4, 3))
        #expect(try Self.recorded(sample) == [4, 3])
    }

    @Test(arguments: Backend.all) func `changes and records nothing where all was moved before`(backend: Backend) throws
    {
        let sample = try Self.sample(backend, signers: 3)
        _ = try Self.rotate(sample)
        let before = try sample.sealedKeys().map(\.key)
        let (rotation, _) = try Self.rotate(sample, keysPerStep: 2)
        #expect(rotation.authority.current == 4 && rotation.authority.all == 4)
        #expect(rotation.signers.current == 3 && rotation.signers.all == 3)
        #expect(try sample.sealedKeys().map(\.key) == before)
        #expect(try Self.recorded(sample) == [4, 3])
    }

    @Test(arguments: 0...9) func `goes on when it is begun again, wherever it was killed`(steps: Int) throws {
        let sample = try Self.sample(.sqlite, signers: 5)
        let (half, _) = try Self.rotate(sample, keysPerStep: 2, stepsMax: steps)
        let moved = half.authority.moved + half.signers.moved
        #expect(try Self.recorded(sample).reduce(0, +) == moved)
        let (rest, refusals) = try Self.rotate(sample, keysPerStep: 2)
        #expect(refusals.isEmpty && rest.authority.moved + rest.signers.moved == 9 - moved)
        #expect(rest.authority.current + rest.signers.current == moved)
        #expect(try Self.opened(sample) == (4, 5))
        #expect(try Self.recorded(sample).allSatisfy { 1...2 ~= $0 })
    }

    @Test(arguments: Backend.all) func `names what does not open, leaves it, and moves the others`(backend: Backend)
        throws
    {
        let sample = try Self.sample(backend, signers: 2)
        let foreign = try sample.keepSignersKey(under: Self.peppers(0x33))
        let damaged = try sample.keepSignersKey(as: SealedKey(bytes: [1, 2, 3]))
        let key = try #require(sample.authority.keyRecords.first { $0.role == .status })
        let lost = try VaultedKey.seal(
            PrivateKey.generate(.p256), id: .fixture(1), purpose: .revocationAnswers, under: Self.peppers(0x33))
        try sample.keep(lost, of: key.id)

        let (rotation, refusals) = try Self.rotate(sample, keysPerStep: 2)
        #expect(rotation.authority.moved == 3 && rotation.authority.refused == 1)
        #expect(rotation.signers.moved == 2 && rotation.signers.refused == 2)
        #expect(refusals.count == 3)
        let expected: [(PepperRotation.Refusal.Key, CryptoError)] = [
            (.authority(key.id), .vaultedKey(.secretDoesNotOpen)),
            (.signer(foreign.id, owner: foreign.owner), .sealedKey(.pepperDoesNotOpen)),
            (.signer(damaged.id, owner: damaged.owner), .sealedKey(.notASealedKey)),
        ]
        for (key, error) in expected {
            #expect(refusals.contains { $0.key == key && $0.error == error }, "\(refusals)")
        }
        #expect(try sample.vaultedKeys().contains { $0.kept == lost.bytes })
        #expect(try sample.sealedKeys().filter { [foreign.key, damaged.key].contains($0.key) }.count == 2)
    }

    @Test(arguments: Backend.all) func `moves what was agreed to for months, and asks for no token`(
        backend: Backend
    ) throws {
        let sample = try Self.sample(backend, signers: 1)
        let (ids, seal) = ([ID<SigningSession>.fixture(0xA1), .fixture(0xA2), .fixture(0xA3)], ID<Seal>.fixture(0x5A))
        let token = try Secret.random(count: SessionKey.tokenBytes)
        let key = try PrivateKey.generate(.p256)
        let certificate = try #require(try sample.sealedKeys().first).certificate
        let client = try ClientRecord(
            id: .fixture(0xC1), name: "surat", secret: [1], institution: nil, scopes: .usual,
            InstallationKeys(.of([UInt8](repeating: 7, count: WrappedSecret.secretBytes))))
        let records = try ids.map { id in
            try SessionRecord(
                id: id,
                terms: .init(
                    .activation(seal), client: client.id, certificate: certificate, count: 1,
                    deadline: sample.clock.read() + days(90)),
                key: SessionKey.seal(
                    key, session: id, owner: KeyOwner.id(of: seal), token: token, peppers: Self.peppers(Self.old)))
        }
        try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.insert(client)
            for record in records { try transaction.insert(record) }
            _ = try transaction.end(ids[2])
        }
        let (rotation, refusals) = try Self.rotate(sample, keysPerStep: 1)
        #expect(refusals.isEmpty && rotation.sessions.moved == 2 && rotation.sessions.all == 2)
        for id in ids.prefix(2) {
            let kept = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
                try snapshot.session(id)?.key
            }
            let opened = try #require(kept).open(
                session: id, owner: KeyOwner.id(of: seal), token: token, peppers: Self.peppers(Self.new))
            #expect(try opened.publicKeyInfo() == key.publicKeyInfo())
        }
        #expect(try Self.rotate(sample).rotation.sessions.current == 2)
        let recorded = try sample.auditLines().filter { $0.contains("\"pepper.rotated\"") }
        #expect(recorded.count { $0.contains("\"session:") } == 2)
    }

    @Test func `leaves keys that operators hold`() throws {
        let sample = try Self.sample(.sqlite, signers: 1)
        let key = try #require(sample.authority.keyRecords.first { $0.role == .issuing })
        let shared = try VaultedKey.seal(
            PrivateKey.generate(.p256), id: .fixture(1), purpose: .issuing, under: OperatorSecret.random())
        try sample.keep(shared, of: key.id)
        let (rotation, refusals) = try Self.rotate(sample)
        #expect(refusals.isEmpty && rotation.authority.moved == 3 && rotation.authority.heldByOperators == 1)
        #expect(try sample.vaultedKeys().contains { $0.kept == shared.bytes })
    }

    /// A signer changes passphrases all the time, in a program that knows the old pepper alone.
    @Test(arguments: Backend.all) func `loses nothing that a signer seals anew meanwhile`(backend: Backend) throws {
        let sample = try Self.sample(backend, signers: 6)
        let words = Mutex<[ID<SealedKey>: String]>([:])
        Threads.run(2) { thread in
            do {
                guard thread == 0 else {
                    _ = try Self.rotate(sample, keysPerStep: 3)
                    return
                }
                let peppers = try Self.peppers(Self.old)
                for number in 10..<60 {
                    for record in try sample.sealedKeys() {
                        let word = words.withLock { $0[record.id] } ?? AuthoritySample.word
                        guard try sample.opens(record, with: word, under: peppers) else { continue }
                        let next = "kuda lumping \(number)"
                        let anew = try SealedKey.seal(
                            PrivateKey.generate(.p256), id: record.id, owner: record.owner, under: .of(next),
                            peppers: peppers, parameters: .cheapest)
                        guard try sample.reseal(record, as: anew) else { continue }
                        words.withLock { $0[record.id] = next }
                    }
                }
            } catch {
                Issue.record(error)
            }
        }
        let peppers = try Self.peppers(Self.new)
        for record in try sample.sealedKeys() {
            let word = words.withLock { $0[record.id] } ?? AuthoritySample.word
            #expect(try sample.opens(record, with: word, under: peppers), "\(word)")
        }
    }

    @Test(arguments: Backend.all) func `changes no key that is another one by now`(backend: Backend) throws {
        let sample = try Self.sample(backend, signers: 1)
        let read = try #require(try sample.sealedKeys().first)
        let (first, second) = (SealedKey(bytes: [1]), SealedKey(bytes: [2]))
        #expect(try sample.reseal(read, as: first))
        #expect(try !sample.reseal(read, as: second))
        #expect(try sample.sealedKeys().map(\.key) == [first])
        let key = try #require(try sample.vaultedKeys().first)
        let areKept = try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            let kept = key.kept ?? []
            return [
                try transaction.keep([3], inPlaceOf: kept, of: key.id),
                try transaction.keep([4], inPlaceOf: kept, of: key.id),
            ]
        }
        #expect(areKept == [true, false])
        #expect(try sample.vaultedKeys().first { $0.id == key.id }?.kept == [3])
    }

    @Test(arguments: Backend.all) func `walks past each key once, however few are read at a time`(backend: Backend)
        throws
    {
        let sample = try Self.sample(backend, signers: 5)
        let all = try sample.sealedKeys().map(\.id)
        #expect(all.count == 5 && all.map(\.description) == all.map(\.description).sorted())
        for most in 1...6 {
            var walked: [ID<SealedKey>] = []
            while true {
                let (last, before) = (walked.last, walked.count)
                walked += try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
                    try snapshot.sealedKeys(after: last, most: most).map(\.id)
                }
                #expect(walked.count - before <= most)
                if walked.count == before { break }
            }
            #expect(walked == all)
        }
    }
}

extension AuthoritySample {
    fileprivate static let word = "kuda lumping"

    /// Keeps an authority's key in this form, whatever it is kept in now.
    fileprivate func keep(_ vaulted: VaultedKey, of id: ID<AuthorityKey>) throws {
        let isKept = try store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            guard let kept = try transaction.authorityKeys().first(where: { $0.id == id })?.kept else { return false }
            return try transaction.keep(vaulted.bytes, inPlaceOf: kept, of: id)
        }
        #expect(isKept)
    }

    @discardableResult
    fileprivate func keepSignersKey(under peppers: consuming Peppers) throws -> SealedKeyRecord {
        let (id, owner): (ID<SealedKey>, ID<KeyOwner>) = (try randomID(), try randomID())
        let sealed = try SealedKey.seal(
            PrivateKey.generate(.p256), id: id, owner: owner, under: .of(Self.word), peppers: peppers,
            parameters: .cheapest)
        return try keepSignersKey(as: sealed, id: id, owner: owner)
    }

    @discardableResult
    fileprivate func keepSignersKey(
        as key: SealedKey, id: ID<SealedKey>? = nil, owner: ID<KeyOwner>? = nil
    ) throws -> SealedKeyRecord {
        let record = try SealedKeyRecord(
            id: id ?? randomID(), owner: owner ?? randomID(), certificate: issued(Self.order()).id, key: key)
        try store.write { (transaction: Transaction<StoreError>) throws(StoreError) in try transaction.insert(record) }
        return record
    }

    fileprivate func vaultedKeys() throws -> [AuthorityKey] {
        try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.authorityKeys().filter { $0.kept != nil }
        }
    }

    fileprivate func sealedKeys() throws -> [SealedKeyRecord] {
        try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.sealedKeys(after: nil, most: 1_000)
        }
    }

    fileprivate func reseal(_ record: SealedKeyRecord, as key: SealedKey) throws -> Bool {
        try store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.reseal(record, as: key)
        }
    }

    fileprivate func opens(
        _ record: SealedKeyRecord, with word: String = AuthoritySample.word, under peppers: borrowing Peppers
    ) throws -> Bool {
        let passphrase = try Passphrase.of(word)
        do throws(CryptoError) {
            _ = try record.key.open(
                id: record.id, owner: record.owner, with: passphrase, peppers: peppers, policy: .cheapest)
            return true
        } catch .sealedKey {
            return false
        }
    }
}
