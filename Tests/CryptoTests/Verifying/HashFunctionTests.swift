import Crypto
import TestSupport
import Testing

@Suite("A digest of a stranger's") struct HashFunctionTests {
    /// Of `abc`, as the openssl command has it.
    @Test(arguments: HashFunction.allCases) func `is what openssl computes`(function: HashFunction) throws {
        let command = try OpenSSLCommand(
            "dgst -\(function.rawValue) -binary -out digest abc", with: ["abc": Array("abc".utf8)])
        #expect(try function.digest(of: Array("abc".utf8)).bytes == command.file("digest"))
    }

    @Test func `comes out the same in pieces`() throws {
        var hashing = try ContentHashing(.sha1)
        try hashing.update([1, 2])
        try hashing.update([3])
        #expect(try hashing.finish() == HashFunction.sha1.digest(of: [1, 2, 3]))
    }

    @Test(arguments: HashFunction.allCases) func `goes on in two ways from one beginning`(function: HashFunction) throws
    {
        // More than a block of each function, and not a whole number of them.
        let beginning = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        var one = try ContentHashing(function)
        try one.update(beginning)
        var other = try one.copy()
        try one.update([1])
        try other.update([2, 3])
        let untouched = try other.copy()
        try other.update([4])
        #expect(try one.finish() == function.digest(of: beginning + [1]))
        #expect(try other.finish() == function.digest(of: beginning + [2, 3, 4]))
        #expect(try untouched.finish() == function.digest(of: beginning + [2, 3]))
    }

    @Test func `is of nothing where the copy of a beginning is of nothing`() throws {
        let copy = try ContentHashing(.sha3x256).copy()
        #expect(try copy.finish() == HashFunction.sha3x256.digest(of: []))
    }

    @Test func `has the length of its function or is refused`() throws {
        #expect(throws: CryptoError.self) { try ContentDigest(.sha1, bytes: [UInt8](repeating: 0, count: 19)) }
        #expect(try ContentDigest(.sha1, bytes: [UInt8](repeating: 0, count: 20)).bytes.count == 20)
    }

    @Test(arguments: DigestAlgorithm.allCases) func `may be one of ours`(algorithm: DigestAlgorithm) throws {
        let ours = try Digest(algorithm, of: [7])
        #expect(try ContentDigest(ours) == HashFunction(algorithm).digest(of: [7]))
    }
}
