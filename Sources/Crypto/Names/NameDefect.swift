/// Why a name goes into no certificate. No case tells what the name was.
package enum NameDefect: Equatable, Sendable {
    /// Not the DER or the text of a name.
    case unreadable
    case empty
    case tooManyAttributes(most: Int)
    /// An attribute that names here do not have, by its dotted numbers or the word that was written.
    case unknownAttribute(String)
    case repeated(NameAttribute)
    /// Two attributes in one part, as `CN=Budi+OU=Umum` has them.
    case severalInOne

    case emptyValue(NameAttribute)
    case tooLong(NameAttribute, most: Int)
    /// Two capital letters (ISO 3166-1).
    case notACountry
    case notAnAddress
    /// A character that its string type has no room for (X.680 §41.4).
    case notPrintable(NameAttribute)
    case controlCharacter(NameAttribute)
    /// Something that turns the direction of text, joins letters or shows nothing.
    case invisibleCharacter(NameAttribute)
    /// A code point without a meaning, or with a private one.
    case unassignedCharacter(NameAttribute)
    case blankAtEdge(NameAttribute)
}
