import Crypto
import Foundation
import TestSupport
import Testing

@Suite("A text of PEM blocks") struct PEMTests {
    private func block(_ der: [UInt8], _ label: String = "CERTIFICATE", end: String = "\n") -> String {
        let lines = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
            .replacing("\n", with: end)
        return "-----BEGIN \(label)-----\(end)\(lines)\(end)-----END \(label)-----\(end)"
    }

    private func blocks(_ text: String) throws -> [[UInt8]]? { try PEMBlocks.all(in: Array(text.utf8)) }

    private static let long = [UInt8](0..<200)

    @Test func `is read block by block, and what is no concern of a judgement is passed over`() throws {
        let text =
            block(Self.long) + block([9], "PRIVATE KEY") + block([1], "X509 CRL") + block([2, 3], "OCSP RESPONSE")
        #expect(try blocks(text) == [Self.long, [1], [2, 3]])
    }

    @Test(arguments: ["", "\n\n", "subject=CN = Akar\nissuer=CN = Akar\n", "bukan -----BEGIN apa-apa\n", "- é -\n"])
    func `may have other text before, between and behind`(words: String) throws {
        let read = try blocks(words + block([1]) + words + block(Self.long) + words)
        #expect(read == [[1], Self.long])
    }

    @Test func `may end its lines as other systems do, or not at all`() throws {
        #expect(try blocks(block(Self.long, end: "\r\n")) == [Self.long])
        #expect(try blocks(String(block(Self.long).dropLast())) == [Self.long])
    }

    @Test func `is as many blocks as another program finds in the fixtures`() throws {
        let chain = try Fixture.bytes("pki/chain-signer-rsa2048.pem")
        let certificates = try Fixture.certificates("chain-signer-rsa2048")
        #expect(try PEMBlocks.all(in: chain) == certificates.map(\.der))
    }

    @Test(arguments: ["", "\n", "surat", "-----", "-----BEGIN", "----BEGIN CERTIFICATE----\nAQ==\n", "\0\u{1}\u{2}"])
    func `that has no block is none`(text: String) throws {
        #expect(try blocks(text) == [])
    }

    @Test func `that is DER is none`() throws {
        #expect(try PEMBlocks.all(in: Fixture.certificates("root")[0].der) == [])
    }

    @Test func `that is cut or garbled is refused whole, with the blocks before it`() throws {
        let whole = block(Self.long)
        let lines = whole.split(separator: "\n").map(String.init)
        let broken = [
            lines[..<1].joined(separator: "\n"), lines[..<2].joined(separator: "\n"),
            lines.dropLast().joined(separator: "\n"), whole.replacing("END CERTIFICATE", with: "END X509 CRL"),
            "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        ]
        for text in broken {
            #expect(try blocks(text) == nil, "\(text)")
            #expect(try blocks(block([1]) + text) == nil, "\(text)")
        }
    }

    @Test func `is read up to ten thousand blocks`() throws {
        let one = block([1])
        #expect(try blocks(String(repeating: one, count: 10_001))?.count == 10_000)
    }
}
