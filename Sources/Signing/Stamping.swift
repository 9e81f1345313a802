package import Crypto
package import Domain
import Synchronization

/// Timestamps for signatures, and how much room they will take: as much as the last one did, or a trial of the same authority.
package final class Stamping: Sendable {
    private let authorities: TimestampAuthorities
    private let without: PDFSigning.WithoutTimestamp
    private let now: @Sendable () -> Instant
    private let largestToken = Mutex<Int?>(nil)

    /// What carries a token inside a signature (attribute, set, longer lengths around), and a token's own small changes: serial
    /// number, fraction of a second, signature of an elliptic curve.
    static let slackBytes = 128
    /// How often a document is prepared anew because a timestamp turned out larger than the last one.
    static let attemptsMax = 3

    package init(
        _ authorities: TimestampAuthorities, without: PDFSigning.WithoutTimestamp,
        now: @escaping @Sendable () -> Instant
    ) {
        self.authorities = authorities
        self.without = without
        self.now = now
    }

    /// Whether no signature leaves without its timestamp.
    var isCertain: Bool { without == .refuse }

    /// Room for a token; none where no authority answers and none has to.
    func expectedBytes() throws(SigningError) -> Int {
        do throws(CryptoError) {
            return try roomForToken()
        } catch {
            guard case .noTimestamp = error, without == .lowerLevel else { throw .crypto(error) }
            return 0
        }
    }

    /// The first time it is measured by a token over nothing in particular.
    func roomForToken() throws(CryptoError) -> Int {
        if let known = largestToken.withLock({ $0 }) { return known + Self.slackBytes }
        return try token(over: Digest(.sha256, bytes: Randomness.bytes(32))).der.count + Self.slackBytes
    }

    func token(over digest: Digest) throws(CryptoError) -> TimestampToken {
        let token = try authorities.token(over: digest, now: now)
        largestToken.withLock { $0 = max($0 ?? 0, token.der.count) }
        return token
    }

    func stamp(
        _ signature: CMSSignature
    ) throws(SigningError) -> (CMSSignature, PDFSigning.Level, [TimestampRefusal]) {
        do throws(CryptoError) {
            let token = try token(over: signature.timestampImprint(.sha256))
            return (try signature.timestamped(by: token), .timestamp, [])
        } catch {
            guard case .noTimestamp(let refusals) = error, without == .lowerLevel else { throw .crypto(error) }
            return (signature, .signature, refusals)
        }
    }
}
