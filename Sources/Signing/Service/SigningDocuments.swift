package import Channels
package import Crypto
package import Documents
package import Domain
package import Store
import Workers

extension SigningHouse {
    /// One document to be signed, and how.
    package struct DocumentOrder: Sendable {
        package let document: MemoryFile
        package let task: SignatureTask
        /// What is done instead where the first one's box is not on its page.
        package let otherwise: SignatureTask?

        package init(_ document: MemoryFile, _ task: SignatureTask, otherwise: SignatureTask? = nil) {
            self.document = document
            self.task = task
            self.otherwise = otherwise
        }
    }

    /// A signed document, its SHA-256, and under which name it waits to be fetched once more.
    package struct MadeDocument: Sendable {
        package let document: SignedDocument
        package let digest: Digest
        package let level: PDFSigning.Level
        package let kept: ID<KeptResult>?
    }

    /// Documents that were signed and are not yet on record: none of them may leave.
    struct Batch: Sendable {
        /// In the order they were asked for. What is refused by itself is there only where the others may go on without it.
        let outcomes: [Result<MadeDocument, DocumentError>]
        let kept: [KeptResultDraft]
        let client: ID<Client>

        var made: [MadeDocument] { outcomes.compactMap { try? $0.get() } }
        var digests: [Digest] { made.map(\.digest) }
    }

    /// What is told of a document that is refused, to be told again to whoever repeats the request.
    package typealias Telling = @Sendable (DocumentError) -> [UInt8]

    /// Signs documents with one unlocking. All of them or none: they are written down in one commit before any is handed out.
    package func sign(
        _ orders: [DocumentOrder], as signer: consuming UnlockedSigner, for client: ClientRecord, keeping: Bool = false,
        of request: RepeatableRequest? = nil
    ) throws(ServiceError) -> [MadeDocument] {
        try signed(orders, as: signer, for: client, keeping: keeping, of: request, telling: nil).made
    }

    /// Signs those of the documents that can be signed, in one commit as well. A document that is at fault itself is refused by
    /// itself; where we are at fault nothing is signed, so that the same may be asked again. Where nobody says how to tell of a refusal
    /// it is all of them or none.
    package func signEach(
        _ orders: [DocumentOrder], as signer: consuming UnlockedSigner, for client: ClientRecord, keeping: Bool = false,
        of request: RepeatableRequest? = nil, telling words: Telling?
    ) throws(ServiceError) -> [Result<MadeDocument, DocumentError>] {
        try signed(orders, as: signer, for: client, keeping: keeping, of: request, telling: words).outcomes
    }

    private func signed(
        _ orders: [DocumentOrder], as signer: consuming UnlockedSigner, for client: ClientRecord, keeping: Bool,
        of request: RepeatableRequest?, telling words: Telling?
    ) throws(ServiceError) -> Batch {
        let batch: Batch
        do throws(ServiceError) {
            batch = try self.batch(
                orders, as: signer.identity, for: client, keeping: keeping, isEachAlone: words != nil)
        } catch {
            // Whatever is wrong with the documents, the passphrase was right.
            try acknowledge(signer)
            throw error
        }
        let entry = signer.entry
        try write(batch, of: request, telling: words) { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.record(.documentSigned, batch.digests, by: entry, for: client.id)
        }
        return batch
    }

    func batch(
        _ orders: [DocumentOrder], as identity: borrowing SigningIdentity, for client: ClientRecord, keeping: Bool,
        isEachAlone: Bool
    ) throws(ServiceError) -> Batch {
        var outcomes: [Result<MadeDocument, DocumentError>] = []
        var drafts: [KeptResultDraft] = []
        for outcome in try made(orders, as: identity, for: client, isEachAlone: isEachAlone) {
            switch outcome {
            case .success(let signed):
                let digest = try ServiceError.crypto { () throws(CryptoError) in try signed.document.digest() }
                let draft = keeping ? try draft(of: signed.document) : nil
                drafts += draft.map { [$0] } ?? []
                outcomes.append(
                    .success(
                        MadeDocument(
                            document: signed.document, digest: digest, level: signed.level, kept: draft?.id)))
            case .failure(let error): outcomes.append(.failure(error))
            }
        }
        return Batch(outcomes: outcomes, kept: drafts, client: client.id)
    }

