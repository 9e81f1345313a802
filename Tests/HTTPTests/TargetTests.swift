import HTTP
import Testing

@Suite("A request's target") struct TargetTests {
    private func target(_ text: String, host: String? = "teken.id") throws(HTTPTarget.Defect) -> HTTPTarget {
        try HTTPTarget(Array(text.utf8), host: host)
    }

    @Test(
        arguments: [
            ("/", [""]), ("/a", ["a"]), ("/a/b", ["a", "b"]), ("/a/", ["a", ""]), ("//a", ["", "a"]),
            ("/a%20b", ["a b"]), ("/%C3%A9", ["é"]), ("/a+b", ["a+b"]), ("/...", ["..."]), ("/a;b=c", ["a;b=c"]),
            ("http://teken.id/a", ["a"]), ("HTTPS://TEKEN.id/a", ["a"]), ("http://teken.id", [""]),
        ] as [(String, [String])])
    func `is segments between slashes, decoded`(text: String, expected: [String]) throws {
        #expect(try target(text).segments == expected)
    }

    @Test(
        arguments: [
            ("/a?", []), ("/a?b", ["b="]), ("/a?b=c&b=d", ["b=c", "b=d"]), ("/a?b=c=d", ["b=c=d"]),
            ("/a?b+c=d%2Be", ["b c=d+e"]), ("/a?&&b=1&", ["b=1"]), ("/a?b=/../%2F", ["b=/..//"]),
            ("/a?q=?", ["q=?"]), ("http://teken.id?x=1", ["x=1"]),
        ] as [(String, [String])])
    func `has its parameters in order`(text: String, expected: [String]) throws {
        #expect(try target(text).query.map { "\($0.name)=\($0.value)" } == expected)
    }

    @Test(
        arguments: [
            ("", .form), ("a", .form), ("ftp://teken.id/", .form), ("http://", .form), ("http:///a", .form),
            ("teken.id:443", .form), ("http://a@teken.id/", .form), ("javascript:alert", .form),
            ("/%", .encoding), ("/%2", .encoding), ("/%zz", .encoding), ("/a?b=%", .encoding), ("/a b", .encoding),
            ("/a#b", .encoding), ("/é", .encoding), ("/a\u{0}", .encoding), ("/a\r\nb", .encoding),
            ("/%00", .text), ("/a?b=%00", .text), ("/%0d%0a", .text), ("/%ff", .text), ("/%c0%af", .text),
            ("/%7f", .text), ("/%2f", .encodedSlash), ("/a%2Fb", .encodedSlash),
            ("/.", .dotSegment), ("/..", .dotSegment), ("/a/../b", .dotSegment), ("/%2e%2e/b", .dotSegment),
            ("http://lain.id/a", .otherHost), ("http://teken.id:80/a", .otherHost),
        ] as [(String, HTTPTarget.Defect)])
    func `is refused where readers could differ`(text: String, defect: HTTPTarget.Defect) {
        #expect(throws: defect) { try target(text) }
    }

    @Test func `names no host where none is known`() {
        #expect(throws: HTTPTarget.Defect.otherHost) { try target("http://teken.id/", host: nil) }
    }
}

@Suite("A peer") struct PeerTests {
    @Test func `is IPv4, IPv6 or a file, and IPv4 in IPv6 is IPv4`() throws {
        #expect(PeerAddress("10.0.0.1", port: 5) == .ipv4([10, 0, 0, 1], port: 5))
        #expect(PeerAddress("::ffff:10.0.0.1") == .ipv4([10, 0, 0, 1], port: 0))
        #expect(try "\(#require(PeerAddress("2001:DB8::1")))" == "2001:db8::1")
        #expect("\(PeerAddress.unix)" == "unix")
        for text in ["", "10.0.0", "10.0.0.256", "a", "10.0.0.1:80", "[::1]"] { #expect(PeerAddress(text) == nil) }
    }

    @Test(
        arguments: [
            ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.0.0.7", "10.0.0.7", true),
            ("10.0.0.7", "10.0.0.6", false), ("10.0.0.128/25", "10.0.0.127", false), ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "::1", false), ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false),
            ("10.0.0.0/8", "::ffff:10.1.1.1", true),
        ])
    func `is in a block or not`(block: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(#require(PeerAddress(address))) == isInside)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0/8", "fd00::/129", "x"])
    func `is in no block that is none`(text: String) { #expect(AddressBlock(text) == nil) }

    @Test func `through a file is in the block of that name only`() throws {
        #expect(try #require(AddressBlock("unix")).contains(.unix))
        #expect(try !#require(AddressBlock("unix")).contains(.ipv4([1, 1, 1, 1], port: 0)))
    }
}

@Suite("A trusted proxy") struct ProxyTests {
    private let proxies = TrustedProxies(["10.0.0.0/8", "fd00::/8"].compactMap(AddressBlock.init))
    private let near = PeerAddress.ipv4([10, 0, 0, 1], port: 0)

    private func origin(_ fields: HTTPFields, from peer: PeerAddress? = nil) -> TrustedProxies.Origin {
        proxies.origin(of: peer ?? near, isSecure: false, fields: fields)
    }

    @Test(
        arguments: [
            ("203.0.113.9", "203.0.113.9"), ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
            ("203.0.113.9, 10.0.0.2", "203.0.113.9"), ("203.0.113.9, 10.0.0.2, 10.0.0.3", "203.0.113.9"),
            ("10.0.0.9", "10.0.0.9"), ("junk, 10.0.0.2", "10.0.0.2"), ("203.0.113.9, junk", "10.0.0.1"),
            ("203.0.113.9:4711", "203.0.113.9"), ("[2001:db8::1]:4711", "2001:db8::1"), ("", "10.0.0.1"),
            ("2001:db8::1, fd00::2", "2001:db8::1"),
        ])
    func `names the nearest that is no proxy of ours`(field: String, expected: String) {
        #expect("\(origin(["X-Forwarded-For": field]).peer)" == expected)
    }

    @Test func `may spread its word over several fields`() {
        #expect("\(origin(["X-Forwarded-For": "203.0.113.9", "X-Forwarded-For": "10.0.0.4"]).peer)" == "203.0.113.9")
    }

    @Test func `says whether TLS was spoken, and what the request is called`() {
        #expect(origin(["X-Forwarded-Proto": "https"]).isSecure)
        #expect(!origin(["X-Forwarded-Proto": "http"]).isSecure)
        #expect(!origin(["X-Forwarded-Proto": "https, http"]).isSecure)
        #expect(origin(["X-Request-Id": "abcd-1234"]).identifier?.description == "abcd-1234")
        for text in ["short", "a b c d e f", String(repeating: "a", count: 65), "abcdefg_", ""] {
            #expect(origin(["X-Request-Id": text]).identifier == nil)
        }
        #expect(origin(["X-Request-Id": String(repeating: "a", count: 64)]).identifier != nil)
    }

    @Test func `is nobody else`() {
        let stranger = PeerAddress.ipv4([203, 0, 113, 1], port: 0)
        let fields: HTTPFields = [
            "X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https", "X-Request-Id": "abcd-1234",
        ]
        #expect(origin(fields, from: stranger) == .init(peer: stranger, isSecure: false, identifier: nil))
    }
}
