/// The text of a name (RFC 4514): the most specific part first, `CN=Budi Santoso,OU=Umum,O=Kota Contoh,C=ID`.
extension DistinguishedName {
    package static let textBytesMax = 16 << 10

    package var text: String {
        attributes.reversed().map { "\($0.kind.rawValue)=\(Self.escaped($0.value))" }.joined(separator: ",")
    }

    /// Reads such a text; attributes go by their names in either case, or by their numbers.
    package init(text: String) throws(CryptoError) {
        guard text.utf8.count <= Self.textBytesMax else { throw .name(.unreadable) }
        guard !text.isEmpty else { throw .name(.empty) }
        var reader = NameReader(text)
        var attributes: [Attribute] = []
        while true {
            let kind = try reader.kind()
            attributes.append(try Attribute(kind, reader.value()))
            guard attributes.count <= Self.attributesMax else {
                throw .name(.tooManyAttributes(most: Self.attributesMax))
            }
            guard let mark = reader.mark() else { break }
            guard mark == "," else { throw .name(.severalInOne) }
        }
        try self.init(attributes.reversed())
    }

    /// With a backslash before whatever would end a value or begin another kind of one (RFC 4514 §2.4).
    private static func escaped(_ value: String) -> String {
        var out = String.UnicodeScalarView()
        for (index, point) in zip(0..., value.unicodeScalars) {
            let isSpecial = "\"+,;<>\\".unicodeScalars.contains(point) || (index == 0 && point == "#")
            if isSpecial { out.append("\\") }
            out.append(point)
        }
        return String(out)
    }
}

/// Takes a name's text apart.
private struct NameReader {
    private var rest: Substring.UnicodeScalarView

    init(_ text: String) { rest = text[...].unicodeScalars }

    mutating func kind() throws(CryptoError) -> NameAttribute {
        guard let end = rest.firstIndex(of: "=") else { throw .name(.unreadable) }
        let word = String(Substring(rest[..<end])).trimmingBlanks
        rest = rest[rest.index(after: end)...]
        let named = NameAttribute.allCases.first { $0.rawValue.lowercased() == word.lowercased() }
        // LDAP's own short word for a surname (RFC 4519 §2.32).
        let kind = named ?? (word.lowercased() == "sn" ? .surname : NameAttribute(numbers: word))
        guard let kind else { throw .name(.unknownAttribute(String(word.prefix(40)))) }
        return kind
    }

    /// Up to a comma or a plus that is not escaped. Blanks around a value that nobody escaped are not its own.
    mutating func value() throws(CryptoError) -> String {
        var bytes: [UInt8] = []
        // What was escaped, to its end, is kept when blanks are taken off.
        var keep = 0
        while let first = rest.first, first == " " { rest.removeFirst() }
        // A value by its BER (§2.4) could be of any type; nobody needs it for these.
        guard rest.first != "#" else { throw .name(.unreadable) }
        while let point = rest.first, point != ",", point != "+" {
            rest.removeFirst()
            guard point != "\"", point != ";", point != "<", point != ">", point != "\0" else {
                throw .name(.unreadable)
            }
            if point == "\\" {
                bytes += try escape()
                keep = bytes.count
            } else {
                bytes += Array(String(point).utf8)
            }
        }
        while bytes.count > keep, bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        guard let value = String(validating: bytes, as: UTF8.self) else { throw .name(.unreadable) }
        return value
    }

    private mutating func escape() throws(CryptoError) -> [UInt8] {
        guard let first = rest.popFirst() else { throw .name(.unreadable) }
        if "\"+,;<>\\ #=".unicodeScalars.contains(first) { return Array(String(first).utf8) }
        guard let second = rest.popFirst(), let byte = Hexadecimal.bytes("\(first)\(second)")?.first else {
            throw .name(.unreadable)
        }
        return [byte]
    }

    mutating func mark() -> Unicode.Scalar? { rest.popFirst() }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var rest = self[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
