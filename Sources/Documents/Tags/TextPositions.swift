/// Where the words of a document stand, as poppler's `pdftotext -bbox` tells it, in points from the top left corner of each
/// page as it is shown.
struct TextPositions {
    struct Box: Equatable {
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double
    }

    struct Page {
        var characters: [(character: Character, box: Box)] = []
    }

    private(set) var pages: [Page] = []

    /// The limit of words that are looked through; a letter has some hundred on a page.
    private static let charactersMax = 20_000_000

    /// Takes what the program printed: one element a line. Lines that say something else are passed over.
    init(_ output: [UInt8]) {
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
                guard count <= Self.charactersMax else { return }
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
    /// The program knows words only, so a word's width is shared out evenly among its characters.
    mutating func append(_ word: String, in box: TextPositions.Box) {
        if let last = characters.last { characters.append((" ", last.box)) }
        let step = (box.right - box.left) / Double(max(word.count, 1))
        for (index, character) in word.enumerated() {
            var own = box
            own.left = box.left + step * Double(index)
            own.right = own.left + step
            characters.append((character, own))
        }
    }

    /// Every place of a text, in the order of reading, none overlapping another.
    func places(of text: String) -> [TextPositions.Box] {
        let wanted = Array(text)
        guard !wanted.isEmpty, characters.count >= wanted.count else { return [] }
        var out: [TextPositions.Box] = []
        var start = 0
        while start <= characters.count - wanted.count {
            guard wanted.indices.allSatisfy({ characters[start + $0].character == wanted[$0] }) else {
                start += 1
                continue
            }
            let boxes = characters[start..<start + wanted.count].filter { $0.character != " " }.map(\.box)
            if let first = boxes.first {
                out.append(
                    boxes.reduce(into: first) { union, box in
                        union.left = min(union.left, box.left)
                        union.top = min(union.top, box.top)
                        union.right = max(union.right, box.right)
                        union.bottom = max(union.bottom, box.bottom)
                    })
            }
            start += wanted.count
        }
        return out
    }
}
