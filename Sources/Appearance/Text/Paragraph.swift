/// One line as it was asked for, measured once, in words that stay whole. Lengths are at size 1 of its block.
struct Paragraph {
    private struct Word {
        let scalars: ArraySlice<Unicode.Scalar>
        let width: Double
    }

    /// From base line to base line: to this line from the one before, and within it once it is broken.
    private static let leading = 1.22
    private static let leadingOfContinuation = 1.12

    let ascent: Double
    let descent: Double
    private let words: [Word]
    private let space: Double
    private let style: AppearanceStyle
    private let sizeFactor: Double

    init(_ scalars: [Unicode.Scalar], of line: AppearanceLine, in font: TrueTypeFont) throws(AppearanceError) {
        style = line.style
        sizeFactor = line.sizeFactor
        ascent = Double(font.ascent) / 1_000 * line.sizeFactor
        descent = Double(-font.descent) / 1_000 * line.sizeFactor
        space = try font.width(of: [" "]) * line.sizeFactor
        var words: [Word] = []
        for word in scalars.split(separator: " ") {
            words.append(Word(scalars: word, width: try font.width(of: word) * line.sizeFactor))
        }
        self.words = words
    }

    func leading(isContinuation: Bool) -> Double {
        (isContinuation ? Self.leadingOfContinuation : Self.leading) * sizeFactor
    }

    /// How often it is broken at that width, nothing when one word alone is wider.
    func breaks(width: Double) -> Int? {
        var (breaks, length) = (0, -space)
        for word in words {
            guard word.width <= width else { return nil }
            if length + space + word.width <= width {
                length += space + word.width
            } else {
                breaks += 1
                length = word.width
            }
        }
        return breaks
    }

    /// Broken at spaces, into rows of about the same length. No words are one empty row.
    func rows(width: Double) -> [TextRow] {
        let width = evenWidth(atMost: width)
        var rows: [TextRow] = []
        var (scalars, length): ([Unicode.Scalar], Double) = ([], -space)
        for word in words {
            if length + space + word.width <= width {
                if !scalars.isEmpty { scalars.append(" ") }
                length += space + word.width
            } else {
                rows.append(row(scalars, length, isContinuation: !rows.isEmpty))
                (scalars, length) = ([], word.width)
            }
            scalars += word.scalars
        }
        rows.append(row(scalars, max(0, length), isContinuation: !rows.isEmpty))
        return rows
    }

    private func row(_ scalars: [Unicode.Scalar], _ width: Double, isContinuation: Bool) -> TextRow {
        TextRow(
            scalars: scalars, style: style, sizeFactor: sizeFactor, width: width,
            leading: leading(isContinuation: isContinuation))
    }

    /// The least width that needs no more breaks, so that no word is left alone on the last row.
    private func evenWidth(atMost width: Double) -> Double {
        guard let breaks = breaks(width: width), breaks > 0 else { return width }
        var (narrow, wide) = (0.0, width)
        for _ in 0..<10 {
            let middle = (narrow + wide) / 2
            if self.breaks(width: middle) == breaks { wide = middle } else { narrow = middle }
        }
        return wide
    }
}

extension TrueTypeFont {
    /// The width of a run at size 1, pairs brought together.
    fileprivate func width(of scalars: some Sequence<Unicode.Scalar>) throws(AppearanceError) -> Double {
        var (thousandths, last): (Int, Int?) = (0, nil)
        for scalar in scalars {
            guard let glyph = glyph(for: scalar) else { throw .text(.missingCharacter(codePoint: scalar.value)) }
            if let last { thousandths += kerning(last, glyph) }
            thousandths += advance(of: glyph)
            last = glyph
        }
        return Double(thousandths) / 1_000
    }
}
