import Crypto

extension Command {
    static let keyChangePassphrase = Command(
        name: ["key", "change-passphrase"], summary: "seal a key under a new passphrase; the old one is needed",
        operands: [Operand(name: "FILE")],
        options: [.pepper, .owner, .profile] + SecretSource.passphrase.options + SecretSource.newPassphrase.options,
        notes: ["The file is replaced whole. A forgotten passphrase opens nothing: that takes a new key."]
    ) { arguments in
        let file = try SealedKeyFile(arguments.operands[0])
        let parameters = try arguments.kdfParameters()
        let peppers = try arguments.peppers()
        let old = try SecretSource.passphrase.passphrase(arguments)
        let owner = try arguments.ownerID() ?? file.description.owner
        let opened = try file.sealed.open(
            id: file.description.id, owner: owner, with: old, peppers: peppers,
            policy: file.description.parameters)
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
        notes: ["The pepper file holds the new pepper first and the old one behind it (teken pepper make --keep OLD)."]
    ) { arguments in
        let peppers = try arguments.peppers()
        for path in arguments.operands {
            let file = try SealedKeyFile(path)
            guard let rotated = try file.sealed.rotated(to: peppers) else {
                Console.note("teken: \(path) lies under pepper \(peppers.current.id) already")
                continue
            }
            try file.store(rotated)
            Console.note("teken: \(path) now lies under pepper \(peppers.current.id)")
        }
    }
}
