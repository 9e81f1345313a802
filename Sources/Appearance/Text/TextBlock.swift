/// Lines set into a rectangle: broken where they must be, at one size, from the top down.
struct TextBlock {
    /// Below it no printed page is read without a glass.
    static let sizeMin = 4.0
    /// What letters are written in; larger text in a signature shouts.
    static let automaticSizeMax = 12.0
    static let givenSizeMax = 200.0
    static let sizeFactors = 0.75...3.0
    static let linesMax = 40
    static let charactersMax = 2_000

    /// Below it reading is work, so that a break is the smaller evil.
    private static let comfortableSize = 6.5
    private static let sizeStep = 0.25
    /// What a size is worth after each break: whole lines look better than somewhat larger broken ones.
    private static let worthAfterBreak = 0.86

    let rows: [TextRow]
    let size: Double
    let height: Double
    private let ascent: Double  // of the first row, at size 1

    /// The best setting that fits; a given size fits or does not.
    static func fitting(
        _ lines: [AppearanceLine], width: Double, height: Double, fontSize: AppearanceFontSize, fonts: FontPair
    ) throws(AppearanceError) -> TextBlock {
        let paragraphs = try paragraphs(of: lines, fonts: fonts)
        switch fontSize {
        case .points(let size):
            guard (sizeMin...givenSizeMax).contains(size) else {
                throw .text(.fontSizeOutsideLimits(least: sizeMin, most: givenSizeMax))
            }
            guard breaks(in: paragraphs, size: size, width: width, height: height) != nil else {
                throw .text(.doesNotFit(smallestSize: size))
            }
            return TextBlock(paragraphs, size: size, width: width)
        case .automatic:
            var best: (size: Double, worth: Double)?
            for size in stride(from: automaticSizeMax, through: sizeMin, by: -sizeStep) where size > best?.worth ?? 0 {
                guard let breaks = breaks(in: paragraphs, size: size, width: width, height: height) else { continue }
                let comfort = min(1, size / comfortableSize)
                let worth = (0..<breaks).reduce(size * comfort * comfort) { worth, _ in worth * worthAfterBreak }
                if worth > best?.worth ?? 0 { best = (size, worth) }
            }
            guard let best else { throw .text(.doesNotFit(smallestSize: sizeMin)) }
            return TextBlock(paragraphs, size: best.size, width: width)
        }
    }

    private static func paragraphs(
        of lines: [AppearanceLine], fonts: FontPair
    ) throws(AppearanceError) -> [Paragraph] {
        guard lines.count <= linesMax else { throw .text(.tooManyLines(lines.count, most: linesMax)) }
        var paragraphs: [Paragraph] = []
        var characters = 0
        for line in lines {
            guard sizeFactors.contains(line.sizeFactor) else {
                throw .text(.sizeFactorOutsideLimits(least: sizeFactors.lowerBound, most: sizeFactors.upperBound))
            }
            // Counted before it is worked on: composing and measuring take time with length.
            characters += line.text.unicodeScalars.count
            guard characters <= charactersMax else {
                throw .text(.tooManyCharacters(characters, most: charactersMax))
            }
            for scalars in try LegibleText.lines(of: line.text) {
                paragraphs.append(try Paragraph(scalars, of: line, in: fonts[line.style]))
            }
        }
        guard paragraphs.count <= linesMax else { throw .text(.tooManyLines(paragraphs.count, most: linesMax)) }
        return paragraphs
    }

    /// How many breaks it takes, nothing when it does not fit at this size.
    private static func breaks(in paragraphs: [Paragraph], size: Double, width: Double, height: Double) -> Int? {
        var (breaks, total) = (0, extent(of: paragraphs, betweenFirstAndLast: 0))
        for (place, paragraph) in paragraphs.enumerated() {
            guard let more = paragraph.breaks(width: width / size) else { return nil }
            breaks += more
            total += Double(more) * paragraph.leading(isContinuation: true)
            if place > 0 { total += paragraph.leading(isContinuation: false) }
        }
        return total * size <= height ? breaks : nil
    }

    /// From the top of the first line to the bottom of the last, at size 1.
    private static func extent(of paragraphs: [Paragraph], betweenFirstAndLast leadings: Double) -> Double {
        (paragraphs.first?.ascent ?? 0) + leadings + (paragraphs.last?.descent ?? 0)
    }

    private init(_ paragraphs: [Paragraph], size: Double, width: Double) {
        let rows = paragraphs.flatMap { $0.rows(width: width / size) }
        let leadings = rows.dropFirst().reduce(0) { $0 + $1.leading }
        self.rows = rows
        self.size = size
        ascent = paragraphs.first?.ascent ?? 0
        height = Self.extent(of: paragraphs, betweenFirstAndLast: leadings) * size
    }

    /// Each row with the distance of its base line from the top of the block.
    var baselines: [(row: TextRow, depth: Double)] {
        var depth = ascent * size
        return rows.enumerated().map { (place, row) in
            if place > 0 { depth += row.leading * size }
            return (row, depth)
        }
    }
}

/// One row of a block, as it is drawn. Lengths are at size 1 of the block.
struct TextRow {
    let scalars: [Unicode.Scalar]
    let style: AppearanceStyle
    let sizeFactor: Double
    let width: Double
    /// From the base line before to this one.
    let leading: Double
}
