extension PDFDocument {
    /// What shows on the document's pages, in clear and under one classic table: for a program that knows no password.
    ///
    /// Streams keep their filters and lose only their encryption. What belongs to no page stays behind.
    package func plainCopy() throws(PDFError) -> [UInt8] {
        var copy = PlainCopy(of: self)
        return try copy.written()
    }
}

/// Writes what the catalog's kept entries lead to, numbered from one in the order it is come by.
private struct PlainCopy {
    /// Pages, what is filled into them, and which of their layers are seen. Children make a node of a catalog that somebody hung
    /// into its own page tree; without them it would be a page.
    private static let catalogKeys: Set<PDFName> = ["Type", "Pages", "AcroForm", "OCProperties", "Kids"]

    private let document: PDFDocument
    private var out: SyntaxWriter
    /// In the order they were come by: an object's new number is its place, counted from one.
    private var found: [ObjectID] = []
    private var numbers: [ObjectID: ObjectID] = [:]
    private var offsets: [Int] = []

    init(of document: PDFDocument) {
        self.document = document
        out = SyntaxWriter(capacity: min(document.bytes.count, document.limits.plainCopyBytesMax))
    }

    mutating func written() throws(PDFError) -> [UInt8] {
        _ = try document.pageTreeRoot()
        let (root, catalog) = try document.catalog()
        out.put("%PDF-1.7\n")
        out.write(raw: [0x25, 0xE2, 0xE3, 0xCF, 0xD3, 0x0A])  // a comment that shows the file is no text
        note(root)
        try write(.dictionary(PDFDictionary(catalog.entries.filter { Self.catalogKeys.contains($0.key) })), of: root)
        while offsets.count < found.count {
            let id = found[offsets.count]
            try write(document.object(id), of: id)
        }
        writeCrossReference()
        try checkSize()
        return out.bytes
    }

    private mutating func write(_ object: PDFObject, of id: ObjectID) throws(PDFError) {
        offsets.append(out.bytes.count)
        out.write(offsets.count)
        out.put(" 0 obj\n")
        if case .stream(let stream) = object {
            try write(stream, of: id)
        } else {
            out.write(renumbered(object))
        }
        out.put("\nendobj\n")
        try checkSize()
    }

    private mutating func write(_ stream: PDFStream, of id: ObjectID) throws(PDFError) {
        try checkSize(with: stream.data.count)  // before anything is decrypted
        var dictionary = stream.dictionary
        let isOpen = try dropOpenCryptFilter(&dictionary)
        let (bytes, range) = isOpen ? (document.bytes, stream.data) : try document.clearData(of: stream, id)
        dictionary["Length"] = .integer(range.count)
        out.write(renumbered(.dictionary(dictionary)))
        out.put("\nstream\n")
        out.write(raw: bytes[range])
        out.put("\nendstream")
    }

    /// A stream may be left in clear by a crypt filter of its own, always its first (ISO 32000-1 §7.4.10).
    ///
    /// Any other crypt filter of a stream's own is one that nobody writes.
    private func dropOpenCryptFilter(_ dictionary: inout PDFDictionary) throws(PDFError) -> Bool {
        let filters = try list(dictionary["Filter"])
        guard try document.resolve(filters.first).name == "Crypt" else { return false }
        let parameters = try list(dictionary["DecodeParms"])
        let own = try document.resolve(parameters.first).dictionary ?? PDFDictionary()
        guard try document.resolve(own["Name"] ?? .name("Identity")).name == "Identity" else {
            throw .encryption(.unknownMethod)
        }
        dictionary["Filter"] = .array(Array(filters.dropFirst()))
        dictionary["DecodeParms"] = .array(Array(parameters.dropFirst()))
        return true
    }

    private func list(_ object: PDFObject?) throws(PDFError) -> [PDFObject] {
        switch try document.resolve(object) {
        case .array(let elements): elements
        case .null: []
        case let single: [single]
        }
    }

    private mutating func renumbered(_ object: PDFObject) -> PDFObject {
        for id in object.references { note(id) }
        return object.renumbered(numbers)
    }

    private mutating func note(_ id: ObjectID) {
        guard numbers[id] == nil else { return }
        found.append(id)
        numbers[id] = ObjectID(found.count)
    }

    private mutating func writeCrossReference() {
        let start = out.bytes.count
        out.put("xref\n0 ")
        out.write(offsets.count + 1)
        out.put("\n0000000000 65535 f \n")
        for offset in offsets {
            out.write(offset, digits: 10)
            out.put(" 00000 n \n")
        }
        out.put("trailer\n")
        out.write(PDFDictionary([("Size", .integer(offsets.count + 1)), ("Root", .reference(ObjectID(1)))]))
        out.put("\nstartxref\n")
        out.write(start)
        out.put("\n%%EOF\n")
    }

    private func checkSize(with more: Int = 0) throws(PDFError) {
        guard more <= document.limits.plainCopyBytesMax - out.bytes.count else { throw .tooComplex(.plainCopy) }
    }
}
