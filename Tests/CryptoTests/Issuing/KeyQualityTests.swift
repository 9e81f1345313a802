import Foundation
import TestSupport
import Testing

@testable import Crypto

@Suite("The quality of a key") struct KeyQualityTests {
    /// Keys that a generator of faults has made: a line for each, its name, the fault it has and its `SubjectPublicKeyInfo`.
    private static let bad: [(name: String, fault: String, info: [UInt8])] = {
        guard let run = try? PythonJudge.run("bad_keys.py") else { return [] }
        return run.output.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, let info = Hexadecimal.bytes(words[2]) else { return nil }
            return (words[0], words[1], info)
        }
    }()

    private func word(_ judgement: KeyQuality.Judgement) -> String {
        switch judgement {
        case .sound: "sound"
        case .refused(let fault): String("\(fault)".prefix { $0 != "(" })
        }
    }

    @Test(arguments: KeyKind.allCases) func `of this house's own is good`(kind: KeyKind) throws {
        for _ in 0..<(kind == .rsa4096 ? 1 : 3) {
            let info = try PrivateKey.generate(kind).publicKeyInfo()
            #expect(try KeyQuality.judge(info) == .sound(kind))
        }
        let info = try Fixture.privateKey(kind.fixtureName).publicKeyInfo()
        #expect(try KeyQuality.judge(info) == .sound(kind))
        let others = KeyQuality.Policy(kinds: Set(KeyKind.allCases).subtracting([kind]))
        #expect(try KeyQuality.judge(info, policy: others) == .refused(.kindNotCertified(kind)))
    }

    @Test func `is told by its fault, in every bad key there is`() throws {
        #expect(Self.bad.count >= 40)
        for (name, fault, info) in Self.bad {
            #expect(try word(KeyQuality.judge(info)) == fault, "\(name)")
        }
    }

    @Test func `is bad however a good key's information is cut or lengthened`() throws {
        let info = try Fixture.privateKey("signer-p256").publicKeyInfo()
        for count in 0..<info.count {
            #expect(try word(KeyQuality.judge(Array(info.prefix(count)))) != "sound")
        }
        #expect(try KeyQuality.judge(info + [0]) == .refused(.unreadable))
    }

    /// OpenSSL reads the same key out of each, and each would be a key that was never seen before.
    @Test func `is bad in every other writing of a good RSA key`() throws {
        let info = try Fixture.privateKey("signer-rsa2048").publicKeyInfo()
        let whole = try #require(BERElement(frontOf: info)?.children)
        let algorithm = try #require(whole[0].children)
        let key = Array(whole[1].contentBytes.dropFirst())
        let name = algorithm[0].bytes
        func written(_ parameters: [UInt8], _ key: [UInt8]) -> [UInt8] {
            DER.sequence(DER.sequence(name, parameters), DER.bits(key))
        }
        let null: [UInt8] = [0x05, 0x00]
        #expect(written(null, key) == info)
        // A length in one byte more than it needs.
        let long = [0x30, 0x83, 0x00] + key.dropFirst(2)
        for other in [
            written([], key), written([0x02, 0x01, 0x00], key), written(null, key + [0]), written(null, long),
        ] {
            #expect(["otherWriting", "unreadable"].contains(try word(KeyQuality.judge(other))))
        }
    }

    @Test func `is bad where others are known to have the key`() throws {
        let key = try Fixture.privateKey("signer-rsa2048")
        let said = try OpenSSLCommand(
            "rsa -in key -noout -modulus -out modulus", with: ["key": Fixture.bytes("pki/signer-rsa2048.key")]
        ).file("modulus")
        let print = Hexadecimal.text(try HashFunction.sha1.digest(of: said).bytes.suffix(10))
        let list = try #require(WeakKeyList(Array("# kunci\n00112233445566778899\n\(print)\n".utf8)))
        #expect(list.count == 2)
        #expect(try KeyQuality.judge(key.publicKeyInfo(), knownWeak: list) == .refused(.knownWeak))
        let other = try Fixture.privateKey("signer-rsa3072").publicKeyInfo()
        #expect(try KeyQuality.judge(other, knownWeak: list) == .sound(.rsa3072))
        for broken in ["halo\n", "0011\n", "00112233445566778899 x\n", "zz112233445566778899\n"] {
            #expect(WeakKeyList(Array(broken.utf8)) == nil)
        }
    }
}
