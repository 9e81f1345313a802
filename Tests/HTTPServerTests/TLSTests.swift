import Foundation
import Glibc
import HTTP
@testable import HTTPServer
import Synchronization
import TestSupport
import TestTraits
import Testing

/// Certificates of the moment, made by the `openssl` command.
struct TestIdentities {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try authority("ca")
        try authority("stranger")
        for name in ["one", "two"] {
            try issue(name, by: "ca", "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth")
        }
        try issue("client", by: "ca", "extendedKeyUsage=clientAuth")
        try issue("wrong", by: "ca", "extendedKeyUsage=serverAuth")
        try issue("foreign", by: "stranger", "extendedKeyUsage=clientAuth")
    }

    func identity(_ name: String, asking: Bool = false) throws -> TLSIdentity {
        TLSIdentity(
            certificates: try folder.read("\(name).pem"), key: WipedBytes(try folder.read("\(name).key")),
            clientAuthorities: asking ? try folder.read("ca.pem") : nil)
    }

    func path(_ name: String) -> String { folder.path(name) }

    private func authority(_ name: String) throws {
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(name).key -out \(name).pem -days 2 -subj /CN=\(name)"
        )
    }

    private func issue(_ name: String, by authority: String, _ extensions: String) throws {
        try folder.write(Array(extensions.utf8), to: "ext")
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(name).key -out \(name).csr -subj /CN=\(name)"
        )
        try openssl(
            "x509 -req -in \(name).csr -CA \(authority).pem -CAkey \(authority).key -CAcreateserial -days 2 -extfile ext -out \(name).pem"
        )
    }

    private func openssl(_ line: String) throws {
        let run = try ProgramRun.of("openssl", line.split(separator: " ").map(String.init), in: folder.path(""))
        guard run.isSuccess else { throw RawClientFailure(words: run.errors) }
    }
}

@Suite("A server with TLS", .waiting) struct TLSTests {
    private static let made = Result { try TestIdentities() }
    private let identities: TestIdentities

    init() throws { identities = try Self.made.get() }

    private func server(asking: Bool = false) throws -> TestServer {
        try TestServer(Listener(.tcp("127.0.0.1", port: 0), tls: try identities.identity("one", asking: asking)))
    }

    private func curl(_ server: TestServer, _ path: String, _ arguments: [String] = []) throws -> String {
        let url = "https://127.0.0.1:\(server.port)\(path)"
        return try ProgramRun.of(
            "curl", ["-s", "--max-time", "20", "--cacert", identities.path("ca.pem"), url] + arguments
        ).output
    }

