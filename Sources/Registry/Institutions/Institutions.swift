import Authority
import Crypto
package import Domain
package import Store

extension Registry {
    /// Enters an institution. Its name stands in its people's certificates.
    package func enterInstitution(
        _ name: String, rules: InstitutionRules = InstitutionRules(), by mandate: Mandate = .installation
    ) throws(RegistryError) -> ID<Institution> {
        _ = try subject(of: name, in: name)
        let id = try identifier() as ID<Institution>
        let event = AuditEvent(
            .institutionEntered, .done, actor: mandate.subject, client: mandate.client,
            objects: [AuditSubject(.institution, id)])
        return try onceMore { () throws(RegistryError) in
            try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
                guard try transaction.institution(named: name) == nil else { throw .refused(.institutionNameTaken) }
                try transaction.insert(InstitutionRecord(id: id, name: name, rules: rules))
                try transaction.record(event)
                return id
            }
        }
    }

    package func institutions() throws(RegistryError) -> [InstitutionRecord] {
        try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in try snapshot.institutions() }
    }

    package func institution(
        named name: String, by mandate: Mandate = .installation
    ) throws(RegistryError) -> InstitutionRecord {
        let found = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.institution(named: name)
        }
        guard let found, mandate.reaches(found.id) else { throw .refused(.unknownInstitution) }
        return found
    }

    /// How it does things from now on; what is under way is judged by the new rules.
    package func set(
        _ rules: InstitutionRules, of id: ID<Institution>, by mandate: Mandate = .installation
    ) throws(RegistryError) {
        let event = AuditEvent(
            .institutionChanged, .done, actor: mandate.subject, client: mandate.client,
            objects: [AuditSubject(.institution, id)])
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            guard try transaction.institution(id) != nil else { throw .refused(.unknownInstitution) }
            try transaction.set(rules, of: id)
            try transaction.record(event)
        }
    }

    /// What a certificate will call somebody of that institution.
    func subject(of name: String, in institution: String) throws(RegistryError) -> DistinguishedName {
        let country = authority.settings.country
        return try RegistryError.crypto { () throws(CryptoError) in
            try DistinguishedName([(.country, country), (.organization, institution), (.commonName, name)])
        }
    }

    func identifier<Subject: ~Copyable>() throws(RegistryError) -> ID<Subject> {
        ID(random: try RegistryError.crypto { () throws(CryptoError) in try Randomness.bytes(ID<Subject>.byteCount) })
    }

    /// Another node may enter the same in this very moment, which the database alone notices: the second time it is found.
    func onceMore<Value>(_ body: () throws(RegistryError) -> Value) throws(RegistryError) -> Value {
        do throws(RegistryError) {
            return try body()
        } catch .store(let error) where error.isDuplicate {
            return try body()
        }
    }
}
