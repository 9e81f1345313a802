import Database
package import Domain

/// An institution: whose people sign, and how it does things.
package struct InstitutionRecord: Hashable, Sendable {
    package let id: ID<Institution>
    package var name: String
    package var rules: InstitutionRules

    package init(id: ID<Institution>, name: String, rules: InstitutionRules = InstitutionRules()) {
        self.id = id
        self.name = name
        self.rules = rules
    }
}

extension Querying {
    package func institution(_ id: ID<Institution>) throws(Failure) -> InstitutionRecord? {
        try first("SELECT id, name, rules FROM institution WHERE id = \(id)").map(Self.institution)
    }

    package func institution(named name: String) throws(Failure) -> InstitutionRecord? {
        try first("SELECT id, name, rules FROM institution WHERE name = \(name)").map(Self.institution)
    }

    package func institutions() throws(Failure) -> [InstitutionRecord] {
        try run("SELECT id, name, rules FROM institution ORDER BY name").map(Self.institution)
    }

    private static func institution(_ row: StoredRow<Failure>) throws(Failure) -> InstitutionRecord {
        InstitutionRecord(id: try row["id"], name: try row["name"], rules: InstitutionRules(bits: try row["rules"]))
    }
}

extension Transaction {
    package func insert(_ institution: InstitutionRecord) throws(Failure) {
        try run(
            """
            INSERT INTO institution (id, name, rules)
            VALUES (\(institution.id), \(institution.name), \(institution.rules.bits))
            """)
    }

    package func set(_ rules: InstitutionRules, of id: ID<Institution>) throws(Failure) {
        try run("UPDATE institution SET rules = \(rules.bits) WHERE id = \(id)")
    }
}

/// One bit for each rule; a bit keeps its meaning for ever.
extension InstitutionRules {
    private static var switches: [(bit: Int64, rule: WritableKeyPath<InstitutionRules, Bool>)] {
        [
            (1 << 0, \.verifiesAutomatically), (1 << 1, \.issuanceNeedsApproval), (1 << 2, \.renewalNeedsApproval),
            (1 << 3, \.ownerMayReturnAfterRevocation), (1 << 4, \.signsWhileRenewing), (1 << 5, \.signsWhilePromoted),
            (1 << 6, \.demandsPhone),
        ]
    }

    init(bits: Int64) {
        self.init()
        for (bit, rule) in Self.switches { self[keyPath: rule] = bits & bit != 0 }
    }

    var bits: Int64 { Self.switches.reduce(0) { $0 | (self[keyPath: $1.rule] ? $1.bit : 0) } }
}
