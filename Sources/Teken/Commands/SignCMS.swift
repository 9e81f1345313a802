import Crypto
import Domain
import HTTPClient

extension Command {
    private static let certificates = Option(
        name: "--certificates", value: "PEM", help: "the signer's certificate first, then its issuers", isRequired: true
    )
    private static let timestamp = Option(
        name: "--timestamp", value: "URL", help: "a timestamp authority; the next one is asked when one fails",
        isRepeatable: true)
    private static let timestampTrust = Option(
        name: "--timestamp-trust", value: "PEM", help: "roots under which an authority's certificate is believed")
    private static let timestampPolicy = Option(
        name: "--timestamp-policy", value: "OID", help: "insist on this policy of the authority")
    private static let timestampTime = Option(
        name: "--timestamp-timeout", value: "SECONDS", help: "how long one authority may take; 10 if not given")
    private static let timestampOptional = Option(
        name: "--timestamp-optional", help: "hand out the signature without a timestamp when no authority answers")

    static let signCMS = Command(
        name: ["sign-cms"], summary: "sign a file as detached CAdES (CMS, DER), with a timestamp if asked",
        operands: [Operand(name: "IN"), Operand(name: "OUT")],
        options: [
            .key, .pepper, certificates, .owner, .digest, .pssSalt, timestamp, timestampTrust, timestampPolicy,
            timestampTime, timestampOptional,
        ] + SecretSource.passphrase.options + [.force],
        notes: [
            "IN may be of any size; - is standard input, and - as OUT standard output. Check the result with:",
            "  openssl cms -verify -binary -cades -inform DER -in OUT -content IN -CAfile ROOT -purpose any -out /dev/null",
        ]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[1], overwrites: arguments.has(.force))
        try out.checkFree()
        let algorithm = try arguments.digestAlgorithm()
        let authorities = try timestampAuthorities(arguments)
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
        let (final, level) = try stamp(signature, by: authorities, isOptional: arguments.has(timestampOptional))
        try out.write(final.der)
        Console.note("teken: signed as \(identity.certificate.subject), \(level)")
    }

    /// Names a certificate that cannot be signed with before anybody types a passphrase; the signing itself checks again.
    private static func check(_ certificates: [Certificate], against key: SealedKeyDescription) throws {
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
            for refusal in refusals {
                let (words, code) = (refusal.failure.words, refusal.failure.code)
                Console.note("teken: \(refusal.authority): \(words) [timestamp_\(code)]")
            }
            return (signature, "LEVEL B-B ONLY: no authority gave a timestamp")
        }
    }

    private static func timestampAuthorities(
        _ arguments: borrowing CommandArguments
    ) throws -> TimestampAuthorities? {
        let urls = arguments.values(timestamp)
        guard !urls.isEmpty else {
            // Otherwise a forgotten URL would give a signature without the timestamp that somebody meant to have.
            for option in [timestampTrust, timestampPolicy, timestampTime, timestampOptional]
            where arguments.has(option) {
                throw Problem.together(option.name, needs: timestamp.name)
            }
            return nil
        }
        guard let trust = arguments.value(timestampTrust) else {
            throw Problem.together(timestamp.name, needs: timestampTrust.name)
        }
        guard urls.allSatisfy(HTTPPost.isUsable) else { throw Problem.notAWebAddress(timestamp.name) }
        let time = Duration.seconds(try arguments.number(timestampTime, in: 1...120) ?? 10)
        let requirements = TimestampRequirements(
            anchors: try CertificateFile.read(trust), policy: try policy(arguments))
        return TimestampAuthorities(
            urls.map { .overHTTP($0, totalTime: time) }, requirements: requirements)
    }

    private static func policy(_ arguments: borrowing CommandArguments) throws(Problem) -> String? {
        guard let text = arguments.value(timestampPolicy) else { return nil }
        let arcs = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt64($0) }
        // X.660 §7.6: the first arc is 0, 1 or 2, and below 0 and 1 there are forty.
        guard arcs.count >= 2, !arcs.contains(nil), let first = arcs[0], let second = arcs[1], first <= 2,
            first == 2 || second < 40
        else { throw .notAnObjectIdentifier(timestampPolicy.name) }
        return text
    }
}
