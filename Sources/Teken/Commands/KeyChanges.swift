import Crypto

extension Command {
    static let keyChangePassphrase = Command(
        name: ["key", "change-passphrase"], summary: "seal a key under a new passphrase; the old one is needed",
        operands: [Operand(name: "FILE")],
        options: [.pepper, .owner, .profile] + SecretSource.passphrase.options + SecretSource.newPassphrase.options,
        notes: ["The file is replaced whole. A forgotten passphrase opens nothing: that takes a new key."]
    ) { arguments in
        let file = try SealedKeyFile(arguments.operands[0])
        // Without --profile what guessing costs stays as it is, or rises to today's standard.
        let own = file.description.parameters
        let usual = own.isWeaker(than: .standard) ? .standard : own
        let parameters = arguments.has(.profile) ? try arguments.kdfParameters() : usual
        let peppers = try arguments.peppers()
        let old = try SecretSource.passphrase.passphrase(arguments)
        let owner = try arguments.ownerID() ?? file.description.owner
        let opened = try file.sealed.open(
            id: file.description.id, owner: owner, with: old, peppers: peppers,
            policy: own)
        let new = try SecretSource.newPassphrase.passphrase(arguments, confirming: true)
        try file.store(
            SealedKey.seal(
                opened.key, id: file.description.id, owner: owner, under: new, peppers: peppers,
                parameters: parameters))
        Console.note("teken: \(file.path) opens with the new passphrase only")
    }

    static let keyRotatePepper = Command(
        name: ["key", "rotate-pepper"], summary: "put keys under the newest pepper; no passphrase is needed",
        operands: [Operand(name: "FILE", isRepeatable: true)], options: [.pepper],
        notes: [
            "The pepper file holds the new pepper first and the old one behind it (teken pepper make --keep OLD).",
            "A key that cannot be rotated is named and left as it is; the others are rotated all the same.",
        ]
    ) { arguments in
        let peppers = try arguments.peppers()
        var refusals: [Problem] = []
        for path in arguments.operands {
            do {
                try rotate(path, to: peppers)
            } catch {
                refusals.append(Problem(facing: error).about(path))
            }
        }
        guard let first = refusals.first else { return }
        if arguments.operands.count == 1 { throw first }
        refusals.forEach(Console.report)
        throw Problem.notRotated(refusals.count, of: arguments.operands.count, exitCode: first.exitCode)
    }

    private static func rotate(_ path: String, to peppers: borrowing Peppers) throws {
        let file = try SealedKeyFile(path)
        guard let rotated = try file.sealed.rotated(to: peppers) else {
            return Console.note("teken: \(path) lies under pepper \(peppers.current.id) already")
        }
        try file.store(rotated)
        Console.note("teken: \(path) now lies under pepper \(peppers.current.id)")
    }
}
