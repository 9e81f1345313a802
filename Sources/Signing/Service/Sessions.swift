import Authority
import Channels
package import Crypto
package import Documents
package import Domain
package import Store

extension SigningHouse {
    /// A session as it is handed to a program.
    package struct OpenedSession: ~Copyable {
        package let token: SessionToken
        package let terms: SigningSession.Terms
    }

    /// What is asked for a session.
    package struct SessionOrder: Sendable {
        package var count: Int
        package var digests: Set<[UInt8]>?
        package var lifetime: Duration

        package init(count: Int, digests: Set<[UInt8]>? = nil, lifetime: Duration = .seconds(300)) {
            self.count = count
            self.digests = digests
            self.lifetime = lifetime
        }
    }

    /// Says before anybody's passphrase is looked at whether such a session may be.
    package func check(_ order: SessionOrder) throws(ServiceError) {
        guard order.count >= 1, order.count <= policy.sessionCountMax, order.digests?.count ?? 0 <= order.count else {
            throw .refused(.sessionCountBeyond(most: policy.sessionCountMax))
        }
        guard order.lifetime > .zero, order.lifetime <= policy.sessionTimeMax else {
            throw .refused(.sessionTimeBeyond(most: policy.sessionTimeMax))
        }
    }

    /// The owner has unlocked the key once: it is kept under a token that leaves, for so many signatures.
    package func openSession(
        _ order: SessionOrder, as signer: consuming UnlockedSigner, for client: ClientRecord
    ) throws(ServiceError) -> OpenedSession {
        let token = try ServiceError.crypto(SessionToken.random)
        let terms = try open(order, as: signer, under: token, for: client)
        return OpenedSession(token: token, terms: terms)
    }

    /// The same for a program that shows a code.
    package func openCode(
        _ order: SessionOrder, as signer: consuming UnlockedSigner, for client: ClientRecord
    ) throws(ServiceError) -> OpenedCode {
        let code = try ServiceError.crypto(SessionCode.random)
        let keys = keys
        let token = try ServiceError.crypto { () throws(CryptoError) in try code.token(keys) }
        let terms = try open(order, as: signer, under: token, for: client)
        return OpenedCode(code: code, terms: terms)
    }

