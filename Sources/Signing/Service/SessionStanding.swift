import Crypto
package import Domain
package import Store

/// Who signs in a session, with what, and whether that may be now.
extension SigningHouse {
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
    static func certificate(
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
    func signingStanding(
        of id: ID<SigningSession>, for client: ClientRecord
    ) throws(ServiceError) -> Standing {
        let standing = try standing(of: id, for: client)
        try Self.requireSigning(standing.session.terms)
        return standing
    }

    /// A session with its key. How one stands whose key lies open is asked once, in the commit.
    func opened(
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
