/// Whose word about a request counts: proxies of the operator's own. Everybody else's fields of that kind are words.
package struct TrustedProxies: Sendable {
    private let blocks: [AddressBlock]

    package init(_ blocks: [AddressBlock]) { self.blocks = blocks }

    package static let none = TrustedProxies([])

    /// What is so about a request once the proxies before it have spoken.
    package struct Origin: Equatable, Sendable {
        package let peer: PeerAddress
        package let isSecure: Bool
        package let identifier: RequestIdentifier?

        package init(peer: PeerAddress, isSecure: Bool, identifier: RequestIdentifier?) {
            (self.peer, self.isSecure, self.identifier) = (peer, isSecure, identifier)
        }
    }

    /// From the right, each proxy's word counts as long as it is trusted; the first that is not is who sent the request.
    package func origin(of peer: PeerAddress, isSecure: Bool, fields: HTTPFields) -> Origin {
        guard trust(peer) else { return Origin(peer: peer, isSecure: isSecure, identifier: nil) }
        var nearest = peer
        for member in fields.members("X-Forwarded-For").reversed() {
            // A word that is no address ends the chain: what stands left of it came from somebody who cannot be named.
            guard let address = Self.address(member) else { break }
            nearest = address
            guard trust(address) else { break }
        }
        let scheme = fields.members("X-Forwarded-Proto").last?.lowercased()
        return Origin(
            peer: nearest, isSecure: scheme.map { $0 == "https" } ?? isSecure,
            identifier: fields["X-Request-Id"].flatMap(RequestIdentifier.init(given:)))
    }

    package func trust(_ address: PeerAddress) -> Bool { blocks.contains { $0.contains(address) } }

    /// Some proxies add the port, and brackets around IPv6 with it.
    private static func address(_ text: String) -> PeerAddress? {
        if let address = PeerAddress(text) { return address }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return PeerAddress(String(text[text.index(after: text.startIndex)..<end]))
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? PeerAddress(String(parts[0])) : nil
    }
}
