package import Channels
package import Crypto
package import Documents
import Domain
package import Store
import Workers

extension SigningHouse {
    /// One document to be signed, and how.
    package struct DocumentOrder: Sendable {
        package let document: MemoryFile
        package let task: SignatureTask

        package init(_ document: MemoryFile, _ task: SignatureTask) {
            self.document = document
            self.task = task
        }
    }

    /// Signs documents with one unlocking. All of them or none: they are written down in one commit before any is handed out.
    package func sign(
        _ orders: [DocumentOrder], as signer: consuming UnlockedSigner, for client: ClientRecord
    ) throws(ServiceError) -> [SignedPDF] {
        let signed: [SignedPDF]
        let digests: [Digest]
        do throws(ServiceError) {
            signed = try made(orders, as: signer.identity, for: client)
            digests = try ServiceError.crypto { () throws(CryptoError) in
                try signed.map { made throws(CryptoError) in try made.document.digest() }
            }
        } catch {
            // Whatever is wrong with the documents, the passphrase was right.
            try acknowledge(signer)
            throw error
        }
        try record(.documentSigned, digests, by: signer, for: client)
        return signed
    }

    func made(
        _ orders: [DocumentOrder], as identity: borrowing SigningIdentity, for client: ClientRecord
    ) throws(ServiceError) -> [SignedPDF] {
        let worker = ClientKey(client.id.description)
        var signing: PDFSigning
        do throws(CryptoError) {
            signing = try PDFSigning(
                desk, as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: policy.digest,
                now: clock(), stamping: policy.level > .signature ? stamping : nil)
        } catch {
            throw .crypto(error)
        }
        var signed: [SignedPDF] = []
        for order in orders {
            do throws(SigningError) {
                signed.append(
                    try signing.sign(order.document, order.task, client: worker, deadline: policy.documentTime))
            } catch {
                throw .signing(error)
            }
        }
        return signed
    }

    /// The passphrase was right, and nothing was signed.
    func acknowledge(_ signer: borrowing UnlockedSigner) throws(ServiceError) {
        let guards = signer.guards
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.succeed(guards)
        }
    }

    /// Writes signatures down, durably; only then may they leave. Whoever was revoked meanwhile has not signed.
    func record(
        _ operation: AuditOperation, _ digests: [Digest], by signer: borrowing UnlockedSigner, for client: ClientRecord
    ) throws(ServiceError) {
        let (person, certificate) = (signer.person, signer.certificate)
        let (guards, renewed) = (signer.guards, signer.renewed)
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.succeed(guards)
            if let renewed { _ = try transaction.reseal(renewed.record, as: renewed.seal) }
            try transaction.record(operation, digests, by: person, with: certificate, for: client.id)
        }
    }
}

extension Transaction<ServiceError> {
    /// One record for each signature, if the certificate is still good: it is kept from being revoked until they are there.
    func record(
        _ operation: AuditOperation, _ digests: [Digest], by person: ID<Person>, with certificate: CertificateRecord,
        for client: ID<Client>, session: ID<SigningSession>? = nil
    ) throws(ServiceError) {
        guard try steadyLife(of: certificate.id)?.status(at: now) == .good else { throw .refused(.overtaken) }
        let objects =
            [AuditSubject(.certificate, certificate.id)] + (session.map { [AuditSubject(.session, $0)] } ?? [])
        for digest in digests {
            try record(
                AuditEvent(
                    operation, .done, actor: AuditSubject(.person, person), client: AuditSubject(.client, client),
                    objects: objects, document: digest, serial: certificate.serial.bytes))
        }
    }
}

extension SignedDocument {
    /// SHA-256 over the document as it is handed out.
    package func digest() throws(CryptoError) -> Digest {
        var hashing = try Hashing(.sha256)
        try unsafe original.withBytes { (piece) throws(CryptoError) in try unsafe hashing.update(piece) }
        try hashing.update(update)
        return try hashing.finish()
    }
}
