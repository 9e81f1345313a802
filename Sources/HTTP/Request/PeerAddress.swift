import Glibc

/// Who is at the other end of a connection, or, behind a proxy that is trusted, at the other end of that.
package enum PeerAddress: Hashable, Sendable {
    /// Four bytes, the highest first, and a port.
    case ipv4([UInt8], port: UInt16)
    /// Sixteen bytes.
    case ipv6([UInt8], port: UInt16)
    /// A process on this machine, through a socket in the file system.
    case unix

    /// An address in its usual spelling, without port. IPv4 inside IPv6 is IPv4: the same machine must not count twice.
    package init?(_ text: String, port: UInt16 = 0) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET, text, &bytes) == 1 {
            self = .ipv4(Array(bytes[..<4]), port: port)
        } else if unsafe inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(ipv6: bytes, port: port)
        } else {
            return nil
        }
    }

    package init(ipv6 bytes: [UInt8], port: UInt16) {
        precondition(bytes.count == 16, "an IPv6 address has sixteen bytes")
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        self = isMapped ? .ipv4(Array(bytes[12...]), port: port) : .ipv6(bytes, port: port)
    }

    /// The address without the port.
    package var bytes: [UInt8] {
        switch self {
        case .ipv4(let bytes, _), .ipv6(let bytes, _): bytes
        case .unix: []
        }
    }

    /// What is counted as one neighbour: an IPv4 address, or the /64 that one IPv6 customer has to himself.
    package var neighbour: [UInt8] {
        switch self {
        case .ipv4(let bytes, _): bytes
        case .ipv6(let bytes, _): Array(bytes[..<8])
        case .unix: []
        }
    }
}

extension PeerAddress: CustomStringConvertible {
    /// The address as people write it, without the port.
    package var description: String {
        let family: Int32
        switch self {
        case .ipv4: family = AF_INET
        case .ipv6: family = AF_INET6
        case .unix: return "unix"
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let (address, room) = (bytes, socklen_t(text.count))
        guard unsafe inet_ntop(family, address, &text, room) != nil else { return "unknown" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A block of addresses, written as `10.0.0.0/8`, `fd00::/8`, a single address, or `unix` for whoever comes by file system.
package struct AddressBlock: Hashable, Sendable {
    private let prefix: PeerAddress
    private let bits: Int

    package init?(_ text: String) {
        if text == "unix" {
            (prefix, bits) = (.unix, 0)
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = PeerAddress(String(parts[0])), parts.count <= 2 else { return nil }
        let most = address.bytes.count * 8
        guard let bits = parts.count == 1 ? most : Int(parts[1]), 0...most ~= bits else { return nil }
        (prefix, self.bits) = (address, bits)
    }

    package func contains(_ address: PeerAddress) -> Bool {
        switch (prefix, address) {
        case (.unix, .unix): return true
        case (.ipv4, .ipv4), (.ipv6, .ipv6):
            return zip(prefix.bytes, address.bytes).enumerated().allSatisfy { index, pair in
                let left = min(8, max(0, bits - index * 8))
                return left == 0 || (pair.0 ^ pair.1) >> (8 - left) == 0
            }
        default: return false
        }
    }
}
