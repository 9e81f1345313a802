import COpenSSL

extension DistinguishedName {
    package static let derBytesMax = 16 << 10

    /// Reads a name as certificates and requests write it, in whatever kind of string.
    package init(der: [UInt8]) throws(CryptoError) {
        try OpenSSLRuntime.require()
        guard der.count <= Self.derBytesMax,
            let name = unsafe DER.parse(
                der, { unsafe d2i_X509_NAME(nil, $0, $1) }, discard: { unsafe X509_NAME_free($0) })
        else { throw .name(.unreadable) }
        defer { unsafe X509_NAME_free(name) }

        try self.init(unsafe Self.attributes(of: name))
    }

    private static func attributes(of name: OpaquePointer) throws(CryptoError) -> [Attribute] {
        var attributes: [Attribute] = []
        var lastPart: Int32 = -1
        let count = unsafe X509_NAME_entry_count(name)
        guard count <= attributesMax else { throw .name(.tooManyAttributes(most: attributesMax)) }
        for index in 0..<count {
            guard let entry = unsafe X509_NAME_get_entry(name, index),
                let object = unsafe X509_NAME_ENTRY_get_object(entry)
            else { throw .name(.unreadable) }
            let part = unsafe X509_NAME_ENTRY_set(entry)
            guard part != lastPart else { throw .name(.severalInOne) }
            lastPart = part
            let numbers = unsafe OpenSSLName.numbers(of: object)
            guard let kind = NameAttribute(numbers: numbers) else { throw .name(.unknownAttribute(numbers)) }
            attributes.append(try Attribute(kind, unsafe value(of: entry)))
        }
        return attributes
    }

    private static func value(of entry: OpaquePointer) throws(CryptoError) -> String {
        var text: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry))
        guard count >= 0 else {
            ERR_clear_error()
            throw .name(.unreadable)
        }
        defer { unsafe COpenSSL_free(text) }

        guard let value = unsafe String(validating: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
        else { throw .name(.unreadable) }
        return value
    }
}

extension NameAttribute {
    init?(numbers: String) {
        guard let known = Self.allCases.first(where: { $0.identifier.text == numbers }) else { return nil }
        self = known
    }
}
