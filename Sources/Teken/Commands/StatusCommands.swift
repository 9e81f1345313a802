import Authority
import Crypto
import Domain
import Problems
import Store

extension Command {
    private static let issuer = Option(
        name: "--issuer", value: "UUID",
        help: "whose list: an issuing key or the root; the active issuing key if not given")
    private static let part = Option(name: "--part", value: "N", help: "one part of a long list")

    static let revocationsPublish = Command(
        name: ["revocations", "publish"], summary: "sign every list that is due", operands: [],
        options: AuthorityHouse.options
    ) { arguments in
        let house = try AuthorityHouse(arguments)
        for list in try house.authority.publishDueLists() {
            Console.note("teken: list \(list.number) of \(list.issuer)\(list.shard.suffix): \(list.entries) on it")
        }
        try house.tellListsBehind()
    }

    static let revocationsApply = Command(
        name: ["revocations", "apply"],
        summary: "make everybody on a list that was published once as revoked as it says",
        operands: [Operand(name: "LIST")],
        options: AuthorityHouse.options,
        notes: [
            "After a restore from a backup that is older than the list (DER). Who is unknown here stays on no list: keep it."
        ]
    ) { arguments in
        let bytes = try InputFile.bytes(arguments.operands[0], most: RevocationData.listBytesMax)
        guard let list = RevocationList(der: bytes) else { throw Problem.listUnreadable }
        let house = try AuthorityHouse(arguments)
        guard let applied = try house.authority.apply(list) else { throw Problem.listOfAnother }
        Console.note("teken: \(applied.changed) revoked or held again, \(applied.knownBefore) were so already")
        for serial in applied.unknown { Console.note("teken: \(serial) is not known here") }
        for serial in applied.inUse { Console.note("teken: \(serial) is of a key in use: renew it, then revoke it") }
        try house.authority.publishDueLists()
        try house.tellListsBehind()
    }

    static let revocationsWrite = Command(
        name: ["revocations", "write"], summary: "write the list in force (DER)", operands: [Operand(name: "OUT")],
        options: AuthorityHouse.options + [issuer, part, .force]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[0], overwrites: arguments.has(.force))
        try out.checkFree()
        let authority = try AuthorityHouse(arguments).authority
        let active = authority.keyRecords.first { $0.role == .issuing && $0.state == .active }?.id
        guard let id = try arguments.identifier(issuer) ?? active else { throw Problem.listUnknown }
        let shard = try arguments.number(part, in: 1...1_000_000).map { ListShard.part($0) } ?? .all
        var bytes: [UInt8] = []
        let list = try authority.eachPieceOfList(of: id, in: shard) { (piece) throws(AuthorityError) in bytes += piece }
        guard list != nil else { throw Problem.listUnknown }
        try out.write(bytes)
    }

    static let answerStatus = Command(
        name: ["ocsp"], summary: "answer an OCSP request as the service does (DER in, DER out)",
        operands: [Operand(name: "IN"), Operand(name: "OUT")], options: AuthorityHouse.options + [.force]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[1], overwrites: arguments.has(.force))
        try out.checkFree()
        let request = try InputFile.bytes(arguments.operands[0], most: 1 << 20)
        try out.write(AuthorityHouse(arguments).authority.answerStatus(request))
    }

    static let answerTimestamp = Command(
        name: ["timestamp"], summary: "answer a timestamp query as the service does (DER in, DER out)",
        operands: [Operand(name: "IN"), Operand(name: "OUT")], options: AuthorityHouse.options + [.force]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[1], overwrites: arguments.has(.force))
        try out.checkFree()
        let query = try InputFile.bytes(arguments.operands[0], most: 1 << 20)
        let authority = try AuthorityHouse(arguments).authority
        if let doubt = authority.clockDoubt() { Console.note("teken: \(doubt.words)") }
        try out.write(authority.stamp(query))
    }
}
