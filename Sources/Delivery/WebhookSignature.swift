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

    /// As libraries for such webhooks want it.
    package static func text(of secret: borrowing Secret) -> String {
        unsafe secret.withBytes { mark + Base64.text(unsafe Array($0)) }
    }
}
