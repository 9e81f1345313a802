import Crypto
import Problems

extension Command {
    private static let format = Option(
        name: "--format", value: "NAME", help: "base64 (if not given), hex or raw")
    private static let out = Option(
        name: "--out", value: "OUT", help: "where the signature goes; standard output if not given")

    static let signHash = Command(
        name: ["sign-hash"], summary: "sign a digest that was made elsewhere",
        operands: [Operand(name: "DIGEST")],
        options: [.key, .pepper, .owner, .digest, .pssSalt, format, out] + SecretSource.passphrase.options + [.force],
        notes: [
            "DIGEST is hexadecimal; - reads it from standard input. RSA signs PKCS#1 v1.5 unless --pss-salt asks for PSS;",
            "P-256 and P-384 sign ECDSA, as DER. The signature is checked with the public key before it is handed out.",
        ]
    ) { arguments in
        let out = OutputFile(path: arguments.value(out) ?? "-", overwrites: arguments.has(.force))
        try out.checkFree()
        let algorithm = try arguments.digestAlgorithm()
        let given = arguments.operands[0]
        let text = given == "-" ? try InputFile.text("-", most: 4_096) : given
        let digest = try Digest(algorithm, hexadecimal: String(text.filter { !$0.isWhitespace }))
        let encode = try SignatureFormat(arguments.value(format))
        let file = try SealedKeyFile(arguments.required(.key))
        let scheme = try arguments.scheme(for: file.description.kind)
        let peppers = try arguments.peppers()
        let key = try file.open(arguments, with: SecretSource.passphrase.passphrase(arguments), peppers: peppers)
        try out.write(encode(key.checkedSignature(over: digest, scheme: scheme)))
    }
}

/// How a bare signature is written down.
enum SignatureFormat: String, CaseIterable {
    case base64
    case hex
    case raw

    init(_ name: String?) throws(Problem) {
        guard let format = Self(rawValue: name ?? "base64") else {
            throw .unknownChoice("--format", among: Self.allCases.map(\.rawValue))
        }
        self = format
    }

    func callAsFunction(_ signature: [UInt8]) -> [UInt8] {
        switch self {
        case .base64: Array((Base64.text(signature) + "\n").utf8)
        case .hex: Array((Hexadecimal.text(signature) + "\n").utf8)
        case .raw: signature
        }
    }
}
