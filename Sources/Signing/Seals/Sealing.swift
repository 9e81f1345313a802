import Crypto
package import Domain
package import Store

extension SigningHouse {
    /// A session as a code for it is handed to a program.
    package struct OpenedCode: ~Copyable {
        package let code: SessionCode
        package let terms: SigningSession.Terms
    }

    /// The seals that a program knows: of its institution, or of all.
    package func seal(_ name: SubscriberName?, for client: ClientRecord) throws(ServiceError) -> SealRecord {
        guard let name else { throw .refused(.unknownSeal) }
        let found = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.seal(called: name)
        }
        guard let found, client.mayActFor(found.institution.id) else { throw .refused(.unknownSeal) }
        return found
    }

    /// Opens a short session for so many documents. They are taken from the activation in the same commit, whether or not
    /// they are all signed afterwards.
    package func openSealing(
        _ count: Int, with activation: borrowing SessionToken, of seal: SealRecord, for client: ClientRecord
    ) throws(ServiceError) -> OpenedCode {
        guard count >= 1, count <= policy.sessionCountMax else {
            throw .refused(.sessionCountBeyond(most: policy.sessionCountMax))
        }
        let standing = try activationStanding(activation, of: seal, for: client)
        let key = try sessionKey(standing, activation)
        let (parent, client, certificate) = (activation.id, client.id, standing.certificate)
        let terms = SigningSession.Terms(
            .sealing(seal.id, under: parent), client: client, certificate: certificate.id, count: count,
            deadline: min(clock() + policy.codeTime, standing.session.terms.deadline))
        let code = try ServiceError.crypto(SessionCode.random)
        let record: SessionRecord
        do throws(CryptoError) {
            record = try SessionRecord(terms, of: key, under: code.token(keys), peppers.peppers)
        } catch {
            throw .crypto(error)
        }
        let event = AuditEvent(
            .sessionOpened, .done, actor: terms.purpose.subject, client: AuditSubject(.client, client),
            objects: [AuditSubject(.session, record.id), AuditSubject(.session, parent)],
            serial: certificate.serial.bytes)
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            guard try transaction.steadyLife(of: certificate.id)?.status(at: transaction.now) == .good else {
                throw .refused(.overtaken)
            }
            if case .refused(let refusal) = try transaction.lend(count, from: parent, to: client) {
                throw .refused(.session(refusal))
            }
            try transaction.insert(record)
            try transaction.record(event)
        }
        return OpenedCode(code: code, terms: terms)
    }

    /// What an activation is still good for, to whoever shows its code.
    package func activation(
        _ token: borrowing SessionToken, of seal: SealRecord, for client: ClientRecord
    ) throws(ServiceError) -> SigningSession.Terms {
        let session = try activationStanding(token, of: seal, for: client).session
        try check(token, opens: session)
        guard clock() < session.terms.deadline else { throw .refused(.session(.expired)) }
        guard session.used < session.terms.count else { throw .refused(.session(.countUsed)) }
        return session.terms
    }

    /// Ends an activation and every session that was opened with it. Repeating is harmless.
    package func endActivation(
        _ token: borrowing SessionToken, of seal: SealRecord, for client: ClientRecord
    ) throws(ServiceError) {
        let id = token.id
        let found = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.session(id)
        }
        // However the seal stands, what was agreed to can be ended.
        guard let found, found.terms.client == client.id, found.terms.purpose.owner == KeyOwner.id(of: seal.id) else {
            throw .refused(.session(.foreign))
        }
        guard case .activation = found.terms.purpose else { throw .refused(.session(.otherPurpose)) }
        if found.key != nil { try check(token, opens: found) }
        try endSession(id, for: client)
    }

    /// Whose seal a code signs with; nobody's where it is another's than the one that was named.
    package func confirm(
        _ token: borrowing SessionToken, seals seal: SealRecord, for client: ClientRecord
    ) throws(ServiceError) {
        switch try standing(of: token.id, for: client).session.terms.purpose {
        case .sealing(seal.id, under: _): return
        case .activation(seal.id): throw .refused(.session(.otherPurpose))
        case .signing, .sealing, .activation: throw .refused(.session(.foreign))
        }
    }

    private func activationStanding(
        _ token: borrowing SessionToken, of seal: SealRecord, for client: ClientRecord
    ) throws(ServiceError) -> Standing {
        let standing = try standing(of: token.id, for: client)
        switch standing.session.terms.purpose {
        case .activation(seal.id): return standing
        case .sealing(seal.id, under: _): throw .refused(.session(.otherPurpose))
        case .signing, .sealing, .activation: throw .refused(.session(.foreign))
        }
    }
}
