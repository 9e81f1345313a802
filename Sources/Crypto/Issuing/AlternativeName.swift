import COpenSSL

/// Another name of a certificate's holder (RFC 5280 §4.2.1.6).
package enum AlternativeName: Hashable, Sendable {
    package static let bytesMax = 1_024

    case dns(String)
    case email(String)
    /// Four bytes or sixteen.
    case ip([UInt8])
    case uri(String)

    package func der() throws(CryptoError) -> [UInt8] {
        switch self {
        case .email(let address):
            let parts = address.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, Self.isPlain(address), Self.isHost(String(parts[1])) else {
                throw .draft(.unusableAlternativeName)
            }
            return DER.tagged(1, primitive: Array(address.utf8))
        case .dns(let host):
            guard Self.isHost(host.hasPrefix("*.") ? String(host.dropFirst(2)) : host) else {
                throw .draft(.unusableAlternativeName)
            }
            return DER.tagged(2, primitive: Array(host.utf8))
        case .uri(let url): return DER.tagged(6, primitive: Array(try Self.url(url).utf8))
        case .ip(let bytes):
            guard bytes.count == 4 || bytes.count == 16 else { throw .draft(.unusableAlternativeName) }
            return DER.tagged(7, primitive: bytes)
        }
    }

    /// As a subtree of names: a domain, or a domain of mail (RFC 5280 §4.2.1.10). Others are not built.
    func constraint() throws(CryptoError) -> [UInt8] {
        switch self {
        case .dns(let domain) where Self.isHost(domain): return DER.tagged(2, primitive: Array(domain.utf8))
        case .email(let domain) where Self.isHost(domain): return DER.tagged(1, primitive: Array(domain.utf8))
        case .dns, .email, .ip, .uri: throw .draft(.unusableAlternativeName)
        }
    }

    /// An address as certificates bear it: absolute, with a scheme and a host, in plain ASCII.
    static func url(_ text: String) throws(CryptoError) -> String {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts[0].utf8.first, first | 0x20 >= UInt8(ascii: "a"),
            parts[0].utf8.allSatisfy({ isLetterOrDigit($0) || "+-.".utf8.contains($0) }), parts[1].utf8.count > 2,
            isPlain(text)
        else { throw .draft(.unusableAddress) }
        return text
    }

    /// Visible ASCII, and not too much of it.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= bytesMax && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Labels of letters, digits and dashes (RFC 1123 §2.1); other scripts come in their ASCII form.
    private static func isHost(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension AlternativeName {
    /// Reads a name of OpenSSL's; nil for a kind that certificates here do not have.
    init?(_ name: UnsafePointer<GENERAL_NAME>) {
        var type: Int32 = -1
        guard let value = unsafe GENERAL_NAME_get0_value(name, &type) else { return nil }
        guard [GEN_DNS, GEN_EMAIL, GEN_URI, GEN_IPADD].contains(type) else { return nil }  // the others are no strings
        let bytes = unsafe OpenSSLString.bytes(UnsafePointer(value.assumingMemoryBound(to: ASN1_STRING.self)))
        guard bytes.count <= Self.bytesMax else { return nil }
        if type == GEN_IPADD {
            self = .ip(bytes)
            return
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self = type == GEN_DNS ? .dns(text) : type == GEN_EMAIL ? .email(text) : .uri(text)
    }
}
