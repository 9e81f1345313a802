/// Where the words of a document stand, as poppler's `pdftotext -bbox` tells it, in points from the top left corner of each
/// page as it is shown.
struct TextPositions {
    struct Box: Equatable {
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double

        func scaled(by factor: Double) -> Box {
            Box(left: left * factor, top: top * factor, right: right * factor, bottom: bottom * factor)
        }
    }

    struct Page {
        var characters: [(character: Character, box: Box)] = []
    }

    private(set) var pages: [Page] = []

    /// What is looked through at most: some thousand pages, in fifty bytes of memory for each character.
    static let charactersMax = 4_000_000

    /// Takes what the program printed: one element a line. Lines that say something else are passed over.
    init(_ output: [UInt8], charactersMax: Int = Self.charactersMax) {
        var count = 0
        for line in output.split(separator: 0x0A) {
            let line = String(decoding: line, as: UTF8.self)
            if line.contains("<page ") {
                pages.append(Page())
            } else if let start = line.firstRange(of: "<word "),
                let open = line[start.upperBound...].firstIndex(of: ">"),
                let end = line.firstRange(of: "</word>"), open < end.lowerBound, !pages.isEmpty,
                let box = Self.box(line[start.upperBound..<open])
            {
                let word = Self.plain(line[line.index(after: open)..<end.lowerBound])
                count += word.count
                guard count <= charactersMax else { return }
                pages[pages.count - 1].append(word, in: box)
            }
        }
    }

    private static func box(_ attributes: Substring) -> Box? {
        func value(_ name: String) -> Double? {
            guard let start = attributes.firstRange(of: name + "=\"") else { return nil }
            let rest = attributes[start.upperBound...]
            return rest.firstIndex(of: "\"").flatMap { Double(rest[..<$0]) }
        }
        guard let left = value("xMin"), let top = value("yMin"), let right = value("xMax"), let bottom = value("yMax"),
            [left, top, right, bottom].allSatisfy(\.isFinite), left <= right, top <= bottom
        else { return nil }
        return Box(left: left, top: top, right: right, bottom: bottom)
    }

    private static func plain(_ text: Substring) -> String {
        var out = String(text)
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            out = out.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
        }
        return out
    }
}

extension TextPositions.Page {
    /// The program knows words only, so a word's width is shared out among its characters as Helvetica would.
    mutating func append(_ word: String, in box: TextPositions.Box) {
        if let last = characters.last { characters.append((" ", last.box)) }
        let widths = word.map(LetterWidth.of)
        let scale = (box.right - box.left) / max(widths.reduce(0, +), 1)
        var left = box.left
        for (character, width) in zip(word, widths) {
            var own = box
            own.left = left
            left += width * scale
            own.right = left
            characters.append((character, own))
        }
    }

    /// Every place of a text, in the order of reading, none overlapping another.
    func places(of text: String) -> [TextPositions.Box] {
        let wanted = Array(text)
        guard !wanted.isEmpty else { return [] }
        let overlaps = Self.overlaps(in: wanted)
        var out: [TextPositions.Box] = []
        var matched = 0
        for (index, (character, _)) in characters.enumerated() {
            while matched > 0, wanted[matched] != character { matched = overlaps[matched - 1] }
            if wanted[matched] == character { matched += 1 }
            guard matched == wanted.count else { continue }
            if let box = box(around: index + 1 - matched..<index + 1) { out.append(box) }
            matched = 0
        }
        return out
    }

    /// For each beginning of the text, the longest shorter beginning that it ends with (Knuth, Morris, Pratt): a hostile page
    /// and a hostile tag take no longer together than each alone.
    private static func overlaps(in wanted: [Character]) -> [Int] {
        var out = [0]
        for index in wanted.indices.dropFirst() {
            var length = out[index - 1]
            while length > 0, wanted[length] != wanted[index] { length = out[length - 1] }
            out.append(wanted[length] == wanted[index] ? length + 1 : 0)
        }
        return out
    }

    /// Blanks between words stand nowhere themselves.
    private func box(around range: Range<Int>) -> TextPositions.Box? {
        let boxes = characters[range].filter { $0.character != " " }.map(\.box)
        guard let first = boxes.first else { return nil }
        return boxes.reduce(into: first) { union, box in
            union.left = min(union.left, box.left)
            union.top = min(union.top, box.top)
            union.right = max(union.right, box.right)
            union.bottom = max(union.bottom, box.bottom)
        }
    }
}
