import Database
package import Domain

extension Querying {
    /// So many people in the order they were registered in, one institution after the other; whoever was erased is not among them.
    /// They begin behind whom `last` names. Nil where nobody of these was ever called so.
    ///
    /// An index has them in this order, so that a page costs the same wherever it begins.
    package func people(
        of institution: ID<Institution>?, after last: ID<Person>?, most: Int
    ) throws(Failure) -> [PersonRecord]? {
        var condition: SQL = "data IS NOT NULL"
        if let institution { condition.append(" AND person.institution = \(institution)") }
        if let last {
            guard let place = try place(of: last) else { return nil }
            switch institution {
            case nil:
                condition.append(
                    " AND (person.institution, made, person.id) > (\(place.institution), \(place.made), \(last))")
            case place.institution: condition.append(" AND (made, person.id) > (\(place.made), \(last))")
            case .some: return nil
            }
        }
        return try people(where: condition, order: "person.institution, made, person.id", most: most)
    }

    private func place(of id: ID<Person>) throws(Failure) -> (institution: ID<Institution>, made: Instant)? {
        try first("SELECT institution, made FROM person WHERE id = \(id)").map { row throws(Failure) in
            (try row["institution"], try row["made"])
        }
    }
}