    /// What is kept of a batch, together with the record of it.
    func write(
        _ batch: Batch, of request: RepeatableRequest?, telling words: Telling?,
        _ record: @escaping @Sendable (Transaction<ServiceError>) throws(ServiceError) -> Void
    ) throws(ServiceError) {
        let answer =
            request?.job == nil
            ? RememberedAnswer(batch.outcomes, telling: words)
            : RememberedAnswer(results: batch.outcomes, telling: words)
        let remembered = try Remembered(answer, request, self)
        let (client, deadline) = (batch.client, clock() + (policy.resultsKept ?? .zero))
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try record(transaction)
            for draft in batch.kept { try transaction.insert(draft, of: client, until: deadline) }
            try transaction.remember(remembered)
        }
    }

    /// What was made for the same documents before, out of what is remembered of it.
    package func repeated(
        _ updates: [RememberedAnswer.SignedUpdate], over documents: [MemoryFile]
    ) throws(ServiceError) -> [MadeDocument] {
        guard updates.count == documents.count else { throw .store(.unexpected(column: "answer")) }
        return try zip(updates, documents).map { update, document throws(ServiceError) in
            let whole: SignedDocument
            do throws(DocumentError) {
                whole = try SignedDocument(of: document).followed(by: update.update)
            } catch {
                throw .signing(.document(error))
            }
            return MadeDocument(
                document: whole, digest: try ServiceError.crypto { () throws(CryptoError) in try whole.digest() },
                level: update.level, kept: update.kept)
        }
    }

    /// Takes out what waited under that name, for the program it was kept for: once.
    package func takeResult(_ id: ID<KeptResult>, for client: ClientRecord) throws(ServiceError) -> [UInt8] {
        let (keys, client) = (keys, client.id)
        let taken = try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.take(id, for: client, keys)
        }
        guard let taken else { throw .refused(.noSuchResult) }
        let bytes = try ServiceError.crypto { () throws(CryptoError) in try taken.open(keys) }
        guard let bytes else { throw .store(.unexpected(column: "bytes")) }
        return bytes
    }

    private func draft(of document: SignedDocument) throws(ServiceError) -> KeptResultDraft? {
        guard policy.resultsKept != nil, document.count <= policy.keptBytesMax else { return nil }
        let keys = keys
        return try ServiceError.crypto { () throws(CryptoError) in
            let id = ID<KeptResult>(random: try Randomness.bytes(ID<KeptResult>.byteCount))
            return try KeptResultDraft(id, document.bytes, keys)
        }
    }

    func made(
        _ orders: [DocumentOrder], as identity: borrowing SigningIdentity, for client: ClientRecord, isEachAlone: Bool
    ) throws(ServiceError) -> [Result<SignedPDF, DocumentError>] {
        let worker = ClientKey(client.id.description)
        var signing: PDFSigning
        do throws(CryptoError) {
            signing = try PDFSigning(
                desk, as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: policy.digest,
                now: clock(), stamping: policy.level > .signature ? stamping : nil)
        } catch {
            throw .crypto(error)
        }
        var outcomes: [Result<SignedPDF, DocumentError>] = []
        for order in orders {
            do throws(SigningError) {
                outcomes.append(.success(try sign(order, with: &signing, for: worker)))
            } catch .document(let error) where isEachAlone && error.isDocumentsOwn {
                outcomes.append(.failure(error))
            } catch {
                throw .signing(error)
            }
        }
        return outcomes
    }

    private func sign(
        _ order: DocumentOrder, with signing: inout PDFSigning, for worker: ClientKey
    ) throws(SigningError) -> SignedPDF {
        let time = policy.documentTime
        do throws(SigningError) {
            return try signing.sign(order.document, order.task, client: worker, deadline: time)
        } catch {
            guard case .document(.refused(let refusal)) = error, refusal.reason == .boxOutsidePage,
                let otherwise = order.otherwise,
                let made = try? signing.sign(order.document, otherwise, client: worker, deadline: time)
            else { throw error }
            return made
        }
    }

    /// The passphrase was right, and nothing was signed.
    package func acknowledge(_ signer: borrowing UnlockedSigner) throws(ServiceError) {
        let guards = signer.guards
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.succeed(guards)
        }
    }
}

extension Transaction<ServiceError> {
    /// Writes signatures down; only then may they leave. Whoever was revoked meanwhile has not signed.
    func record(
        _ operation: AuditOperation, _ digests: [Digest], by signer: UnlockedSigner.Entry, for client: ID<Client>
    ) throws(ServiceError) {
        try succeed(signer.guards)
        if let renewed = signer.renewed { _ = try reseal(renewed.record, as: renewed.seal) }
        try record(
            operation, digests, by: AuditSubject(.person, signer.person), with: signer.certificate, for: client)
    }

    /// One record for each signature, if the certificate is still good: it is kept from being revoked until they are there.
    func record(
        _ operation: AuditOperation, _ digests: [Digest], by signer: AuditSubject, with certificate: CertificateRecord,
        for client: ID<Client>, session: ID<SigningSession>? = nil
    ) throws(ServiceError) {
        guard try steadyLife(of: certificate.id)?.status(at: now) == .good else { throw .refused(.overtaken) }
        let objects =
            [AuditSubject(.certificate, certificate.id)] + (session.map { [AuditSubject(.session, $0)] } ?? [])
        for digest in digests {
            try record(
                AuditEvent(
                    operation, .done, actor: signer, client: AuditSubject(.client, client),
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

    /// The whole document in one piece.
    package var bytes: [UInt8] { unsafe original.withBytes { unsafe Array($0) } + update }
}
