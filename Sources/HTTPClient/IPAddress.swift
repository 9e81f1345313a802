/// An IPv4 or IPv6 address, as it is connected to.
package struct IPAddress: Hashable, Sendable {
    /// Four or sixteen, the highest first.
    private let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Whether it is one of the public internet, and no machine of one's own, one's provider or one's neighbours.
    ///
    /// The blocks are those of IANA's registries of special-purpose addresses (RFC 6890). A few of them that are
    /// reachable, for relays and the like, are refused as well: nobody keeps certificates there.
    package var isPublic: Bool {
        if bytes.count == 4 { return !Self.reservedIPv4.contains { $0.contains(bytes) } }
        if let inner = embeddedIPv4 { return inner.isPublic }
        // All else in IPv6 is given out to nobody or to one place: loopback, fe80::/10, fec0::/10, fc00::/7, ff00::/8.
        return Self.globalUnicast.contains(bytes) && !Self.reservedIPv6.contains { $0.contains(bytes) }
    }

    /// The address that packets sent to this one come out at.
    private var embeddedIPv4: IPAddress? {
        if Self.mapped.contains(bytes) || Self.translated.contains(bytes) {
            IPAddress(bytes: Array(bytes[12...]))
        } else if Self.tunnelled.contains(bytes) {
            IPAddress(bytes: Array(bytes[2..<6]))
        } else {
            nil
        }
    }

    private static let reservedIPv4 = [
        Network(0, bits: 8),  // this network, the unspecified address in it
        Network(10, bits: 8), Network(172, 16, bits: 12), Network(192, 168, bits: 16),  // private, RFC 1918
        Network(100, 64, bits: 10),  // behind a provider's translation, RFC 6598
        Network(127, bits: 8),  // loopback
        Network(169, 254, bits: 16),  // link-local, where clouds keep their machines' secrets
        Network(192, 0, 0, bits: 24),  // protocol assignments
        Network(192, 0, 2, bits: 24), Network(198, 51, 100, bits: 24), Network(203, 0, 113, bits: 24),  // documentation
        Network(192, 88, 99, bits: 24),  // 6to4 relays, RFC 7526
        Network(198, 18, bits: 15),  // benchmarks
        Network(224, bits: 4),  // multicast
        Network(240, bits: 4),  // reserved, broadcast at its end
    ]

    /// All that is given out to anybody (RFC 4291 §2.4).
    private static let globalUnicast = Network(0x20, bits: 3)
    private static let reservedIPv6 = [
        Network(0x20, 0x01, 0x00, bits: 23),  // protocol assignments: Teredo, benchmarks, ORCHID
        Network(0x20, 0x01, 0x0d, 0xb8, bits: 32), Network(0x3f, 0xff, 0x00, bits: 20),  // documentation
    ]

    private static let mapped = Network(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, bits: 96)  // RFC 4291 §2.5.5.2
    private static let translated = Network(0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, bits: 96)  // NAT64, RFC 6052
    private static let tunnelled = Network(0x20, 0x02, bits: 16)  // 6to4, RFC 3056
}

/// A block of addresses: those that begin with the same bits.
private struct Network {
    private let prefix: [UInt8]
    private let bits: Int

    init(_ prefix: UInt8..., bits: Int) {
        precondition(prefix.count == (bits + 7) / 8, "a block is named by the bytes that its bits reach into")
        self.prefix = prefix
        self.bits = bits
    }

    /// The address is of the block's own kind.
    func contains(_ address: [UInt8]) -> Bool {
        for (index, byte) in prefix.enumerated() {
            let left = min(8, bits - index * 8)
            guard (address[index] ^ byte) >> (8 - left) == 0 else { return false }
        }
        return true
    }
}
