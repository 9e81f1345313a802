import Crypto
import Domain
import Problems

extension Command.Option {
    static let pepper = Command.Option(
        name: "--pepper", value: "FILE", help: "the installation's pepper (teken pepper make)", isRequired: true)
    static let force = Command.Option(name: "--force", help: "overwrite a file that is there")
    static let profile = Command.Option(
        name: "--profile", value: "NAME",
        help: "standard (64 MiB) or high (256 MiB) for Argon2id; standard if not given")
    static let owner = Command.Option(
        name: "--owner", value: "UUID", help: "whom the key belongs to")
    static let key = Command.Option(name: "--key", value: "FILE", help: "the signer's sealed key", isRequired: true)
    static let digest = Command.Option(
        name: "--digest", value: "NAME", help: "sha256, sha384 or sha512; sha256 if not given")
    static let pssSalt = Command.Option(
        name: "--pss-salt", value: "BYTES", help: "sign with RSASSA-PSS and a salt of this many bytes")
}

extension CommandArguments {
    /// The peppers of `--pepper`, from a file only its owner can read.
    func peppers() throws -> Peppers {
        try PepperFile.read(InputFile.secret(required(.pepper), most: PepperFile.bytesMax, isPrivate: true))
    }

    func kdfParameters() throws(Problem) -> KDFParameters {
        switch value(.profile) {
        case nil, "standard": return .standard
        case "high": return .high
        default: throw .unknownChoice(Command.Option.profile.name, among: ["standard", "high"])
        }
    }

    func digestAlgorithm() throws -> DigestAlgorithm {
        try value(.digest).map(DigestAlgorithm.init(named:)) ?? .sha256
    }

    /// PSS where a salt was asked for, else what the kind of key usually signs with.
    func scheme(for kind: KeyKind) throws(Problem) -> SignatureScheme {
        try number(.pssSalt, in: 0...512).map { .pss(saltBytes: $0) } ?? SignatureScheme(usualFor: kind)
    }

    func ownerID() throws(Problem) -> ID<KeyOwner>? {
        guard let text = value(.owner) else { return nil }
        guard let owner = ID<KeyOwner>(text) else { throw .notAnIdentifier(Command.Option.owner.name) }
        return owner
    }
}
