import Crypto
import TestSupport
import Testing

@Suite("A digest") struct DigestTests {
    private struct Vector {
        let algorithm: DigestAlgorithm
        let message: String
        let digest: String
    }

    /// The examples of NIST's page for FIPS 180-4; the empty messages from its test vectors.
    private static let vectors = [
        Vector(
            algorithm: .sha256, message: "", digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Vector(
            algorithm: .sha256, message: "abc",
            digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        Vector(
            algorithm: .sha384, message: "",
            digest: "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"),
        Vector(
            algorithm: .sha384, message: "abc",
            digest: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"),
        Vector(
            algorithm: .sha512, message: "",
            digest: "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"),
        Vector(
            algorithm: .sha512, message: "abc",
            digest: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"),
    ]

    @Test(arguments: vectors.indices) func `of a known message is the known one`(index: Int) throws {
        let vector = Self.vectors[index]
        let digest = try Digest(vector.algorithm, of: Array(vector.message.utf8))
        #expect(Hexadecimal.text(digest.bytes) == vector.digest)
        #expect(try Digest(vector.algorithm, hexadecimal: vector.digest) == digest)
    }

    @Test(
        arguments: [
            (.sha256, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
            (
                .sha384,
                "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985"
            ),
            (
                .sha512,
                "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
                    + "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"
            ),
        ] as [(DigestAlgorithm, String)])
    func `of a million letters is the same in pieces of any size`(algorithm: DigestAlgorithm, known: String) throws {
        var hashing = try Hashing(algorithm)
        var left = 1_000_000
        var size = 0
        while left > 0 {
            let piece = [UInt8](repeating: UInt8(ascii: "a"), count: min(size, left))
            if size.isMultiple(of: 2) {
                try hashing.update(piece)
            } else {
                try unsafe piece.withUnsafeBytes { try unsafe hashing.update($0) }
            }
            left -= piece.count
            size += 61
        }
        #expect(try hashing.finish() == Digest(algorithm, hexadecimal: known))
    }

    @Test(
        arguments: [
            (.sha256, [0, 1, 31, 33, 48, 64]), (.sha384, [0, 32, 47, 49, 64]), (.sha512, [0, 32, 63, 65, 128]),
        ] as [(DigestAlgorithm, [Int])])
    func `of another length is refused`(algorithm: DigestAlgorithm, lengths: [Int]) {
        for length in lengths {
            let refusal = CryptoError.digest(
                .wrongLength(algorithm, expected: algorithm.byteCount, actual: length))
            #expect(throws: refusal) { try Digest(algorithm, bytes: [UInt8](repeating: 7, count: length)) }
            #expect(throws: refusal) {
                try Digest(algorithm, hexadecimal: String(repeating: "07", count: length))
            }
        }
    }

    @Test func `is read from digits of either case`() throws {
        let upper = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
        #expect(try Digest(.sha256, hexadecimal: upper) == Digest(.sha256, of: Array("abc".utf8)))
    }

    @Test(arguments: [
        "0", "0g", "g0", " 00", "00 ", "0x00", "00\n", "-1", "+1", "：0", "٠٠", "00-00", "/0", ":0", "@0", "G0", "`0",
    ])
    func `is not read from anything but pairs of digits`(text: String) {
        #expect(throws: CryptoError.digest(.notHexadecimal)) { try Digest(.sha256, hexadecimal: text) }
    }
}
