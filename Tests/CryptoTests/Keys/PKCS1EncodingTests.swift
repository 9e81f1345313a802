import Crypto
import TestSupport
import Testing

/// An encoded message of 256 bytes that a holder of the key put through bare RSA (RFC 8017 §9.2).
struct EncodedMessage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]

    static let digest = [UInt8](hex: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")  // of "abc"

    static let sha256 = [UInt8](hex: "300d06096086480165030402010500")

    /// Block type, padding and zero in front of a `DigestInfo`, filled up to 256 bytes.
    static func block(type: UInt8 = 1, filler: UInt8 = 0xFF, over info: [UInt8]) -> [UInt8] {
        [0, type] + [UInt8](repeating: filler, count: 256 - 3 - info.count) + [0] + info
    }

    static func info(algorithm: [UInt8] = sha256, digest: [UInt8] = digest) -> [UInt8] {
        let inside = algorithm + [0x04, UInt8(digest.count)] + digest
        return [0x30, UInt8(inside.count)] + inside
    }

    static let right = EncodedMessage(testDescription: "the right one", bytes: block(over: info()))

    static let wrong: [EncodedMessage] = {
        let whole = info()
        func named(_ name: String, _ bytes: [UInt8]) -> EncodedMessage { .init(testDescription: name, bytes: bytes) }
        func ending(_ padding: Int, _ rest: [UInt8]) -> [UInt8] {
            let start = [0, 1] + [UInt8](repeating: 0xFF, count: padding) + [0] + whole + rest
            return start + [UInt8](repeating: 0, count: 256 - start.count)
        }
        var garbage = block(over: whole)
        garbage[100] = 0xFE
        var zeroInside = block(over: whole)
        zeroInside[100] = 0
        var firstByte = block(over: whole)
        firstByte[0] = 1
        return [
            named("another digest", block(over: info(digest: digest.reversed()))),
            named("parameters left out", block(over: info(algorithm: .init(hex: "300b0609608648016503040201")))),
            named(
                "parameters not NULL", block(over: info(algorithm: .init(hex: "300f0609608648016503040201 04020000")))),
            named("NULL with content", block(over: info(algorithm: .init(hex: "300e0609608648016503040201 050100")))),
            named("SHA-1 named", block(over: info(algorithm: .init(hex: "300906052b0e03021a0500")))),
            named(
                "SHA-1 named and its length",
                block(
                    over: info(algorithm: .init(hex: "300906052b0e03021a0500"), digest: Array(digest.prefix(20))))),
            named("SHA-512 named", block(over: info(algorithm: .init(hex: "300d06096086480165030402030500")))),
            named(
                "an unknown number named", block(over: info(algorithm: .init(hex: "300d06096086480165030402630500")))),
            named("the bare digest", block(over: digest)),
            named("digest cut by a byte", block(over: info(digest: digest.dropLast()))),
            named("digest longer by a byte", block(over: info(digest: digest + [0]))),
            named("a byte after the digest", block(over: [0x30, 0x32] + whole.dropFirst(2) + [0])),
            named("a byte after the whole", block(over: whole + [0])),
            named("an element after the whole", block(over: whole + [0x05, 0x00])),
            named("length in BER long form", block(over: [0x30, 0x81, 0x31] + whole.dropFirst(2))),
            named(
                "inner length in BER long form",
                block(
                    over: [0x30, 0x32] + sha256 + [0x04, 0x81, 0x20] + digest)),
            named("indefinite length", block(over: [0x30, 0x80] + whole.dropFirst(2) + [0, 0])),
            named("a SET in place of the SEQUENCE", block(over: [0x31] + whole.dropFirst())),
            named("rest of the block behind eight bytes of padding", ending(8, [])),
            named("garbage behind the digest", ending(8, [UInt8](repeating: 0xA5, count: 190))),
            named("seven bytes of padding", ending(7, [])),
            named("no padding", ending(0, [])),
            named("block type 0", block(type: 0, filler: 0, over: whole)),
            named("block type 2", block(type: 2, filler: 0xA5, over: whole)),
            named("block type 1 with zeros", block(filler: 0, over: whole)),
            named("garbage in the padding", garbage),
            named("a zero in the padding", zeroInside),
            named("no zero after the padding", Array(block(over: whole).dropLast(52) + [0xFF] + whole)),
            named("first byte not zero", firstByte),
            named("everything zero", [UInt8](repeating: 0, count: 256)),
            named("the number one", [UInt8](repeating: 0, count: 255) + [1]),
        ]
    }()
}

@Suite("A PKCS#1 v1.5 signature") struct PKCS1EncodingTests {
    /// Bare RSA with the private key: whatever the block holds, this is its signature.
    private func signature(over message: EncodedMessage) throws -> [UInt8] {
        try OpenSSLCommand(
            "pkeyutl -decrypt -inkey key.pem -in block -out signature -pkeyopt rsa_padding_mode:none",
            with: ["key.pem": Fixture.bytes("pki/signer-rsa2048.key"), "block": message.bytes]
        ).file("signature")
    }

    private func isAccepted(_ signature: [UInt8]) throws -> Bool {
        let digest = try Digest(.sha256, bytes: EncodedMessage.digest)
        return try Fixture.privateKey("signer-rsa2048").publicKey().verifies(signature, over: digest, scheme: .pkcs1)
    }

    @Test func `over the right block is accepted`() throws {
        #expect(try isAccepted(signature(over: .right)))
    }

    @Test(arguments: EncodedMessage.wrong) func `over any other block is refused`(message: EncodedMessage) throws {
        #expect(message.bytes.count == 256)
        #expect(try !isAccepted(signature(over: message)))
    }

    @Test func `of another length is refused`() throws {
        let good = try signature(over: .right)
        for other in [[], [0] + good, good + [0], Array(good.dropLast()), Array(good.dropFirst()), good + good] {
            #expect(try !isAccepted(other), "\(other.count) bytes")
        }
    }

    @Test func `increased by the modulus is refused`() throws {
        let good = try signature(over: .right)
        let info = try Fixture.privateKey("signer-rsa2048").publicKey().info
        let key = try #require(DERTree(info).flatMap { DERTree(Array($0[1].content.dropFirst())) })
        var carry = 0
        var sum = zip(good, key[0].content.suffix(256)).reversed().map { left, right in
            let digit = Int(left) + Int(right) + carry
            carry = digit >> 8
            return UInt8(digit & 0xFF)
        }
        if carry > 0 { sum.append(UInt8(carry)) }
        #expect(try !isAccepted(sum.reversed()))
    }

    @Test func `with any one bit changed is refused`() throws {
        let good = try signature(over: .right)
        var check = try SignatureCheck(
            by: Fixture.privateKey("signer-rsa2048").publicKey(), scheme: .pkcs1, digest: .sha256)
        let digest = try Digest(.sha256, bytes: EncodedMessage.digest)
        for bit in 0..<good.count * 8 {
            var changed = good
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try !check.passes(changed, over: digest), "bit \(bit)")
        }
        #expect(try check.passes(good, over: digest))
    }
}
