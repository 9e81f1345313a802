/// How wide letters usually are, for a share in the width of their word: Helvetica's widths in thousandths (Adobe's metrics of the
/// standard fonts), which other text faces come near to in proportion.
enum LetterWidth {
    private static let ascii: [Double] = [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556,
        556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556,
        833,
        722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500,
        556,
        556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500,
        334,
        260, 334, 584,
    ]
    private static let usual = 556.0

    static func of(_ character: Character) -> Double {
        guard let code = character.asciiValue, 0x20...0x7E ~= code else { return usual }
        return ascii[Int(code) - 0x20]
    }
}
