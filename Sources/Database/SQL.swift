/// One statement. What is interpolated into it is bound and never pasted:
///
///     try connection.run("SELECT state FROM signing_order WHERE id = \(order) AND due < \(now)")
///
/// The text is the same for both databases; a driver only spells the places of the values.
package struct SQL: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// What stands around the values: one piece more than there are values.
    private var pieces: [String]
    package private(set) var values: [SQLValue]

    /// A text that is made of words of this program alone.
    ///
    /// The one way to paste: names of tables that come out of the catalogue, the dialect's own words. Never what came from outside.
    package init(trusted text: String) {
        pieces = [text]
        values = []
    }

    package init(stringLiteral text: String) {
        self.init(trusted: text)
    }

    package init(stringInterpolation interpolation: StringInterpolation) {
        self = interpolation.statement
    }

    /// The statement with its places written as `mark` and their number, from one.
    package func text(marking mark: Character) -> String {
        guard !values.isEmpty else { return pieces[0] }
        var text = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() {
            text.append(mark)
            text += String(index + 1)
            text += piece
        }
        return text
    }

    /// A text with a zero in it is kept by one of the databases and refused by the other, so neither gets to see it.
    package func checkTexts() throws(DatabaseError) {
        for case .text(let text) in values where text.utf8.contains(0) { throw .zeroInText }
    }

    private mutating func append(text: String) {
        pieces[pieces.count - 1] += text
    }

    private mutating func append(value: SQLValue) {
        values.append(value)
        pieces.append("")
    }

    /// Puts another part behind this one, with the values it has bound.
    package mutating func append(_ other: SQL) {
        append(text: other.pieces[0])
        for (value, piece) in zip(other.values, other.pieces.dropFirst()) {
            append(value: value)
            append(text: piece)
        }
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement = SQL(trusted: "")

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ text: String) {
            statement.append(text: text)
        }

        package mutating func appendInterpolation(_ value: some SQLStorable) {
            statement.append(value: value.sqlValue)
        }

        /// Nothing is bound as NULL.
        package mutating func appendInterpolation(_ value: (some SQLStorable)?) {
            statement.append(value: value.sqlValue)
        }

        /// Part of a statement, with the values it has bound already.
        package mutating func appendInterpolation(_ part: SQL) {
            statement.append(part)
        }
    }
}
