import Authority
import Crypto
import Documents
import Domain
import Problems
import Store

/// A signer whose key lies in an installation's store, and whose signatures are written into its log.
struct StoredSigner: Sendable {
    static let signer = Command.Option(
        name: "--signer", value: "SERIAL", help: "with --data: the signer's certificate, or its owner's UUID")
    static let options = AuthorityHouse.options + [signer]

    let house: AuthorityHouse
    let record: CertificateRecord

    /// Nil where no data folder was named.
    init?(_ arguments: borrowing CommandArguments) throws {
        guard arguments.has(DataFolder.option) else {
            if arguments.has(Self.signer) { throw Problem.together(Self.signer.name, needs: DataFolder.option.name) }
            return nil
        }
        guard let text = arguments.value(Self.signer) else {
            throw Problem.together(DataFolder.option.name, needs: Self.signer.name)
        }
        house = try AuthorityHouse(arguments)
        if let owner = ID<KeyOwner>(text) {
            guard let newest = try house.newestCertificate(of: owner) else { throw Problem.certificateUnknown }
            record = newest
        } else {
            record = try house.record(of: text)
        }
    }

    /// Opens the key. What its certificate's life forbids is said before anybody types a passphrase.
    func identity(_ arguments: borrowing CommandArguments) throws -> SigningIdentity {
        switch record.life.status(at: WallClock.now()) {
        case .good: break
        case .revoked: throw Problem(CertificateLife.Refusal.alreadyRevoked)
        case .held: throw Problem(CertificateLife.Refusal.onHold)
        case .expired: throw Problem(CertificateLife.Refusal.expired)
        case .notYetValid: throw CryptoError.certificate(.notYetValid)
        }
        let id = record.id
        let stored = try house.authority.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.sealedKey(for: id)
        }
        guard let stored, let certificate = record.certificate else {
            throw record.life.replacement == nil
                ? Problem.sealedKeyGone : Problem(CertificateLife.Refusal.alreadyReplaced)
        }
        let passphrase = try SignerOptions.passphrase(arguments)
        let opened: OpenedKey
        do throws(CryptoError) {
            opened = try stored.key.open(
                id: stored.id, owner: stored.owner, with: passphrase, peppers: house.secrets.peppers, policy: .standard)
        } catch .sealedKey(.refused) {
            throw Problem.storedKeyRefused
        }
        if let renewed = opened.renewed {
            _ = try house.authority.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
                try transaction.reseal(stored, as: renewed)
            }
        }
        return try SigningIdentity(
            key: opened.takeKey(), certificates: [certificate] + house.chain(above: record))
    }

    /// Our own stamp, believed under our own root.
    func authorities() -> TimestampAuthorities { TimestampAuthorities(house) }

    /// Writes a signature down, durably; only then may it leave.
    func recordSignature(over document: SignedDocument) throws {
        var hashing = try Hashing(.sha256)
        try unsafe document.original.withBytes { (piece) throws(CryptoError) in try unsafe hashing.update(piece) }
        try hashing.update(document.update)
        let event = AuditEvent(
            .documentSigned, .done, actor: record.holder,
            objects: [AuditSubject(.certificate, record.id)], document: try hashing.finish(),
            serial: record.serial.bytes)
        let id = record.id
        let isGood = try house.authority.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            // Whoever was revoked meanwhile has not signed.
            guard try transaction.steadyLife(of: id)?.status(at: transaction.now) == .good else {
                return false
            }
            try transaction.record(event)
            return true
        }
        guard isGood else { throw Problem(CertificateLife.Refusal.alreadyRevoked) }
    }
}

extension TimestampAuthorities {
    /// The installation's own, believed under its own root.
    init(_ house: AuthorityHouse) {
        self.init([house.authority.timestamps], requirements: TimestampRequirements(anchors: house.roots))
    }
}

extension AuthorityHouse {
    var roots: [Certificate] { authority.keyRecords.filter { $0.role == .root }.map(\.certificate) }

    fileprivate func newestCertificate(of owner: ID<KeyOwner>) throws -> CertificateRecord? {
        try authority.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.certificates(of: owner).first { $0.certificate != nil }
        }
    }
}
