package import Crypto
package import Domain

/// How a program knows our words from anybody else's, after Standard Webhooks 1.0: an HMAC over the message's name, the moment it was
/// sent at, and the body.
package enum WebhookSignature {
    /// In front of a secret as it is shown.
    private static let mark = "whsec_"

    package static func fields(
        of name: String, _ body: [UInt8], at now: Instant, _ secret: borrowing Secret
    ) throws(CryptoError) -> [String: String] {
        let moment = now.secondsSince1970
        let code = try HMAC.code(over: Array("\(name).\(moment).".utf8) + body, key: secret)
        return [
            "webhook-id": name, "webhook-timestamp": "\(moment)", "webhook-signature": "v1,\(Base64.text(code))",
        ]
    }

    /// Whether these words are ours, and not said long ago to somebody who now repeats them.
    package static func isOurs(
        _ fields: (String) -> String?, _ body: [UInt8], at now: Instant, within time: Duration = .seconds(300),
        _ secret: borrowing Secret
    ) throws(CryptoError) -> Bool {
        guard let name = fields("webhook-id"), let told = fields("webhook-signature"),
            let moment = fields("webhook-timestamp").flatMap({ Int64($0) })
        else { return false }
        let sent = Instant(secondsSince1970: moment)
        guard abs(now.since(sent) / .seconds(1)) <= time / .seconds(1) else { return false }
        let ours = try Self.fields(of: name, body, at: sent, secret)["webhook-signature"] ?? ""
        return HMAC.equal(Array(ours.utf8), Array(told.utf8))
    }

    /// As libraries for such webhooks want it.
    package static func text(of secret: borrowing Secret) -> String {
        unsafe secret.withBytes { mark + Base64.text(unsafe Array($0)) }
    }
}
