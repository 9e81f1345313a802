import COpenSSL

/// An object identifier, such as that of a policy: its dotted numbers, and the same as DER.
package struct ObjectIdentifier: Hashable, Sendable {
    package static let textMax = 100

    package let text: String
    let der: [UInt8]

    /// Reads dotted numbers and no names; nil for anything else.
    package init?(_ text: String) {
        guard OpenSSLRuntime.isReady, text.utf8.count <= Self.textMax,
            text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".") })
        else { return nil }
        guard let object = unsafe OBJ_txt2obj(text, 1) else {
            ERR_clear_error()
            return nil
        }
        defer { unsafe ASN1_OBJECT_free(object) }

        // OpenSSL passes over a dot at the end and zeros in front; what it made of the text must be the text.
        guard unsafe OpenSSLName.numbers(of: object) == text,
            let der = unsafe try? DER.bytes("i2d_ASN1_OBJECT", { out in unsafe i2d_ASN1_OBJECT(object, out) })
        else {
            ERR_clear_error()
            return nil
        }
        self.text = text
        self.der = der
    }

    /// One that a standard gives.
    init(of standard: StaticString) {
        guard let known = Self("\(standard)") else { preconditionFailure("a standard's identifier is written right") }
        self = known
    }
}
