import Authority
import Crypto
import Domain
import Problems
import Store

extension SecretSource {
    static let rootPassphrase = SecretSource(
        stem: "--root-passphrase", prompt: Bilingual("Passphrase kunci akar", "Passphrase of the root's key"))
}

extension Command {
    private static let rootKey = Option(
        name: "--root-key", value: "FILE", help: "the root's key, brought back for this")

    private static let underPepper = Option(
        name: "--under-pepper",
        help: "keep the new issuing key under the pepper alone, although operators held the old one")

    private static let rootAlone = Option(name: "--root", help: "the root alone, for those who are to trust it")

    static let authorityShow = Command(
        name: ["authority", "show"], summary: "say which keys the authority has, what is due, and what is in doubt",
        operands: [], options: AuthorityHouse.options
    ) { arguments in
        let authority = try AuthorityHouse(arguments).authority
        try Console.say(AuthorityReport(authority).text)
    }

    static let authorityRenew = Command(
        name: ["authority", "renew"], summary: "put a new key in the place of one that ends before long",
        operands: [Operand(name: "ROLE")],
        options: AuthorityHouse.options + [rootKey, underPepper] + SecretSource.rootPassphrase.options,
        notes: [
            "ROLE is issuing (with --root-key), status, timestamp or audit. Nothing stops meanwhile: what the old key signed stays",
            "good, and a retired issuing key goes on signing its lists. Where operators hold the issuing key, they bring their shares",
            "and will hold the new one.",
        ]
    ) { arguments in
        let word = arguments.operands[0]
        guard let role = AuthorityKey.Role(rawValue: word), role != .root else {
            throw Problem.unknownChoice(
                "ROLE", among: AuthorityKey.Role.allCases.filter { $0 != .root }.map(\.rawValue))
        }
        let house = try AuthorityHouse(arguments)
        let made: [AuthorityKey]
        if role == .issuing {
            made = [
                try house.authority.renewIssuing(
                    with: rootSigningKey(arguments), leavingOperators: arguments.has(underPepper))
            ]
        } else {
            made = try house.authority.renewOwnKey(role)
        }
        for key in made {
            Console.note("teken: \(key.role.rawValue) \(key.id), serial \(try key.certificate.serialNumber())")
        }
    }

    static let authorityRootList = Command(
        name: ["authority", "root-list"], summary: "sign a new list of the issuing keys that the root revoked",
        operands: [], options: AuthorityHouse.options + [rootKey] + SecretSource.rootPassphrase.options
    ) { arguments in
        let house = try AuthorityHouse(arguments)
        let list = try house.authority.publishRootList(with: rootSigningKey(arguments))
        Console.note("teken: list \(list.number), \(list.entries) on it, until \(list.nextUpdate)")
    }

    static let authorityChain = Command(
        name: ["authority", "chain"],
        summary: "write the authority's certificates as PEM, issuing key first, root last",
        operands: [Operand(name: "OUT")],
        options: AuthorityHouse.options + [rootAlone, .force]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[0], overwrites: arguments.has(.force))
        try out.checkFree()
        let authority = try AuthorityHouse(arguments).authority
        let issuing = authority.keyRecords.first { $0.role == .issuing && $0.state == .active }
        let chain = issuing.map { authority.chain(of: $0.id) } ?? []
        try out.write((arguments.has(rootAlone) ? chain.suffix(1) : chain[...]).map { try $0.pem() }.joined())
    }

    static let authorityAcceptClock = Command(
        name: ["authority", "accept-clock"],
        summary: "vouch for the clock although the log holds a later moment, written while it was wrong", operands: [],
        options: AuthorityHouse.options,
        notes: ["It is recorded. Nothing else that speaks against the clock is set aside."]
    ) { arguments in
        let authority = try AuthorityHouse(arguments).authority
        switch try authority.acceptClock() {
        case .accepted(let now): Console.note("teken: the clock is believed from \(now) on")
        case .needless: Console.note("teken: nothing speaks against the clock; nothing was changed")
        case .doubted(let doubt): throw Problem.clockDoubted(doubt)
        }
    }

    static let auditSeal = Command(
        name: ["audit", "seal"],
        summary: "sign and stamp where each audit log stands, and print it, to be kept elsewhere",
        operands: [], options: AuthorityHouse.options,
        notes: ["Give what is printed to somebody else, and back to `audit verify` or `restore` with --witness."]
    ) { arguments in
        for head in try AuthorityHouse(arguments).authority.sealAuditHeads() {
            try OutputFile(path: "-").write(head.text)
        }
    }

    /// The root's key out of its file.
    private static func rootSigningKey(_ arguments: borrowing CommandArguments) throws -> SoftwareSigningKey {
        guard let path = arguments.value(rootKey) else { throw Problem.together("ROLE", needs: rootKey.name) }
        let file = try InputFile.bytes(path, most: TakenAwayKey.bytesMax)
        let passphrase = try SecretSource.rootPassphrase.passphrase(arguments)
        return try SoftwareSigningKey(TakenAwayKey.open(pem: file, with: passphrase))
    }
}

/// What an operator wants to know of an authority, as text.
struct AuthorityReport {
    let text: String

    init(_ authority: Authority) throws {
        var lines = ["\(authority.settings.organisation) <\(authority.settings.baseURL)>", ""]
        for key in authority.keyRecords {
            let certificate = key.certificate
            let end = certificate.notAfter?.description ?? "?"
            lines += [
                "\(key.role.rawValue) (\(key.state.rawValue)): \(certificate.subject)",
                "  \(key.id), serial \(try certificate.serialNumber()), until \(end)",
            ]
            guard key.role == .issuing || key.role == .root,
                let list = try authority.list(of: key.id, in: .all)
            else { continue }
            lines.append("  list \(list.number): \(list.entries) on it, \(list.bytes) bytes, until \(list.nextUpdate)")
        }
        for reminder in authority.reminders() {
            lines.append(
                reminder.isOver
                    ? "OVER: \(reminder.role.rawValue) ended on \(reminder.end); teken authority renew \(reminder.role.rawValue)"
                    : "DUE: \(reminder.role.rawValue) ends on \(reminder.end); teken authority renew \(reminder.role.rawValue)"
            )
        }
        for key in try authority.issuersBehind() {
            lines.append("DUE: a list of \(key.role.rawValue) \(key.id); \(authority.listNeeds(key))")
        }
        if let doubt = authority.clockDoubt() { lines.append("CLOCK: \(doubt.words)") }
        text = lines.joined(separator: "\n")
    }
}

extension Authority {
    /// What makes a list that waits for this key.
    func listNeeds(_ key: AuthorityKey) -> String {
        if let failure = failure(of: key.id) { return "its key does not open: \(Problem(failure).what.english)" }
        return key.role == .root
            ? "teken authority root-list --root-key FILE" : "teken revocations publish --share-file FILE …"
    }
}

extension ClockTrust.Doubt {
    /// What speaks against the clock, and what to do.
    var words: String {
        switch self {
        case .jumped(let step): "it jumped by \(step); check it, then start again"
        case .behindRecord(let time):
            "it stands \(time) before the newest moment on record; set it right, or if it is right: teken authority accept-clock"
        case .unsynchronised: "the kernel says that nobody keeps it right; start NTP, or set TEKEN_CLOCK=unchecked"
        case .errorTooLarge(let error): "the kernel thinks it may be wrong by \(error)"
        }
    }
}
