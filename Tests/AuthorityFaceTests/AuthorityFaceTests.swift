import Authority
import AuthorityFace
import Channels
import Crypto
import Domain
import HTTP
import Store
import TestSupport
import Testing

@Suite("What the world asks of an authority") struct AuthorityFaceTests {
    /// Asks as the server does: finds the route, and runs it.
    private struct Desk {
        let sample: AuthoritySample
        let routes: [Route]

        init() throws {
            sample = try AuthoritySample()
            routes = AuthorityFace(sample.authority, clock: sample.clock.read).routes
            try sample.authority.publishDueLists()
        }

        func ask(
            _ method: HTTPMethod, _ path: String, fields: HTTPFields = [:], body: HTTPBody = .none
        ) throws -> HTTPResponse? {
            do {
                return try HTTPDesk(routes).ask(method, path, fields: fields, body: body)
            } catch is HTTPDesk.NoSuchRoute {
                return nil
            }
        }

        func bytes(of response: HTTPResponse?) throws -> [UInt8] {
            try #require(response).content
        }
    }

    private static func issuing(_ sample: AuthoritySample) throws -> AuthorityKey {
        try #require(sample.authority.keyRecords.first { $0.role == .issuing })
    }

    @Test func `is its certificates, at the addresses that stand in others`() throws {
        let desk = try Desk()
        for key in desk.sample.authority.keyRecords where key.role == .issuing || key.role == .root {
            let response = try desk.ask(.get, "/ca/\(key.id).crt")
            #expect(response?.status == 200 && response?.fields["Content-Type"] == "application/pkix-cert")
            #expect(try desk.bytes(of: response) == key.certificate.der)
        }
        for path in ["/ca/\(ID<AuthorityKey>.fixture(9)).crt", "/ca/x", "/ca/..crt", "/crl/x.crl"] {
            #expect(try desk.ask(.get, path)?.status == 404, "\(path)")
        }
    }

    @Test func `is its lists, whole and new after a revocation`() throws {
        let desk = try Desk()
        let issuing = try Self.issuing(desk.sample)
        let path = "/crl/\(issuing.id).crl"
        let first = try desk.ask(.get, path)
        #expect(first?.status == 200 && first?.fields["Content-Type"] == "application/pkix-crl")
        let tag = try #require(first?.fields["ETag"])
        #expect(try desk.ask(.get, path, fields: ["If-None-Match": tag])?.status == 304)
        let record = try desk.sample.issued(AuthoritySample.order())
        _ = try desk.sample.authority.change(record.id, .revoke(.cessationOfOperation, invalidSince: nil))
        try desk.sample.authority.publishDueLists()
        let second = try desk.ask(.get, path, fields: ["If-None-Match": tag])
        #expect(second?.status == 200 && second?.fields["ETag"] != tag)
        let told = try OpenSSLCommand(
            "crl -inform DER -in list -CAfile issuer -noout -text",
            with: ["list": desk.bytes(of: second), "issuer": Array(issuing.certificate.pem().utf8)])
        #expect(told.run.isSuccess && told.run.output.contains("\(record.serial)".uppercased()))
    }

    @Test func `is answers about status, by POST and in the path of a GET`() throws {
        let desk = try Desk()
        let issuing = try Self.issuing(desk.sample)
        let certificate = try desk.sample.certificate(AuthoritySample.order())
        let files = [
            "issuer": Array(try issuing.certificate.pem().utf8), "leaf": Array(try certificate.pem().utf8),
            "root": Array(try #require(desk.sample.chain.last).pem().utf8),
        ]
        let asked = try OpenSSLCommand("ocsp -issuer issuer -cert leaf -no_nonce -reqout request", with: files)
        let request = try asked.file("request")
        let posted = try desk.ask(.post, "/ocsp", body: .bytes(WipedBytes(request)))
        #expect(posted?.fields["Content-Type"] == "application/ocsp-response")
        let base64 = Base64.text(request)
        for spelling in [
            base64, base64.replacing("/", with: "%2F").replacing("+", with: "%2B").replacing("=", with: "%3D"),
        ] {
            let got = try desk.ask(.get, "/ocsp/\(spelling)")
            #expect(got?.status == 200 && got?.fields["Cache-Control"]?.contains("max-age=10") == true)
            var all = files
            all["answer"] = try desk.bytes(of: got)
            let judged = try OpenSSLCommand(
                "ocsp -issuer issuer -cert leaf -no_nonce -respin answer -CAfile root -validity_period 100000000",
                with: all)
            #expect(judged.run.output.contains("leaf: good"), "\(judged.run.errors)")
        }
        for body in [HTTPBody.none, .bytes(WipedBytes([])), .bytes(WipedBytes([1, 2, 3]))] {
            #expect(try desk.bytes(of: desk.ask(.post, "/ocsp", body: body)) == [0x30, 3, 0x0A, 1, 1])
        }
        #expect(try desk.bytes(of: desk.ask(.get, "/ocsp/!!")) == [0x30, 3, 0x0A, 1, 1])
    }

    @Test func `is its time`() throws {
        let desk = try Desk()
        let query = try OpenSSLCommand("ts -query -data letter -sha256 -cert -out query", with: ["letter": [1]])
        let response = try desk.ask(.post, "/tsa", body: .bytes(WipedBytes(query.file("query"))))
        #expect(response?.fields["Content-Type"] == "application/timestamp-reply")
        #expect(response?.fields["Cache-Control"] == "no-store")
        let judged = try OpenSSLCommand(
            "ts -verify -data letter -in reply -CAfile root -untrusted issuer -attime 1790000010",
            with: [
                "letter": [1], "reply": desk.bytes(of: response),
                "root": Array(try #require(desk.sample.chain.last).pem().utf8),
                "issuer": Array(try Self.issuing(desk.sample).certificate.pem().utf8),
            ])
        #expect(judged.run.isSuccess, "\(judged.run.errors)")
        let refused = try desk.ask(.post, "/tsa")
        #expect(refused?.status == 200)
        #expect(try desk.bytes(of: refused).first == 0x30)
    }

    @Test func `is nothing else`() throws {
        let desk = try Desk()
        for (method, path) in [(HTTPMethod.post, "/ca/x"), (.get, "/tsa"), (.get, "/"), (.put, "/ocsp")] {
            #expect(try desk.ask(method, path) == nil, "\(path)")
        }
    }
}
