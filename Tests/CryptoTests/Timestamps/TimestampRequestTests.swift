import Crypto
import Domain
import TestSupport
import Testing

@Suite("A timestamp request") struct TimestampRequestTests {
    private func text(of request: borrowing TimestampRequest) throws -> String {
        let command = try OpenSSLCommand("ts -query -in query -text -out text", with: ["query": request.der])
        return String(decoding: try command.file("text"), as: UTF8.self)
    }

    /// The nonce as it stands in the DER.
    private func nonce(_ request: borrowing TimestampRequest) throws -> [UInt8] {
        try #require(DERTree(request.der)?.children.first { $0.tag == 0x02 && $0.content != [1] }).content
    }

    @Test(arguments: DigestAlgorithm.allCases)
    func `is read by openssl as what was asked`(algorithm: DigestAlgorithm) throws {
        let digest = try Digest(algorithm, of: Array("nilai".utf8))
        let request = try TimestampRequest(over: digest, policy: "1.3.6.1.4.1.55555.1.1")
        let text = try text(of: request)
        #expect(text.contains("Version: 1\n"))
        #expect(text.contains("Hash Algorithm: \(algorithm.rawValue.lowercased().filter { $0 != "-" })\n"))
        #expect(text.contains("Policy OID: 1.3.6.1.4.1.55555.1.1\n"))
        #expect(text.contains("Certificate required: yes\n"))
        #expect(text.contains("Nonce: 0x"))
        #expect(text.hasSuffix("Extensions:\n"))
        #expect(try #require(DERTree(request.der))[1][1].content == digest.bytes)
    }

    @Test func `without a policy leaves it to the authority`() throws {
        let request = try TimestampRequest(over: Digest(.sha256, of: []), policy: nil)
        #expect(try text(of: request).contains("Policy OID: unspecified\n"))
    }

    @Test func `has a nonce of 128 bits that is never the same`() throws {
        let nonces = try (0..<64).map { _ in try nonce(TimestampRequest(over: Digest(.sha256, of: []), policy: nil)) }
        #expect(Set(nonces).count == 64)
        #expect(nonces.allSatisfy { (13...17).contains($0.count) && $0[0] < 0x80 })
        #expect(nonces.contains { $0.count >= 16 })
    }

    @Test(arguments: ["", "bukan angka", "1", "9.9.9", "-1.2"])
    func `with a policy that is no object identifier is not made`(policy: String) throws {
        let error = #expect(throws: CryptoError.self) {
            _ = try TimestampRequest(over: Digest(.sha256, of: []), policy: policy)
        }
        guard case .library("OBJ_txt2obj", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
