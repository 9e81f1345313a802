import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("Signing a file with a timestamp", .waiting) struct TimestampTests {
    private static let silentPort = "http://127.0.0.1:9"
    /// One for all tests; it ends with this process.
    private static let responder = Result { try TimestampResponder() }

    private func desk() throws -> Desk {
        let desk = try Desk()
        try desk.seal("signer-p256")
        try desk.folder.write(Array("surat".utf8), to: "letter")
        return desk
    }

    private func sign(_ desk: Desk, _ authorities: [String], _ more: [String] = []) throws -> ProgramRun {
        try desk.teken(
            ["sign-cms", "letter", "letter.p7s", "--certificates", "key.pem", "--timestamp-trust"]
                + [Fixture.path("pki/root.pem")] + authorities.flatMap { ["--timestamp", $0] } + more + Desk.opening)
    }

    private func openSSLAccepts(_ desk: Desk) throws -> Bool {
        try desk.run(
            "openssl",
            ["cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "letter.p7s", "-content", "letter"]
                + ["-CAfile", Fixture.path("pki/root.pem"), "-purpose", "any", "-out", "/dev/null"]
        ).isSuccess
    }

    /// Cuts signature value and token out of the CMS by openssl's own map of it, and lets openssl judge the one over the other.
    private func openSSLAcceptsTimestamp(_ desk: Desk) throws -> Bool {
        let map = try desk.run("openssl", ["asn1parse", "-inform", "DER", "-in", "letter.p7s"]).output
        let lines = map.split(separator: "\n")
        guard let mark = lines.firstIndex(where: { $0.contains("id-smime-aa-timeStampToken") }),
            let value = lines[..<mark].last(where: { $0.contains("OCTET STRING") })
        else { return false }
        try cut(value, withHeader: false, of: desk, to: "value")
        try cut(lines[mark + 2], withHeader: true, of: desk, to: "token")
        return try desk.run(
            "openssl",
            ["ts", "-verify", "-token_in", "-in", "token", "-data", "value", "-CAfile", Fixture.path("pki/root.pem")]
        ).isSuccess
    }

    private func cut(_ line: Substring, withHeader: Bool, of desk: Desk, to name: String) throws {
        let place = try #require(line.firstMatch(of: #/^ *(\d+):d=\d+ +hl=(\d+) l= *(\d+) /#), "\(line)")
        let (start, header, length) = try (#require(Int(place.1)), #require(Int(place.2)), #require(Int(place.3)))
        let bytes = try desk.folder.read("letter.p7s")
        try desk.folder.write(Array(bytes[(start + (withHeader ? 0 : header))..<(start + header + length)]), to: name)
    }

    @Test func `reaches level B-T, and openssl accepts signature and timestamp`() throws {
        let desk = try desk()
        let authority = try Self.responder.get()
        let run = try sign(desk, [authority.url])
        #expect(run.isSuccess && run.errors.contains("level B-T"), "\(run.errors)")
        #expect(try openSSLAccepts(desk) && openSSLAcceptsTimestamp(desk))
        try desk.folder.write(desk.folder.read("value").reversed(), to: "value")
        let other = try desk.run(
            "openssl",
            ["ts", "-verify", "-token_in", "-in", "token", "-data", "value", "-CAfile", Fixture.path("pki/root.pem")])
        #expect(!other.isSuccess)
    }

    /// Each way an authority fails, and the code it is told by.
    private static let failures = [
        ("/silent", "timed_out"), ("/slow", "timed_out"), ("/late", "timed_out"), ("/wrong-nonce", "wrong_nonce"),
        ("/no-nonce", "wrong_nonce"), ("/wrong-imprint", "wrong_imprint"), ("/rejection", "rejected"),
        ("/html", "not_a_reply"), ("/html-as-reply", "malformed"), ("/error-500", "http_status"),
        ("/not-found", "http_status"), ("/redirect", "http_status"), ("/huge", "too_large"), ("/empty", "malformed"),
        ("/cut", "unreachable"), ("/truncated", "malformed"), ("/trailing", "malformed"),
        ("/tampered", "wrong_signature"), ("/other-certificate", "certificate_refused"),
        ("/no-certificate", "certificate_refused"),
    ]

    @Test(arguments: failures)
    func `hands nothing out when its only authority fails, and says how it did`(path: String, code: String) throws {
        let desk = try desk()
        let authority = try Self.responder.get()
        let start = ContinuousClock.now
        let run = try sign(desk, [authority.url + path], ["--timestamp-timeout", "1"])
        #expect(run.refuses("timestamp_\(code)", exit: 5), "\(run.errors)")
        #expect(!desk.has("letter.p7s"))
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test func `asks the next authority after each that fails, whichever way it does`() throws {
        let desk = try desk()
        let authority = try Self.responder.get()
        let failing = [Self.silentPort] + Self.failures.map { authority.url + $0.0 }
        let run = try sign(desk, failing + [authority.url], ["--timestamp-timeout", "1"])
        #expect(run.isSuccess && run.errors.contains("level B-T"), "\(run.errors)")
        #expect(try openSSLAccepts(desk) && openSSLAcceptsTimestamp(desk))
    }

    @Test(
        arguments: [
            (silentPort, "timestamp_unreachable", 5), ("nonsense", "not_a_web_address", 2),
            ("ftp://127.0.0.1/", "not_a_web_address", 2), ("file:///etc/hostname", "not_a_web_address", 2),
            ("", "not_a_web_address", 2), ("http://", "not_a_web_address", 2),
            ("http://user:rahasia@127.0.0.1:9/key=rahasia?rahasia", "timestamp_unreachable", 5),
        ] as [(String, String, Int32)])
    func `names an authority that is not there, without what may be secret in its address`(
        url: String, code: String, exit: Int32
    ) throws {
        let desk = try desk()
        let run = try sign(desk, [url])
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        #expect(!run.errors.contains("rahasia"))
    }

    @Test(arguments: ["http_proxy", "all_proxy", "ALL_PROXY"])
    func `asks the authority itself, whatever proxy the environment names`(variable: String) throws {
        let desk = try desk()
        let words =
            try ["sign-cms", "letter", "letter.p7s", "--certificates", "key.pem"] + Desk.opening
            + ["--timestamp", Self.responder.get().url, "--timestamp-trust", Fixture.path("pki/root.pem")]
        let run = try ProgramRun.of(
            BuiltProduct.path("teken"), words, in: desk.path(""), environment: [variable: "http://127.0.0.1:1"])
        #expect(run.isSuccess && run.errors.contains("level B-T"), "\(run.errors)")
    }

    @Test func `tells of each authority when all fail`() throws {
        let desk = try desk()
        let authority = try Self.responder.get()
        let run = try sign(desk, [Self.silentPort, authority.url + "/html", authority.url + "/rejection"])
        #expect(run.refuses("timestamp_unavailable", exit: 5), "\(run.errors)")
        for words in ["not reachable", "text/html", "unacceptedPolicy"] { #expect(run.errors.contains(words)) }
        #expect(!desk.has("letter.p7s"))
    }

    @Test func `does without where that was allowed by name, and says so loudly`() throws {
        let desk = try desk()
        let run = try sign(desk, [Self.silentPort], ["--timestamp-optional"])
        #expect(run.isSuccess && run.errors.contains("LEVEL B-B ONLY"), "\(run.errors)")
        #expect(run.errors.contains("[timestamp_unreachable]"))
        #expect(!run.errors.contains("Nothing was handed out"))
        #expect(try openSSLAccepts(desk))
        #expect(try !openSSLAcceptsTimestamp(desk))
    }

    @Test func `insists on the policy asked for`() throws {
        let desk = try desk()
        let authority = try Self.responder.get()
        let strange = try sign(
            desk, [authority.url + "/wrong-policy"], ["--timestamp-policy", "1.3.6.1.4.1.55555.1.1"])
        #expect(strange.refuses("timestamp_wrong_policy", exit: 5), "\(strange.errors)")
        let unoffered = try sign(desk, [authority.url], ["--timestamp-policy", "1.3.6.1.4.1.55555.2"])
        #expect(unoffered.refuses("timestamp_rejected", exit: 5), "\(unoffered.errors)")
        let right = try sign(desk, [authority.url], ["--timestamp-policy", "1.3.6.1.4.1.55555.1.1"])
        #expect(right.isSuccess, "\(right.errors)")
    }

    @Test(
        arguments: [
            (["--timestamp-policy", "kebijakan"], "not_an_object_identifier", 2),
            (["--timestamp-policy", "1"], "not_an_object_identifier", 2),
            (["--timestamp-policy", "1.40.1"], "not_an_object_identifier", 2),
            (["--timestamp-policy", "1..2"], "not_an_object_identifier", 2),
            (["--timestamp-timeout", "0"], "number_out_of_bounds", 2),
            (["--timestamp-timeout", "121"], "number_out_of_bounds", 2),
        ] as [([String], String, Int32)])
    func `refuses what it cannot ask for`(words: [String], code: String, exit: Int32) throws {
        let desk = try desk()
        let run = try sign(desk, [Self.silentPort], words)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
    }

    @Test func `believes no authority under another root`() throws {
        let desk = try desk()
        let authority = try Self.responder.get()
        let run = try desk.teken(
            ["sign-cms", "letter", "letter.p7s", "--certificates", "key.pem", "--timestamp", authority.url]
                + ["--timestamp-trust", Fixture.path("pki/foreign-root.pem")] + Desk.opening)
        #expect(run.refuses("timestamp_certificate_refused", exit: 5), "\(run.errors)")
    }
}
