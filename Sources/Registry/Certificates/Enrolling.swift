package import Authority
package import Crypto
package import Domain
package import Store

extension Registry {
    /// What belongs to a wish for a certificate beside the passphrase.
    package struct EnrolmentTerms: Sendable {
        /// The asker's own name for it: asked for twice, it comes to one certificate.
        package var request: ID<CertificateRequest>?
        package var lifetime = IssuanceOrder.Lifetime.usual
        /// Whoever asks says that the telephone number was shown to be the owner's.
        package var hasCheckedPhone = false
        /// Who agrees where the institution wants the RA's agreement.
        package var approver: Mandate?

        package init() {}
    }

    /// T08 to T11, T19, T20, T23, T24: a first certificate, or the next after one has ended, for a key that is made here and
    /// sealed under the passphrase its owner has just chosen.
    package func enrol(
        _ id: ID<Person>, _ passphrase: borrowing Passphrase, by mandate: Mandate,
        _ terms: EnrolmentTerms = EnrolmentTerms()
    ) throws(RegistryError) -> CertificateRecord {
        let person = try settledPerson(id, by: mandate)
        if let request = terms.request, let known = try certificate(askedBy: request, of: id) { return known }
        let plan = CertificatePlan(
            person: person, data: try data(of: person),
            request: try requestID(terms.request), client: mandate.client,
            step: { (account, rules, validity, now) throws(RegistryError) in
                try Self.enrol(&account, by: mandate, terms, rules: rules, validity: validity, at: now)
            }, lifetime: terms.lifetime)
        return try make(plan, under: passphrase)
    }

    /// The way from a checked account to a certificate, as far as it has not been gone yet.
    private static func enrol(
        _ account: inout Account, by mandate: Mandate, _ terms: EnrolmentTerms, rules: InstitutionRules,
        validity: Validity, at now: Instant
    ) throws(RegistryError) {
        guard account.method == .esign else { throw .refused(.account(.methodNotEsign)) }
        if !account.hasIssuanceUnderWay {
            _ = try account.take(at: now) { account in
                account.requestIssuance(
                    by: mandate.actor, hasCheckedPhone: terms.hasCheckedPhone, rules: rules, at: now)
            }
        }
        let effects = try account.take(at: now) { account in
            account.setPassphrase(by: .owner, rules: rules, validity: validity, at: now)
        }
        guard effects.contains(.keepKey) else { return }
        guard let approver = terms.approver else { throw .refused(.approvalNeeded) }
        _ = try account.take(at: now) { account in
            account.approveIssuance(by: approver.actor, validity: validity)
        }
    }

    private func certificate(
        askedBy request: ID<CertificateRequest>, of person: ID<Person>
    ) throws(RegistryError) -> CertificateRecord? {
        let known = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.certificate(askedBy: request)
        }
        guard let known else { return nil }
        guard known.owner == KeyOwner.id(of: person) else { throw .refused(.issuance(.requestUsed)) }
        return known
    }
}

extension Account {
    /// Whether the owner has a link to choose a passphrase with, for a certificate that is not a renewal's.
    fileprivate var hasIssuanceUnderWay: Bool {
        switch holding {
        case .nothing(let next), .issued(_, let next), .revoked(let next): next != nil
        case .renewing, .suspended, .revoking: false
        }
    }
}
