package import HTTP

/// All a server needs to know before it starts.
package struct ServerSettings: Sendable {
    package var listeners: [Listener]
    package var router: Router
    package var limits = ServerLimits()
    package var proxies = TrustedProxies.none
    package var refusalPage: RefusalPage = HTTPRefusal.problemPage
    package var observer = ServerObserver()

    package init(_ listeners: [Listener], router: Router) {
        self.listeners = listeners
        self.router = router
    }
}

/// Where a server listens, and whether it speaks TLS there.
package struct Listener: Sendable {
    package enum Address: Hashable, Sendable, CustomStringConvertible {
        /// An address in its usual spelling; port 0 takes a free one.
        case tcp(String, port: UInt16)
        /// A socket in the file system, with these permissions.
        case unix(path: String, mode: UInt32)

        package var description: String {
            switch self {
            case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            case .unix(let path, _): "unix:\(path)"
            }
        }
    }

    package var address: Address
    package var tls: TLSIdentity?

    package init(_ address: Address, tls: TLSIdentity? = nil) {
        self.address = address
        self.tls = tls
    }
}

/// Who a server is to its clients, and whose certificates it asks them for. All of it is PEM.
package struct TLSIdentity: Sendable {
    /// Its own certificate, then those of its issuers.
    package let certificates: [UInt8]
    package let key: WipedBytes
    /// Authorities whose certificates a client may show; nil asks for none.
    package let clientAuthorities: [UInt8]?

    package init(certificates: [UInt8], key: WipedBytes, clientAuthorities: [UInt8]? = nil) {
        self.certificates = certificates
        self.key = key
        self.clientAuthorities = clientAuthorities
    }

    /// TLS 1.2 and 1.3 with authenticated encryption and forward secrecy, and nothing else.
    static let priorities =
        "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA"
        + ":-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:-SHA1:-SIGN-ALL"
        + ":+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384:+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384"
        + ":+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384:+SIGN-RSA-SHA256:+SIGN-RSA-SHA384:%SERVER_PRECEDENCE"
}
