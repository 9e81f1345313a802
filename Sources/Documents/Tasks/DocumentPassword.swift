package import Crypto

/// Opens a protected document: one place in the locked heap for all who need it, wiped when the last has let go.
package final class DocumentPassword: Sendable {
    private let secret: Secret

    /// Nil for an empty one, with which every document is tried anyway.
    package init?(_ secret: consuming Secret) {
        guard secret.count > 0 else { return nil }
        self.secret = secret
    }

    var count: Int { secret.count }

    /// Adds the bytes where there is room for them already.
    func append(to bytes: inout [UInt8]) {
        unsafe secret.withBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// The plain bytes, for as long as it takes to open a document with them; none without a password.
    package static func whileOpening<Result, Failure>(
        with password: DocumentPassword?, _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(password?.count ?? 0)
        password?.append(to: &bytes)
        defer { bytes.wipe() }

        return try body(bytes)
    }
}

extension WireWriter {
    /// Comes last, and into room made before: bytes that grow are moved, and what they leave behind is not wiped.
    mutating func putLast(_ password: DocumentPassword?) {
        put(password?.count ?? 0)
        bytes.reserveCapacity(bytes.count + (password?.count ?? 0))
        password?.append(to: &bytes)
    }
}

extension WireReader {
    mutating func password() throws(Malformed) -> DocumentPassword? {
        var bytes = try piece()
        do throws(CryptoError) {
            return DocumentPassword(try Secret(wiping: &bytes))
        } catch {
            bytes.wipe()
            throw Malformed()
        }
    }
}
