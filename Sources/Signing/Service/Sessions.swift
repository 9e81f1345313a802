import Authority
import Channels
package import Crypto
package import Documents
package import Domain
package import Store

/// What a program shows to sign in a session: its identifier, and the secret that opens its key.
package struct SessionToken: ~Copyable {
    package let id: ID<SigningSession>
    let secret: Secret

    init(id: ID<SigningSession>, secret: consuming Secret) {
        self.id = id
        self.secret = secret
    }

    static func random() throws(CryptoError) -> SessionToken {
        let id = ID<SigningSession>(random: try Randomness.bytes(ID<SigningSession>.byteCount))
        return SessionToken(id: id, secret: try .random(count: SessionKey.tokenBytes))
    }

    /// Reads what `text` writes; nil for anything else.
    package init?(_ text: String) throws(CryptoError) {
        guard var bytes = Hexadecimal.bytes(text), bytes.count == ID<SigningSession>.byteCount + SessionKey.tokenBytes,
            let id = ID<SigningSession>(bytes: Array(bytes.prefix(ID<SigningSession>.byteCount)))
        else { return nil }
        bytes.removeFirst(ID<SigningSession>.byteCount)
        self.init(id: id, secret: try Secret(wiping: &bytes))
    }

    /// What is handed out once and kept nowhere here.
    package func text() -> String {
        unsafe secret.withBytes { secret in unsafe Hexadecimal.text(id.bytes + Array(secret)) }
    }
}

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
        do throws(ServiceError) {
            try check(order)
        } catch {
            // Whatever is wrong with the order, the passphrase was right.
            try acknowledge(signer)
            throw error
        }
        let token = try ServiceError.crypto(SessionToken.random)
        let id = token.id
        let key: SessionKey
        do throws(CryptoError) {
            key = try SessionKey.seal(
                signer.identity.key, session: id, owner: KeyOwner.id(of: signer.person), token: token.secret,
                peppers: peppers.peppers)
        } catch {
            throw .crypto(error)
        }
        let terms = SigningSession.Terms(
            .signing(signer.person), client: client.id, certificate: signer.certificate.id, count: order.count,
            digests: order.digests, deadline: clock() + order.lifetime)
        let record = SessionRecord(id: id, terms: terms, key: key)
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
                    .sessionOpened, .done, actor: terms.purpose.subject,
                    client: AuditSubject(.client, client.id),
                    objects: [AuditSubject(.session, id), AuditSubject(.certificate, certificate.id)],
                    serial: certificate.serial.bytes))
        }
        return OpenedSession(token: token, terms: terms)
    }

    /// Signs digests in a session: taken from its count, signed and written down in one commit, all of them or none.
    package func sign(
        _ digests: [Digest], scheme: SignatureScheme?, in token: borrowing SessionToken, for client: ClientRecord,
        of request: RepeatableRequest? = nil
    ) throws(ServiceError) -> [[UInt8]] {
        let (person, certificate, session) = try standing(of: token.id, for: client)
        let key = try sessionKey(session, token)
        let signatures = try Self.signatures(over: digests, scheme: scheme, with: key)
        let (id, client) = (token.id, client.id)
        let taken = digests.map(\.bytes)
        let remembered = try Remembered(.signatures(signatures, certificate: certificate.id), request, self)
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            if case .refused(let refusal) = try transaction.take(taken, from: id, by: client) {
                throw .refused(.session(refusal))
            }
            try transaction.remember(remembered)
            try transaction.record(
                .hashSigned, digests, by: person.id, with: certificate, for: client, session: id)
        }
        return signatures
    }

    /// Signs documents in a session. What is agreed on, and counted, are the documents as they came.
    package func sign(
        _ orders: [DocumentOrder], in token: borrowing SessionToken, for client: ClientRecord, keeping: Bool = false,
        of request: RepeatableRequest? = nil
    ) throws(ServiceError) -> [MadeDocument] {
        try signed(orders, in: token, for: client, keeping: keeping, of: request, telling: nil).made
    }

    /// The same for those of the documents that can be signed; a refused one is not counted.
    package func signEach(
        _ orders: [DocumentOrder], in token: borrowing SessionToken, for client: ClientRecord, keeping: Bool = false,
        of request: RepeatableRequest? = nil, telling words: @escaping Telling
    ) throws(ServiceError) -> [Result<MadeDocument, DocumentError>] {
        try signed(orders, in: token, for: client, keeping: keeping, of: request, telling: words).outcomes
    }

    private func signed(
        _ orders: [DocumentOrder], in token: borrowing SessionToken, for client: ClientRecord, keeping: Bool,
        of request: RepeatableRequest?, telling words: Telling?
    ) throws(ServiceError) -> Batch {
        let (person, certificate, session) = try standing(of: token.id, for: client)
        let key = try sessionKey(session, token)
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
            if case .refused(let refusal) = try transaction.take(digests, from: id, by: client) {
                throw .refused(.session(refusal))
            }
            try transaction.record(
                .documentSigned, batch.digests, by: person.id, with: certificate, for: client, session: id)
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

    /// Who signs in a session of this program, if that person can sign at all now.
    package func holder(of id: ID<SigningSession>, for client: ClientRecord) throws(ServiceError) -> PersonRecord {
        try standing(of: id, for: client).0
    }

    private func standing(
        of id: ID<SigningSession>, for client: ClientRecord
    ) throws(ServiceError) -> (PersonRecord, CertificateRecord, SessionRecord) {
        guard client.state == .enabled else { throw .refused(.suspendedClient) }
        let now = clock()
        let found = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            guard let session = try snapshot.session(id), session.terms.client == client.id else {
                throw .refused(.session(.foreign))
            }
            guard case .signing(let person) = session.terms.purpose else { throw .refused(.session(.otherPurpose)) }
            return (session, try snapshot.person(person), try snapshot.certificate(session.terms.certificate))
        }
        guard let person = found.1, let certificate = found.2 else { throw .refused(.session(.ended)) }
        if case .cannot(let obstacle) = person.canSign(at: now) { throw .refused(.cannotSign(obstacle)) }
        guard person.certificate?.id == certificate.id else { throw .refused(.session(.ended)) }
        return (person, certificate, found.0)
    }

    private func sessionKey(
        _ session: SessionRecord, _ token: borrowing SessionToken
    ) throws(ServiceError) -> PrivateKey {
        guard let key = session.key else { throw .refused(.session(.ended)) }
        do throws(CryptoError) {
            return try key.open(
                session: token.id, owner: session.terms.purpose.owner, token: token.secret,
                peppers: peppers.peppers)
        } catch .sealedKey(.refused) {
            throw .refused(.session(.foreign))
        } catch {
            throw .crypto(error)
        }
    }
}
