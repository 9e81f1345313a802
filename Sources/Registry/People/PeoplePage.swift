package import Crypto
package import Domain
package import Store

/// Whom somebody wants to see.
package struct PeopleQuery: Hashable, Sendable {
    /// What one page has at most.
    package static let most = 100
    /// So many people are looked at for one page: whoever asks for what is rare gets short pages instead of waiting.
    package static let lookedAtMax = 1_000

    /// Nil for everybody's people.
    package var institution: ID<Institution>?
    /// Nil where it does not matter; the same of the certificate, whose status is derived and stands in no table.
    package var verification: Set<VerificationStatus>?
    package var certificate: CertificateStatus?
    package var most = PeopleQuery.most
    /// Behind whom the page begins; nil for the first page.
    package var last: ID<Person>?

    package init() {}

    fileprivate func fits(_ person: PersonRecord, at now: Instant) -> Bool {
        verification?.contains(person.account.verification) ?? true
            && certificate.map { $0 == person.account.certificateStatus(at: now) } ?? true
    }
}

/// Some people, in the order they were registered in, one institution after the other.
package struct PeoplePage: Hashable, Sendable {
    package let people: [PersonStanding]
    /// Behind whom the next page begins, and it may be behind somebody who is not on this one. Nil where nobody is left.
    package let next: ID<Person>?
}

extension Store {
    /// Nil where the page was to begin behind somebody who is none of them. A store that is opened for reading alone will do.
    package func people(
        _ query: PeopleQuery, _ keys: InstallationKeys, at now: Instant
    ) throws(StoreError) -> PeoplePage? {
        precondition(1...PeopleQuery.most ~= query.most, "a page has people, and not too many")
        return try read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            var (found, last, lookedAt) = ([PersonStanding](), query.last, 0)
            while let batch = try snapshot.people(of: query.institution, after: last, most: query.most + 1) {
                for person in batch {
                    guard found.count < query.most, lookedAt < PeopleQuery.lookedAtMax else {
                        return PeoplePage(people: found, next: last)
                    }
                    (last, lookedAt) = (person.id, lookedAt + 1)
                    guard query.fits(person, at: now) else { continue }
                    if let standing = try PersonStanding(person, keys, at: now) { found.append(standing) }
                }
                guard batch.count > query.most else { return PeoplePage(people: found, next: nil) }
            }
            return nil
        }
    }
}

extension Registry {
    /// Of the people that the mandate reaches. Institutions that it does not reach are not there.
    package func people(
        _ query: PeopleQuery, of institution: String?, by mandate: Mandate
    ) throws(RegistryError) -> PeoplePage {
        var query = query
        query.institution = mandate.reach?.institution
        if let institution { query.institution = try self.institution(named: institution, by: mandate).id }
        let wanted = query
        let page = try RegistryError.store { () throws(StoreError) in
            try store.people(wanted, keys, at: clock())
        }
        guard let page else { throw .refused(.unknownPerson) }
        return page
    }
}
