package import Crypto
package import Domain
package import Store

extension Registry {
    /// T14 to T16: a certificate for a new key takes the place of one that is still good. The old key goes with it.
    package func renew(
        _ id: ID<Person>, _ passphrase: borrowing Passphrase, by mandate: Mandate,
        _ terms: EnrolmentTerms = EnrolmentTerms()
    ) throws(RegistryError) -> CertificateRecord {
        let person = try settledPerson(id, by: mandate)
        let plan = CertificatePlan(
            person: person, data: try data(of: person), request: try requestID(terms.request),
            client: mandate.client,
            step: { (account, rules, validity, now) throws(RegistryError) in
                try Self.renew(&account, by: mandate, terms, rules: rules, validity: validity, at: now)
            }, lifetime: terms.lifetime, replaces: person.certificate?.id)
        return try make(plan, under: passphrase)
    }

    private static func renew(
        _ account: inout Account, by mandate: Mandate, _ terms: EnrolmentTerms, rules: InstitutionRules,
        validity: Validity, at now: Instant
    ) throws(RegistryError) {
        guard account.method == .esign else { throw .refused(.account(.methodNotEsign)) }
        if account.certificateStatus(at: now) != .onRenew {
            _ = try account.take(at: now) { account in
                account.requestRenewal(by: mandate.actor, rules: rules, at: now)
            }
        }
        if case .renewing(_, .asked) = account.holding {
            guard let approver = terms.approver else { throw .refused(.approvalNeeded) }
            _ = try account.take(at: now) { account in account.approveRenewal(by: approver.actor, at: now) }
        }
        guard case .renewing = account.holding else {
            throw .refused(.notNow(account.verification, account.certificateStatus(at: now)))
        }
        _ = try account.take(at: now) { account in
            account.setPassphrase(by: .owner, rules: rules, validity: validity, at: now)
        }
    }
}
