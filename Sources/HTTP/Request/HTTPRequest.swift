/// Everything about a request but its body: known before the first byte of that is read.
package struct HTTPRequestHead: Sendable {
    /// Nil for a method that no route has.
    package let method: HTTPMethod?
    package let target: HTTPTarget
    package let fields: HTTPFields
    /// Who sent it, as far as trusted proxies say so.
    package let peer: PeerAddress
    /// Whether it came over TLS, here or at a trusted proxy.
    package let isSecure: Bool
    /// The certificate (DER) the client has proved to hold, verified against the authority of the listener.
    package let clientCertificate: [UInt8]?
    package let identifier: RequestIdentifier

    package init(
        method: HTTPMethod?, target: HTTPTarget, fields: HTTPFields = HTTPFields(), peer: PeerAddress = .unix,
        isSecure: Bool = false, clientCertificate: [UInt8]? = nil, identifier: RequestIdentifier = .random()
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.peer = peer
        self.isSecure = isSecure
        self.clientCertificate = clientCertificate
        self.identifier = identifier
    }

    /// Where this was sent to, as whoever sent it has it. It is a stranger's text.
    package var origin: String { "\(isSecure ? "https" : "http")://\(fields["Host"] ?? "127.0.0.1:8080")" }
}

/// One whole request.
package struct HTTPRequest: Sendable {
    package let head: HTTPRequestHead
    package let body: HTTPBody

    package init(_ head: HTTPRequestHead, body: HTTPBody = .none) {
        self.head = head
        self.body = body
    }

    package var target: HTTPTarget { head.target }
    package var fields: HTTPFields { head.fields }
}
