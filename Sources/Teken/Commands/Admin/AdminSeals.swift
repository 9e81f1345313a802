import Authority
import Crypto
import Domain
import Problems
import Registry
import Signing
import Store

extension Command {
    private static let called = Operand(name: "SUBSCRIBER")
    private static let institution = Option(
        name: "--institution", value: "NAME", help: "whose seal it is", isRequired: true)
    private static let ofInstitution = Option(
        name: "--institution", value: "NAME", help: "of this one; of all if not given")
    private static let name = Option(
        name: "--name", value: "NAME", help: "as it will stand in certificates", isRequired: true)
    private static let subscriber = Option(
        name: "--subscriber", value: "NAME", help: "what programs call it by (idSubscriber)", isRequired: true)
    private static let renew = Option(
        name: "--renew", help: "in the place of a certificate that is still good, and of its key")
    private static let client = Option(
        name: "--client", value: "NAME", help: "the program that may seal with the code", isRequired: true)
    private static let documents = Option(
        name: "--documents", value: "N", help: "how many documents it may seal; 1000 if not given")
    private static let days = Option(name: "--days", value: "N", help: "how long it may; 30 days if not given")
    private static let codeOut = Option(
        name: "--code-out", value: "OUT", help: "where the code goes, readable by you alone; - if not given")
    private static let sealReason = Option(
        name: "--reason", value: "REASON",
        help:
            "unspecified, key-compromise, affiliation-changed, superseded, cessation, privilege-withdrawn; unspecified if not given"
    )
    private static let typed =
        "The seal's owner types the passphrase, and nobody else ever sees it: let the owner sit at the terminal."
    private static let ended = "What its owner had agreed to ends: it has to be activated again."

    static let adminSealCreate = Command(
        name: ["admin", "seal", "create"], summary: "enter a seal of an institution, and who is responsible for it",
        operands: [], options: AuthorityHouse.options + [institution, name, subscriber] + PersonChoice.options,
        notes: ["--nik, --nik-file or --email name its owner, somebody of the same institution."]
    ) { arguments in
        let subscriber = try subscriberName(arguments.required(subscriber))
        let owner = try PersonChoice.name(arguments)
        let registry = try RegistryHouse(arguments).registry
        let place = try registry.institution(named: arguments.required(institution))
        let id = try registry.enterSeal(
            .init(
                arguments.required(name), called: subscriber, of: place.id,
                owner: registry.standing(of: owner).id))
        Console.note("teken: entered; it has no certificate yet")
        try Console.say("\(id)")
    }

    static let adminSealList = Command(
        name: ["admin", "seal", "list"], summary: "name the seals, their owners, and how they stand", operands: [],
        options: DataFolder.options + [ofInstitution, .json]
    ) { arguments in
        guard let house = try ReadingHouse(arguments) else { return try Console.say(arguments, [], .array([])) }
        let place = arguments.value(ofInstitution)
        let all = try house.store.sealStandings(house.keys, at: WallClock.now())
            .filter { place == nil || $0.institution == place }
        try Console.say(arguments, all.map(\.line), .array(all.map(\.json)))
    }

    static let adminSealShow = Command(
        name: ["admin", "seal", "show"],
        summary: "say whose a seal is, whether it can seal, and what it is activated for",
        operands: [called], options: DataFolder.options + [.json]
    ) { arguments in
        let name = try subscriberName(arguments.operands[0])
        guard let house = try ReadingHouse(arguments) else { throw Problem(RegistryRefusal.unknownSeal) }
        guard let standing = try house.store.standing(of: name, house.keys, at: WallClock.now()) else {
            throw Problem(RegistryRefusal.unknownSeal)
        }
        try Console.say(arguments, standing.lines, standing.json)
    }

    static let adminSealEnrol = Command(
        name: ["admin", "seal", "enrol"], summary: "issue a seal's certificate, for a key under a new passphrase",
        operands: [called], options: AuthorityHouse.options + [renew] + SecretSource.passphrase.options,
        notes: [typed]
    ) { arguments in
        let house = try RegistryHouse(arguments)
        let seal = try house.registry.seal(called: subscriberName(arguments.operands[0]))
        let passphrase = try SecretSource.passphrase.passphrase(arguments, confirming: true)
        let record =
            try arguments.has(renew)
            ? house.registry.renewSeal(seal.id, passphrase) : house.registry.enrolSeal(seal.id, passphrase)
        try tell(record)
    }

