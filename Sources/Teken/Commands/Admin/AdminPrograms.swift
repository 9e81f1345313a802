import Crypto
import Domain
import HTTP
import Problems
import Registry
import Store

extension Command {
    private static let institution = Option(
        name: "--institution", value: "NAME", help: "whose people it may act for")
    private static let all = Option(name: "--all-institutions", help: "it may act for everybody's people")
    private static let scope = Option(
        name: "--scope", value: "NAME", help: "what it may ask for; what an office application needs if not given",
        isRepeatable: true)
    private static let newScope = Option(
        name: "--scope", value: "NAME", help: "what it may ask for from now on", isRequired: true, isRepeatable: true)
    private static let block = Option(
        name: "--address", value: "BLOCK", help: "where it may call from, such as 192.0.2.0/24; anywhere if not given",
        isRepeatable: true)
    private static let secretOut = Option(
        name: "--secret-out", value: "OUT", help: "where its secret goes, readable by you alone; - if not given")
    private static let scopeNotes = ["Scopes: \(ClientScopes.named.map(\.name).joined(separator: ", "))."]
    private static let secretNote =
        "A secret of 256 random bits is made and shown this once. Give one with --secret-file only where it must be yours."

    static let adminClientAdd = Command(
        name: ["admin", "client", "add"], summary: "enter a program that may call the API",
        operands: [Operand(name: "NAME")],
        options: AuthorityHouse.options + [institution, all, scope, block, secretOut]
            + SecretSource.clientSecret.options,
        notes: scopeNotes + [secretNote]
    ) { arguments in
        guard arguments.has(institution) != arguments.has(all) else {
            throw arguments.has(all)
                ? Problem.conflicting(institution.name, all.name) : Problem.missing(institution.name, or: all.name)
        }
        let scopes = arguments.has(scope) ? try scopes(arguments.values(scope)) : .usual
        let addresses = try addresses(arguments)
        let out = OutputFile(path: arguments.value(secretOut) ?? "-", isPrivate: true)
        try out.checkFree()
        let registry = try RegistryHouse(arguments).registry
        let place = try arguments.value(institution).map { try registry.institution(named: $0).id }
        let draft = Registry.ProgramDraft(
            arguments.operands[0], institution: place, scopes: scopes, addresses: addresses)
        try withSecret(arguments, out) { secret in _ = try registry.enter(draft, secret: secret) }
        Console.note("teken: entered \(arguments.operands[0])")
    }

    static let adminClientSecret = Command(
        name: ["admin", "client", "secret"],
        summary: "give a program a new secret; the old one is good for nothing then",
        operands: [Operand(name: "NAME")],
        options: AuthorityHouse.options + [secretOut] + SecretSource.clientSecret.options, notes: [secretNote]
    ) { arguments in
        let out = OutputFile(path: arguments.value(secretOut) ?? "-", isPrivate: true)
        try out.checkFree()
        let registry = try RegistryHouse(arguments).registry
        let program = try registry.program(named: arguments.operands[0])
        try withSecret(arguments, out) { secret in try registry.set(secret: secret, of: program.id) }
    }

    static let adminClientList = Command(
        name: ["admin", "client", "list"], summary: "name the programs, and what they may do", operands: [],
        options: DataFolder.options + [.json]
    ) { arguments in
        let found = try DataFolder(arguments).openForReading().read {
            (snapshot: Snapshot<StoreError>) throws(StoreError) in
            (try snapshot.clients(), try snapshot.institutions())
        }
        try Console.say(
            arguments, found.0.map { $0.line(found.1) }, .array(found.0.map { $0.json(found.1) }))
    }

    static let adminClientScopes = Command(
        name: ["admin", "client", "scopes"], summary: "set what a program may ask for",
        operands: [Operand(name: "NAME")],
        options: AuthorityHouse.options + [newScope], notes: scopeNotes
    ) { arguments in
        let scopes = try scopes(arguments.values(newScope))
        try change(arguments) { registry, program in try registry.set(scopes, of: program) }
    }

    static let adminClientAddresses = Command(
        name: ["admin", "client", "addresses"], summary: "set where a program may call from; from anywhere without any",
        operands: [Operand(name: "NAME")], options: AuthorityHouse.options + [block]
    ) { arguments in
        let addresses = try addresses(arguments)
        try change(arguments) { registry, program in try registry.set(addresses: addresses, of: program) }
    }

    static let adminClientDisable = Command(
        name: ["admin", "client", "disable"], summary: "let a program do nothing any more",
        operands: [Operand(name: "NAME")], options: AuthorityHouse.options
    ) { arguments in try change(arguments) { registry, program in try registry.disable(program) } }

    static let adminClientEnable = Command(
        name: ["admin", "client", "enable"], summary: "let a program work again that was disabled or suspended",
        operands: [Operand(name: "NAME")], options: AuthorityHouse.options
    ) { arguments in try change(arguments) { registry, program in try registry.enable(program) } }

    private static func change(
        _ arguments: borrowing CommandArguments, _ body: (Registry, ID<Client>) throws -> Void
    ) throws {
        let registry = try RegistryHouse(arguments).registry
        try body(registry, registry.program(named: arguments.operands[0]).id)
        let now = try registry.program(named: arguments.operands[0])
        Console.note("teken: \(now.line(try registry.institutions()))")
    }

    /// The secret that was given, or a fresh one, which is handed out only once the program is on record.
    private static func withSecret(
        _ arguments: borrowing CommandArguments, _ out: OutputFile, _ body: (borrowing Secret) throws -> Void
    ) throws {
        if SecretSource.clientSecret.isGiven(arguments) {
            guard !arguments.has(secretOut) else {
                throw Problem.conflicting(secretOut.name, SecretSource.clientSecret.file.name)
            }
            return try body(SecretSource.clientSecret.read(arguments))
        }
        let secret = try Registry.freshSecret()
        try body(secret)
        try out.write(secret)
        if out.path == "-" { try Console.say("") }
    }

    private static func scopes(_ words: [String]) throws(Problem) -> ClientScopes {
        guard let scopes = ClientScopes(words: words.joined(separator: " ")) else {
            throw .unknownChoice(scope.name, among: ClientScopes.named.map(\.name))
        }
        return scopes
    }

    private static func addresses(_ arguments: borrowing CommandArguments) throws(Problem) -> String {
        let words = arguments.values(block)
        guard words.allSatisfy({ AddressBlock($0) != nil }) else { throw .notAnAddressBlock(block.name) }
        return words.joined(separator: " ")
    }
}
