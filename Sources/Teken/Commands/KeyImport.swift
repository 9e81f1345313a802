import Crypto
import Domain

extension Command {
    private static let certificates = Option(
        name: "--certificates", value: "OUT", help: "write the certificate and its issuers as PEM", isRequired: true)
    private static let chain = Option(
        name: "--chain", value: "PEM", help: "issuers' certificates, where the file has none")

    static let keyImport = Command(
        name: ["key", "import"], summary: "take the key of a PKCS#12 file and seal it",
        operands: [Operand(name: "P12"), Operand(name: "OUT")],
        options: [.pepper, certificates, chain, .owner, .profile] + SecretSource.password.options
            + SecretSource.passphrase.options + [.force],
        notes: [
            "Files of one key with its certificate, encrypted with AES or triple DES; older ciphers are refused by name.",
            "Only this copy is sealed: whoever has the PKCS#12 file and its password still has the key.",
        ]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[1], isPrivate: true, overwrites: arguments.has(.force))
        let certificatesOut = OutputFile(path: arguments.required(certificates), overwrites: arguments.has(.force))
        try out.checkFree()
        try certificatesOut.checkFree()
        let parameters = try arguments.kdfParameters()
        let owner = try arguments.ownerID() ?? ID(random: Randomness.bytes(ID<KeyOwner>.byteCount))
        let peppers = try arguments.peppers()
        let bytes = try InputFile.bytes(arguments.operands[0], most: PKCS12.bytesMax)
        let additional = try arguments.value(chain).map(CertificateFile.read) ?? []
        let file = try PKCS12(bytes, password: SecretSource.password.read(arguments), additional: additional)
        let passphrase = try SecretSource.passphrase.passphrase(arguments, confirming: true)
        try certificatesOut.write(file.certificates.map { try $0.pem() }.joined())
        do {
            try seal(file.key, owner: owner, under: passphrase, peppers: peppers, parameters: parameters, to: out)
        } catch {
            certificatesOut.takeBack()
            throw error
        }
    }
}

/// Certificates as a PEM file.
enum CertificateFile {
    static let bytesMax = 1 << 20

    static func read(_ path: String) throws -> [Certificate] {
        try Certificate.all(pem: InputFile.bytes(path, most: bytesMax))
    }
}
