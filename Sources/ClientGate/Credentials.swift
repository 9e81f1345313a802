import Crypto
import HTTP

/// What the field `Authorization` says (RFC 7617, RFC 6750).
enum Credentials {
    case basic(name: String, secret: [UInt8])
    case bearer(String)

    private static let bytesMax = 2_048

    /// Nil for anything that is neither.
    init?(_ field: String) {
        guard field.utf8.count <= Self.bytesMax, let space = field.firstIndex(of: " ") else { return nil }
        let words = field[field.index(after: space)...].drop { $0 == " " }
        switch field[..<space].lowercased() {
        case "basic":
            guard let bytes = Base64.bytes(Array(words.utf8)), let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
                let name = String(validating: bytes[..<colon], as: UTF8.self), !name.isEmpty
            else { return nil }
            self = .basic(name: name, secret: Array(bytes[(colon + 1)...]))
        case "bearer": self = .bearer(String(words))
        default: return nil
        }
    }
}
