import Crypto
import Foundation
import Synchronization
import TestSupport
import TestTraits
import Testing

@Suite("Fetching what a verdict lacks", .waiting) struct FetchTests {
    /// What each path is answered with, once it is known.
    private final class Shelf: Sendable {
        private let files = Mutex<[String: [UInt8]]>([:])

        func put(_ file: [UInt8], at path: String) { files.withLock { $0[path] = file } }

        func answer(_ path: String) -> [UInt8] {
            files.withLock { $0[path] }.map(Wire.file) ?? Array(Wire.page("tidak ada", status: 404).utf8)
        }
    }

    private static let inside = VerifyingDesk.trusting + ["--fetch-inside"]

    private func server() throws -> (ScriptedServer, Shelf) {
        let shelf = Shelf()
        return (try ScriptedServer(bytes: { path, _ in shelf.answer(path) }), shelf)
    }

    @Test func `gets a list where the certificate says, DER or PEM`() throws {
        let (server, shelf) = try server()
        let made = try VerifyingDesk(person: "\ncrlDistributionPoints = URI:\(server.url)/akar.crl")
        let list = try made.desk.folder.read("daftar.der")
        let pem = try OpenSSLCommand("crl -inform DER -in list -out pem", with: ["list": list]).file("pem")
        for file in [list, pem] {
            shelf.put(file, at: "/akar.crl")
            let run = try made.verify(Self.inside + ["signed.pdf"])
            #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.output)\(run.errors)")
        }
        #expect(server.requests == Array(repeating: "GET /akar.crl HTTP/1.1", count: 2))
    }

    @Test func `asks a responder, and then no list`() throws {
        let (server, shelf) = try server()
        let made = try VerifyingDesk(person: "\nauthorityInfoAccess = OCSP;URI:\(server.url)/ocsp")
        let serial = try made.trial.run("x509 -in orang.pem -noout -serial").run.output.dropFirst(7).prefix {
            $0 != "\n"
        }
        let answer = try made.trial.run(
            "ocsp -index index -CA akar.pem -rsigner akar.pem -rkey akar.key -ndays 3 -issuer akar.pem -cert orang.pem "
                + "-no_nonce -respout answer",
            with: ["index": Array("V\t490101000000Z\t\t\(serial)\tunknown\t/CN=orang\n".utf8)]
        ).file("answer")
        shelf.put(answer, at: "/ocsp")
        let run = try made.verify(Self.inside + ["signed.pdf"])
        #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.output)\(run.errors)")
        #expect(server.heads.count == 1)
        let head = try #require(server.heads.first).lowercased()
        #expect(head.hasPrefix("post /ocsp "))
        #expect(head.contains("content-type: application/ocsp-request\r"))
    }

    @Test func `gets an issuer that the signature leaves out`() throws {
        let (server, shelf) = try server()
        let place = "\nauthorityInfoAccess = caIssuers;URI:\(server.url)/atas.cer"
        let made = try VerifyingDesk(through: [("atas", ""), ("penerbit", place)])
        shelf.put(try made.trial.certificate("atas").der, at: "/atas.cer")
        let run = try made.verify(Self.inside + ["--revocation", "when-known", "signed.pdf"])
        #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.output)\(run.errors)")
        #expect(server.requests.count == 1)
    }

    @Test func `asks once for many documents, one after another`() throws {
        let (server, shelf) = try server()
        let made = try VerifyingDesk(person: "\ncrlDistributionPoints = URI:\(server.url)/akar.crl")
        shelf.put(try made.desk.folder.read("daftar.der"), at: "/akar.crl")
        let run = try made.verify(Self.inside + ["--jobs", "1", "signed.pdf", "signed.pdf", "signed.pdf"])
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        #expect(server.requests.count == 1)
    }

    @Test func `goes to no address inside unless it was told to`() throws {
        let (server, shelf) = try server()
        let made = try VerifyingDesk(person: "\ncrlDistributionPoints = URI:\(server.url)/akar.crl")
        shelf.put(try made.desk.folder.read("daftar.der"), at: "/akar.crl")
        let refused = try made.verify(VerifyingDesk.trusting + ["signed.pdf"])
        #expect(refused.exitCode == 11 && refused.output.contains("TRY_LATER"), "\(refused.output)")
        #expect(refused.errors.hasSuffix(": an address that may not be asked\n"), "\(refused.errors)")
        let offline = try made.verify(VerifyingDesk.trusting + ["--offline", "signed.pdf"])
        #expect(offline.exitCode == 11 && offline.errors.isEmpty, "\(offline.errors)")
        #expect(server.requests.isEmpty)
    }

    @Test func `leaves the answer open where a server has nothing, or nonsense`() throws {
        let (server, shelf) = try server()
        let made = try VerifyingDesk(person: "\ncrlDistributionPoints = URI:\(server.url)/akar.crl")
        let missing = try made.verify(Self.inside + ["signed.pdf"])
        #expect(missing.exitCode == 11 && missing.output.contains("TRY_LATER"), "\(missing.output)")
        for file in [[], Array("<html>".utf8), try made.desk.folder.read("akar.pem")] as [[UInt8]] {
            shelf.put(file, at: "/akar.crl")
            let run = try made.verify(Self.inside + ["signed.pdf"])
            #expect(run.exitCode == 11 && run.output.contains("TRY_LATER"), "\(run.output)\(run.errors)")
        }
    }

    @Test func `says where nobody answers`() throws {
        let made = try VerifyingDesk(person: "\ncrlDistributionPoints = URI:http://127.0.0.1:9/akar.crl")
        let run = try made.verify(Self.inside + ["signed.pdf"])
        #expect(run.exitCode == 11, "\(run.output)")
        #expect(run.errors.hasPrefix("teken: ") && run.errors.contains("127.0.0.1"), "\(run.errors)")
    }
}
