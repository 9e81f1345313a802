package import Domain

/// Whoever a key belongs to: a person, or an institution's seal.
package enum KeyOwner {}

/// A person's private key as it is stored: bytes that only the owner's passphrase opens, and only here.
///
/// Two layers. Inside, the key under what Argon2id makes of the passphrase; outside, that under the installation's pepper,
/// which is rotated without anyone's passphrase. Both layers authenticate the owner, the key's name, its kind, its public
/// half and the Argon2id parameters. `docs/sealed-key.md` writes the bytes down.
package struct SealedKey: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Takes bytes as they were stored. Nothing is judged yet: that is `open`'s, or for an operator `examine`'s.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// A key opened for use, and its seal made anew where the old one was cheaper than the policy asks.
package struct OpenedKey: ~Copyable {
    package let key: PrivateKey
    /// To be stored in place of the old one, when there is one.
    package let renewed: SealedKey?

    /// Gives up the renewal and keeps the key.
    package consuming func takeKey() -> PrivateKey { key }
}

extension SealedKey {
    /// Seals a key for its owner under a passphrase and the current pepper.
    package static func seal(
        _ key: borrowing PrivateKey, id: ID<SealedKey>, owner: ID<KeyOwner>, under passphrase: borrowing Passphrase,
        peppers: borrowing Peppers, parameters: KDFParameters
    ) throws(CryptoError) -> SealedKey {
        let header = SealedKeyHeader(
            kind: key.kind, owner: owner, id: id, parameters: parameters, publicKeyInfo: try key.publicKeyInfo())
        let fresh = try SealFreshness.random()
        let inner = try InnerLayer.seal(key.pkcs8(), header: header, under: passphrase, fresh: fresh)
        return try OuterLayer.seal(inner, header: header, under: peppers.current, nonce: fresh.outerNonce)
    }

    /// Opens the key, if these are its owner, its name, its passphrase and its pepper.
    ///
    /// Damage, a foreign owner or name, a foreign pepper and a wrong passphrase all end in the one `.refused`, after the same
    /// work: one Argon2id. A right passphrase goes on from there. A key sealed weaker than `policy` comes back sealed anew.
    package func open(
        id: ID<SealedKey>, owner: ID<KeyOwner>, with passphrase: borrowing Passphrase, peppers: borrowing Peppers,
        policy: KDFParameters
    ) throws(CryptoError) -> OpenedKey {
        guard let parts = try readIntact(), parts.header.id == id, parts.header.owner == owner,
            let layer = try OuterLayer.open(parts, under: peppers)
        else {
            // Nothing here could be opened, whatever the passphrase: spend what a wrong one would have cost.
            _ = try InnerLayer.keys(for: passphrase, salt: SealFreshness.decoySalt, header: .decoy(policy))
            throw .sealedKey(.refused)
        }
        guard let pkcs8 = try InnerLayer.open(layer, header: parts.header, with: passphrase) else {
            throw .sealedKey(.refused)
        }
        let key: PrivateKey
        do {
            key = try PrivateKey(pkcs8: pkcs8)
        } catch .key {
            throw .sealedKey(.refused)  // whoever planted it learns no more than from a wrong passphrase
        }
        guard key.kind == parts.header.kind, try key.publicKeyInfo() == parts.header.publicKeyInfo else {
            throw .sealedKey(.refused)
        }
        let renewed =
            parts.header.parameters.isWeaker(than: policy)
            ? try Self.seal(
                key, id: id, owner: owner, under: passphrase, peppers: peppers,
                parameters: parts.header.parameters.raised(to: policy)) : nil
        return OpenedKey(key: key, renewed: renewed)
    }

    /// Puts the inner layer, unopened, under the current pepper; nil when it lies under it already.
    package func rotated(to peppers: borrowing Peppers) throws(CryptoError) -> SealedKey? {
        let parts = try readForOperator()
        if parts.pepper == peppers.current.id { return nil }
        guard let inner = try OuterLayer.open(parts, under: peppers) else {
            throw .sealedKey(.pepperDoesNotOpen)
        }
        let nonce = try Randomness.bytes(AESGCM.nonceBytes)
        return try OuterLayer.seal(inner, header: parts.header, under: peppers.current, nonce: nonce)
    }
}
