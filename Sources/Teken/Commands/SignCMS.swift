import Crypto
import Domain

extension Command {
    private static let certificates = Option(
        name: "--certificates", value: "PEM", help: "the signer's certificate first, then its issuers", isRequired: true
    )
    static let signCMS = Command(
        name: ["sign-cms"], summary: "sign a file as detached CAdES (CMS, DER), with a timestamp if asked",
        operands: [Operand(name: "IN"), Operand(name: "OUT")],
        options: [
            .key, .pepper, certificates, .owner, .digest, .pssSalt,
        ] + TimestampOptions.all + SecretSource.passphrase.options + [.force],
        notes: [
            "IN may be of any size; - is standard input, and - as OUT standard output. Check the result with:",
            "  openssl cms -verify -binary -cades -inform DER -in OUT -content IN -CAfile ROOT -purpose any -out /dev/null",
        ]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[1], overwrites: arguments.has(.force))
        try out.checkFree()
        let algorithm = try arguments.digestAlgorithm()
        let authorities = try TimestampOptions.authorities(arguments)
        let file = try SealedKeyFile(arguments.required(.key))
        let scheme = try arguments.scheme(for: file.description.kind)
        let certificates = try CertificateFile.read(arguments.required(certificates))
        try check(certificates, against: file.description)
        let peppers = try arguments.peppers()
        let content = try InputFile.digest(arguments.operands[0], algorithm)
        let key = try file.open(arguments, with: SecretSource.passphrase.passphrase(arguments), peppers: peppers)
        let identity = try SigningIdentity(key: key, certificates: certificates)
        var signing = try CAdESSigning(as: identity, scheme: scheme, digest: algorithm, now: WallClock.now())
        let signature = try signing.sign(content)
        let (final, level) = try stamp(signature, by: authorities, isOptional: arguments.has(TimestampOptions.optional))
        try out.write(final.der)
        Console.note("teken: signed as \(identity.certificate.subject), \(level)")
    }

    /// Names a certificate that cannot be signed with before anybody types a passphrase; the signing itself checks again.
    static func check(_ certificates: [Certificate], against key: SealedKeyDescription) throws {
        guard let own = certificates.first, try own.publicKeyInfo() == key.publicKeyInfo else {
            throw CryptoError.certificate(.keyDoesNotMatch)
        }
        guard own.isForSigning else { throw CryptoError.certificate(.notForSigning) }
        try own.checkValidity(at: WallClock.now())
    }

    /// The signature with its timestamp and a word on the level reached; without one only where that was allowed.
    private static func stamp(
        _ signature: CMSSignature, by authorities: TimestampAuthorities?, isOptional: Bool
    ) throws(CryptoError) -> (CMSSignature, String) {
        guard let authorities else { return (signature, "level B-B, no timestamp was asked for") }
        do throws(CryptoError) {
            let token = try authorities.token(over: signature.timestampImprint(.sha256), now: WallClock.now)
            return (try signature.timestamped(by: token), "level B-T, timestamp of \(token.time)")
        } catch {
            guard case .noTimestamp(let refusals) = error, isOptional else { throw error }
            TimestampOptions.tell(refusals)
            return (signature, "LEVEL B-B ONLY: no authority gave a timestamp")
        }
    }
}
