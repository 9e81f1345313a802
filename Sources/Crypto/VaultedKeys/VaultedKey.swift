package import Domain

/// A private key of the authority as it is stored: under the installation's pepper alone, or under a secret that operators
/// share.
///
/// One layer of AES-256-GCM with a commitment to its key. It authenticates the key's name, purpose, kind, public half and whose
/// secret opens it. `docs/vaulted-key.md` writes the bytes down.
package struct VaultedKey: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Takes bytes as they were stored. Nothing is judged yet.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension VaultedKey {
    /// Seals a key under the current pepper: whoever has database and pepper has the key.
    package static func seal(
        _ key: borrowing PrivateKey, id: ID<VaultedKey>, purpose: KeyPurpose, under peppers: borrowing Peppers
    ) throws(CryptoError) -> VaultedKey {
        let keys = try peppers.vaultKeys(under: peppers.current.id, for: id)
        guard let keys else { preconditionFailure("the current pepper is among the peppers") }
        return try seal(key, id: id, purpose: purpose, holder: .pepper(peppers.current.id), keys: keys)
    }

    /// Seals a key so that only enough operators together open it.
    package static func seal(
        _ key: borrowing PrivateKey, id: ID<VaultedKey>, purpose: KeyPurpose, under secret: borrowing OperatorSecret
    ) throws(CryptoError) -> VaultedKey {
        let keys = try VaultKeys.derive(from: secret.secret, for: id)
        return try seal(key, id: id, purpose: purpose, holder: .operators(secret.id), keys: keys)
    }

    /// Opens a key that lies under the pepper.
    package func open(
        id: ID<VaultedKey>, purpose: KeyPurpose, peppers: borrowing Peppers
    ) throws(CryptoError) -> PrivateKey {
        let parts = try read(id: id, purpose: purpose)
        guard case .pepper(let name) = parts.header.holder else { throw .vaultedKey(.heldByOperators) }
        guard let keys = try peppers.vaultKeys(under: name, for: id) else { throw .vaultedKey(.secretDoesNotOpen) }
        return try Self.open(parts, keys: keys)
    }

    /// Opens a key that operators hold together.
    package func open(
        id: ID<VaultedKey>, purpose: KeyPurpose, secret: borrowing OperatorSecret
    ) throws(CryptoError) -> PrivateKey {
        let parts = try read(id: id, purpose: purpose)
        guard case .operators(let name) = parts.header.holder else { throw .vaultedKey(.heldByPepper) }
        guard name == secret.id else { throw .vaultedKey(.secretDoesNotOpen) }
        return try Self.open(parts, keys: VaultKeys.derive(from: secret.secret, for: id))
    }

    /// Puts the key under the current pepper; nil when it lies under it already. Unlike a person's key it is opened for that,
    /// because there is no second layer.
    package func rotated(to peppers: borrowing Peppers) throws(CryptoError) -> VaultedKey? {
        let header = try read().header
        if header.holder == .pepper(peppers.current.id) { return nil }
        let key = try open(id: header.id, purpose: header.purpose, peppers: peppers)
        return try Self.seal(key, id: header.id, purpose: header.purpose, under: peppers)
    }

    /// What it says of itself without being opened.
    package func examine() throws(CryptoError) -> VaultedKeyDescription {
        let header = try read().header
        return VaultedKeyDescription(
            id: header.id, purpose: header.purpose, kind: header.kind, holder: header.holder,
            publicKeyInfo: header.publicKeyInfo)
    }

    private func read(id: ID<VaultedKey>, purpose: KeyPurpose) throws(CryptoError) -> VaultedKeyParts {
        let parts = try read()
        guard parts.header.id == id, parts.header.purpose == purpose else { throw .vaultedKey(.otherKey) }
        return parts
    }

    private static func seal(
        _ key: borrowing PrivateKey, id: ID<VaultedKey>, purpose: KeyPurpose, holder: VaultHolder,
        keys: consuming VaultKeys
    ) throws(CryptoError) -> VaultedKey {
        let header = VaultedKeyHeader(
            holder: holder, kind: key.kind, purpose: purpose, id: id, publicKeyInfo: try key.publicKeyInfo())
        return try seal(key.pkcs8(), header: header, keys: keys, nonce: Randomness.bytes(AESGCM.nonceBytes))
    }

    /// Tests hand in a fixed nonce; everything else takes a random one.
    static func seal(
        _ pkcs8: borrowing Secret, header: VaultedKeyHeader, keys: borrowing VaultKeys, nonce: [UInt8]
    ) throws(CryptoError) -> VaultedKey {
        let commitment = unsafe keys.commitment.withBytes { unsafe Array($0) }
        let sealed = try AESGCM.seal(
            pkcs8, key: keys.encryption, nonce: nonce, associated: header.bytes + commitment)
        return try VaultedKey(header: header, commitment: commitment, nonce: nonce, sealed: sealed)
    }

    private static func open(
        _ parts: VaultedKeyParts, keys: borrowing VaultKeys
    ) throws(CryptoError) -> PrivateKey {
        var claimed = parts.commitment
        let isCommitted = try keys.commitment.equals(Secret(wiping: &claimed))
        let pkcs8 = try AESGCM.open(
            parts.sealed, key: keys.encryption, nonce: parts.nonce,
            associated: parts.header.bytes + parts.commitment)
        guard isCommitted, let pkcs8 else { throw .vaultedKey(.secretDoesNotOpen) }
        let key = try PrivateKey(pkcs8: pkcs8)
        guard key.kind == parts.header.kind, try key.publicKeyInfo() == parts.header.publicKeyInfo else {
            throw .vaultedKey(.inconsistent)
        }
        return key
    }
}

