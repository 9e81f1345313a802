import Glibc
import HTTPClient
import Testing

@Suite("An IP address") struct IPAddressTests {
    private func address(_ text: String) throws -> IPAddress {
        let isLong = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: isLong ? 16 : 4)
        try #require(unsafe inet_pton(isLong ? AF_INET6 : AF_INET, text, &bytes) == 1, "\(text)")
        return try #require(IPAddress(bytes: bytes))
    }

    /// A block's first and last address, and what lies before and behind it, where that is public.
    @Test(
        arguments: [
            ("0.0.0.0", "0.255.255.255", nil, "1.0.0.0"),
            ("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
            ("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
            ("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"),
            ("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
            ("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
            ("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
            ("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
            ("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
            ("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
            ("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
            ("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
            ("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
            ("224.0.0.0", "239.255.255.255", "223.255.255.255", nil),
            ("240.0.0.0", "255.255.255.255", nil, nil),
            // Everything below 2000::/3 and above it.
            ("::", "::1", nil, nil),
            ("::7f00:1", "::ffff:ffff", nil, nil),  // once IPv4-compatible
            ("::ffff:0:8.8.8.8", "100::1", nil, nil),  // translated in the old way; the block that is discarded
            ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:8.8.8.8", nil, nil),  // translated in one's own network
            ("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", nil, nil),
            ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::", "2001:200::"),
            ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::", "2001:db9::"),
            ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff::", "3fff:1000::"),
            ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nil, nil),
            ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nil, nil),
            ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nil, nil),
            ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nil, nil),
        ] as [(String, String, String?, String?)])
    func `is not public in a block that is set apart, to its edges`(
        first: String, last: String, before: String?, behind: String?
    ) throws {
        #expect(try !address(first).isPublic)
        #expect(try !address(last).isPublic)
        for text in [before, behind].compactMap(\.self) { #expect(try address(text).isPublic, "\(text)") }
    }

    @Test(arguments: ["1.1.1.1", "8.8.8.8", "103.12.128.1", "2606:4700:4700::1111", "2001:4860:4860::8888", "2400::"])
    func `is public elsewhere`(text: String) throws {
        #expect(try address(text).isPublic)
    }

    @Test(arguments: ["::ffff:", "64:ff9b::"]) func `is what it stands for where it holds another`(prefix: String)
        throws
    {
        for inner in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "255.255.255.255", "100.64.0.1"] {
            #expect(try !address(prefix + inner).isPublic)
        }
        #expect(try address(prefix + "8.8.8.8").isPublic)
    }

    @Test func `is what its tunnel leads to`() throws {
        #expect(try !address("2002:7f00:1::1").isPublic)
        #expect(try !address("2002:a9fe:a9fe::1").isPublic)
        #expect(try address("2002:808:808::1").isPublic)
    }

    @Test(arguments: [0, 3, 5, 15, 17]) func `has four bytes or sixteen`(count: Int) {
        #expect(IPAddress(bytes: [UInt8](repeating: 8, count: count)) == nil)
    }
}
