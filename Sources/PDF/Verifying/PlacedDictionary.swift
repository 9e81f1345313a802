/// A dictionary as it stands in the file, nothing decrypted, with the place of each value.
struct PlacedDictionary {
    let range: Range<Int>
    let entries: [(key: PDFName, value: PDFObject, range: Range<Int>)]

    var dictionary: PDFDictionary { PDFDictionary(entries.map { ($0.key, $0.value) }) }

    /// Where the value stands that counts.
    func place(of key: PDFName) -> Range<Int>? { entries.last { $0.key == key }?.range }

    /// Readers differ in which of two they take.
    var repeatsKeys: Bool { Set(entries.map(\.key)).count < entries.count }
}

/// An object as it stands in the file, listed or not.
struct PlacedObject {
    let id: ObjectID
    /// From its number to the end of its value, or of the stream that follows.
    let range: Range<Int>
    /// The object's own dictionary first, where it has one, and then whichever others inside it have a byte range.
    let dictionaries: [PlacedDictionary]

    /// `furthest` becomes the last byte looked at, also where nothing could be read.
    init(in document: PDFDocument, at position: Int, furthest: inout Int) throws(PDFError) {
        let bytes = document.bytes
        var reader = SyntaxReader(bytes, at: position, limits: document.limits)
        defer { furthest = reader.furthest }
        guard let id = reader.takeObjectHead() else { throw .unreadable(.syntax) }
        self.id = id
        reader.skipBlanks()
        let start = reader.position
        var found: [Int] = []
        try reader.skipValue(into: &found)
        if bytes.starts(with: "<<", at: start), found.first != start { found.insert(start, at: 0) }
        var end = reader.position
        var dictionaries: [PlacedDictionary] = []
        for start in found {
            var inner = SyntaxReader(bytes, at: start, limits: document.limits)
            dictionaries.append(try inner.placedDictionary())
        }
        self.dictionaries = dictionaries
        if let own = dictionaries.first, own.range == start..<end {
            var ahead = reader
            ahead.skipBlanks()
            if bytes.starts(with: "stream", at: ahead.position) {
                let length = try document.resolve(own.dictionary["Length"]).integer
                if reader.takeStreamData(length: length) != nil { end = reader.position }
            }
        }
        range = position..<end
    }
}

extension SyntaxReader {
    fileprivate mutating func placedDictionary() throws(PDFError) -> PlacedDictionary {
        let start = position
        position += 2
        var entries: [(key: PDFName, value: PDFObject, range: Range<Int>)] = []
        while try !takeDictionaryEnd() {
            let key = try name()
            skipBlanks()
            let place = position
            let value = try object()
            entries.append((key, value, place..<position))
            guard entries.count <= limits.elementsMax else { throw .tooComplex(.elements) }
        }
        return PlacedDictionary(range: start..<position, entries: entries)
    }

    /// Steps over a value and notes where dictionaries begin that have a byte range, outer before inner.
    fileprivate mutating func skipValue(into found: inout [Int], depth: Int = 0) throws(PDFError) {
        guard depth <= limits.nestingMax else { throw .tooComplex(.nesting) }
        skipBlanks()
        if bytes.starts(with: "<<", at: position) {
            let place = found.count
            let start = position
            var hasByteRange = false
            position += 2
            while try !takeDictionaryEnd() {
                if try name() == "ByteRange" { hasByteRange = true }
                try skipValue(into: &found, depth: depth + 1)
            }
            if hasByteRange { found.insert(start, at: place) }
            guard found.count <= limits.signaturesMax else { throw .tooComplex(.signatures) }
        } else if next == UInt8(ascii: "[") {
            position += 1
            skipBlanks()
            while next != UInt8(ascii: "]") {
                try skipValue(into: &found, depth: depth + 1)
                skipBlanks()
            }
            position += 1
        } else {
            _ = try object(depth: depth)
        }
    }

    /// Takes `>>`; anything else but a key is wrong.
    private mutating func takeDictionaryEnd() throws(PDFError) -> Bool {
        skipBlanks()
        if bytes.starts(with: ">>", at: position) {
            position += 2
            return true
        }
        guard next == UInt8(ascii: "/") else { throw .unreadable(.syntax) }
        return false
    }
}
