import COpenSSL

/// The digests that a stranger's signature may be over, the broken ones among them: an old signature is still told from
/// a forged one. `DigestAlgorithm` is what this house signs with; `AlgorithmPolicy` says what may still be believed.
package enum HashFunction: String, CaseIterable, Sendable {
    case md5
    case sha1
    case sha224
    case sha256
    case sha384
    case sha512
    case sha3x224 = "sha3-224"
    case sha3x256 = "sha3-256"
    case sha3x384 = "sha3-384"
    case sha3x512 = "sha3-512"

    package init(_ algorithm: DigestAlgorithm) {
        switch algorithm {
        case .sha256: self = .sha256
        case .sha384: self = .sha384
        case .sha512: self = .sha512
        }
    }

    /// Nil for a number of OpenSSL's that is none of these digests.
    init?(nid: Int32) {
        guard let known = Self.allCases.first(where: { $0.nid == nid }) else { return nil }
        self = known
    }

    package var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha224, .sha3x224: 28
        case .sha256, .sha3x256: 32
        case .sha384, .sha3x384: 48
        case .sha512, .sha3x512: 64
        }
    }

    var evp: OpaquePointer {
        switch self {
        case .md5: unsafe EVP_md5()
        case .sha1: unsafe EVP_sha1()
        case .sha224: unsafe EVP_sha224()
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        case .sha3x224: unsafe EVP_sha3_224()
        case .sha3x256: unsafe EVP_sha3_256()
        case .sha3x384: unsafe EVP_sha3_384()
        case .sha3x512: unsafe EVP_sha3_512()
        }
    }

    private var nid: Int32 {
        switch self {
        case .md5: NID_md5
        case .sha1: NID_sha1
        case .sha224: NID_sha224
        case .sha256: NID_sha256
        case .sha384: NID_sha384
        case .sha512: NID_sha512
        case .sha3x224: NID_sha3_224
        case .sha3x256: NID_sha3_256
        case .sha3x384: NID_sha3_384
        case .sha3x512: NID_sha3_512
        }
    }

    /// The digest of bytes in memory; what does not fit there goes through `ContentHashing`.
    package func digest(of bytes: [UInt8]) throws(CryptoError) -> ContentDigest {
        var hashing = try ContentHashing(self)
        try hashing.update(bytes)
        return try hashing.finish()
    }
}

/// What a stranger's signature is held against: the digest of the signed bytes, by whatever function it names.
package struct ContentDigest: Hashable, Sendable {
    package let function: HashFunction
    package let bytes: [UInt8]

    package init(_ function: HashFunction, bytes: [UInt8]) throws(CryptoError) {
        guard bytes.count == function.byteCount else { throw .digest(.unknown("\(function.rawValue), cut")) }
        self.function = function
        self.bytes = bytes
    }

    package init(_ digest: Digest) {
        function = HashFunction(digest.algorithm)
        bytes = digest.bytes
    }
}

/// Such a digest being computed piece by piece.
package struct ContentHashing: ~Copyable {
    private let function: HashFunction
    private var context: DigestContext

    package init(_ function: HashFunction) throws(CryptoError) {
        self.init(function, try unsafe DigestContext(function.evp))
    }

    private init(_ function: HashFunction, _ context: consuming DigestContext) {
        self.function = function
        self.context = context
    }

    /// The same bytes so far, to go on with in another way: signatures over one beginning share the work.
    package borrowing func copy() throws(CryptoError) -> ContentHashing {
        ContentHashing(function, try context.copy())
    }

    package mutating func update(_ bytes: [UInt8]) throws(CryptoError) { try context.update(bytes) }

    @unsafe package mutating func update(_ piece: UnsafeRawBufferPointer) throws(CryptoError) {
        try unsafe context.update(piece)
    }

    package consuming func finish() throws(CryptoError) -> ContentDigest {
        try ContentDigest(function, bytes: context.finish())
    }
}
