import Crypto
import Domain
import HTTP
import JSONInput
import Signing
import Store

extension API {
    private var hashOrder: Schema {
        .object(
            Signer.members + [
                .init("algorithm", .text(.words(DigestAlgorithm.allCases.map(\.rawValue))), "what the digests are of"),
                .init(
                    "digests", .list(of: .text(.base64(bytesMax: 64)), count: 1...settings.digestsMax),
                    "base64, each as long as its algorithm's"),
                .optional(
                    "scheme", .text(.words(SentScheme.allCases.map(\.rawValue))), "the usual one of the key if missing"),
            ], choices: [Signer.choice])
    }

    var hashSigning: Operation {
        let order = hashOrder
        var rules = RouteRules(
            lane: .passphrase, bodies: [.bytes(["application/json"])],
            bodyBytesMax: (64 << 10) + settings.digestsMax * 128)
        rules.laneOfBody = Signer.lane
        return Operation(
            name: "signHashes", method: .post, path: "/teken/v1/signatures/hashes", tag: "signing",
            summary: Bilingual("Tandatangani sidik (hash).", "Sign digests."),
            words: "Bare signatures over digests that the application computed; all of them or none.",
            isRepeatable: true,
            bodies: [Operation.Body(type: "application/json", schema: order)],
            rules: rules,
            answers: [
                .json(
                    200, "The signatures, in the order of the digests.",
                    .object([
                        .init(
                            "signatures", .list(of: .text(.base64(bytesMax: 1_024)), count: 1...settings.digestsMax)),
                        .init("algorithm", .text(.words(DigestAlgorithm.allCases.map(\.rawValue)))),
                        .init("scheme", .text(.words(SentScheme.allCases.map(\.rawValue)))),
                        .init("certificates", Self.chain, "DER in base64: the signer's first, the root's last"),
                    ]))
            ],
            refusals: [404, 429],
            example: [
                "-H 'Content-Type: application/json'", "-H \"Idempotency-Key: $(uuidgen)\"",
                #"-d '{"nik": "9999990101900001", "passphrase": "Contoh#2026", "algorithm": "SHA-256", "#
                    + #""digests": ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]}'"#,
            ],
            work: .program(.sign) { call throws(Refusal) in try signHashes(call, order) })
    }

    private func signHashes(_ call: Call, _ schema: Schema) throws(Refusal) -> HTTPResponse {
        let sent = try Sent(call.request, schema).root
        guard let algorithm = sent["algorithm"]?.text.flatMap(DigestAlgorithm.init) else {
            throw Refusal(ServiceRefusal.unusableDigest)
        }
        let digests = try Self.digests(sent["digests"], algorithm)
        let named = sent["scheme"]?.text.flatMap(SentScheme.init)
        let signer = try Signer(sent)
        let asking =
            [Array("hashes".utf8), signer.asked, Array("\(algorithm.rawValue) \(named?.rawValue ?? "")".utf8)]
            + digests.map(\.bytes)
        return try once(call, asking: asking) { answer throws(Refusal) in
            guard case .signatures(let signatures, let certificate) = answer else {
                throw Refusal(ServiceRefusal.repeatKeyOfOther)
            }
            let chain = try service { () throws(ServiceError) in try house.chain(of: certificate) }
            return try told(signatures, algorithm, named, by: chain)
        } first: { request throws(Refusal) in
            let scheme = named?.scheme(algorithm)
            let made = try sign(digests, scheme, signer, call.client, request)
            return try told(made.signatures, algorithm, named, by: house.chain(of: made.certificate))
        }
    }

    private func sign(
        _ digests: [Digest], _ scheme: SignatureScheme?, _ signer: Signer, _ client: ClientRecord,
        _ request: RepeatableRequest?
    ) throws(Refusal) -> SignedDigests {
        switch signer.way {
        case .passphrase(let reference):
            let unlocked = try unlock(person(reference, for: client), signer.passphrase(), for: client)
            do throws(ServiceError) {
                return try house.sign(digests, scheme: scheme, as: unlocked, for: client, of: request)
            } catch {
                throw Refusal(error)
            }
        case .session:
            let token = try signer.token()
            do throws(ServiceError) {
                return try house.sign(digests, scheme: scheme, in: token, for: client, of: request)
            } catch {
                throw Refusal(error)
            }
        }
    }

    private func told(
        _ signatures: [[UInt8]], _ algorithm: DigestAlgorithm, _ named: SentScheme?,
        by chain: [Certificate]?
    ) throws(Refusal) -> HTTPResponse {
        guard let chain, let own = chain.first else { throw Refusal(ServiceRefusal.unknownPerson) }
        let scheme = try crypto { () throws(CryptoError) in
            guard let named else { return SentScheme(SignatureScheme(usualFor: try own.publicKey().kind)) }
            return named
        }
        return Self.json([
            "signatures": .texts(signatures.map { Base64.text($0) }), "algorithm": .text(algorithm.rawValue),
            "scheme": .text(scheme.rawValue), "certificates": .texts(chain.map { Base64.text($0.der) }),
        ])
    }

    private static func digests(_ sent: JSONInput?, _ algorithm: DigestAlgorithm) throws(Refusal) -> [Digest] {
        var digests: [Digest] = []
        var errors: [FieldError] = []
        for (index, element) in (sent?.elements ?? []).enumerated() {
            if let digest = element.decoded.flatMap({ try? Digest(algorithm, bytes: $0) }) {
                digests.append(digest)
            } else if errors.count < Schema.errorsMax {
                errors.append(
                    FieldError(
                        "digests[\(index)]", "sidik \(algorithm.rawValue) panjangnya \(algorithm.byteCount) bita",
                        "a digest of \(algorithm.rawValue) has \(algorithm.byteCount) bytes"))
            }
        }
        guard errors.isEmpty else { throw .unusable(errors) }
        return digests
    }
}

/// How a digest is signed, as programs name it.
enum SentScheme: String, CaseIterable {
    case pkcs1 = "PKCS1"
    /// With a salt as long as the digest.
    case pss = "PSS"
    case ecdsa = "ECDSA"

    init(_ scheme: SignatureScheme) {
        self =
            switch scheme {
            case .pkcs1: .pkcs1
            case .pss: .pss
            case .ecdsa: .ecdsa
            }
    }

    func scheme(_ algorithm: DigestAlgorithm) -> SignatureScheme {
        switch self {
        case .pkcs1: .pkcs1
        case .pss: .pss(saltBytes: algorithm.byteCount)
        case .ecdsa: .ecdsa
        }
    }
}
