/// A piece of a page. What is interpolated is text, and cannot become markup.
struct HTML: ExpressibleByStringInterpolation {
    private(set) var text: String

    /// Markup that this program wrote itself: the one way to paste.
    init(trusted text: String) { self.text = text }

    init(stringLiteral text: String) { self.text = text }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    init(_ pieces: [HTML]) { text = pieces.map(\.text).joined() }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ html: HTML) { text += html.text }

        mutating func appendInterpolation(_ html: [HTML]) { text += html.map(\.text).joined() }

        mutating func appendInterpolation(_ words: String) {
            for character in words.unicodeScalars {
                switch character {
                case "&": text += "&amp;"
                case "<": text += "&lt;"
                case ">": text += "&gt;"
                case "\"": text += "&quot;"
                case "'": text += "&#39;"
                default: text.unicodeScalars.append(character)
                }
            }
        }
    }
}
