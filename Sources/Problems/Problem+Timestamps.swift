package import Crypto
import Domain

extension Problem {
    /// No authority gave a token that holds: one line for each that was asked.
    package static func noTimestamp(_ asked: [(authority: String, failure: TimestampFailure)]) -> Problem {
        Problem(
            code: asked.count == 1 ? "timestamp_\(asked[0].failure.code)" : "timestamp_unavailable",
            kind: .outsideWorld,
            what: Bilingual(
                "Tidak ada penanda waktu yang dapat dipakai. Tidak ada yang diserahkan.",
                "There is no timestamp that can be used. Nothing was handed out."),
            next: Bilingual(
                "Ulangi nanti, beri TSA cadangan, atau setujui tanpa penanda waktu dengan --timestamp-optional.",
                "Try later, give a second authority, or accept none with --timestamp-optional."),
            detail: asked.map { "\($0.authority): \($0.failure.words)" }.joined(separator: "; "))
    }
}

extension TimestampFailure {
    package var code: String {
        switch self {
        case .unreachable: "unreachable"
        case .timedOut: "timed_out"
        case .httpStatus: "http_status"
        case .notAReply: "not_a_reply"
        case .tooLarge: "too_large"
        case .malformed: "malformed"
        case .rejected: "rejected"
        case .wrongNonce: "wrong_nonce"
        case .wrongImprint: "wrong_imprint"
        case .wrongPolicy: "wrong_policy"
        case .wrongSignature: "wrong_signature"
        case .certificateRefused: "certificate_refused"
        case .weakDigest: "weak_digest"
        case .implausibleTime: "implausible_time"
        }
    }

    package var words: String {
        switch self {
        case .unreachable(let words): "not reachable, \(words)"
        case .timedOut: "no answer in time"
        case .httpStatus(let status): "answered with HTTP status \(status)"
        case .notAReply(let contentType): "answered with \(contentType.isEmpty ? "no media type" : contentType)"
        case .tooLarge(let bytesMax): "the answer is larger than \(bytesMax) bytes"
        case .malformed: "the answer is no timestamp response"
        case .rejected(let words): "refused, \(words)"
        case .wrongNonce: "the token answers another request"
        case .wrongImprint: "the token stamps another digest"
        case .wrongPolicy: "the token is under another policy"
        case .wrongSignature: "the token's signature does not hold"
        case .certificateRefused(let words): "the token's certificate is refused, \(words)"
        case .weakDigest(let name): "the token is signed with \(name)"
        case .implausibleTime(let seconds): "the token's time is off by \(seconds) s"
        }
    }
}