    static let adminSealOwner = Command(
        name: ["admin", "seal", "owner"],
        summary: "make somebody else responsible for a seal, or give an owner who forgot the passphrase a new key",
        operands: [called],
        options: AuthorityHouse.options + PersonChoice.options + SecretSource.passphrase.options,
        notes: [
            "--nik, --nik-file or --email name the new owner, who types a passphrase where the seal has a good certificate: its key is",
            "replaced, and the certificate, for the rest of its time, because the owner before knows what opens the old one.",
            ended,
        ]
    ) { arguments in
        let name = try subscriberName(arguments.operands[0])
        let owner = try PersonChoice.name(arguments)
        let house = try RegistryHouse(arguments)
        let (seal, person) = (try house.registry.seal(called: name), try house.registry.standing(of: owner))
        guard seal.seal.status(at: WallClock.now()) == .active else {
            try house.registry.handOver(seal.id, to: person.id)
            return Console.note("teken: handed over; enrol it with the new owner's passphrase")
        }
        let passphrase = try SecretSource.passphrase.passphrase(arguments, confirming: true)
        let record = try house.registry.handOver(seal.id, to: person.id, passphrase)
        try house.publishLists()
        try tell(record)
    }

    static let adminSealActivate = Command(
        name: ["admin", "seal", "activate"],
        summary: "have a seal's owner agree that a program seals, and get the code for it", operands: [called],
        options: AuthorityHouse.options + [client, documents, days, codeOut] + SecretSource.passphrase.options,
        notes: [
            typed,
            "The code is shown this once. Whoever has it and the program's secret seals in the institution's name until",
            "the documents are used up, the days are over, or it is revoked.",
        ]
    ) { arguments in
        let name = try subscriberName(arguments.operands[0])
        let out = OutputFile(path: arguments.value(codeOut) ?? "-", isPrivate: true)
        try out.checkFree()
        let house = try RegistryHouse(arguments)
        let registry = house.registry
        let policy = try ServiceConfiguration(house.authority.folder.settings).policy()
        var order = ActivationDesk.Order.usual(policy)
        order.count = try arguments.number(documents, in: 1...Int(Int32.max)) ?? order.count
        if let days = try arguments.number(days, in: 1...100_000) { order.lifetime = .seconds(days * 86_400) }
        let desk = ActivationDesk(
            store: registry.store, keys: registry.keys, peppers: registry.peppers, policy: policy,
            clock: WallClock.now)
        try desk.check(order)
        let (seal, program) = (
            try registry.seal(called: name), try registry.program(named: arguments.required(client))
        )
        guard program.scopes.contains(.seal) else { throw Problem(RegistryRefusal.scopeMissing(.seal)) }
        let passphrase = try SecretSource.passphrase.passphrase(arguments)
        let activation = try desk.activate(seal, with: passphrase, order, for: program)
        Console.note(
            "teken: activated for \(program.name): \(activation.terms.count) documents, until \(activation.terms.deadline)"
        )
        if out.path == "-" { return try Console.say(activation.code.text()) }
        try out.write(activation.code.text())
    }

    static let adminSealSuspend = Command(
        name: ["admin", "seal", "suspend"], summary: "let nobody believe a seal's certificate until it is resumed",
        operands: [called], options: AuthorityHouse.options, notes: [ended]
    ) { arguments in try changeSeal(arguments) { registry, seal in try registry.suspend(seal) } }

    static let adminSealResume = Command(
        name: ["admin", "seal", "resume"], summary: "let a seal's certificate be believed again", operands: [called],
        options: AuthorityHouse.options, notes: [ended]
    ) { arguments in try changeSeal(arguments) { registry, seal in try registry.resume(seal) } }

    static let adminSealRevoke = Command(
        name: ["admin", "seal", "revoke"], summary: "revoke a seal's certificate for good; its key is destroyed",
        operands: [called], options: AuthorityHouse.options + [sealReason]
    ) { arguments in
        let word = arguments.value(sealReason) ?? RevocationReason.unspecified.word
        guard let reason = RevocationReason(word: word) else {
            throw Problem.unknownChoice(sealReason.name, among: RevocationReason.finalWords)
        }
        try changeSeal(arguments) { registry, seal in try registry.revoke(seal, reason) }
    }

    private static func changeSeal(
        _ arguments: borrowing CommandArguments, _ body: (Registry, ID<Seal>) throws -> Void
    ) throws {
        let name = try subscriberName(arguments.operands[0])
        let house = try RegistryHouse(arguments)
        try body(house.registry, house.registry.seal(called: name).id)
        try house.publishLists()
        let now = try house.registry.seal(called: name)
        Console.note("teken: seal \(now.seal.status(at: WallClock.now()).rawValue)")
    }

    private static func subscriberName(_ text: String) throws(Problem) -> SubscriberName {
        guard let name = SubscriberName(text) else { throw Problem(RegistryRefusal.subscriberUnusable) }
        return name
    }

    private static func tell(_ record: CertificateRecord) throws {
        Console.note("teken: serial \(record.serial), until \(record.life.validity.notAfter)")
        try Console.say("\(record.serial)")
    }
}
