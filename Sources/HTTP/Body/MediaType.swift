/// A media type and its parameters, as the field `Content-Type` has them (RFC 9110 §8.3).
package struct MediaType: Hashable, Sendable {
    /// `type/subtype` in lower case.
    package let essence: String
    private let parameters: [String: String]

    package init?(_ text: String) {
        var words = ParameterReader(text)
        guard let essence = words.until([UInt8(ascii: ";")]), let slash = essence.firstIndex(of: "/"),
            HTTPFields.isToken(essence[..<slash].utf8), HTTPFields.isToken(essence[slash...].dropFirst().utf8),
            let parameters = words.parameters()
        else { return nil }
        self.essence = essence.lowercased()
        self.parameters = parameters
    }

    package subscript(_ parameter: String) -> String? { parameters[parameter] }
}

/// Reads `word; name=value; name="quoted value"`. A name that occurs twice makes the whole unreadable: readers differ about
/// which one counts.
struct ParameterReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    mutating func until(_ ends: [UInt8]) -> String? {
        let word = rest.prefix { !ends.contains($0) }
        rest = rest[word.endIndex...]
        return HTTPFields.trimmed(Substring(word))
    }

    /// Names in lower case. Nil where it is not written as it should be.
    mutating func parameters() -> [String: String]? {
        var found: [String: String] = [:]
        while skip(UInt8(ascii: ";")) {
            skipSpaces()
            guard !rest.isEmpty else { break }  // a semicolon at the end is common and says nothing
            guard let name = until([UInt8(ascii: "="), UInt8(ascii: ";")])?.lowercased(),
                HTTPFields.isToken(name.utf8), skip(UInt8(ascii: "="))
            else { return nil }
            skipSpaces()
            guard let value = rest.first == UInt8(ascii: "\"") ? quoted() : until([UInt8(ascii: ";")]) else {
                return nil
            }
            skipSpaces()
            guard found.updateValue(value, forKey: name) == nil else { return nil }
        }
        return rest.isEmpty ? found : nil
    }

    private mutating func quoted() -> String? {
        rest.removeFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
            // Only these two are ever escaped: older browsers send `C:\file` unescaped, and mean it.
            case UInt8(ascii: "\\") where rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\"):
                bytes.append(rest.removeFirst())
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipSpaces() {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
}
