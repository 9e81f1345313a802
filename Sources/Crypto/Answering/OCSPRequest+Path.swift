import COpenSSL

extension OCSPRequest {
    /// Base64 has four characters for three bytes, and each may be escaped.
    package static let pathBytesMax = 4 * bytesMax

    /// The request in the path of a GET (RFC 6960 appendix A.1): base64, escaped or not, behind the responder's own path and its
    /// slash. Nil for what is no base64.
    package static func der(path: String) -> [UInt8]? {
        guard path.utf8.count <= pathBytesMax, let text = unescaped(path) else { return nil }
        return Base64.bytes(text)
    }

    private static func unescaped(_ path: String) -> [UInt8]? {
        var rest = Array(path.utf8)[...]
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                text.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Hexadecimal.value(of:)),
                let low = rest.popFirst().flatMap(Hexadecimal.value(of:))
            else { return nil }
            text.append(high << 4 | low)
        }
        return text
    }
}
