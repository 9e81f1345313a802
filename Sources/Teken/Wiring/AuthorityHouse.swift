import Authority
import Crypto
import Domain
import Store

/// The authority of a data folder, put together: its settings, its store, its keys and this machine's clock.
struct AuthorityHouse {
    static let share = Command.Option(
        name: "--share-file", value: "FILE", help: "an operator's share of the secret that opens the issuing key",
        isRepeatable: true)
    static let options = DataFolder.options + [share]

    let folder: DataFolder
    let authority: Authority
    let secrets: VaultSecrets

    /// Opens it for writing, and finishes what an earlier process left half done.
    init(_ arguments: borrowing CommandArguments) throws {
        let folder = try DataFolder(arguments)
        let secrets = try VaultSecrets(folder, shares: arguments.values(Self.share))
        let settings = try AuthorityConfiguration(folder.settings).settings()
        let store = try folder.openStore()
        authority = try Authority(
            settings, store: store, vault: secrets.vault, clock: WallClock.now, readClock: WallClock.reading)
        self.folder = folder
        self.secrets = secrets
        _ = try authority.finishIntended()
    }

    /// The certificates that a signature under one of this authority's brings along, and the root it ends in.
    func chain(above certificate: CertificateRecord) -> [Certificate] { authority.chain(of: certificate.issuer) }
}

/// What opens the authority's keys on this machine: the pepper, and a secret that operators brought together.
final class VaultSecrets: Sendable {
    let peppers: Peppers
    let operators: OperatorSecret?

    static func pepperPath(_ folder: DataFolder) -> String { folder.settings[.pepper] ?? "\(folder.path)/pepper" }

    init(_ folder: DataFolder, shares: [String]) throws {
        peppers = try PepperFile.read(
            InputFile.secret(Self.pepperPath(folder), most: PepperFile.bytesMax, isPrivate: true))
        operators = shares.isEmpty ? nil : try OperatorSecret(from: shares.map(Self.readShare))
    }

    init(peppers: consuming Peppers, operators: consuming OperatorSecret?) {
        self.peppers = peppers
        self.operators = operators
    }

    private static func readShare(_ path: String) throws -> OperatorShare {
        try OperatorShare(typed: InputFile.secret(path, most: OperatorShare.textBytesMax, isPrivate: true))
    }

    /// The issuing key lies under the operators' secret where there is one; the others must work when nobody is there.
    var vault: KeyVault {
        KeyVault { (key, id, role) throws(CryptoError) in
            try key.withPrivateKey { (key) throws(CryptoError) in try self.seal(key, id, role) }
        } open: { (record) throws(CryptoError) in
            try record.kept.flatMap { (kept) throws(CryptoError) in try self.open(VaultedKey(bytes: kept), of: record) }
        }
    }

    private func seal(
        _ key: borrowing PrivateKey, _ id: ID<AuthorityKey>, _ role: AuthorityKey.Role
    ) throws(CryptoError) -> [UInt8] {
        let (name, purpose) = (VaultedKey.name(of: id), KeyPurpose(role))
        switch operators {
        case .some(let secret) where role == .issuing:
            return try VaultedKey.seal(key, id: name, purpose: purpose, under: secret).bytes
        default: return try VaultedKey.seal(key, id: name, purpose: purpose, under: peppers).bytes
        }
    }

    /// Nil for a key that operators hold, while they have not come.
    private func open(_ vaulted: VaultedKey, of record: AuthorityKey) throws(CryptoError) -> (any SigningKey)? {
        let (name, purpose) = (VaultedKey.name(of: record.id), KeyPurpose(record.role))
        switch try vaulted.examine().holder {
        case .pepper:
            return try SoftwareSigningKey(vaulted.open(id: name, purpose: purpose, peppers: peppers))
        case .operators:
            switch operators {
            case .some(let secret):
                return try SoftwareSigningKey(vaulted.open(id: name, purpose: purpose, secret: secret))
            case .none: return nil
            }
        }
    }
}

extension VaultedKey {
    /// The same identifier, as the vault has it.
    fileprivate static func name(of id: ID<AuthorityKey>) -> ID<VaultedKey> {
        guard let name = ID<VaultedKey>(bytes: id.bytes) else { preconditionFailure("identifiers have one length") }
        return name
    }
}

extension KeyPurpose {
    fileprivate init(_ role: AuthorityKey.Role) {
        self =
            switch role {
            case .root: .root
            case .issuing: .issuing
            case .status: .revocationAnswers
            case .timestamp: .timestamps
            case .audit: .auditHeads
            }
    }
}
