import COpenSSL

/// The digests this house signs: the SHA-2 family from 256 bits up.
package enum DigestAlgorithm: String, CaseIterable, Sendable {
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"

    package var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// Reads a name or an object identifier; anything weaker than SHA-256 is refused by its name.
    package init(named name: String) throws(CryptoError) {
        let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
        switch plain {
        case "sha256", "2.16.840.1.101.3.4.2.1": self = .sha256
        case "sha384", "2.16.840.1.101.3.4.2.2": self = .sha384
        case "sha512", "2.16.840.1.101.3.4.2.3": self = .sha512
        case "md2", "1.2.840.113549.2.2": throw .digest(.weak("MD2"))
        case "md4", "1.2.840.113549.2.4": throw .digest(.weak("MD4"))
        case "md5", "1.2.840.113549.2.5": throw .digest(.weak("MD5"))
        case "sha1", "sha", "1.3.14.3.2.26": throw .digest(.weak("SHA-1"))
        case "ripemd160", "rmd160", "1.3.36.3.2.1": throw .digest(.weak("RIPEMD-160"))
        case "sha224", "2.16.840.1.101.3.4.2.4": throw .digest(.weak("SHA-224"))
        case "sha512/224", "sha512224", "2.16.840.1.101.3.4.2.5": throw .digest(.weak("SHA-512/224"))
        default: throw .digest(.unknown(String(name.prefix(40))))
        }
    }

    var evp: OpaquePointer {
        switch self {
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        }
    }

    /// OpenSSL's number for the algorithm.
    var nid: Int32 {
        switch self {
        case .sha256: NID_sha256
        case .sha384: NID_sha384
        case .sha512: NID_sha512
        }
    }
}
