/// The shape of something that is sent or answered, said once: requests are checked by it, and the document that is handed out to
/// programs is written from it.
indirect enum Schema: Sendable {
    /// These members and no other.
    case object([Member], choices: [Choice])
    case list(of: Schema, count: ClosedRange<Int>)
    case text(TextForm)
    case integer(ClosedRange<Int>)
    /// With a fraction or without.
    case number(ClosedRange<Int>)
    case boolean
    /// The first of them that fits.
    case either([Schema])
    case null
    /// An object that is described elsewhere.
    case anything
    /// One that has a name of its own, because several places have it.
    case named(String, Schema)

    struct Member: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool
        let words: String

        init(_ name: String, _ schema: Schema, isRequired: Bool = true, _ words: String = "") {
            (self.name, self.schema, self.isRequired, self.words) = (name, schema, isRequired, words)
        }

        static func optional(_ name: String, _ schema: Schema, _ words: String = "") -> Member {
            Member(name, schema, isRequired: false, words)
        }
    }

    /// Members of which exactly one of these sets is sent, each set whole; an empty one stands for none of them.
    struct Choice: Sendable {
        let sets: [[String]]

        /// Every name that is chosen among.
        var names: [String] {
            sets.flatMap(\.self).reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
        }
    }

    static func object(_ members: [Member]) -> Schema { .object(members, choices: []) }

    /// In a form, what is sent without a value is not sent (of OAuth's so RFC 6749, section 3.1).
    static func orEmpty(_ form: TextForm) -> Schema { .either([.text(form), .text(.words([""]))]) }

    static func nullable(_ schema: Schema) -> Schema { .either([schema, .null]) }

    /// The members of an object, by whatever name it goes.
    var members: [Member] {
        switch self {
        case .object(let members, _): members
        case .named(_, let schema): schema.members
        case .list, .text, .integer, .number, .boolean, .either, .null, .anything: []
        }
    }
}

/// What a text looks like.
enum TextForm: Hashable, Sendable {
    /// Any characters but control characters, so many at most.
    case plain(charactersMax: Int)
    /// The same, and line ends.
    case lines(charactersMax: Int)
    /// Nothing of it is looked at here, and nothing is repeated.
    case secret(charactersMax: Int)
    case words([String])
    case digits(most: Int)
    case email
    case uuid
    case hexadecimal(count: Int)
    /// So many bytes at most, once decoded.
    case base64(bytesMax: Int)
    /// A moment in UTC.
    case moment
}
