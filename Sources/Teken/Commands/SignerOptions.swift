import Crypto
import Problems

/// The options that say whose key signs: a sealed key with its certificates, or a PKCS#12 file.
enum SignerOptions {
    typealias Option = Command.Option

    private static let key = Option(name: "--key", value: "FILE", help: "the signer's sealed key")
    private static let pepper = Option(
        name: "--pepper", value: "FILE", help: "the installation's pepper, with --key")
    private static let certificates = Option(
        name: "--certificates", value: "PEM", help: "with --key: the signer's certificate, then its issuers")
    private static let p12 = Option(name: "--p12", value: "P12", help: "a PKCS#12 file instead of a sealed key")
    private static let chain = Option(
        name: "--chain", value: "PEM", help: "with --p12: issuers' certificates, where the file has none")
    /// One short name for the word that opens either kind of key.
    private static let passFile = Option(
        name: "--pass-file", value: "FILE",
        help: "read the passphrase or PKCS#12 password from a file; - is standard input")

    static let all =
        [key, pepper, certificates, p12, chain, .owner, passFile] + SecretSource.passphrase.options
        + SecretSource.password.options

    /// Opens the key and puts its identity together. Everything that can be wrong without it is named first.
    static func identity(_ arguments: borrowing CommandArguments) throws -> SigningIdentity {
        if let path = arguments.value(p12) {
            for option in [key, pepper, certificates, .owner] where arguments.has(option) {
                throw Problem.conflicting(p12.name, option.name)
            }
            let bytes = try InputFile.bytes(path, most: PKCS12.bytesMax)
            let additional = try arguments.value(chain).map(CertificateFile.read) ?? []
            let file = try PKCS12(bytes, password: word(.password, arguments), additional: additional)
            let certificates = file.certificates
            return try SigningIdentity(key: file.takeKey(), certificates: certificates)
        }
        guard let path = arguments.value(key) else {
            throw Problem.together("teken sign", needs: "--data / --key / --p12")
        }
        for option in [pepper, certificates] where !arguments.has(option) {
            throw Problem.together(key.name, needs: option.name)
        }
        let file = try SealedKeyFile(path)
        let chain = try CertificateFile.read(arguments.required(certificates))
        try Command.check(chain, against: file.description)
        let peppers = try PepperFile.read(
            InputFile.secret(arguments.required(pepper), most: PepperFile.bytesMax, isPrivate: true))
        let passphrase = try passphrase(arguments)
        return try SigningIdentity(key: file.open(arguments, with: passphrase, peppers: peppers), certificates: chain)
    }

    /// Files that hold keys have no place beside a store that does.
    static func refuseFiles(_ arguments: borrowing CommandArguments) throws(Problem) {
        for option in [key, pepper, certificates, p12, chain, .owner] where arguments.has(option) {
            throw .conflicting(DataFolder.option.name, option.name)
        }
    }

    /// What opens a sealed key, from wherever the arguments say.
    static func passphrase(_ arguments: borrowing CommandArguments) throws -> Passphrase {
        try Passphrase(utf8: word(.passphrase, arguments))
    }

    private static func word(_ source: SecretSource, _ arguments: borrowing CommandArguments) throws -> Secret {
        guard let path = arguments.value(passFile) else { return try source.read(arguments) }
        guard !arguments.has(source.file), !arguments.has(source.descriptor) else {
            throw Problem.conflicting(passFile.name, source.file.name)
        }
        return try source.read(fromFile: path)
    }
}
