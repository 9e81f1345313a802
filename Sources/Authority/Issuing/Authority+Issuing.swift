import Crypto
import Domain
package import Store

extension Authority {
    /// Issues what is asked for, each order for itself, in its order.
    ///
    /// Three steps: what is to be signed is written down, all of it in one commit; it is signed; the certificates are written down
    /// in a second commit, and only then does anybody get one. Whatever happens in between, the same request later goes on
    /// from where it was, and never comes to a second certificate.
    package func issue(_ orders: [IssuanceOrder], client: AuditSubject? = nil) throws(AuthorityError)
        -> [IssuanceOutcome]
    {
        lookAround(at: clock())
        return try issue(orders, by: keys.active(.issuing), client: client, isOwn: false)
    }

    package func issue(_ order: IssuanceOrder, client: AuditSubject? = nil) throws(AuthorityError) -> IssuanceOutcome {
        try issue([order], client: client)[0]
    }

    /// By a key of choice, and with `isOwn` also what people may not ask for.
    func issue(
        _ orders: [IssuanceOrder], by issuer: Issuer, client: AuditSubject?, isOwn: Bool
    ) throws(AuthorityError) -> [IssuanceOutcome] {
        let desk = IssuanceDesk(authority: self, issuer: issuer, isOwn: isOwn, client: client, now: clock())
        var drafts: [IssuanceDraft] = []
        for order in orders { drafts.append(try desk.draft(order)) }
        let noted = try desk.note(drafts)
        try forgetAnswers(aboutReplacedBy: orders)
        return try IssuanceSettling(authority: self, issuer: issuer, client: client).settle(noted)
    }

    private func forgetAnswers(aboutReplacedBy orders: [IssuanceOrder]) throws(AuthorityError) {
        let ended = orders.filter(\.revokesReplaced).compactMap(\.replaces)
        guard !ended.isEmpty else { return }
        let serials = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try ended.map { id throws(AuthorityError) in try snapshot.certificate(id)?.serial }
        }
        forgetAnswers(about: serials.compactMap(\.self))
    }

    /// Signs what was written down and never signed, because the process ended in between. What cannot be signed now, since its
    /// key is not open, waits. How many were signed.
    package func finishIntended(most: Int = 10_000) throws(AuthorityError) -> Int {
        let waiting = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.intendedCertificates(most: most)
        }
        guard !waiting.isEmpty else { return 0 }
        let outcomes = try IssuanceSettling(authority: self, issuer: nil, client: nil)
            .settle(waiting.map { .intended($0) })
        return outcomes.count { if case .issued = $0 { true } else { false } }
    }
}
