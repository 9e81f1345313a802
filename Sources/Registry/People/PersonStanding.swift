package import Crypto
package import Domain
package import Store

/// How somebody stands now: what lists and answers about a person say.
package struct PersonStanding: Hashable, Sendable {
    package let id: ID<Person>
    package let institution: String
    package let data: PersonData
    package let verification: VerificationStatus
    package let certificate: CertificateStatus
    package let role: Role
    package let promotion: Promotion
    package let method: EnrolmentMethod
    package let verdict: SigningVerdict
    package let serial: SerialNumber?
    package let validity: Validity?

    /// Nil for whoever was erased.
    package init?(_ person: PersonRecord, _ keys: InstallationKeys, at now: Instant) throws(StoreError) {
        guard let data = try person.data(keys) else { return nil }
        id = person.id
        institution = person.institution.name
        self.data = data
        verification = person.account.verification
        certificate = person.account.certificateStatus(at: now)
        role = person.account.role
        promotion = person.account.promotion
        method = person.account.method
        verdict = person.canSign(at: now)
        serial = person.certificate?.serial
        validity = person.certificate?.life.validity
    }
}

extension PersonStanding {
    /// Enough to recognise a number that one knows.
    package var maskedNIK: String { data.nik.prefix(6) + String(repeating: "*", count: 6) + data.nik.suffix(4) }

    package var maskedPhone: String? {
        data.phone.map { String(repeating: "*", count: max(0, $0.count - 4)) + $0.suffix(4) }
    }
}

extension Store {
    /// How the person of that number, address or telephone stands; nil where nobody has it. A store that is opened for reading
    /// alone will do.
    package func standing(
        of name: PersonName, _ keys: InstallationKeys, at now: Instant
    ) throws(StoreError) -> PersonStanding? {
        let found = try read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.person(named: name, keys)
        }
        return try found.flatMap { (person) throws(StoreError) in try PersonStanding(person, keys, at: now) }
    }
}

extension Registry {
    package func standing(of name: PersonName) throws(RegistryError) -> PersonStanding {
        let found = try RegistryError.store { () throws(StoreError) in
            try store.standing(of: name, keys, at: clock())
        }
        guard let found else { throw .refused(.unknownPerson) }
        return found
    }

    /// In a transaction that has changed it.
    package func standing(
        of id: ID<Person>, in transaction: Transaction<RegistryError>
    ) throws(RegistryError) -> PersonStanding {
        let person = try transaction.person(id)
        let standing = try RegistryError.store { () throws(StoreError) in
            try person.flatMap { (person) throws(StoreError) in try PersonStanding(person, keys, at: transaction.now) }
        }
        guard let standing else { throw .refused(.unknownPerson) }
        return standing
    }

    package func standing(of id: ID<Person>, by mandate: Mandate) throws(RegistryError) -> PersonStanding {
        let person = try person(id, by: mandate)
        let standing = try RegistryError.store { () throws(StoreError) in
            try PersonStanding(person, keys, at: clock())
        }
        guard let standing else { throw .refused(.unknownPerson) }
        return standing
    }
}
