import Crypto
import Domain
import Glibc
import Problems

/// Where one secret word comes from: a file, a descriptor, or the person at the terminal. Never an argument.
struct SecretSource {
    /// The option's stem: `--passphrase` gives `--passphrase-file` and `--passphrase-fd`.
    let stem: String
    let prompt: Bilingual

    static let passphrase = SecretSource(stem: "--passphrase", prompt: Bilingual("Passphrase", "Passphrase"))
    static let newPassphrase = SecretSource(
        stem: "--new-passphrase", prompt: Bilingual("Passphrase baru", "New passphrase"))
    static let documentPassword = SecretSource(
        stem: "--document-password", prompt: Bilingual("Kata sandi dokumen", "Document password"))
    static let clientSecret = SecretSource(
        stem: "--secret", prompt: Bilingual("Rahasia aplikasi", "Application secret"))
    static let password = SecretSource(
        stem: "--password", prompt: Bilingual("Kata sandi PKCS#12", "PKCS#12 password"))

    /// More than any passphrase or password has, less than a file given by mistake.
    private static let bytesMax = Passphrase.rawBytesMax + 2

    var file: Command.Option {
        Command.Option(
            name: "\(stem)-file", value: "FILE", help: "read it from a file, one line end dropped; - is standard input")
    }

    var descriptor: Command.Option {
        Command.Option(name: "\(stem)-fd", value: "N", help: "read it from an open descriptor")
    }

    var options: [Command.Option] { [file, descriptor] }

    /// The word as it came, one line end dropped; asked for twice where a mistyped one would be lost.
    func read(_ arguments: borrowing CommandArguments, confirming: Bool = false) throws -> Secret {
        if let path = arguments.value(file) {
            guard !arguments.has(descriptor) else { throw Problem.conflicting(file.name, descriptor.name) }
            return try read(fromFile: path)
        }
        if let number = try arguments.number(descriptor, in: 0...1_023) {
            let name = "\(descriptor.name) \(number)"
            return try withoutLineEnd(InputFile.secret(from: Int32(number), named: name, most: Self.bytesMax))
        }
        guard let terminal = Terminal() else { throw Problem.noPassphraseSource(stem) }
        let word = try terminal.ask("\(prompt.indonesian) / \(prompt.english): ", most: Self.bytesMax)
        if confirming {
            let again = try terminal.ask("Ulangi / Again: ", most: Self.bytesMax)
            guard word.equals(again) else { throw Problem.passphrasesDiffer() }
        }
        return word
    }

    func read(fromFile path: String) throws -> Secret {
        try withoutLineEnd(InputFile.secret(path, most: Self.bytesMax, isPrivate: false))
    }

    /// Whether the arguments name where the word comes from.
    func isGiven(_ arguments: borrowing CommandArguments) -> Bool { arguments.has(file) || arguments.has(descriptor) }

    /// The word as a passphrase.
    func passphrase(
        _ arguments: borrowing CommandArguments, confirming: Bool = false
    ) throws -> Passphrase {
        try Passphrase(utf8: read(arguments, confirming: confirming))
    }

    private func withoutLineEnd(_ secret: consuming Secret) throws -> Secret {
        let kept = unsafe secret.withBytes { bytes in
            var count = bytes.count
            if unsafe count > 0 && bytes[count - 1] == UInt8(ascii: "\n") { count -= 1 }
            if unsafe count > 0 && count < bytes.count && bytes[count - 1] == UInt8(ascii: "\r") { count -= 1 }
            return count
        }
        return kept == secret.count ? secret : try secret.slice(from: 0, count: kept)
    }
}
