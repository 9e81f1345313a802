package import Domain

/// A secret of the installation's own as it is stored: under the pepper, so that a stolen database tells nothing.
///
/// AES-256-GCM under a key of its own; name and pepper are authenticated. `docs/personal-data.md` writes the bytes down.
package struct WrappedSecret: Hashable, Sendable {
    package static let secretBytes = 32
    private static let envelope = KeyEnvelope(mark: Array("TEKENSEC".utf8), version: 1)

    package let bytes: [UInt8]

    /// Takes bytes as they were stored. Nothing is judged yet.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package static func wrap(
        _ secret: borrowing Secret, id: ID<WrappedSecret>, under peppers: borrowing Peppers
    ) throws(CryptoError) -> WrappedSecret {
        let header = envelope.mark + [envelope.version] + id.bytes + peppers.current.id.bytes
        let nonce = try Randomness.bytes(AESGCM.nonceBytes)
        let sealed = try AESGCM.seal(
            secret, key: peppers.current.key(labelled: label(id)), nonce: nonce, associated: header)
        return WrappedSecret(bytes: try envelope.closed(header + nonce + sealed))
    }

    package func open(id: ID<WrappedSecret>, peppers: borrowing Peppers) throws(CryptoError) -> Secret {
        let parts = try read()
        guard parts.id == id, let key = try peppers.key(under: parts.pepper, labelled: Self.label(id)),
            let secret = try AESGCM.open(parts.sealed, key: key, nonce: parts.nonce, associated: parts.header),
            secret.count == Self.secretBytes
        else { throw .installationSecret(.pepperDoesNotOpen) }
        return secret
    }

    /// Puts the secret under the current pepper; nil when it lies under it already.
    package func rotated(id: ID<WrappedSecret>, to peppers: borrowing Peppers) throws(CryptoError) -> WrappedSecret? {
        if try read().pepper == peppers.current.id { return nil }
        return try Self.wrap(open(id: id, peppers: peppers), id: id, under: peppers)
    }

    private static func label(_ id: ID<WrappedSecret>) -> [UInt8] {
        Array("teken installation secret".utf8) + id.bytes
    }

    private struct Parts {
        let header: [UInt8]
        let id: ID<WrappedSecret>
        let pepper: PepperID
        let nonce: [UInt8]
        let sealed: ArraySlice<UInt8>
    }

    private func read() throws(CryptoError) -> Parts {
        var reader: ByteReader
        switch try Self.envelope.open(bytes) {
        case .foreign, .damaged: throw .installationSecret(.damaged)
        case .newerVersion(let version): throw .installationSecret(.newerVersion(version))
        case .intact(let fields): reader = fields
        }
        guard let id = reader.take(ID<WrappedSecret>.byteCount).flatMap({ ID<WrappedSecret>(bytes: Array($0)) }),
            let pepper = reader.take(PepperID.byteCount), let nonce = reader.take(AESGCM.nonceBytes)
        else { throw .installationSecret(.damaged) }
        return Parts(
            header: Self.envelope.mark + [Self.envelope.version] + id.bytes + pepper, id: id,
            pepper: PepperID(bytes: Array(pepper)), nonce: Array(nonce), sealed: reader.rest)
    }
}

package enum InstallationSecretDefect: Equatable, Sendable {
    case damaged
    case newerVersion(UInt8)
    case pepperDoesNotOpen
}
