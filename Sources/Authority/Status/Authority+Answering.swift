import Crypto
package import Domain
import Store

extension Authority {
    /// How long an answer about a certificate that nobody issued holds: it may be issued in the next second.
    private static let unknownLifetime = Duration.seconds(300)

    /// Answers an OCSP request (RFC 6960), whatever its bytes are: with an error of the protocol where nothing better can be said.
    ///
    /// What was asked before in the same words is answered from memory, until the second half of its time has begun or the
    /// certificate's life has changed.
    package func answerStatus(_ request: [UInt8]) -> [UInt8] {
        let now = clock()
        lookAround(at: now)
        return answers.answer(to: request, at: now) ?? freshAnswer(to: request, at: now)
    }

    /// Makes anew, ahead of time, what would have to be made anew before `moment`.
    package func renewAnswers(before moment: Instant, most: Int = 10_000) -> Int {
        let now = clock()
        let due = answers.due(before: moment, most: most)
        for question in due { _ = freshAnswer(to: question, at: now) }
        return due.count
    }

    private func freshAnswer(to request: [UInt8], at now: Instant) -> [UInt8] {
        let asked: OCSPRequest
        do throws(OCSPRequestDefect) { asked = try OCSPRequest(der: request) } catch {
            return OCSPAnswer.malformedRequest
        }
        let mark = answers.mark()
        let responder = responders.first { responder in
            asked.questions.contains { responder.hashes.areNamed(by: $0) }
        }
        guard let responder else { return OCSPAnswer.unauthorized }
        guard now < responder.end else { return OCSPAnswer.tryLater }
        do throws(AuthorityError) {
            let statements = try statements(about: asked.questions, by: responder, at: now)
            let answer = try AuthorityError.crypto { () throws(CryptoError) in
                try responder.voice.answer(statements, producedAt: now, nonce: asked.nonce)
            }
            // Numbers that nobody was given are without end, and would drive out those that are asked for again.
            if asked.nonce == nil, statements.allSatisfy({ $0.status != .unknown }) {
                let lasting = statements.map { $0.nextUpdate.since(now) }.min() ?? .zero
                answers.keep(
                    AnswerCache.Answer(
                        bytes: answer, serials: statements.compactMap(\.id.serial), made: now,
                        renewal: now + lasting / 2),
                    to: request, since: mark)
            }
            return answer
        } catch .store {
            return OCSPAnswer.tryLater
        } catch {
            return OCSPAnswer.internalError
        }
    }

    private func statements(
        about questions: [CertificateID], by responder: Responder, at now: Instant
    ) throws(AuthorityError) -> [OCSPStatement] {
        try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try questions.map { question throws(AuthorityError) in
                let life: CertificateLife? =
                    if let serial = question.serial, responder.hashes.areNamed(by: question) {
                        try snapshot.life(of: serial, issuer: responder.issuer)
                    } else {
                        nil
                    }
                let lasting = life == nil ? Self.unknownLifetime : settings.status.answerLifetime
                return OCSPStatement(
                    question, OCSPStatement.Status(life), thisUpdate: now, nextUpdate: min(now + lasting, responder.end)
                )
            }
        }
    }
}

extension OCSPStatement.Status {
    /// One on hold is revoked for now, and says so; one that ended is what it was (RFC 6960 §2.2).
    fileprivate init(_ life: CertificateLife?) {
        self =
            switch life?.state {
            case nil: .unknown
            case .good: .good
            case .held(let since): .revoked(at: since, reason: .certificateHold)
            case .revoked(let end): .revoked(at: end.at, reason: end.reason)
            }
    }
}
