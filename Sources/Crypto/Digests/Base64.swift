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
}
