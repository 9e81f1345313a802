package import Crypto
package import Store

/// Bare signatures, and what they were made with.
package struct SignedDigests: Sendable {
    package let signatures: [[UInt8]]
    package let certificate: CertificateRecord
}

extension SigningHouse {
    /// Bare signatures over digests that a program computed, with one unlocking. All of them or none.
    package func sign(
        _ digests: [Digest], scheme: SignatureScheme?, as signer: consuming UnlockedSigner, for client: ClientRecord,
        of request: RepeatableRequest? = nil
    ) throws(ServiceError) -> SignedDigests {
        let signatures: [[UInt8]]
        do throws(ServiceError) {
            signatures = try Self.signatures(over: digests, scheme: scheme, with: signer.identity.key)
        } catch {
            // Whatever is wrong with the digests, the passphrase was right.
            try acknowledge(signer)
            throw error
        }
        let (entry, client) = (signer.entry, client.id)
        let remembered = try Remembered(
            .signatures(signatures, certificate: entry.certificate.id), request, self)
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.record(.hashSigned, digests, by: entry, for: client)
            try transaction.remember(remembered)
        }
        return SignedDigests(signatures: signatures, certificate: entry.certificate)
    }

    static func signatures(
        over digests: [Digest], scheme: SignatureScheme?, with key: borrowing PrivateKey
    ) throws(ServiceError) -> [[UInt8]] {
        guard let algorithm = digests.first?.algorithm, digests.allSatisfy({ $0.algorithm == algorithm }) else {
            throw .refused(.unusableDigest)
        }
        do throws(CryptoError) {
            var making = try SignatureMaking(
                with: key, scheme: scheme ?? SignatureScheme(usualFor: key.kind), digest: algorithm)
            var signatures: [[UInt8]] = []
            for digest in digests { signatures.append(try making.sign(digest)) }
            return signatures
        } catch {
            throw .crypto(error)
        }
    }
}
