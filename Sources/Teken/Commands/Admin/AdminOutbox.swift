import Crypto
import Delivery
import Domain
import HTTPClient
import Problems
import Registry
import Store

extension Command {
    private static let url = Option(name: "--url", value: "URL", help: "where it is told what becomes of its work")
    private static let none = Option(name: "--none", help: "it is told nothing any more")
    private static let secretOut = Option(
        name: "--secret-out", value: "OUT",
        help: "where the secret of our words goes, readable by you alone; - if not given")
    private static let state = Option(
        name: "--state", value: "STATE", help: "waiting, sent or failed alone", isRepeatable: false)

    static let adminClientWebhook = Command(
        name: ["admin", "client", "webhook"], summary: "set where a program is told what becomes of its work",
        operands: [Operand(name: "NAME")], options: AuthorityHouse.options + [url, none, secretOut],
        notes: [
            "Each message is signed as Standard Webhooks 1.0 has it, with a new secret that is shown this once.",
            "The address is the operator's choice and may lead into the own network; it holds no name and no password.",
        ]
    ) { arguments in
        guard arguments.has(url) != arguments.has(none) else {
            throw arguments.has(url) ? Problem.conflicting(url.name, none.name) : .missing(url.name, or: none.name)
        }
        let out = OutputFile(path: arguments.value(secretOut) ?? "-", isPrivate: true)
        if let address = arguments.value(url) {
            guard HTTPPost.isPlain(address) else { throw Problem.webhookUnusable }
            try out.checkFree()
        }
        let registry = try RegistryHouse(arguments).registry
        let program = try registry.program(named: arguments.operands[0])
        guard let address = arguments.value(url) else {
            try registry.removeWebhook(of: program.id)
            return Console.note("teken: \(program.name) is told nothing any more")
        }
        let secret = try Secret.random(count: HMAC.byteCount)
        try registry.set(webhook: address, secret: secret, of: program.id)
        var text = Array(WebhookSignature.text(of: secret).utf8)
        try out.write(Secret(wiping: &text))
        if out.path == "-" { try Console.say("") }
        Console.note("teken: \(program.name) is told at \(address)")
    }

    static let adminOutboxList = Command(
        name: ["admin", "outbox", "list"], summary: "name the newest messages to programs, and what became of them",
        operands: [], options: DataFolder.options + [state, .json]
    ) { arguments in
        let wanted = try arguments.value(state).map { word throws(Problem) in
            guard let state = OutboxEntry.State(rawValue: word) else {
                throw .unknownChoice(state.name, among: ["waiting", "sent", "failed"])
            }
            return state
        }
        let found = try DataFolder(arguments).openForReading().read {
            (snapshot: Snapshot<StoreError>) throws(StoreError) in
            (try snapshot.outbox(wanted, most: 1_000), try snapshot.clients())
        }
        let names = Dictionary(uniqueKeysWithValues: found.1.map { ($0.id, $0.name) })
        try Console.say(
            arguments, found.0.map { $0.line(names) }, .array(found.0.map { $0.json(names) }))
    }

    static let adminOutboxRetry = Command(
        name: ["admin", "outbox", "retry"], summary: "send a message now that waits or was given up",
        operands: [Operand(name: "ID")], options: AuthorityHouse.options
    ) { arguments in
        guard let id = ID<OutboxMessage>(arguments.operands[0]) else { throw Problem(RegistryRefusal.unknownMessage) }
        try RegistryHouse(arguments).registry.retry(id)
        Console.note("teken: it is sent when the service looks next")
    }
}

extension OutboxEntry {
    fileprivate func line(_ names: [ID<Client>: String]) -> String {
        let name = names[client] ?? "\(client)"
        let rest = trouble.map { ": \($0)" } ?? ""
        return "\(id) \(name) \(made) \(state.rawValue), \(tries) tries\(rest)"
    }

    fileprivate func json(_ names: [ID<Client>: String]) -> JSON {
        [
            "id": .text("\(id)"), "client": .text(names[client] ?? "\(client)"), "state": .text(state.rawValue),
            "made": .text("\(made)"), "tries": .integer(tries),
            "nextTry": state == .waiting ? .text("\(nextTry)") : .null, "trouble": .optional(trouble),
        ]
    }
}
