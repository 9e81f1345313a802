import Authority
import Crypto
import Domain
import Problems
import Store

extension Command {
    private static let reason = Option(
        name: "--reason", value: "REASON",
        help:
            "unspecified, key-compromise, affiliation-changed, superseded, cessation, privilege-withdrawn; for a retired issuing key also authority-compromise",
        isRequired: true)
    private static let since = Option(
        name: "--invalid-since", value: "TIME", help: "since when the key is thought to have been in other hands")

    private static let asPEM = Option(name: "--pem", help: "also write the certificate itself")

    static let certificateRevoke = Command(
        name: ["certificate", "revoke"], summary: "revoke a certificate for good; its sealed key is destroyed",
        operands: [Operand(name: "SERIAL")], options: AuthorityHouse.options + [reason, since],
        notes: [
            "The next answer about it says so, and a new list is signed, if its key is open here. What it signed before, with a",
            "timestamp, stays valid.",
        ]
    ) { arguments in
        let word = arguments.required(reason)
        guard let reason = RevocationReason(word: word) else {
            throw Problem.unknownChoice(reason.name, among: RevocationReason.finalWords)
        }
        let moment = try arguments.value(since).map { text throws(Problem) in
            guard let moment = Instant(text) else { throw .notATime(since.name) }
            return moment
        }
        try change(arguments, .revoke(reason, invalidSince: moment))
    }

    static let certificateHold = Command(
        name: ["certificate", "hold"], summary: "let nobody believe a certificate until it is released or revoked",
        operands: [Operand(name: "SERIAL")], options: AuthorityHouse.options
    ) { arguments in try change(arguments, .hold) }

    static let certificateRelease = Command(
        name: ["certificate", "release"], summary: "let a certificate be believed again",
        operands: [Operand(name: "SERIAL")],
        options: AuthorityHouse.options
    ) { arguments in try change(arguments, .release) }

    static let certificateShow = Command(
        name: ["certificate", "show"], summary: "say what a certificate is and what has become of it",
        operands: [Operand(name: "SERIAL")],
        options: AuthorityHouse.options + [asPEM]
    ) { arguments in
        let house = try AuthorityHouse(arguments)
        let record = try house.record(of: arguments.operands[0])
        let life = record.life
        let subject = record.certificate?.subject ?? "?"
        var lines = [
            "\(record.profile): \(subject)", "serial \(record.serial), \(record.id)",
            "from \(life.validity.notBefore) until \(life.validity.notAfter): \(life.words(at: WallClock.now()))",
        ]
        if let owner = record.owner { lines.append("owner \(owner)") }
        if let next = life.replacement { lines.append("replaced by \(next)") }
        if arguments.has(asPEM), let pem = try record.certificate?.pem() { lines.append(pem) }
        try Console.say(lines.joined(separator: "\n"))
    }

    private static func change(_ arguments: borrowing CommandArguments, _ change: LifeChange) throws {
        let house = try AuthorityHouse(arguments)
        let record = try house.record(of: arguments.operands[0])
        switch try house.authority.change(record.id, change) {
        case .changed(let record), .unchanged(let record):
            Console.note("teken: \(record.serial) \(record.life.words(at: WallClock.now()))")
        case .refused(let refusal): throw Problem(refusal)
        case .keyInUse(let role): throw Problem.keyInUse(role)
        case .unknownCertificate, .notIssuedYet: throw Problem.certificateUnknown
        }
        try house.authority.publishDueLists()
        try house.tellListsBehind()
    }
}

extension AuthorityHouse {
    /// Names the lists that could not be made here.
    func tellListsBehind() throws {
        for key in try authority.issuersBehind() {
            Console.note(
                "teken: the list of \(key.role.rawValue) \(key.id) waits for its key: \(authority.listNeeds(key))")
        }
    }

    /// The certificate of that serial, whoever of our issuers gave it out.
    func record(of text: String) throws -> CertificateRecord {
        guard let serial = SerialNumber(text) else { throw Problem.notASerial }
        let found = try authority.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.certificates(serial)
        }
        guard let record = found.first else { throw Problem.certificateUnknown }
        return record
    }
}

extension CertificateLife {
    func words(at now: Instant) -> String {
        switch state {
        case .revoked(let end): "revoked since \(end.at) (\(end.reason.word))"
        case .held(let since): "on hold since \(since)"
        case .good:
            switch status(at: now) {
            case .expired: "ended"
            case .notYetValid: "not valid yet"
            case .good, .held, .revoked: "good"
            }
        }
    }
}

extension RevocationReason {
    /// As the command line has it.
    var word: String {
        switch self {
        case .unspecified: "unspecified"
        case .keyCompromise: "key-compromise"
        case .authorityCompromise: "authority-compromise"
        case .affiliationChanged: "affiliation-changed"
        case .superseded: "superseded"
        case .cessationOfOperation: "cessation"
        case .certificateHold: "hold"
        case .removeFromList: "removed"
        case .privilegeWithdrawn: "privilege-withdrawn"
        case .attributeAuthorityCompromise: "attribute-authority-compromise"
        }
    }

    static let finalWords = allCases.filter(\.isFinal).map(\.word)

    init?(word: String) {
        guard let reason = Self.allCases.first(where: { $0.isFinal && $0.word == word }) else { return nil }
        self = reason
    }
}
