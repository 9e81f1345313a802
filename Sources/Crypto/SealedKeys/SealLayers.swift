import Domain

/// What is random in one seal. Tests hand in fixed bytes; everything else takes `random`.
struct SealFreshness {
    static let saltBytes = 16
    static let decoySalt = [UInt8](repeating: 0, count: saltBytes)

    let salt: [UInt8]
    let innerNonce: [UInt8]
    let outerNonce: [UInt8]

    static func random() throws(CryptoError) -> SealFreshness {
        SealFreshness(
            salt: try Randomness.bytes(saltBytes), innerNonce: try Randomness.bytes(AESGCM.nonceBytes),
            outerNonce: try Randomness.bytes(AESGCM.nonceBytes))
    }
}

/// The layer that only the passphrase opens: salt, commitment, nonce, and the key encrypted.
///
/// AES-GCM alone does not commit to its key: one ciphertext can be built to open under many, which would let whoever plants it
/// try many passphrases at once. The commitment, derived beside the encryption key, ends that.
enum InnerLayer {
    static let commitmentBytes = 32

    /// The encryption key and the commitment, one behind the other.
    static func keys(
        for passphrase: borrowing Passphrase, salt: [UInt8], header: SealedKeyHeader
    ) throws(CryptoError) -> Secret {
        let stretched = try Argon2id.derive(passphrase.secret, salt: salt, parameters: header.parameters)
        return try HKDF.derive(
            from: stretched, label: Array("teken passphrase layer".utf8) + header.id.bytes,
            count: AESGCM.keyBytes + commitmentBytes)
    }

    static func seal(
        _ pkcs8: consuming Secret, header: SealedKeyHeader, under passphrase: borrowing Passphrase,
        fresh: SealFreshness
    ) throws(CryptoError) -> Secret {
        let keys = try keys(for: passphrase, salt: fresh.salt, header: header)
        let sealed = try AESGCM.seal(
            pkcs8, key: keys.slice(from: 0, count: AESGCM.keyBytes), nonce: fresh.innerNonce,
            associated: header.bytes + fresh.salt)
        let commitment = try keys.slice(from: AESGCM.keyBytes, count: commitmentBytes)
        let commitmentCopy = unsafe commitment.withBytes { unsafe Array($0) }
        var layer = fresh.salt + commitmentCopy + fresh.innerNonce + sealed
        return try Secret(wiping: &layer)
    }

    /// The PKCS#8 of the key, or nil when the passphrase is not the one.
    static func open(
        _ layer: borrowing Secret, header: SealedKeyHeader, with passphrase: borrowing Passphrase
    ) throws(CryptoError) -> Secret? {
        var reader = ByteReader(unsafe layer.withBytes { unsafe Array($0)[...] })
        guard let salt = reader.take(SealFreshness.saltBytes), let commitment = reader.take(commitmentBytes),
            let nonce = reader.take(AESGCM.nonceBytes)
        else { return nil }

        let keys = try keys(for: passphrase, salt: Array(salt), header: header)
        var claimed = Array(commitment)
        let committed = try keys.slice(from: AESGCM.keyBytes, count: commitmentBytes).equals(Secret(wiping: &claimed))
        let pkcs8 = try AESGCM.open(
            reader.rest, key: keys.slice(from: 0, count: AESGCM.keyBytes), nonce: Array(nonce),
            associated: header.bytes + salt)
        return committed ? pkcs8 : nil
    }
}

/// The layer under the pepper. It authenticates every byte of the blob but the checksum.
enum OuterLayer {
    private static func label(_ id: ID<SealedKey>) -> [UInt8] { Array("teken pepper layer".utf8) + id.bytes }

    static func seal(
        _ inner: borrowing Secret, header: SealedKeyHeader, under pepper: borrowing Pepper, nonce: [UInt8]
    ) throws(CryptoError) -> SealedKey {
        let outer = try AESGCM.seal(
            inner, key: pepper.key(labelled: label(header.id)), nonce: nonce, associated: header.bytes + pepper.id.bytes
        )
        return try SealedKey(header: header, pepper: pepper.id, outerNonce: nonce, outer: outer)
    }

    /// The inner layer, or nil when no pepper here fits or a byte was changed.
    static func open(
        _ parts: SealedKeyParts, under peppers: borrowing Peppers
    ) throws(CryptoError) -> Secret? {
        guard let key = try peppers.key(under: parts.pepper, labelled: label(parts.header.id)) else { return nil }
        return try AESGCM.open(
            parts.outer, key: key, nonce: parts.outerNonce, associated: parts.header.bytes + parts.pepper.bytes)
    }
}
