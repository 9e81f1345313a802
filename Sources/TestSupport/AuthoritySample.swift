package import Authority
package import Crypto
import Database
package import Domain
package import Store
import Synchronization

/// An authority that was founded for one test, with small keys and a clock that only the test moves.
package final class AuthoritySample: Sendable {
    package let authority: Authority
    package let store: Store
    package let database: FreshDatabase
    package let root: Issuer
    package let rootKey: SoftwareSigningKey
    package let clock: TestClock
    package let vault: MemoryVault

    package static let settings: AuthoritySettings = {
        guard let arc = ObjectIdentifier("2.25.4711") else { preconditionFailure("an arc of X.667") }
        var settings = AuthoritySettings(
            organisation: "Instansi Percobaan", name: "Percobaan Teken", country: "ID",
            baseURL: "http://127.0.0.1:8080", policyArc: arc)
        settings.rootKind = .p384
        settings.issuingKind = .p256
        settings.timestampKind = .p256
        settings.serverDomains = ["contoh.id"]
        settings.time.trust = ClockTrust.Bounds(errorMax: nil)
        return settings
    }()

    package init(
        _ backend: Backend = .sqlite, settings: AuthoritySettings = AuthoritySample.settings,
        at start: Instant = Instant(secondsSince1970: 1_790_000_000)
    ) throws {
        let clock = TestClock(start)
        let vault = MemoryVault()
        let database = try backend.freshDatabase()
        let store = try Store.create(database.driver, node: randomID(), clock: clock.read)
        let ceremony = Ceremony(settings, store: store, vault: vault.vault, clock: clock.read)
        let draw = try ceremony.draw()
        try ceremony.found(draw)
        authority = try Authority(
            settings, store: store, vault: vault.vault, clock: clock.read, readClock: clock.reading)
        try authority.makeOwnKeys()
        root = draw.root
        rootKey = draw.rootKey
        self.store = store
        self.database = database
        self.clock = clock
        self.vault = vault
    }

    /// Another one over the same store, as after a restart.
    package func restarted() throws -> Authority {
        try Authority(
            authority.settings, store: store, vault: vault.vault, clock: clock.read, readClock: clock.reading)
    }

    /// What somebody named so asks for, with a key that is made for it.
    package static func order(
        _ name: String = "Budi Percobaan", profile: CertificateProfile.Name = .person, kind: KeyKind = .p256,
        names: [AlternativeName] = []
    ) throws -> IssuanceOrder {
        var order = try IssuanceOrder(
            randomID(), profile: profile,
            subject: DistinguishedName([
                (.country, "ID"), (.organization, "Dinas Percobaan"), (.commonName, name),
            ]), key: .trusted(PrivateKey.generate(kind).publicKeyInfo()))
        order.names = names
        return order
    }

    /// The same for a key that is kept here, in whatever form.
    package static func keptOrder(owner: ID<KeyOwner>, bytes: [UInt8] = [1, 2, 3]) throws -> IssuanceOrder {
        var order = try order()
        order.key = .kept(
            try .init(
                id: randomID(), owner: owner, key: SealedKey(bytes: bytes),
                publicKeyInfo: PrivateKey.generate(.p256).publicKeyInfo()))
        return order
    }

    /// Issues it, or the test has failed.
    package func issued(_ order: IssuanceOrder) throws -> CertificateRecord {
        let outcome = try authority.issue(order)
        guard case .issued(let record) = outcome else { throw Unexpected(words: "\(outcome)") }
        return record
    }

    package func certificate(_ order: IssuanceOrder) throws -> Certificate {
        guard let certificate = try issued(order).certificate else { throw Unexpected(words: "not made") }
        return certificate
    }

    /// The certificates that a path to the root needs besides the leaf, root last.
    package var chain: [Certificate] {
        authority.keyRecords.first { $0.role == .issuing && $0.state == .active }.map { authority.chain(of: $0.id) }
            ?? []
    }
}

extension AuthoritySample {
    /// Every record of the audit log, as it was written.
    package func auditLines() throws -> [String] {
        try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.run("SELECT line FROM audit_record ORDER BY writer, sequence").map { row throws(StoreError) in
                try row["line"]
            }
        }
    }
}

package struct Unexpected: Error {
    package let words: String

    package init(words: String) { self.words = words }
}

package func days(_ count: Int) -> Duration { .seconds(count * 86_400) }

package func randomID<Subject: ~Copyable>() throws -> ID<Subject> {
    ID(random: try Randomness.bytes(16))
}

/// A clock that stands until somebody moves it.
package final class TestClock: Sendable {
    private let moment: Mutex<(clock: Instant, sinceStart: Duration)>

    package init(_ start: Instant) { moment = Mutex((start, .seconds(1_000_000))) }

    package var read: @Sendable () -> Instant { { self.moment.withLock { $0.clock } } }

    package var reading: @Sendable () -> ClockTrust.Reading {
        {
            self.moment.withLock {
                ClockTrust.Reading(clock: $0.clock, sinceStart: $0.sinceStart, discipline: .unsynchronised)
            }
        }
    }

    /// Time passes.
    package func move(_ duration: Duration) {
        moment.withLock { $0 = ($0.clock + duration, $0.sinceStart + duration) }
    }

    /// Somebody sets the clock.
    package func jump(_ duration: Duration) {
        moment.withLock { $0.clock = $0.clock + duration }
    }
}

/// Keeps keys in memory, and can be locked.
package final class MemoryVault: Sendable {
    private let keys = Mutex<[ID<AuthorityKey>: SoftwareSigningKey]>([:])
    private let closed = Mutex<Set<AuthorityKey.Role>>([])
    private let damaged = Mutex<Set<ID<AuthorityKey>>>([])
    private let mute = Mutex<Set<AuthorityKey.Role>>([])

    package init() {}

    package func close(_ role: AuthorityKey.Role) { closed.withLock { _ = $0.insert(role) } }
    package func open(_ role: AuthorityKey.Role) { closed.withLock { _ = $0.remove(role) } }
    package func damage(_ key: ID<AuthorityKey>) { damaged.withLock { _ = $0.insert(key) } }
    /// Keys of this role that are opened from now on fail when they should sign, as if the process had died before.
    package func silence(_ role: AuthorityKey.Role) { mute.withLock { _ = $0.insert(role) } }
    package func unsilence(_ role: AuthorityKey.Role) { mute.withLock { _ = $0.remove(role) } }
    package func forget(_ key: ID<AuthorityKey>) { keys.withLock { $0[key] = nil } }

    package var vault: KeyVault {
        KeyVault { (key, id, _) throws(CryptoError) in
            self.keys.withLock { $0[id] = key }
            return id.bytes
        } open: { (record) throws(CryptoError) in
            guard !self.closed.withLock({ $0.contains(record.role) }) else { return nil }
            guard !self.damaged.withLock({ $0.contains(record.id) }) else { throw .vaultedKey(.damaged) }
            let key = self.keys.withLock { $0[record.id] }
            return self.mute.withLock { $0.contains(record.role) } ? key.map(MuteKey.init) : key
        }
    }
}

/// A key that everybody knows and that never signs.
private final class MuteKey: SigningKey {
    let publicHalf: CheckingKey

    init(_ key: SoftwareSigningKey) { publicHalf = key.publicHalf }

    func makeSignature(over digest: Digest, scheme: SignatureScheme) throws(CryptoError) -> [UInt8] {
        throw .library(operation: "sign", words: "the process ends here")
    }
}
