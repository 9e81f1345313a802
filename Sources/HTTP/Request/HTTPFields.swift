/// Header fields in the order they came or go; names are compared without case, and a name may occur more than once.
package struct HTTPFields: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package private(set) var all: [Field] = []

    package init() {}

    package var count: Int { all.count }

    /// Adds one more. A value that could end its line is written without what would end it: a file's name that a stranger
    /// chose must not become a field of its own.
    package mutating func append(_ name: String, _ value: String) {
        precondition(Self.isToken(name.utf8), "a field's name is a token")
        all.append(Field(name: name, value: Self.onOneLine(value)))
    }

    /// The only one of this name from now on.
    package mutating func set(_ name: String, _ value: String) {
        remove(name)
        append(name, value)
    }

    package mutating func remove(_ name: String) {
        all.removeAll { Self.isSame($0.name, name) }
    }

    /// The first of this name.
    package subscript(_ name: String) -> String? {
        all.first { Self.isSame($0.name, name) }?.value
    }

    package func values(_ name: String) -> [String] {
        all.filter { Self.isSame($0.name, name) }.map(\.value)
    }

    /// The members of a list that may be spread over several fields (RFC 9110 §5.6.1), empty ones left out.
    package func members(_ name: String) -> [String] {
        values(name).flatMap { $0.split(separator: ",") }.map { Self.trimmed($0) }.filter { !$0.isEmpty }
    }

    /// `token` of RFC 9110 §5.6.2.
    package static func isToken(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether nothing in it could end a line or mean something to a terminal.
    package static func isValue(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }

    private static func onOneLine(_ value: String) -> String {
        guard !isValue(value.utf8) else { return value }
        return String(decoding: value.utf8.map { $0 >= 0x20 && $0 != 0x7F ? $0 : 0x20 }, as: UTF8.self)
    }

    static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lowercase($0) == lowercase($1) }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
