/// One request to post and the bounds it runs under.
package struct HTTPPost: Sendable {
    package let url: String
    package let contentType: String
    package let accept: String
    /// Further fields of its head, of words that this program chooses.
    package let fields: [String: String]
    package let body: [UInt8]
    package let limits: HTTPLimits
    package let addresses: AddressGuard

    package init(
        url: String, contentType: String, accept: String, fields: [String: String] = [:], body: [UInt8],
        limits: HTTPLimits, addresses: AddressGuard = .any
    ) {
        self.url = url
        self.contentType = contentType
        self.accept = accept
        self.fields = fields
        self.body = body
        self.limits = limits
        self.addresses = addresses
    }

    /// Whether libcurl can post to an address, and nothing in it is a name or a password.
    package static func isPlain(_ url: String) -> Bool {
        do throws(HTTPClientError) { return try !WebAddress(url).hasUserInfo } catch { return false }
    }

    /// Whether an address names `http` or `https`; libcurl would guess at a scheme that is missing.
    package static func isUsable(_ url: String) -> Bool {
        let scheme = url.prefix { $0 != ":" }
        let rest = url.dropFirst(scheme.count)
        return ["http", "https"].contains(scheme.lowercased()) && rest.hasPrefix("://") && rest.count > 3
    }
}

/// One resource to get, and the bounds it is got under.
package struct HTTPGet: Sendable {
    package let url: String
    package let accept: String
    package let limits: HTTPLimits
    package let addresses: AddressGuard

    package init(url: String, accept: String, limits: HTTPLimits, addresses: AddressGuard) {
        self.url = url
        self.accept = accept
        self.limits = limits
        self.addresses = addresses
    }
}

/// How long and how much one exchange may take.
package struct HTTPLimits: Hashable, Sendable {
    package let connectTime: Duration
    package let totalTime: Duration
    package let answerBytesMax: Int

    package init(connectTime: Duration, totalTime: Duration, answerBytesMax: Int) {
        self.connectTime = connectTime
        self.totalTime = totalTime
        self.answerBytesMax = answerBytesMax
    }
}

package struct HTTPAnswer: Hashable, Sendable {
    package let status: Int
    /// The media type without its parameters, in lower case; empty when none was sent.
    package let mediaType: String
    package let body: [UInt8]
}

/// Why there is no answer. The words are libcurl's and carry no URL, body or credential.
package enum HTTPClientError: Error, Equatable, Sendable {
    /// Not `http` or `https`, or no URL at all.
    case unusableURL
    /// Not where the guard lets a request go: a port, a name and password, or what a name was resolved to.
    case addressRefused
    case unreachable(String)
    case timedOut
    case answerTooLarge(bytesMax: Int)
    case tls(String)
    case brokenAnswer(String)
    case library(String)
}
