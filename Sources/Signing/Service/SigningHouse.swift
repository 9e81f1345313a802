package import Authority
package import Crypto
package import Documents
package import Domain
package import Store

/// What every use case of signing stands on: the store, the authority, what opens keys, and the desk where documents are read.
package struct SigningHouse: Sendable {
    package struct Policy: Sendable {
        /// What a key's seal has to cost at least.
        package var seal = KDFParameters.standard
        package var level = PDFSigning.Level.timestamp
        package var digest = DigestAlgorithm.sha256
        package var documentTime = Duration.seconds(30)
        package var sessionCountMax = 1_000
        package var sessionTimeMax = Duration.seconds(900)
        /// How many sessions' keys lie open between their signatures, and how long each after its last one.
        package var openKeysMax = 64
        package var openKeyTime = Duration.seconds(5)
        /// How long what is signed with a code may be sent after it was made.
        package var codeTime = Duration.seconds(300)
        package var activationCountMax = 100_000
        package var activationTimeMax = Duration.seconds(365 * 86_400)
        package var attemptsAtClient = Attempts.Bounds.personAtClient
        package var attempts = Attempts.Bounds.person
        /// So many people whose passphrases a program had wrong within the window, right ones taken off, and it is suspended.
        package var suspicion = Attempts.Bounds.suspicion
        /// How long a request that may be repeated is given before a repetition takes it over.
        package var repeatTime = Duration.seconds(120)
        /// How long accepted work may take, waiting included, before it counts as given up.
        package var jobTime = Duration.seconds(600)
        package var repeatsKept = Duration.seconds(86_400)
        package var repeatsKeptBriefly = Duration.seconds(10)
        /// How long a result waits to be fetched; nil where none is kept.
        package var resultsKept: Duration? = .seconds(3_600)
        /// Longer ones are handed out and not kept.
        package var keptBytesMax = 64 << 20

        package init() {}
    }

    package let store: Store
    package let authority: Authority
    package let keys: InstallationKeys
    package let peppers: KeptPeppers
    package let desk: DocumentDesk
    package let policy: Policy
    package let clock: @Sendable () -> Instant
    let stamping: Stamping
    let openKeys: OpenKeys

    package init(
        store: Store, authority: Authority, keys: InstallationKeys, peppers: KeptPeppers, desk: DocumentDesk,
        policy: Policy = Policy(), clock: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.authority = authority
        self.keys = keys
        self.peppers = peppers
        self.desk = desk
        self.policy = policy
        self.clock = clock
        openKeys = OpenKeys(most: policy.openKeysMax, idleTime: policy.openKeyTime)
        let roots = authority.keyRecords.filter { $0.role == .root }.map(\.certificate)
        stamping = Stamping(
            TimestampAuthorities(
                [authority.timestamps], requirements: TimestampRequirements(anchors: roots)), without: .refuse,
            now: clock)
    }

    package var openKeysCount: Int { openKeys.count }

    /// Wipes the keys of sessions in which nobody has signed just now.
    package func wipeIdleKeys() { openKeys.wipeIdle() }

    /// The people that a program knows: of its institution, or of all.
    package func person(_ name: PersonName, for client: ClientRecord) throws(ServiceError) -> PersonRecord {
        let keys = keys
        let found = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.person(named: name, keys)
        }
        guard let found, client.mayActFor(found.institution.id) else { throw .refused(.unknownPerson) }
        return found
    }

    /// The same by the person's own identifier.
    package func person(_ id: ID<Person>, for client: ClientRecord) throws(ServiceError) -> PersonRecord {
        let found = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.person(id)
        }
        guard let found, !found.isErased, client.mayActFor(found.institution.id) else { throw .refused(.unknownPerson) }
        return found
    }

    /// A certificate and those above it, the root's last, for whoever checks what was signed with it. Nil where its owner was erased.
    package func chain(of id: ID<IssuedCertificate>) throws(ServiceError) -> [Certificate]? {
        let record = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.certificate(id)
        }
        return record.flatMap(chain)
    }

    /// The same for one that was read already.
    package func chain(of record: CertificateRecord) -> [Certificate]? {
        record.certificate.map { [$0] + authority.chain(of: record.issuer) }
    }
}