    @Test func `speaks with those who check its certificate`() throws {
        let server = try server()
        #expect(try curl(server, "/about").hasPrefix("127.0.0.1|true|"))
        #expect(try curl(server, "/about").hasSuffix("|-"))
        let file = try identities.folder.write(TestServer.original, to: "surat.pdf")
        #expect(
            try curl(server, "/form", ["-F", "f=@\(file);type=application/pdf"])
                == "f|surat.pdf|application/pdf|file \(TestServer.sum(TestServer.original))")
        let copy = identities.path("copy.pdf")
        #expect(try curl(server, "/pieces", ["-o", copy]).isEmpty)
        #expect(try identities.folder.read("copy.pdf") == TestServer.original + Array("added".utf8))
    }

    @Test(arguments: [("tls1", false), ("tls1_1", false), ("tls1_2", true), ("tls1_3", true)])
    func `speaks TLS 1.2 and 1.3 only`(version: String, isSpoken: Bool) throws {
        let server = try server()
        let run = try ProgramRun.of(
            "openssl",
            ["s_client", "-connect", "127.0.0.1:\(server.port)", "-\(version)", "-cipher", "ALL:@SECLEVEL=0"])
        #expect(run.output.contains("BEGIN CERTIFICATE") == isSpoken)
    }

    @Test(arguments: ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "AES256-SHA", "ECDHE-ECDSA-AES256-SHA384"])
    func `speaks no cipher without forward secrecy or authentication`(cipher: String) throws {
        let server = try server()
        let run = try ProgramRun.of(
            "openssl",
            ["s_client", "-connect", "127.0.0.1:\(server.port)", "-tls1_2", "-cipher", "\(cipher):@SECLEVEL=0"])
        #expect(!run.output.contains("BEGIN CERTIFICATE"))
    }

    @Test func `hands on the certificate of who has one, and refuses those it cannot check`() throws {
        let server = try server(asking: true)
        let with = { (name: String) in
            ["--cert", identities.path("\(name).pem"), "--key", identities.path("\(name).key")]
        }
        #expect(try curl(server, "/about").hasSuffix("|-"))
        let der = try ProgramRun.of(
            "openssl",
            ["x509", "-in", identities.path("client.pem"), "-outform", "DER", "-out", identities.path("client.der")])
        #expect(der.isSuccess)
        #expect(try curl(server, "/about", with("client")).hasSuffix("|\(identities.folder.read("client.der").count)"))
        for name in ["wrong", "foreign", "stranger"] {
            #expect(try curl(server, "/about", with(name)).contains("client_certificate_refused"), "\(name)")
        }
    }

    @Test func `is not started with what is no identity`() throws {
        let good = try identities.identity("one")
        let other = try identities.identity("two")
        for identity in [
            TLSIdentity(certificates: good.certificates, key: other.key), TLSIdentity(certificates: [], key: good.key),
            TLSIdentity(certificates: good.certificates, key: WipedBytes([])),
            TLSIdentity(certificates: good.certificates, key: good.key, clientAuthorities: Array("nonsense".utf8)),
        ] {
            #expect(throws: ServerError.unusableIdentity, "\(identity)") {
                try TestServer(Listener(.tcp("127.0.0.1", port: 0), tls: identity))
            }
        }
        let plain = try TestServer()
        #expect(throws: ServerError.noTLS) { try plain.server.reload(good) }
    }

    /// The library closes the listener on some ways of not starting, and not on others.
    @Test func `closes nobody else's file where it does not start`() throws {
        let good = try identities.identity("one")
        let bad = TLSIdentity(certificates: good.certificates, key: try identities.identity("two").key)
        let isOver = Atomic<Bool>(false)
        let lost = Atomic<Int>(0)
        Threads.run(3) { thread in
            if thread == 0 {
                for _ in 0..<(isWatched ? 30 : 300) {
                    _ = try? TestServer(Listener(.tcp("127.0.0.1", port: 0), tls: bad))
                }
                isOver.store(true, ordering: .relaxed)
                return
            }
            while !isOver.load(ordering: .relaxed) {
                let number = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
                usleep(20)
                if fcntl(number, F_GETFD) < 0 || close(number) != 0 { lost.add(1, ordering: .relaxed) }
            }
        }
        #expect(lost.load(ordering: .relaxed) == 0)
    }

    @Test func `takes another identity while it is asked, and fails nobody`() throws {
        let server = try server()
        let failed = Atomic<Int>(0)
        let answered = Atomic<Int>(0)
        let isOver = Atomic<Bool>(false)
        let (one, two) = (try identities.identity("one"), try identities.identity("two"))
        Threads.run(3) { thread in
            if thread == 2 {
                for number in 0..<6 {
                    usleep(150_000)
                    if (try? server.server.reload(number % 2 == 0 ? two : one)) == nil {
                        failed.add(1, ordering: .relaxed)
                    }
                }
                _ = eventually { answered.load(ordering: .relaxed) > 2 }
                isOver.store(true, ordering: .relaxed)
                return
            }
            while !isOver.load(ordering: .relaxed) {
                // Twelve requests: over one connection, unless the server ends it in between.
                let urls = (0..<12).map { _ in "https://127.0.0.1:\(server.port)/hello" }
                let run = try? ProgramRun.of(
                    "curl", ["-s", "--max-time", "20", "--cacert", identities.path("ca.pem")] + urls)
                if run?.output == String(repeating: "halo", count: 12) {
                    answered.add(1, ordering: .relaxed)
                } else {
                    failed.add(1, ordering: .relaxed)
                }
            }
        }
        #expect(failed.load(ordering: .relaxed) == 0 && answered.load(ordering: .relaxed) > 2)
        try server.server.reload(two)
        let run = try ProgramRun.of("openssl", ["s_client", "-connect", "127.0.0.1:\(server.port)"])
        #expect(run.output.contains("CN = two"))
    }

    @Test func `gives up a handshake that does not go on`() throws {
        let server = try TestServer(Listener(.tcp("127.0.0.1", port: 0), tls: try identities.identity("one"))) {
            $0.headTime = .milliseconds(300)
        }
        let client = try server.client()
        try client.send([0x16, 0x03, 0x01])
        #expect(client.isClosed() && server.heard.waitForCut(.headTooSlow))
    }
}
