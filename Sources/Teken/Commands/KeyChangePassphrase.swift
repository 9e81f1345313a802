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
}
