package import Crypto
package import Domain
package import Store
import Synchronization

/// The authority behind the signer: it issues, renews and revokes certificates, says what they are worth, and stamps time.
///
/// Many threads use it at once. Everything it knows is in the store; what it holds in memory are its opened keys, and answers
/// that it would give again.
package final class Authority: Sendable {
    package let settings: AuthoritySettings
    package let store: Store
    let clock: @Sendable () -> Instant
    let vault: KeyVault
    private let working: Mutex<Working>
    let answers: AnswerCache
    let changes: ChangeWatch
    let watch: ClockWatch
    let wasDoubted = Mutex(false)
    let shards: ShardCounter

    /// The opened keys, and what was made ready with them.
    private struct Working {
        let ring: KeyRing
        let responders: [Responder]
        let stamp: ReadyStamp?

        init(_ records: [AuthorityKey], vault: KeyVault, settings: AuthoritySettings) throws(AuthorityError) {
            ring = KeyRing(records, vault: vault)
            responders = try ring.responders()
            stamp = try ReadyStamp(ring, settings: settings)
        }
    }

    /// Opens an authority that was founded. `clock` says what time it is, `readClock` whether that may be believed.
    package init(
        _ settings: AuthoritySettings, store: Store, vault: KeyVault, clock: @escaping @Sendable () -> Instant,
        readClock: @escaping @Sendable () -> ClockTrust.Reading
    ) throws(AuthorityError) {
        self.settings = settings
        self.store = store
        self.vault = vault
        self.clock = clock
        let (records, latest) = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            (try snapshot.authorityKeys(), try snapshot.latestMoment())
        }
        guard !records.isEmpty else { throw .notFounded }
        working = Mutex(try Working(records, vault: vault, settings: settings))
        watch = ClockWatch(settings.time.trust, latestKnown: latest ?? clock(), read: readClock)
        changes = ChangeWatch()
        answers = AnswerCache(most: settings.status.answersKeptMax)
        shards = ShardCounter(certificatesPerList: settings.certificatesPerList)
    }

    /// The keys as they were last read.
    var keys: KeyRing { working.withLock { $0.ring } }

    var responders: [Responder] { working.withLock { $0.responders } }

    var timestampMaker: ReadyStamp? { working.withLock { $0.stamp } }

    /// Every key on record, the newest first.
    package var keyRecords: [AuthorityKey] { keys.records }

    /// Why a key that is kept here does not open; nil where it does, or nobody tried.
    package func failure(of key: ID<AuthorityKey>) -> CryptoError? { keys.failure(of: key) }

    /// Takes over what other processes have changed: whose lives, and which keys there are. Called often, it does little.
    package func lookAround() { lookAround(at: clock()) }

    func lookAround(at now: Instant) {
        guard let found = changes.look(at: now, in: store, knowing: keyRecords) else { return }
        switch found.changed {
        case .none: answers.forgetAll()
        case .some(let serials) where !serials.isEmpty: answers.forget(serials)
        case .some: break
        }
        guard found.areKeysOthers else { return }
        // Where they cannot be read now, the next look finds them others again.
        do throws(AuthorityError) { try reloadKeys() } catch {}
    }

    /// Looks again which keys there are, after one was renewed.
    func reloadKeys() throws(AuthorityError) {
        let records = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.authorityKeys()
        }
        let fresh = try Working(records, vault: vault, settings: settings)
        working.withLock { $0 = fresh }
    }

    /// The certificates of an issuer and everything above it, as a signature brings them along.
    package func chain(of issuer: ID<AuthorityKey>) -> [Certificate] {
        let keys = keys
        return (keys.record(issuer).map { [$0.certificate] } ?? []) + keys.chain(above: issuer)
    }

    func identifier<Subject: ~Copyable>() throws(AuthorityError) -> ID<Subject> {
        ID(random: try AuthorityError.crypto { () throws(CryptoError) in try Randomness.bytes(ID<Subject>.byteCount) })
    }
}
