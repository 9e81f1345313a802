import Domain
import Problems
import Registry
import Store

extension Command {
    private static let set = Option(
        name: "--set", value: "RULE=yes|no", help: "a rule that is to be otherwise", isRepeatable: true)
    private static let ruleNotes = ["Rules: \(InstitutionRules.named.map(\.name).joined(separator: ", "))."]

    static let adminInstitutionAdd = Command(
        name: ["admin", "institution", "add"], summary: "enter an institution", operands: [Operand(name: "NAME")],
        options: AuthorityHouse.options + [set], notes: ruleNotes
    ) { arguments in
        let rules = try rules(InstitutionRules(), arguments)
        let house = try RegistryHouse(arguments)
        let id = try house.registry.enterInstitution(arguments.operands[0], rules: rules)
        Console.note("teken: entered \(Console.tame(arguments.operands[0]))")
        try Console.say("\(id)")
    }

    static let adminInstitutionList = Command(
        name: ["admin", "institution", "list"], summary: "name the institutions, and the rules that are on",
        operands: [], options: DataFolder.options + [.json]
    ) { arguments in
        let all = try institutions(arguments)
        try Console.say(arguments, all.map(\.line), .array(all.map(\.json)))
    }

    static let adminInstitutionRules = Command(
        name: ["admin", "institution", "rules"], summary: "say or set how an institution does things",
        operands: [Operand(name: "NAME")], options: AuthorityHouse.options + [set, .json], notes: ruleNotes
    ) { arguments in
        let name = arguments.operands[0]
        if arguments.has(set) {
            let registry = try RegistryHouse(arguments).registry
            let known = try registry.institution(named: name)
            try registry.set(rules(known.rules, arguments), of: known.id)
            let now = try registry.institution(named: name)
            return try Console.say(arguments, [now.line], now.json)
        }
        guard let known = try institutions(arguments).first(where: { $0.name == name }) else {
            throw Problem(RegistryRefusal.unknownInstitution)
        }
        try Console.say(arguments, [known.line], known.json)
    }

    private static func institutions(_ arguments: borrowing CommandArguments) throws -> [InstitutionRecord] {
        try DataFolder(arguments).openForReading().read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.institutions()
        }
    }

    private static func rules(
        _ rules: InstitutionRules, _ arguments: borrowing CommandArguments
    ) throws(Problem) -> InstitutionRules {
        var rules = rules
        for word in arguments.values(set) {
            let parts = word.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let known = InstitutionRules.named.first(where: { $0.name == parts[0] }),
                parts[1] == "yes" || parts[1] == "no"
            else { throw .unknownChoice(set.name, among: InstitutionRules.named.map { "\($0.name)=yes|no" }) }
            rules[keyPath: known.rule] = parts[1] == "yes"
        }
        return rules
    }
}
