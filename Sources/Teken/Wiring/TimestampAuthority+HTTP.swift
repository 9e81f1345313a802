import Crypto
import HTTPClient

extension TimestampAuthority {
    /// Far above any token with its chain, far below what would hurt.
    static let answerBytesMax = 256 << 10
    static let connectTime = Duration.seconds(3)

    /// An authority reached over HTTP (RFC 3161 §3.4).
    static func overHTTP(_ url: String, totalTime: Duration) -> TimestampAuthority {
        TimestampAuthority(name: displayName(of: url)) { (request) throws(TimestampFailure) in
            let limits = HTTPLimits(
                connectTime: min(connectTime, totalTime), totalTime: totalTime, answerBytesMax: answerBytesMax)
            let answer: HTTPAnswer
            do throws(HTTPClientError) {
                answer = try HTTPClient.post(
                    HTTPPost(
                        url: url, contentType: "application/timestamp-query", accept: "application/timestamp-reply",
                        body: request, limits: limits))
            } catch {
                throw TimestampFailure(error)
            }
            guard answer.status == 200 else { throw .httpStatus(answer.status) }
            guard answer.mediaType == "application/timestamp-reply" else {
                throw .notAReply(contentType: answer.mediaType)
            }
            return answer.body
        }
    }

    /// Scheme, host and port only: a path or user part may hold a key of the service.
    static func displayName(of url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return "TSA" }
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@").last ?? ""
        return "\(url[..<scheme.upperBound])\(host)"
    }
}

extension TimestampFailure {
    init(_ error: HTTPClientError) {
        self =
            switch error {
            case .unusableURL: .unreachable("its address is no http or https URL")
            case .addressRefused: .unreachable("its address is none to go to")
            case .unreachable(let words), .tls(let words), .brokenAnswer(let words), .library(let words):
                .unreachable(words)
            case .timedOut: .timedOut
            case .answerTooLarge(let bytesMax): .tooLarge(bytesMax: bytesMax)
            }
    }
}
