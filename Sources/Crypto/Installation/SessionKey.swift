package import Domain

/// A private key as it is kept for a session: it opens with the session's token, which nobody here keeps, and under the pepper.
///
/// Two layers, as in a sealed key, with the token's 256 random bits in the place of the passphrase: they need no stretching. The
/// outer one is rotated without the token, because some sessions last for months.
package struct SessionKey: Hashable, Sendable {
    package static let tokenBytes = 32
    private static let envelope = KeyEnvelope(mark: Array("TEKENSES".utf8), version: 1)

    package let bytes: [UInt8]

    /// Takes bytes as they were stored. Nothing is judged yet.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package static func seal(
        _ key: borrowing PrivateKey, session: ID<SigningSession>, owner: ID<KeyOwner>, token: borrowing Secret,
        peppers: borrowing Peppers
    ) throws(CryptoError) -> SessionKey {
        let header = header(session, owner, key.kind, peppers.current.id)
        let (inner, outer) = (try Randomness.bytes(AESGCM.nonceBytes), try Randomness.bytes(AESGCM.nonceBytes))
        var layer =
            try inner
            + AESGCM.seal(
                key.pkcs8(), key: tokenKey(token, session), nonce: inner,
                associated: innerHeader(session, owner, key.kind))
        let sealed = try AESGCM.seal(
            Secret(wiping: &layer), key: peppers.current.key(labelled: label(session)), nonce: outer, associated: header
        )
        return SessionKey(bytes: try envelope.closed(header + outer + sealed))
    }

    /// The key, if these are its session, its owner and its token; all else is one refusal.
    package func open(
        session: ID<SigningSession>, owner: ID<KeyOwner>, token: borrowing Secret, peppers: borrowing Peppers
    ) throws(CryptoError) -> PrivateKey {
        guard case .intact(var reader) = try Self.envelope.open(bytes),
            let found = reader.take(ID<SigningSession>.byteCount), let holder = reader.take(ID<KeyOwner>.byteCount),
            found.elementsEqual(session.bytes), holder.elementsEqual(owner.bytes),
            let kind = reader.byte().flatMap(KeyKind.init(code:)),
            let pepper = reader.take(PepperID.byteCount).map({ PepperID(bytes: Array($0)) }),
            let outer = reader.take(AESGCM.nonceBytes),
            let outerKey = try peppers.key(under: pepper, labelled: Self.label(session))
        else { throw .sealedKey(.refused) }
        let header = Self.header(session, owner, kind, pepper)
        guard let layer = try AESGCM.open(reader.rest, key: outerKey, nonce: Array(outer), associated: header) else {
            throw .sealedKey(.refused)
        }
        let inner = unsafe layer.withBytes { unsafe Array($0) }
        guard inner.count >= AESGCM.nonceBytes,
            let pkcs8 = try AESGCM.open(
                inner[AESGCM.nonceBytes...], key: Self.tokenKey(token, session),
                nonce: Array(inner.prefix(AESGCM.nonceBytes)), associated: Self.innerHeader(session, owner, kind))
        else { throw .sealedKey(.refused) }
        let key = try PrivateKey(pkcs8: pkcs8)
        guard key.kind == kind else { throw .sealedKey(.refused) }
        return key
    }

    /// Puts the key under the current pepper; nil when it lies under it already.
    package func rotated(to peppers: borrowing Peppers) throws(CryptoError) -> SessionKey? {
        guard case .intact(var reader) = try Self.envelope.open(bytes),
            let session = reader.take(ID<SigningSession>.byteCount).flatMap({ ID<SigningSession>(bytes: Array($0)) }),
            let owner = reader.take(ID<KeyOwner>.byteCount).flatMap({ ID<KeyOwner>(bytes: Array($0)) }),
            let kind = reader.byte().flatMap(KeyKind.init(code:)),
            let pepper = reader.take(PepperID.byteCount).map({ PepperID(bytes: Array($0)) }),
            let nonce = reader.take(AESGCM.nonceBytes)
        else { throw .sealedKey(.damaged) }
        if pepper == peppers.current.id { return nil }
        let label = Self.label(session)
        guard let key = try peppers.key(under: pepper, labelled: label),
            let layer = try AESGCM.open(
                reader.rest, key: key, nonce: Array(nonce), associated: Self.header(session, owner, kind, pepper))
        else { throw .sealedKey(.pepperDoesNotOpen) }
        let (header, fresh) = (
            Self.header(session, owner, kind, peppers.current.id), try Randomness.bytes(AESGCM.nonceBytes)
        )
        let sealed = try AESGCM.seal(
            layer, key: peppers.current.key(labelled: label), nonce: fresh, associated: header)
        return SessionKey(bytes: try Self.envelope.closed(header + fresh + sealed))
    }

    private static func header(
        _ session: ID<SigningSession>, _ owner: ID<KeyOwner>, _ kind: KeyKind, _ pepper: PepperID
    ) -> [UInt8] {
        innerHeader(session, owner, kind) + pepper.bytes
    }

    /// What no rotation changes.
    private static func innerHeader(
        _ session: ID<SigningSession>, _ owner: ID<KeyOwner>, _ kind: KeyKind
    ) -> [UInt8] {
        envelope.mark + [envelope.version] + session.bytes + owner.bytes + [kind.code]
    }

    private static func label(_ session: ID<SigningSession>) -> [UInt8] {
        Array("teken session layer".utf8) + session.bytes
    }

    private static func tokenKey(
        _ token: borrowing Secret, _ session: ID<SigningSession>
    ) throws(CryptoError) -> Secret {
        precondition(token.count == tokenBytes, "a session's token has 256 bits")
        return try HKDF.derive(
            from: token, label: Array("teken session token".utf8) + session.bytes, count: AESGCM.keyBytes)
    }
}
