package import Domain

/// What a sealed key says of itself without being opened.
package struct SealedKeyDescription: Hashable, Sendable {
    package let id: ID<SealedKey>
    package let owner: ID<KeyOwner>
    package let kind: KeyKind
    package let parameters: KDFParameters
    package let pepper: PepperID
    /// `SubjectPublicKeyInfo`, DER.
    package let publicKeyInfo: [UInt8]
}

extension SealedKey {
    /// Reads what stands in clear, for the operator: here, unlike in `open`, each defect has its name.
    package func examine() throws(CryptoError) -> SealedKeyDescription {
        SealedKeyDescription(try readForOperator())
    }

    /// Checks that one of these peppers opens the outer layer. That layer authenticates every byte, so afterwards only the
    /// passphrase can be wrong.
    package func examine(under peppers: borrowing Peppers) throws(CryptoError) -> SealedKeyDescription {
        let parts = try readForOperator()
        guard try OuterLayer.open(parts, under: peppers) != nil else { throw .sealedKey(.pepperDoesNotOpen) }
        return SealedKeyDescription(parts)
    }
}

extension SealedKeyDescription {
    fileprivate init(_ parts: SealedKeyParts) {
        self.init(
            id: parts.header.id, owner: parts.header.owner, kind: parts.header.kind,
            parameters: parts.header.parameters, pepper: parts.pepper, publicKeyInfo: parts.header.publicKeyInfo)
    }
}
