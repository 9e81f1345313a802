import Authority
import Crypto
import Domain
import Problems
import Store

extension Command {
    private static let profile = Option(
        name: "--certificate-profile", value: "NAME", help: "person, seal, server or mail; person if not given")
    private static let subject = Option(
        name: "--subject", value: "NAME", help: "whom it names, such as `CN=Budi Percobaan,O=Dinas Contoh,C=ID`")
    private static let mail = Option(
        name: "--mail", value: "ADDRESS", help: "an address of mail in it", isRepeatable: true)
    private static let host = Option(name: "--host", value: "NAME", help: "a server's name in it", isRepeatable: true)
    private static let publicKey = Option(name: "--public-key", value: "PEM", help: "for a key that was made elsewhere")
    private static let request = Option(
        name: "--request", value: "FILE", help: "for the key of a PKCS#10 request, whose signature shows who has it")
    private static let kind = Option(
        name: "--kind", value: "KIND",
        help: "for a key that is made here and kept sealed: rsa-2048 (if not given), p-256 …")
    private static let days = Option(
        name: "--days", value: "N", help: "how long it is good; as the profile has it if not given")
    private static let requestID = Option(
        name: "--request-id", value: "UUID",
        help: "your name for this request: asked for twice, one certificate is issued")
    private static let replaces = Option(
        name: "--replaces", value: "SERIAL", help: "the certificate whose place it takes")
    private static let out = Option(name: "--out", value: "PEM", help: "where the certificate and its issuers go")

    static let certificateIssue = Command(
        name: ["certificate", "issue"],
        summary: "issue a certificate, for a key of the house or one that somebody brings",
        operands: [],
        options: AuthorityHouse.options + [
            profile, subject, mail, host, publicKey, request, kind, days, requestID, replaces, out, .owner, .force,
        ] + SecretSource.passphrase.options,
        notes: [
            "Without --public-key and --request a key is made here and kept in the store, sealed under its owner's passphrase, and",
            "`teken sign --data DIR --signer SERIAL` signs with it. With --replaces the old certificate is marked as renewed and its",
            "sealed key is destroyed.",
        ]
    ) { arguments in
        let out = arguments.value(out).map { OutputFile(path: $0, overwrites: arguments.has(.force)) }
        try out?.checkFree()
        let house = try AuthorityHouse(arguments)
        var order = try order(arguments, in: house)
        var outcome = try house.authority.issue(order)
        // Nobody is asked for a passphrase before the name was judged, or where the request has its certificate already.
        if case .awaitsKey = outcome {
            order.key = .kept(try makeKey(arguments, for: order, in: house))
            outcome = try house.authority.issue(order)
        }
        switch outcome {
        case .refused(let refusal): throw Problem(refusal)
        case .waiting, .awaitsKey: throw Problem(AuthorityError.keyClosed(.issuing))
        case .issued(let record): try tell(record, "issued", out, house)
        case .repeated(let record): try tell(record, "issued before, on the same request", out, house)
        }
    }

    private static func tell(
        _ record: CertificateRecord, _ word: String, _ out: OutputFile?, _ house: AuthorityHouse
    ) throws {
        guard let certificate = record.certificate else { throw Problem.certificateUnknown }
        let chain = [certificate] + house.chain(above: record)
        try out?.write(chain.map { try $0.pem() }.joined())
        let owner = record.owner.map { ", owner \($0)" } ?? ""
        Console.note("teken: \(word): \(certificate.subject)")
        Console.note("teken: serial \(record.serial)\(owner), until \(record.life.validity.notAfter)")
        if out == nil { try Console.say("\(record.serial)") }
    }

    private static func order(_ arguments: borrowing CommandArguments, in house: AuthorityHouse) throws -> IssuanceOrder
    {
        let name = arguments.value(profile) ?? CertificateProfile.Name.person.rawValue
        guard let profile = CertificateProfile.Name(rawValue: name) else {
            throw Problem.unknownChoice(Self.profile.name, among: ["person", "seal", "server", "mail"])
        }
        let brought = try arguments.value(request).map { path in
            try CertificationRequest(InputFile.bytes(path, most: CertificationRequest.bytesMax))
        }
        let key: IssuanceOrder.Key
        if let brought {
            guard !arguments.has(publicKey) else { throw Problem.conflicting(request.name, publicKey.name) }
            key = .brought(brought)
        } else {
            key = try arguments.value(publicKey).map { .trusted(try PublicKeyFile.info($0)) } ?? .promised
        }
        var order = IssuanceOrder(
            try arguments.identifier(requestID) ?? ID(random: Randomness.bytes(16)), profile: profile,
            subject: try named(arguments, brought), key: key, owner: try arguments.ownerID())
        order.names =
            arguments.values(mail).map(AlternativeName.email) + arguments.values(host).map(AlternativeName.dns)
        if order.names.isEmpty, let brought { order.names = brought.alternativeNames }
        if let days = try arguments.number(days, in: 1...36_500) { order.lifetime = .lasting(.seconds(days * 86_400)) }
        if let old = try arguments.value(replaces).map({ try house.record(of: $0) }) {
            order.replaces = old.id
            order.owner = order.owner ?? old.owner
        }
        return order
    }

    private static func named(
        _ arguments: borrowing CommandArguments, _ brought: CertificationRequest?
    ) throws -> DistinguishedName {
        if let text = arguments.value(subject) { return try DistinguishedName(text: text) }
        guard let brought else { throw Problem.together("certificate issue", needs: subject.name) }
        return try brought.subject()
    }

    /// A new key, sealed for the order's owner, or for somebody new where it names nobody.
    private static func makeKey(
        _ arguments: borrowing CommandArguments, for order: IssuanceOrder, in house: AuthorityHouse
    ) throws -> IssuanceOrder.KeptKey {
        let kind = try arguments.value(kind).map(KeyKind.init(named:)) ?? .rsa2048
        let passphrase = try SecretSource.passphrase.passphrase(arguments, confirming: true)
        let key = try PrivateKey.generate(kind)
        let id = ID<SealedKey>(random: try Randomness.bytes(16))
        let owner = try order.owner ?? ID(random: Randomness.bytes(ID<KeyOwner>.byteCount))
        let sealed = try SealedKey.seal(
            key, id: id, owner: owner, under: passphrase, peppers: house.secrets.peppers, parameters: .standard)
        return IssuanceOrder.KeptKey(id: id, owner: owner, key: sealed, publicKeyInfo: try key.publicKeyInfo())
    }
}

extension CommandArguments {
    func identifier<Subject: ~Copyable>(_ option: Command.Option) throws(Problem) -> ID<Subject>? {
        guard let text = value(option) else { return nil }
        guard let id = ID<Subject>(text) else { throw .notAnIdentifier(option.name) }
        return id
    }
}

/// A public key as PEM.
enum PublicKeyFile {
    private static let bytesMax = 64 << 10

    static func info(_ path: String) throws -> [UInt8] {
        let blocks =
            try PEMBlocks.all(
                in: InputFile.bytes(path, most: bytesMax), labelled: PEMBlocks.publicKey) ?? []
        guard blocks.count == 1 else { throw CryptoError.key(.unreadable) }
        return blocks[0]
    }
}
