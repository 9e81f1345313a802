import Authority
package import Crypto
package import Domain
package import Store

extension Registry {
    /// T13: nobody can open the old key, so a new one takes its place, with a certificate for the rest of the old one's time. The
    /// old certificate is revoked as superseded and its key destroyed in the commit that decides on the new one: what it signed
    /// stays valid by its timestamps. Who the owner is was found out before.
    package func resetPassphrase(
        _ id: ID<Person>, to passphrase: borrowing Passphrase, through client: ID<Client>?,
        request: ID<CertificateRequest>? = nil
    ) throws(RegistryError) -> CertificateRecord {
        let mandate = Mandate.owner(id, through: client)
        let person = try settledPerson(id, by: mandate)
        guard let old = person.certificate else {
            throw .refused(.notNow(person.account.verification, person.account.certificateStatus(at: clock())))
        }
        let event = mandate.event(
            .passphraseReset, id, [AuditSubject(.certificate, old.id)], serial: old.serial.bytes)
        var plan = CertificatePlan(
            person: person, data: try data(of: person), request: try requestID(request), client: mandate.client,
            step: { (account, _, _, now) throws(RegistryError) in
                _ = try account.take(at: now) { $0.resetPassphrase(by: .owner, at: now) }
            }, lifetime: .until(old.life.validity.notAfter), replaces: old.id, revokesReplaced: true)
        plan.also = { (transaction) throws(AuthorityError) in try transaction.record(event) }
        return try make(plan, under: passphrase)
    }
}
