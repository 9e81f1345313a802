/// One state of the document: what was appended at once, from the end of the state before.
package struct Revision: Sendable {
    package let kind: CrossReferenceSection.Kind
    /// The bytes this revision added.
    package let range: Range<Int>
    /// Numbers that its cross-reference speaks of.
    package let numbers: [Int]
}

extension PDFDocument {
    /// The version a reader goes by: the header's, or the catalog's where that is higher (ISO 32000-1 §7.5.2).
    package func version() throws(PDFError) -> String {
        let header = bytes.firstIndex(of: "%PDF-", in: 0..<min(bytes.count, 1_024)).map { $0 + 5 } ?? 0
        let digits = header..<min(header + 3, bytes.count)
        let written = bytes.ascii(in: digits) ?? "1.0"
        let later = try resolve(catalog().dictionary["Version"]).name?.text ?? ""
        return max(written, later)
    }

    /// Oldest first. A linearised file's two sections make one revision: the newer lies before the older.
    package func revisions() -> [Revision] {
        var out: [Revision] = []
        var start = 0
        var pending: [CrossReferenceSection] = []
        for (index, section) in sections.enumerated().reversed() {
            pending.append(section)
            // The next newer section lies in front of this one: both were written together.
            if index > 0, sections[index - 1].position < section.position { continue }
            let last = pending.map(\.end).max() ?? 0
            let end = index == 0 ? bytes.count : endOfFile(after: last)
            out.append(
                Revision(kind: section.kind, range: start..<max(start, end), numbers: Self.numbers(in: pending)))
            start = max(start, end)
            pending.removeAll()
        }
        return out
    }

    /// Rising, each once. Mostly they are so already, and a section may have eight million.
    private static func numbers(in sections: [CrossReferenceSection]) -> [Int] {
        var numbers: [Int] = []
        var isRising = true
        for section in sections {
            section.forEach { number, place in
                guard place != .free else { return }
                if let last = numbers.last, last >= number { isRising = false }
                numbers.append(number)
            }
        }
        return isRising ? numbers : Set(numbers).sorted()
    }

    /// How far behind a section the mark that closes it may stand. Eight thousand sections are not each searched to the end.
    private static let endMarkDistanceMax = 1 << 16

    /// Behind the `%%EOF` that closes a section, and its line end.
    private func endOfFile(after position: Int) -> Int {
        let near = position..<min(position + Self.endMarkDistanceMax, bytes.count)
        guard let mark = bytes.firstIndex(of: "%%EOF", in: near) else { return position }
        var end = mark + 5
        if end < bytes.count, bytes[end] == 0x0D { end += 1 }
        if end < bytes.count, bytes[end] == 0x0A { end += 1 }
        return end
    }

    /// The terminal fields of the form: name, kind, and whether a value stands in them.
    package func fields() throws(PDFError) -> [(name: String, kind: String, hasValue: Bool)] {
        guard let form = try AcroForm(of: self) else { return [] }
        var out: [(name: String, kind: String, hasValue: Bool)] = []
        try forEachField(form) { (field) throws(PDFError) in
            out.append((field.name, field.kind?.text ?? "", try resolve(field.value) != .null))
        }
        return out
    }
}
