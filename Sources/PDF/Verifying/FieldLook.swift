extension PDFDocument {
    /// Whether a field or widget shows nothing but an empty box: a frame and a ground, no text, no picture and nothing drawn.
    ///
    /// What an empty field shows is taken for part of the page, and would be gone when somebody fills it.
    func looksEmpty(_ widget: PDFDictionary) throws(PDFError) -> Bool {
        guard let normal = try resolve(widget["AP"]).dictionary?["N"] else { return true }
        if case .dictionary(let states) = try resolve(normal) {
            let state = try resolve(widget["AS"]).name ?? "Off"
            guard let shown = states[state] else { return true }
            return try FieldLook(shown, in: self).showsNothing
        }
        return try FieldLook(normal, in: self).showsNothing
    }

    /// Whether the pictures of a filled text field show its text and nothing else, as far as that can be read.
    ///
    /// Readers show the picture, and programs take the text. Letters that are numbers of a font's own are not read.
    package func showsItsText(_ field: PDFDictionary, in widgets: [PDFDictionary]) throws(PDFError) -> Bool {
        guard let text = try resolve(field["V"]).string?.text else { return true }
        for widget in widgets {
            guard let look = try resolve(widget["AP"]).dictionary?["N"], look.reference != nil else { continue }
            if try !FieldLook(look, in: self).shows(text) { return false }
        }
        return true
    }
}

/// What the picture of a field shows.
private struct FieldLook {
    /// A frame of four lines, drawn twice for one that looks raised.
    private static let linesMax = 24
    private static let bytesMax = 1 << 18
    /// Fainter than this is not seen on paper.
    private static let lightMin = 0.9

    /// Nil for what cannot be looked at.
    private let content: [UInt8]?

    init(_ look: PDFObject, in document: PDFDocument) throws(PDFError) {
        guard let id = look.reference, case .stream(let stream) = try document.object(id) else {
            content = try document.resolve(look) == .null ? [] : nil
            return
        }
        let decoded = try document.decode(stream, of: id)
        content = decoded.count <= Self.bytesMax ? decoded[0..<decoded.count] : nil
    }

    var showsNothing: Bool {
        guard let content else { return false }
        var reader = LookReader(content)
        var lines = 0
        while let instruction = reader.next() {
            // A font may have a picture for a blank too.
            if instruction.showsText, instruction.hasCodes || !instruction.text.isEmpty { return false }
            if instruction.drawsLine { lines += 1 }
            guard instruction.isPlain else { return false }
        }
        return lines <= Self.linesMax
    }

    func shows(_ text: String) -> Bool {
        guard let content else { return false }
        var reader = LookReader(content)
        var shown: [UInt8] = []
        var hasCodes = false
        var isLight = false
        while let instruction = reader.next() {
            // A ground may lie under the text. Nothing lies on it.
            if instruction.showsPicture || instruction.paints && !shown.isEmpty { return false }
            switch (instruction.name, instruction.numbers) {
            case ("g", let grey): isLight = (grey.last ?? 0) >= Self.lightMin
            case ("rg", let colour): isLight = colour.suffix(3).allSatisfy { $0 >= Self.lightMin }
            case ("k", let inks): isLight = inks.suffix(4).allSatisfy { $0 <= 1 - Self.lightMin }
            case ("Tr", let mode): if (mode.last ?? 0) >= 3 { return false }  // neither filled nor drawn
            default: break
            }
            if instruction.showsText {
                if isLight { return false }
                shown += instruction.text
                hasCodes = hasCodes || instruction.hasCodes
            }
        }
        return hasCodes || Self.letters(String(decoding: shown, as: UTF8.self)) == Self.letters(text)
    }

    /// Letters and figures of ASCII alone: spaces and line ends are the picture's own, and so is how it writes others.
    private static func letters(_ text: String) -> String {
        text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}