/// What encrypts one vaulted key, and the commitment that goes with it: AES-GCM alone does not commit to its key.
struct VaultKeys: ~Copyable {
    let encryption: Secret
    let commitment: Secret

    static func derive(from secret: borrowing Secret, for id: ID<VaultedKey>) throws(CryptoError) -> VaultKeys {
        try VaultKeys(HKDF.derive(from: secret, label: label(id), count: byteCount))
    }

    fileprivate init(_ both: borrowing Secret) throws(CryptoError) {
        let first = try both.slice(from: 0, count: AESGCM.keyBytes)
        let second = try both.slice(from: AESGCM.keyBytes, count: VaultedKey.commitmentBytes)
        encryption = first
        commitment = second
    }

    fileprivate static let byteCount = AESGCM.keyBytes + VaultedKey.commitmentBytes

    fileprivate static func label(_ id: ID<VaultedKey>) -> [UInt8] { Array("teken vault".utf8) + id.bytes }
}

extension Peppers {
    /// The keys under the pepper of that name; nil when it is not here.
    fileprivate func vaultKeys(under name: PepperID, for id: ID<VaultedKey>) throws(CryptoError) -> VaultKeys? {
        guard let both = try key(under: name, labelled: VaultKeys.label(id), count: VaultKeys.byteCount) else {
            return nil
        }
        return try VaultKeys(both)
    }
}

/// What a vaulted key says of itself without being opened.
package struct VaultedKeyDescription: Hashable, Sendable {
    package let id: ID<VaultedKey>
    package let purpose: KeyPurpose
    package let kind: KeyKind
    package let holder: VaultHolder
    /// `SubjectPublicKeyInfo`, DER.
    package let publicKeyInfo: [UInt8]
}

/// Why a vaulted key does not open. Its secrets have 256 bits and cannot be guessed, so each reason has its name.
package enum VaultedKeyDefect: Equatable, Sendable {
    case notAVaultedKey
    case damaged
    /// The number is intact, so this is no damage.
    case newerVersion(UInt8)
    /// Another name, or another purpose.
    case otherKey
    case heldByPepper
    case heldByOperators
    case secretDoesNotOpen
    /// What is inside is not the key that it says.
    case inconsistent
}
