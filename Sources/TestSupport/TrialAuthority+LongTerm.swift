package import Crypto
package import Verification

extension TrialAuthority {
    /// An OCSP answer about a certificate, by its issuer or by somebody whom that lets answer, good for so many days.
    package func answer(
        about name: String, issuer: String, by responder: String? = nil, days: Int? = 3, isRevoked: Bool = false
    ) throws -> [UInt8] {
        let serial = try Hexadecimal.text(certificate(name).facts().serial).uppercased()
        let flag = isRevoked ? "R\t490101000000Z\t260102030405Z" : "V\t490101000000Z\t"
        let responder = responder ?? issuer
        let request = try run("ocsp -issuer \(issuer).pem -cert \(name).pem -reqout request -no_nonce").file("request")
        return try run(
            "ocsp -index index -CA \(issuer).pem -rsigner \(responder).pem -rkey \(responder).key"
                + (days.map { " -ndays \($0)" } ?? "") + " -reqin request -respout answer",
            with: ["request": request, "index": Array("\(flag)\t\(serial)\tunknown\t/CN=\(name)\n".utf8)]
        ).file("answer")
    }

    /// Stamps time with this certificate's key, by `openssl ts`; the tokens bring the certificates of `chain` along.
    package func timestamps(by name: String, with chain: [String] = []) -> TimestampAuthority {
        TimestampAuthority(name: name) { request throws(TimestampFailure) in
            do {
                var files = [
                    "request": request, "configuration": Array(Self.stamping.utf8), "number": Array("01\n".utf8),
                ]
                files["chain"] = chain.flatMap { self.files[$0 + ".pem"] ?? [] }
                var words = "ts -reply -config configuration -section trial -queryfile request -signer \(name).pem"
                words += " -inkey \(name).key -out reply" + (chain.isEmpty ? "" : " -chain chain")
                return try run(words, with: files).file("reply")
            } catch {
                throw .unreachable("openssl does not stamp")
            }
        }
    }

    private static let stamping = """
        [trial]
        serial = number
        default_policy = 1.3.6.1.4.1.55555.1.1
        digests = sha256, sha384, sha512
        signer_digest = sha256
        accuracy = secs:1
        tsa_name = no
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        """
}

/// Two authorities and all that is needed to judge for the long term what they certified: one for people, in two steps, and one
/// for time.
///
/// After a hundred days only the roots, `stempel-lama` and what its authority said of it are still in force.
package struct LongTermTrial {
    package static let statusURL = "http://contoh.example/ocsp"
    package static let listURL = "http://contoh.example/akar.crl"
    package static let issuingListURL = "http://contoh.example/terbit.crl"
    package static let timeListURL = "http://contoh.example/waktu.crl"

    package var trial = TrialAuthority()

    package init() throws {
        let years = 3_650
        try trial.issue("akar", days: years, Extensions.authority)
        try trial.issue(
            "terbit", by: "akar", days: 90, Extensions.authority + "\ncrlDistributionPoints = URI:\(Self.listURL)")
        try trial.issue(
            "orang", by: "terbit", days: 30,
            Extensions.signer + "\nauthorityInfoAccess = OCSP;URI:\(Self.statusURL)"
                + "\ncrlDistributionPoints = URI:\(Self.issuingListURL)")
        try trial.issue("penjawab", by: "terbit", days: 30, Extensions.answers)
        try trial.issue("akar-waktu", days: years, Extensions.authority)
        for (name, days) in [("stempel", 60), ("stempel-lama", years)] {
            try trial.issue(
                name, by: "akar-waktu", days: days,
                Extensions.timestamps + "\ncrlDistributionPoints = URI:\(Self.timeListURL)")
        }
    }

    package var anchors: [TrustAnchor] {
        get throws {
            try ["akar", "akar-waktu"].map { TrustAnchor(name: $0, certificate: try trial.certificate($0).der) }
        }
    }

    /// What the authorities say today, by where certificates say it is to be had.
    package func answers() throws -> [String: [UInt8]] {
        [
            Self.statusURL: try trial.answer(about: "orang", issuer: "terbit", by: "penjawab"),
            Self.listURL: try trial.list(by: "akar"), Self.issuingListURL: try trial.list(by: "terbit"),
            Self.timeListURL: try trial.list(by: "akar-waktu", days: 3_000),
        ]
    }
}
