import Crypto
import Problems

/// What a sealed key says of itself, for a person or a program.
struct KeyInfo {
    private let lines: [(name: String, value: String)]

    init(_ description: SealedKeyDescription) throws(CryptoError) {
        lines = [
            ("key", "\(description.id)"), ("owner", "\(description.owner)"), ("kind", description.kind.rawValue),
            ("argon2id", description.parameters.words), ("pepper", "\(description.pepper)"),
            ("publicKeySHA256", Hexadecimal.text(try Digest(.sha256, of: description.publicKeyInfo).bytes)),
        ]
    }

    var text: String {
        lines.map { "  \(CommandHelp.padded($0.name, to: 16)) \($0.value)" }.joined(separator: "\n")
    }

    /// Every value is made of letters, digits and spaces, so nothing needs escaping.
    var json: String {
        "{" + lines.map { "\"\($0.name)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
    }
}

extension Command {
    private static let pepper = Option(
        name: "--pepper", value: "FILE",
        help: "also check that this pepper opens the outer layer and no byte was altered")
    private static let json = Option(name: "--json", help: "print one JSON object")

    static let keyInfo = Command(
        name: ["key", "info"], summary: "tell what a sealed key is, without opening it",
        operands: [Operand(name: "FILE")], options: [pepper, .publicKey, json, .force]
    ) { arguments in
        let file = try SealedKeyFile(arguments.operands[0])
        if let path = arguments.value(pepper) {
            let peppers = try PepperFile.read(InputFile.secret(path, most: PepperFile.bytesMax, isPrivate: true))
            _ = try file.sealed.examine(under: peppers)
        }
        if let out = arguments.publicKeyFile() {
            try out.write(PublicKey(info: file.description.publicKeyInfo).pem())
            if out.path == "-" { return }
        }
        let info = try KeyInfo(file.description)
        try Console.say(arguments.has(json) ? info.json : info.text)
    }
}
