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

    /// A session with its key. How one stands whose key lies open is asked once, in the commit.
    private func opened(
        _ token: borrowing SessionToken, for client: ClientRecord
    ) throws(ServiceError) -> OpenKeys.Opened {
        let name: OpenKeys.Name
        do throws(CryptoError) { name = try OpenKeys.Name(token) } catch { throw .crypto(error) }
        if let lent = openKeys.lent(name) {
            let terms = lent.standing.session.terms
            guard client.state == .enabled else { throw .refused(.suspendedClient) }
            guard terms.client == client.id else { throw .refused(.session(.foreign)) }
            try Self.requireSigning(terms)
            return lent
        }
        let standing = try signingStanding(of: token.id, for: client)
        return OpenKeys.Opened(key: try sessionKey(standing, token), standing: standing)
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

    /// What is signed with in a session of this program, if whoever it is can sign or seal at all now.
    package func certificate(
        of id: ID<SigningSession>, for client: ClientRecord
    ) throws(ServiceError) -> CertificateRecord {
        try signingStanding(of: id, for: client).certificate
    }

    /// Who signs in a session of this program, if that person can sign at all now.
    package func holder(of id: ID<SigningSession>, for client: ClientRecord) throws(ServiceError) -> PersonRecord {
        guard case .signing(let person) = try standing(of: id, for: client).session.terms.purpose else {
            throw .refused(.session(.foreign))
        }
        let found = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.person(person)
        }
        guard let found else { throw .refused(.session(.ended)) }
        return found
    }

    /// A session, and the certificate that is signed with in it, which is still its owner's.
    typealias Standing = (session: SessionRecord, certificate: CertificateRecord)

    /// A session of this program's, whose owner can sign or seal now.
    func standing(of id: ID<SigningSession>, for client: ClientRecord) throws(ServiceError) -> Standing {
        guard client.state == .enabled else { throw .refused(.suspendedClient) }
        let now = clock()
        return try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            guard let session = try snapshot.session(id), session.terms.client == client.id else {
                throw .refused(.session(.foreign))
            }
            return (session, try Self.certificate(under: session.terms, at: now, in: snapshot))
        }
    }

    private static func requireSigning(_ terms: SigningSession.Terms) throws(ServiceError) {
        if case .activation = terms.purpose { throw .refused(.session(.otherPurpose)) }
    }

    /// What is signed with under these terms, if their owner can sign or seal at that moment.
    private static func certificate(
        under terms: SigningSession.Terms, at now: Instant, in tables: some Querying<ServiceError>
    ) throws(ServiceError) -> CertificateRecord {
        let certificate: CertificateRecord?
        switch terms.purpose {
        case .signing(let person):
            let person = try tables.person(person)
            if case .cannot(let obstacle) = person?.canSign(at: now) { throw .refused(.cannotSign(obstacle)) }
            certificate = person?.certificate
        case .activation(let seal), .sealing(let seal, under: _):
            let seal = try tables.seal(seal)
            if case .cannot(let obstacle) = seal?.canSeal(at: now) { throw .refused(.cannotSeal(obstacle)) }
            certificate = seal?.certificate
        }
        guard let certificate, certificate.id == terms.certificate else { throw .refused(.session(.ended)) }
        return certificate
    }

    /// The same for somebody who is about to sign in it: told before anything was done for it.
    private func signingStanding(
        of id: ID<SigningSession>, for client: ClientRecord
    ) throws(ServiceError) -> Standing {
        let standing = try standing(of: id, for: client)
        try Self.requireSigning(standing.session.terms)
        return standing
    }

    /// The key of a session, which lies open for a while now.
    func sessionKey(_ standing: Standing, _ token: borrowing SessionToken) throws(ServiceError) -> PrivateKey {
        guard let key = standing.session.key else { throw .refused(.session(.ended)) }
        let owner = standing.session.terms.purpose.owner
        return try Self.opening { () throws(CryptoError) in
            try openKeys.key(OpenKeys.Name(token), of: standing) { () throws(CryptoError) in
                try key.open(session: token.id, owner: owner, token: token.secret, peppers: peppers.peppers)
            }
        }
    }

    /// Whether this is the token of a session that is not ended.
    func check(_ token: borrowing SessionToken, opens session: SessionRecord) throws(ServiceError) {
        guard let key = session.key else { throw .refused(.session(.ended)) }
        let owner = session.terms.purpose.owner
        _ = try Self.opening { () throws(CryptoError) in
            try key.open(session: token.id, owner: owner, token: token.secret, peppers: peppers.peppers)
        }
    }

    private static func opening(
        _ body: () throws(CryptoError) -> PrivateKey
    ) throws(ServiceError) -> PrivateKey {
        do throws(CryptoError) {
            return try body()
        } catch .sealedKey(.refused) {
            throw .refused(.session(.foreign))
        } catch {
            throw .crypto(error)
        }
    }
}
