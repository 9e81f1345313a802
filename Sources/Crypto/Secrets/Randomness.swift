import Glibc

/// Random bytes that need no secrecy: nonces, salts, serials, identifiers.
///
/// From the kernel and not from OpenSSL, whose generator asks for the process's number before each use: a call that ends a
/// worker behind its walls. The kernel's answers differ from one forked process to the next by themselves.
package enum Randomness {
    /// What `getentropy` gives at once (getentropy(3)).
    private static let pieceMax = 256

    package static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let isFilled = unsafe bytes.withUnsafeMutableBytes { buffer in
            stride(from: 0, to: count, by: pieceMax).allSatisfy { start in
                unsafe getentropy(buffer.baseAddress.map { unsafe $0 + start }, min(pieceMax, count - start)) == 0
            }
        }
        guard isFilled else { throw .library(operation: "getentropy", words: "error \(errno)") }
        return bytes
    }
}
