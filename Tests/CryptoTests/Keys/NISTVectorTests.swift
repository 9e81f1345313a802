import Crypto
import TestSupport
import Testing

/// One answer of NIST's validation program, as `fixtures/vectors` keeps it: named numbers and a verdict.
struct NISTVector: Sendable, CustomTestStringConvertible {
    private let fields: [String: String]

    var testDescription: String { "\(fields["curve"] ?? "RSA"), \(fields["digest"] ?? ""), \(fields["result"] ?? "")" }

    var verifies: Bool { fields["result"]?.hasPrefix("P") ?? false }

    func number(_ name: String) throws -> [UInt8] { .init(hex: try #require(fields[name])) }

    func digest() throws -> Digest {
        try Digest(DigestAlgorithm(named: #require(fields["digest"])), of: number("message"))
    }

    func has(_ name: String) -> Bool { fields[name] != nil }

    var curve: String? { fields["curve"] }

    static func all(_ file: String) throws -> [NISTVector] {
        let text = String(decoding: try Fixture.bytes("vectors/\(file).txt"), as: UTF8.self)
        return text.split(separator: "\n\n").map { block in
            let pairs = block.split(separator: "\n").compactMap { line in
                line.firstRange(of: " = ").map { (String(line[..<$0.lowerBound]), String(line[$0.upperBound...])) }
            }
            return NISTVector(fields: Dictionary(uniqueKeysWithValues: pairs))
        }.filter { !$0.fields.isEmpty }
    }
}

@Suite("NIST's own answers") struct NISTVectorTests {
    @Test(arguments: [("rsa-pkcs1", 35), ("rsa-pss", 36)])
    func `about RSA signatures are ours`(file: String, count: Int) throws {
        let vectors = try NISTVector.all(file)
        #expect(vectors.count == count)
        for vector in vectors {
            let key = try PublicKey(info: publicKeyInfo(modulus: vector.number("n")))
            let passes = try key.verifies(vector.number("signature"), over: vector.digest(), scheme: scheme(vector))
            #expect(passes == vector.verifies, "\(vector.testDescription)")
        }
    }

    @Test func `about the length of a PSS salt are ours: another length is refused`() throws {
        for vector in try NISTVector.all("rsa-pss") where vector.verifies {
            let key = try PublicKey(info: publicKeyInfo(modulus: vector.number("n")))
            for saltBytes in [0, 9, 11, 32] {
                let passes = try key.verifies(
                    vector.number("signature"), over: vector.digest(), scheme: .pss(saltBytes: saltBytes))
                #expect(!passes, "\(vector.testDescription), salt \(saltBytes)")
            }
        }
    }

    @Test func `about PKCS#1 v1.5 are what we sign, byte for byte`() throws {
        let vectors = try NISTVector.all("rsa-pkcs1").filter(\.verifies)
        #expect(vectors.count == 6)
        for vector in vectors {
            let key = try PrivateKey(pkcs8: .of(pkcs8(vector)))
            try key.checkConsistency()
            #expect(try key.checkedSignature(over: vector.digest(), scheme: .pkcs1) == vector.number("signature"))
        }
    }

    @Test func `about ECDSA signatures are ours`() throws {
        let vectors = try NISTVector.all("ecdsa")
        #expect(vectors.count == 90)
        for vector in vectors {
            let curve = vector.curve == "P-256" ? "06082a8648ce3d030107" : "06052b81040022"
            let algorithm = DERTree(tag: 0x06, content: .init(hex: "2a8648ce3d0201")).encoded + .init(hex: curve)
            let point = try [0, 4] + vector.number("x") + vector.number("y")
            let info = DERTree.sequence([DERTree(tag: 0x30, content: algorithm), DERTree(tag: 0x03, content: point)])
            let signature = try DERTree.sequence([.integer(vector.number("r")), .integer(vector.number("s"))])
            let passes: Bool
            do {
                passes = try PublicKey(info: info.encoded).verifies(
                    signature.encoded, over: vector.digest(), scheme: .ecdsa)
            } catch CryptoError.key(.unreadable) {
                passes = false  // "Q changed" may leave the curve, and such a point is no key
            }
            #expect(passes == vector.verifies, "\(vector.testDescription)")
        }
    }

    private func scheme(_ vector: NISTVector) throws -> SignatureScheme {
        vector.has("salt") ? .pss(saltBytes: try vector.number("salt").count) : .pkcs1
    }

    private static let rsaEncryption = DERTree.sequence([
        DERTree(tag: 0x06, content: .init(hex: "2a864886f70d010101")), DERTree(tag: 0x05, content: []),
    ])

    private static let exponent: [UInt8] = [1, 0, 1]

    private func publicKeyInfo(modulus: [UInt8]) -> [UInt8] {
        let key = DERTree.sequence([.integer(modulus), .integer(Self.exponent)])
        return DERTree.sequence([Self.rsaEncryption, DERTree(tag: 0x03, content: [0] + key.encoded)]).encoded
    }

    private func pkcs8(_ vector: NISTVector) throws -> [UInt8] {
        let zero = DERTree(tag: 0x02, content: [0])
        let numbers = try [vector.number("n"), Self.exponent] + ["d", "p", "q", "dp", "dq", "qinv"].map(vector.number)
        let key = DERTree.sequence([zero] + numbers.map { .integer($0) })
        return DERTree.sequence([zero, Self.rsaEncryption, DERTree(tag: 0x04, content: key.encoded)]).encoded
    }
}
