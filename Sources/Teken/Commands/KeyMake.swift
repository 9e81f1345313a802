import Crypto
import Domain

extension Command {
    private static let kind = Option(
        name: "--kind", value: "KIND", help: "rsa-2048 (if not given), rsa-3072, rsa-4096, p-256 or p-384")

    static let keyMake = Command(
        name: ["key", "make"], summary: "make a key and seal it under its owner's passphrase",
        operands: [Operand(name: "OUT")],
        options: [.pepper, kind, .owner, .profile, .publicKey] + SecretSource.passphrase.options + [.force],
        notes: ["Without --owner a new owner is named. The private key is never written unsealed."]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[0], isPrivate: true, overwrites: arguments.has(.force))
        let publicKey = arguments.publicKeyFile()
        try out.checkFree()
        try publicKey?.checkFree()
        let kind = try arguments.value(kind).map(KeyKind.init(named:)) ?? .rsa2048
        let parameters = try arguments.kdfParameters()
        let owner = try arguments.ownerID() ?? ID(random: Randomness.bytes(ID<KeyOwner>.byteCount))
        let peppers = try arguments.peppers()
        let passphrase = try SecretSource.passphrase.passphrase(arguments, confirming: true)
        let key = try PrivateKey.generate(kind)
        try seal(key, owner: owner, under: passphrase, peppers: peppers, parameters: parameters, to: out)
        try publicKey?.write(key.publicKey().pem())
    }

    /// Seals a new key under a new name and says what was made.
    static func seal(
        _ key: borrowing PrivateKey, owner: ID<KeyOwner>, under passphrase: borrowing Passphrase,
        peppers: borrowing Peppers, parameters: KDFParameters, to out: OutputFile
    ) throws {
        let sealed = try SealedKey.seal(
            key, id: ID(random: Randomness.bytes(ID<SealedKey>.byteCount)), owner: owner, under: passphrase,
            peppers: peppers, parameters: parameters)
        try out.write(sealed.bytes)
        Console.note(try "teken: \(out.path) holds\n" + KeyInfo(sealed.examine()).text)
    }
}

extension Command.Option {
    static let publicKey = Command.Option(
        name: "--public-key", value: "OUT", help: "also write the public key as PEM; - is standard output")
}

extension CommandArguments {
    func publicKeyFile() -> OutputFile? {
        value(.publicKey).map { OutputFile(path: $0, overwrites: has(.force)) }
    }
}
