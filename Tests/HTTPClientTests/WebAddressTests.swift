import Testing

@testable import HTTPClient

@Suite("A web address") struct WebAddressTests {
    @Test(
        arguments: [
            ("http://contoh.id/", 80), ("https://contoh.id", 443), ("HTTPS://contoh.id/a", 443),
            ("http://contoh.id:443/", 443), ("http://contoh.id:8080/a?b:9@c#d", 8_080),
            ("http://[2001:db8::1]:81/", 81),
        ] as [(String, UInt16)])
    func `has the port it names, or its scheme's`(url: String, port: UInt16) throws {
        let address = try WebAddress(url)
        #expect(address.port == port)
        #expect(address.text == url)
        #expect(!address.hasUserInfo)
    }

    @Test(arguments: ["http://a@contoh.id/", "http://a:b@contoh.id/", "http://:b@contoh.id/", "http://a:@contoh.id/"])
    func `may have a name or a password in it`(url: String) throws {
        #expect(try WebAddress(url).hasUserInfo)
    }

    @Test func `has 4,096 bytes at most`() throws {
        let stem = "http://contoh.id/"
        let url = { (count: Int) in stem + String(repeating: "a", count: count - stem.utf8.count) }
        #expect(try WebAddress(url(4_096)).port == 80)
        #expect(throws: HTTPClientError.unusableURL) { try WebAddress(url(4_097)) }
    }

    @Test(arguments: [
        "", "contoh.id", "//contoh.id/", "http:contoh.id", "http://", "ftp://contoh.id/", "http://contoh.id:99999/",
        "http://contoh.id:x/", "http://contoh.id\u{0}.lain.id/", "http://contoh.id\r\nHost: lain.id/", "http://a b.id/",
    ])
    func `is refused where it is none`(url: String) {
        #expect(throws: HTTPClientError.unusableURL) { try WebAddress(url) }
    }

    @Test func `leads on to encryption, and not out of it`() throws {
        let (clear, secret) = try (WebAddress("http://contoh.id/"), WebAddress("https://contoh.id/"))
        #expect(try clear.following("https://lain.id/").port == 443)
        #expect(try clear.following("http://lain.id/").port == 80)
        #expect(try secret.following("https://lain.id/").port == 443)
        #expect(throws: HTTPClientError.addressRefused) { try secret.following("http://lain.id/") }
        #expect(throws: HTTPClientError.unusableURL) { try secret.following("file:///etc/passwd") }
    }

    /// What a connection was asked for, at the very last.
    @Test func `is let through on its port and to its address alone`() {
        let guarded = AddressGuard(ports: [80]) { $0 == IPAddress(bytes: [8, 8, 8, 8]) }
        #expect(guarded.admits(IPAddress(bytes: [8, 8, 8, 8]), port: 80))
        #expect(!guarded.admits(IPAddress(bytes: [8, 8, 8, 8]), port: 81))
        #expect(!guarded.admits(IPAddress(bytes: [8, 8, 8, 9]), port: 80))
        #expect(!guarded.admits(nil, port: 80))
        #expect(AddressGuard.publicOnly.admits(IPAddress(bytes: [8, 8, 8, 8]), port: 443))
        #expect(!AddressGuard.publicOnly.admits(IPAddress(bytes: [8, 8, 8, 8]), port: 8_443))
        #expect(AddressGuard.any.admits(nil, port: 1))
    }
}
