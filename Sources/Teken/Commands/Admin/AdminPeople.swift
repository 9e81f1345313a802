import Crypto
import Domain
import Problems
import Registry
import Store

extension Command {
    private static let institution = Option(
        name: "--institution", value: "NAME", help: "whose people the person belongs to", isRequired: true)
    private static let personName = Option(
        name: "--name", value: "NAME", help: "as it will stand in certificates", isRequired: true)
    private static let address = Option(
        name: "--email", value: "ADDRESS", help: "the person's own address", isRequired: true)
    private static let phone = Option(name: "--phone", value: "NUMBER", help: "the person's telephone number")
    private static let position = Option(name: "--position", value: "TEXT", help: "what the person is there")
    private static let unit = Option(name: "--unit", value: "TEXT", help: "in which part of the institution")
    private static let employeeNumber = Option(name: "--employee-number", value: "TEXT", help: "such as a NIP")
    private static let ownKey = Option(
        name: "--own-key", help: "the person's key stays with the person: nothing is signed here with it")

    static let adminPersonAdd = Command(
        name: ["admin", "person", "add"], summary: "register somebody", operands: [],
        options: AuthorityHouse.options
            + [
                institution, personName, PersonChoice.nik, PersonChoice.nikFile, address, phone, position, unit,
                employeeNumber, ownKey,
            ],
        notes: ["The account is new: `teken admin person admit` says that its data were checked."]
    ) { arguments in
        guard let number = try PersonChoice.number(arguments) else {
            throw Problem.missing(PersonChoice.nik.name, or: PersonChoice.nikFile.name)
        }
        var data = PersonData(
            nik: number, name: arguments.required(personName), email: arguments.required(address))
        (data.phone, data.position) = (arguments.value(phone), arguments.value(position))
        (data.unit, data.employeeNumber) = (arguments.value(unit), arguments.value(employeeNumber))
        let registry = try RegistryHouse(arguments).registry
        let place = try registry.institution(named: arguments.required(institution))
        let id = try registry.register(
            data, into: place.id, by: nil, client: nil, method: arguments.has(ownKey) ? .own : .esign)
        Console.note("teken: registered; the account is new")
        try Console.say("\(id)")
    }

    static let adminPersonShow = Command(
        name: ["admin", "person", "show"], summary: "say who somebody is and how the account stands", operands: [],
        options: DataFolder.options + PersonChoice.options + [.json]
    ) { arguments in
        let standing = try standing(arguments)
        try Console.say(arguments, standing.lines, standing.json)
    }

    private static let onlyOf = Option(name: "--institution", value: "NAME", help: "this one's people alone")

    static let adminPersonList = Command(
        name: ["admin", "person", "list"], summary: "name the people, and say how their accounts stand", operands: [],
        options: DataFolder.options + [onlyOf, .json],
        notes: ["One line for each, as they are found: with --json a JSON object. Numbers are masked."]
    ) { arguments in
        guard let house = try ReadingHouse(arguments) else { return Console.note("teken: nobody is registered yet") }
        var query = PeopleQuery()
        if let name = arguments.value(onlyOf) {
            let place = try house.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
                try snapshot.institution(named: name)
            }
            guard let place else { throw Problem(RegistryRefusal.unknownInstitution) }
            query.institution = place.id
        }
        repeat {
            guard let page = try house.store.people(query, house.keys, at: WallClock.now()) else {
                throw Problem(RegistryRefusal.unknownPerson)
            }
            for person in page.people {
                try Console.say(arguments, [person.line], person.json)
            }
            query.last = page.next
        } while query.last != nil
    }

    static let adminPersonVerdict = Command(
        name: ["admin", "person", "verdict"], summary: "say whether somebody can sign, why not, and what to do next",
        operands: [], options: DataFolder.options + PersonChoice.options + [.json]
    ) { arguments in
        let standing = try standing(arguments)
        try Console.say(arguments, standing.verdictLines, standing.verdictJSON)
    }

    static let adminPersonAdmit = Command(
        name: ["admin", "person", "admit"], summary: "vouch for somebody's data, who was seen with the card in hand",
        operands: [], options: AuthorityHouse.options + PersonChoice.options
    ) { arguments in
        try change(arguments) { registry, person in try registry.admit(person) }
    }

    static let adminPersonUnblock = Command(
        name: ["admin", "person", "unblock"],
        summary: "let somebody try the passphrase again after too many wrong ones",
        operands: [], options: AuthorityHouse.options + PersonChoice.options
    ) { arguments in
        try change(arguments) { registry, person in try registry.unblock(person, by: .installation) }
    }

    static let adminPersonErase = Command(
        name: ["admin", "person", "erase"],
        summary: "forget somebody for good: certificates are revoked, data and keys go",
        operands: [], options: AuthorityHouse.options + PersonChoice.options,
        notes: [
            "What was done stays in the audit log under an identifier that says nothing. Copies in backups end when the backups do."
        ]
    ) { arguments in
        let house = try RegistryHouse(arguments)
        let person = try house.registry.standing(of: PersonChoice.name(arguments))
        try house.registry.erase(person.id, by: .installation)
        try house.publishLists()
        Console.note("teken: erased; what was done stays under \(person.id)")
    }

    private static func standing(_ arguments: borrowing CommandArguments) throws -> PersonStanding {
        let name = try PersonChoice.name(arguments)
        guard let house = try ReadingHouse(arguments) else { throw Problem(RegistryRefusal.unknownPerson) }
        guard let standing = try house.store.standing(of: name, house.keys, at: WallClock.now()) else {
            throw Problem(RegistryRefusal.unknownPerson)
        }
        return standing
    }

    /// Does something to whoever is meant, and says how the account stands then.
    static func change(
        _ arguments: borrowing CommandArguments, publishing: Bool = false,
        _ body: (Registry, ID<Person>) throws -> Void
    ) throws {
        let name = try PersonChoice.name(arguments)
        let house = try RegistryHouse(arguments)
        try body(house.registry, house.registry.standing(of: name).id)
        if publishing { try house.publishLists() }
        let standing = try house.registry.standing(of: name)
        Console.note(
            "teken: account \(standing.verification.word), certificate \(standing.certificate.rawValue), "
                + (standing.verdict == .can ? "can sign" : "cannot sign"))
    }
}
