package import Crypto
package import Domain
package import Store

/// Where a seal's owner agrees that a program seals with it, so often and so long: the key is opened this once, and kept under a code
/// that leaves. Nobody else can agree in the owner's place.
package struct ActivationDesk: Sendable {
    package struct Order: Hashable, Sendable {
        package var count: Int
        package var lifetime: Duration

        package init(count: Int, lifetime: Duration) {
            self.count = count
            self.lifetime = lifetime
        }

        /// What is agreed to where nobody says otherwise: a thousand documents within thirty days, or fewer and sooner where the
        /// operator allows no more.
        package static func usual(_ policy: SigningHouse.Policy) -> Order {
            Order(
                count: min(1_000, policy.activationCountMax),
                lifetime: min(.seconds(30 * 86_400), policy.activationTimeMax))
        }
    }

    /// As it is handed to the owner, who puts the code into the program.
    package struct Activation: ~Copyable {
        package let code: SessionCode
        package let id: ID<SigningSession>
        package let terms: SigningSession.Terms
    }

    private let store: Store
    private let keys: InstallationKeys
    private let peppers: KeptPeppers
    private let policy: SigningHouse.Policy
    private let clock: @Sendable () -> Instant

    package init(
        store: Store, keys: InstallationKeys, peppers: KeptPeppers, policy: SigningHouse.Policy = SigningHouse.Policy(),
        clock: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.keys = keys
        self.peppers = peppers
        self.policy = policy
        self.clock = clock
    }

    /// Says before anybody's passphrase is looked at whether such an activation may be.
    package func check(_ order: Order) throws(ServiceError) {
        guard order.count >= 1, order.count <= policy.activationCountMax else {
            throw .refused(.activationCountBeyond(most: policy.activationCountMax))
        }
        guard order.lifetime > .zero, order.lifetime <= policy.activationTimeMax else {
            throw .refused(.activationTimeBeyond(most: policy.activationTimeMax))
        }
    }

    package func activate(
        _ seal: SealRecord, with passphrase: borrowing Passphrase, _ order: Order, for client: ClientRecord
    ) throws(ServiceError) -> Activation {
        try check(order)
        guard client.state == .enabled else { throw .refused(.suspendedClient) }
        guard client.mayActFor(seal.institution.id) else { throw .refused(.unknownSeal) }
        let now = clock()
        if case .cannot(let obstacle) = seal.canSeal(at: now) { throw .refused(.cannotSeal(obstacle)) }
        guard let certificate = seal.certificate else { throw .refused(.cannotSeal(.noCertificate)) }
        let stored = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.sealedKey(for: certificate.id)
        }
        guard let stored else { throw .refused(.cannotSeal(.noCertificate)) }
        let code = try ServiceError.crypto(SessionCode.random)
        // Tried in this house, and so on no program's account.
        let guards = try ServiceError.crypto { () throws(CryptoError) in
            try PassphraseGuards(keysOf: KeyOwner.id(of: seal.id), at: nil, keys)
        }
        let opening = KeyOpening(store: store, peppers: peppers, policy: policy)
        let opened = try opening.open(
            stored, with: passphrase, guards, of: AuditSubject(.seal, seal.id), at: nil)
        let terms = SigningSession.Terms(
            .activation(seal.id), client: client.id, certificate: certificate.id, count: order.count,
            deadline: min(now + order.lifetime, certificate.life.validity.notAfter))
        let renewed = opened.renewed
        let record: SessionRecord
        do throws(CryptoError) {
            record = try SessionRecord(terms, of: opened.key, under: code.token(keys), peppers.peppers)
        } catch {
            try opening.giveBack(guards)
            throw .crypto(error)
        }
        let objects = [
            AuditSubject(.seal, seal.id), AuditSubject(.session, record.id), AuditSubject(.certificate, certificate.id),
        ]
        let event = AuditEvent(
            .sealActivated, .done, actor: AuditSubject(.person, seal.owner), client: AuditSubject(.client, client.id),
            objects: objects, serial: certificate.serial.bytes)
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            guard try transaction.steadyLife(of: certificate.id)?.status(at: transaction.now) == .good else {
                throw .refused(.overtaken)
            }
            try transaction.succeed(guards)
            if let renewed { _ = try transaction.reseal(stored, as: renewed) }
            try transaction.insert(record)
            try transaction.record(event)
        }
        return Activation(code: code, id: record.id, terms: terms)
    }
}

extension SessionRecord {
    /// A session that is about to be opened, with the key as its token will open it.
    init(
        _ terms: SigningSession.Terms, of key: borrowing PrivateKey, under token: borrowing SessionToken,
        _ peppers: borrowing Peppers
    ) throws(CryptoError) {
        let key = try SessionKey.seal(
            key, session: token.id, owner: terms.purpose.owner, token: token.secret, peppers: peppers)
        self.init(id: token.id, terms: terms, key: key)
    }
}
