import COpenSSL

/// Base64 (RFC 4648 §4) on one line.
package enum Base64 {
    package static func text(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "" }
        // Four characters for each three bytes begun, and the zero byte EVP_EncodeBlock ends with.
        var out = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let length = unsafe EVP_EncodeBlock(&out, bytes, Int32(bytes.count))
        return String(decoding: out.prefix(Int(length)), as: UTF8.self)
    }

    /// Nil for anything but whole groups of the alphabet, with the padding that belongs there, or with none.
    package static func bytes(_ text: [UInt8]) -> [UInt8]? {
        let letters = text.prefix { isLetter($0) }
        let padding = text.count - letters.count
        let isPadded = padding > 0 && text.dropFirst(letters.count).allSatisfy { $0 == UInt8(ascii: "=") }
        guard !letters.isEmpty, padding == 0 || isPadded, letters.count % 4 != 1,
            padding == 0 || (letters.count + padding) % 4 == 0 && padding < 3, text.count <= Int(Int32.max) / 2
        else { return nil }
        let missing = (4 - letters.count % 4) % 4
        let whole = Array(letters) + [UInt8](repeating: UInt8(ascii: "="), count: missing)
        var out = [UInt8](repeating: 0, count: whole.count / 4 * 3)
        // It counts the padding as bytes of zero (EVP_DecodeBlock(3)).
        guard unsafe EVP_DecodeBlock(&out, whole, Int32(whole.count)) == out.count else {
            ERR_clear_error()
            return nil
        }
        out.removeLast(missing)
        return out
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
