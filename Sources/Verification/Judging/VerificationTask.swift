import Crypto
package import Domain

/// What a judgement rests on besides the document: whom to trust, what is known of revocations, and which moment is now.
package struct VerificationTask: Sendable {
    package var now: Instant
    package var anchors: [TrustAnchor]
    package var material: VerificationMaterial
    package var revocation: RevocationDemand

    package init(
        now: Instant, anchors: [TrustAnchor], material: VerificationMaterial = VerificationMaterial(),
        revocation: RevocationDemand = .always
    ) {
        self.now = now
        self.anchors = anchors
        self.material = material
        self.revocation = revocation
    }
}

/// A certificate that somebody decided to trust, under the name that people are told.
package struct TrustAnchor: Hashable, Sendable {
    package let name: String
    /// DER.
    package let certificate: [UInt8]

    package init(name: String, certificate: [UInt8]) {
        self.name = name
        self.certificate = certificate
    }
}

/// What was got from elsewhere: certificates, CRLs and OCSP answers. Nothing of it is trusted for where it came from.
///
/// They are to be DER (RFC 5280 §4.2.1.13), and some servers send PEM, of which the first block counts.
package struct VerificationMaterial: Hashable, Sendable {
    package var certificates: [[UInt8]]
    package var revocationLists: [[UInt8]]
    package var statusAnswers: [[UInt8]]

    package init(certificates: [[UInt8]] = [], revocationLists: [[UInt8]] = [], statusAnswers: [[UInt8]] = []) {
        self.certificates = certificates
        self.revocationLists = revocationLists
        self.statusAnswers = statusAnswers
    }

    /// All of it as DER.
    var unwrapped: VerificationMaterial {
        func der(_ bytes: [UInt8]) -> [UInt8] {
            let sequence: UInt8 = 0x30  // what each of them begins with
            if bytes.first == sequence { return bytes }
            return ((try? PEMBlocks.all(in: bytes)) ?? nil)?.first ?? bytes
        }
        return VerificationMaterial(
            certificates: certificates.map(der), revocationLists: revocationLists.map(der),
            statusAnswers: statusAnswers.map(der))
    }

    package var count: Int { certificates.count + revocationLists.count + statusAnswers.count }
}

/// When a certificate is only believed with a word about its revocation.
package enum RevocationDemand: String, CaseIterable, Sendable {
    /// As EN 319 102-1 has it: a word is needed, or the answer is open.
    case always
    /// A word is heeded where there is one, and its absence is told and no more.
    case whenKnown = "when-known"
}

/// What would help a judgement that is open, and where certificates say it is to be had. Strangers' words: whoever asks there
/// does so with care.
package enum Wish: Hashable, Sendable {
    /// A question to post (RFC 6960 §A.1).
    case status(url: String, request: [UInt8])
    case revocationList(url: String)
    case issuer(url: String)

    package var url: String {
        switch self {
        case .status(let url, _), .revocationList(let url), .issuer(let url): url
        }
    }
}

/// A verdict, and what might have made it a better one.
package struct Judgement: Hashable, Sendable {
    package var verdict: DocumentVerdict
    package var wishes: [Wish]

    package init(verdict: DocumentVerdict, wishes: [Wish]) {
        self.verdict = verdict
        self.wishes = wishes
    }
}
