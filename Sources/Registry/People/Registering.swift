package import Domain
package import Store

extension Registry {
    /// T01: somebody is registered, with an account that its owner has yet to activate. Nobody is told whose a number or an address
    /// is that somebody has already.
    ///
    /// A program registers into its own institution alone, as that institution's staff: it was given that right. Where it is no
    /// program, whoever calls has seen to it that the actor may register there.
    package func register(
        _ data: PersonData, into institution: ID<Institution>, by actor: AuditSubject?, client: ClientRecord?,
        method: EnrolmentMethod = .esign
    ) throws(RegistryError) -> ID<Person> {
        try register(data, into: institution, by: actor, client: client, method: method) { id, _ in id }
    }

    /// The same, and in the same commit what `finish` does with whoever is registered.
    package func register<Value: Sendable>(
        _ data: PersonData, into institution: ID<Institution>, by actor: AuditSubject?, client: ClientRecord?,
        method: EnrolmentMethod = .esign,
        finish: @escaping @Sendable (ID<Person>, Transaction<RegistryError>) throws(RegistryError) -> Value
    ) throws(RegistryError) -> Value {
        let staff: Actor
        switch client {
        case nil: staff = .staff(.ra, .otherInstitution)
        case .some(let client):
            guard client.state == .enabled else { throw .refused(.suspendedClient) }
            guard client.scopes.contains(.register) else { throw .refused(.scopeMissing(.register)) }
            guard client.mayActFor(institution) else { throw .refused(.unknownInstitution) }
            staff = .staff(.verifikator, .ownInstitution)
        }
        let mandate = Mandate(staff, as: actor, through: client?.id)
        switch Account.register(by: staff, method: method) {
        case .failure(let refusal): throw .refused(.account(refusal))
        case .success(let (account, _)):
            return try enter(data, account, into: institution, by: mandate, finish: finish)
        }
    }

    /// Takes over somebody whose account stands elsewhere, or who has a role from the beginning: what it says was checked there.
    package func takeOver(
        _ data: PersonData, _ account: Account, into institution: ID<Institution>, by mandate: Mandate = .installation
    ) throws(RegistryError) -> ID<Person> {
        // A certificate is never taken over: its key would be elsewhere.
        guard case .nothing = account.holding else { throw .refused(.account(.notAllowed)) }
        return try enter(data, account, into: institution, by: mandate) { id, _ in id }
    }

    private func enter<Value: Sendable>(
        _ data: PersonData, _ account: Account, into institution: ID<Institution>, by mandate: Mandate,
        finish: @escaping @Sendable (ID<Person>, Transaction<RegistryError>) throws(RegistryError) -> Value
    ) throws(RegistryError) -> Value {
        if let field = data.unusableField { throw .refused(.unusable(field)) }
        let known = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.institution(institution)
        }
        guard let known else { throw .refused(.unknownInstitution) }
        // What no certificate could say is refused now, and not when the person waits for one.
        _ = try subject(of: data.name, in: known.name)
        let id = try identifier() as ID<Person>
        let (keys, event) = (
            keys, mandate.event(.personEntered, id, [AuditSubject(.institution, institution)])
        )
        return try onceMore { () throws(RegistryError) in
            try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
                for name in data.names where try transaction.person(named: name, keys) != nil {
                    throw .refused(.duplicate(name.kind))
                }
                try transaction.insert(id, of: institution, account, data, keys)
                try transaction.record(event)
                return try finish(id, transaction)
            }
        }
    }
}

extension PersonData {
    /// As many characters as the name in a certificate may have (RFC 5280, ub-common-name).
    package static let nameCharactersMax = 64

    /// The first field that is not written as such a thing is.
    package var unusableField: ProfileField? {
        if nik.utf8.count != 16 || PersonName(nik: nik) == nil { return .nik }
        if !Self.isName(name) { return .name }
        if PersonName(email: email) == nil { return .email }
        if let phone, PersonName(phone: phone) == nil { return .phone }
        return nil
    }

    /// Letters in any writing, and what stands between them in names: no digits, and nothing that cannot be seen.
    private static func isName(_ name: String) -> Bool {
        guard (1...nameCharactersMax).contains(name.unicodeScalars.count), name.first != " ", name.last != " " else {
            return false
        }
        return name.unicodeScalars.contains { $0.properties.isAlphabetic }
            && name.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
                    || " .,'-\u{2019}".unicodeScalars.contains(scalar)
            }
    }
}