    private func open(
        _ order: SessionOrder, as signer: consuming UnlockedSigner, under token: borrowing SessionToken,
        for client: ClientRecord
    ) throws(ServiceError) -> SigningSession.Terms {
        do throws(ServiceError) {
            try check(order)
        } catch {
            // Whatever is wrong with the order, the passphrase was right.
            try acknowledge(signer)
            throw error
        }
        let terms = SigningSession.Terms(
            .signing(signer.person), client: client.id, certificate: signer.certificate.id, count: order.count,
            digests: order.digests, deadline: clock() + order.lifetime)
        let record: SessionRecord
        do throws(CryptoError) {
            record = try SessionRecord(terms, of: signer.identity.key, under: token, peppers.peppers)
        } catch {
            throw .crypto(error)
        }
        let (guards, renewed, certificate) = (signer.guards, signer.renewed, signer.certificate)
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            guard try transaction.steadyLife(of: certificate.id)?.status(at: transaction.now) == .good else {
                throw .refused(.overtaken)
            }
            try transaction.succeed(guards)
            if let renewed { _ = try transaction.reseal(renewed.record, as: renewed.seal) }
            try transaction.insert(record)
            try transaction.record(
                AuditEvent(
                    .sessionOpened, .done, actor: terms.purpose.subject, client: AuditSubject(.client, client.id),
                    objects: [AuditSubject(.session, record.id), AuditSubject(.certificate, certificate.id)],
                    serial: certificate.serial.bytes))
        }
        return terms
    }

    /// Signs digests in a session: taken from its count, signed and written down in one commit, all of them or none.
    package func sign(
        _ digests: [Digest], scheme: SignatureScheme?, in token: borrowing SessionToken, for client: ClientRecord,
        of request: RepeatableRequest? = nil
    ) throws(ServiceError) -> SignedDigests {
        let opened = try opened(token, for: client)
        let (terms, certificate) = (opened.standing.session.terms, opened.standing.certificate)
        let signatures = try Self.signatures(over: digests, scheme: scheme, with: opened.key)
        let (id, client) = (token.id, client.id)
        let taken = digests.map(\.bytes)
        let remembered = try Remembered(.signatures(signatures, certificate: certificate.id), request, self)
        do throws(ServiceError) {
            try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
                _ = try Self.certificate(under: terms, at: transaction.now, in: transaction)
                if case .refused(let refusal) = try transaction.take(taken, from: id, by: client) {
                    throw .refused(.session(refusal))
                }
                try transaction.remember(remembered)
                try transaction.record(
                    .hashSigned, digests, by: terms.purpose.subject, with: certificate, for: client, session: id)
            }
        } catch .refused(let refusal) {
            openKeys.wipe(try ServiceError.crypto { () throws(CryptoError) in try OpenKeys.Name(token) })
            throw .refused(refusal)
        }
        return SignedDigests(signatures: signatures, certificate: certificate)
    }

    /// Signs documents in a session. What is agreed on, and counted, are the documents as they came.
    package func sign(
        _ orders: [DocumentOrder], in token: borrowing SessionToken, for client: ClientRecord, keeping: Bool = false,
        of request: RepeatableRequest? = nil
    ) throws(ServiceError) -> [MadeDocument] {
        try signed(orders, in: token, for: client, keeping: keeping, of: request, telling: nil).made
    }

    /// The same for those of the documents that can be signed; a refused one is not counted. Without words it is all of them or
    /// none.
    package func signEach(
        _ orders: [DocumentOrder], in token: borrowing SessionToken, for client: ClientRecord, keeping: Bool = false,
        of request: RepeatableRequest? = nil, telling words: Telling?
    ) throws(ServiceError) -> [Result<MadeDocument, DocumentError>] {
        try signed(orders, in: token, for: client, keeping: keeping, of: request, telling: words).outcomes
    }

    private func signed(
        _ orders: [DocumentOrder], in token: borrowing SessionToken, for client: ClientRecord, keeping: Bool,
        of request: RepeatableRequest?, telling words: Telling?
    ) throws(ServiceError) -> Batch {
        let standing = try signingStanding(of: token.id, for: client)
        let (session, certificate) = standing
        let key = try sessionKey(standing, token)
        guard let own = certificate.certificate else { throw .refused(.session(.ended)) }
        let identity: SigningIdentity
        do throws(CryptoError) {
            identity = try SigningIdentity(key: key, certificates: [own] + authority.chain(of: certificate.issuer))
        } catch {
            throw .crypto(error)
        }
        let batch = try batch(orders, as: identity, for: client, keeping: keeping, isEachAlone: words != nil)
        var taken: [[UInt8]] = []
        for (order, outcome) in zip(orders, batch.outcomes) {
            guard case .success = outcome else { continue }
            taken.append(try Self.digest(of: order.document).bytes)
        }
        let (id, client, digests) = (token.id, client.id, taken)
        try write(batch, of: request, telling: words) { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            _ = try Self.certificate(under: session.terms, at: transaction.now, in: transaction)
            if case .refused(let refusal) = try transaction.take(digests, from: id, by: client) {
                throw .refused(.session(refusal))
            }
            try transaction.record(
                .documentSigned, batch.digests, by: session.terms.purpose.subject, with: certificate, for: client,
                session: id)
        }
        return batch
    }

    private static func digest(of document: MemoryFile) throws(ServiceError) -> Digest {
        let whole: SignedDocument
        do throws(DocumentError) { whole = try SignedDocument(of: document) } catch { throw .signing(.document(error)) }
        return try ServiceError.crypto { () throws(CryptoError) in try whole.digest() }
    }

    /// By the program that opened it. Repeating is harmless.
    package func endSession(_ id: ID<SigningSession>, for client: ClientRecord) throws(ServiceError) {
        let client = client.id
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            guard let session = try transaction.session(id), session.terms.client == client else {
                throw .refused(.session(.foreign))
            }
            guard try transaction.end(id) else { return }
            try transaction.record(
                AuditEvent(
                    .sessionEnded, .done, actor: session.terms.purpose.subject,
                    client: AuditSubject(.client, client), objects: [AuditSubject(.session, id)]))
        }
    }
}
