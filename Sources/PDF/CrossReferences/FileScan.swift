/// Finds the objects of a file whose cross-reference leads nowhere, by reading all of it, as viewers do.
///
/// Where an object stands twice the later one counts. What lies inside a stream is no object, however it looks.
struct FileScan {
    private let bytes: DocumentBytes
    private let limits: ReadingLimits
    private var places = ObjectPlaces()
    /// Object streams and where each begins, in that order; those that were replaced later among them.
    private var containers: [(number: Int, start: Int)] = []
    private var trailers: [PDFDictionary] = []
    private var catalog: ObjectID?
    /// Whether something looks like an encryption dictionary.
    private var hasProtection = false
    /// Bytes read in vain; bounded, so that a file made of beginnings cannot take its square.
    private var vainBytes = 0
    /// What the trailers that are kept may still hold.
    private var valuesLeft: Int
    /// Values that may still be come by, kept or not.
    private var searchedValuesLeft: Int

    /// How often the whole file may be read in vain.
    private static let vainReadsMax = 2
    /// A search for a word costs about as much as reading an eighth of the bytes.
    private static let searchedBytesOfOneRead = 8
    /// How far from the end of the file its `startxref` may stand.
    private static let tailBytesMax = 1 << 16

    static func section(
        of bytes: DocumentBytes, password: [UInt8], limits: ReadingLimits
    ) throws(PDFError) -> CrossReferenceSection {
        var scan = FileScan(bytes: bytes, limits: limits)
        try scan.findObjects()
        try scan.openContainers(password: password)
        return try scan.section(scan.trailer())
    }

    private init(bytes: DocumentBytes, limits: ReadingLimits) {
        self.bytes = bytes
        self.limits = limits
        valuesLeft = limits.valuesMax
        searchedValuesLeft = limits.searchedValuesMax
    }

    private mutating func findObjects() throws(PDFError) {
        var position = 0
        var nextObject = objectWord(from: 0)
        var nextTrailer = bytes.firstIndex(of: "trailer", in: 0..<bytes.count)
        while nextObject != nil || nextTrailer != nil {
            if let trailer = nextTrailer, trailer < nextObject ?? Int.max {
                position = try takeTrailer(at: trailer)
            } else if let word = nextObject {
                position = try takeObject(endingAt: word)
            }
            guard vainBytes <= bytes.count * Self.vainReadsMax + 1 << 16 else { throw .tooComplex(.objects) }
            if let word = nextObject, word < position {
                nextObject = objectWord(from: position)
            }
            if let word = nextTrailer, word < position {
                nextTrailer = bytes.firstIndex(of: "trailer", in: position..<bytes.count)
            }
        }
    }

    /// The next `obj`. The library's search begins slowly, and in a file that is all objects each search is a short one.
    private func objectWord(from start: Int) -> Int? {
        var last = start + 2  // where the word would end: what stands there says how far the next one may be
        while last < bytes.count {
            switch bytes[last] {
            case UInt8(ascii: "j"):
                if bytes[last - 1] == UInt8(ascii: "b"), bytes[last - 2] == UInt8(ascii: "o") { return last - 2 }
                last += 3
            case UInt8(ascii: "b"): last += 1
            case UInt8(ascii: "o"): last += 2
            default: last += 3
            }
        }
        return nil
    }

    private mutating func takeTrailer(at word: Int) throws(PDFError) -> Int {
        var reader = SyntaxReader(bytes, at: word + 7, limits: limits)
        let valuesBefore = min(valuesLeft, searchedValuesLeft)
        reader.valuesLeft = valuesBefore
        defer { searchedValuesLeft -= valuesBefore - reader.valuesLeft }
        reader.skipBlanks()
        guard bytes.starts(with: "<<", at: reader.position) else {
            vainBytes += reader.furthest - word
            return word + 7
        }
        do throws(PDFError) {
            trailers.append(try reader.dictionary())
            valuesLeft -= valuesBefore - reader.valuesLeft
            return reader.position
        } catch {
            guard case .unreadable = error else { throw error }
            vainBytes += reader.furthest - word
            return word + 7
        }
    }

    /// Takes the object whose head ends in this `obj`, and answers from where to go on.
    private mutating func takeObject(endingAt word: Int) throws(PDFError) -> Int {
        guard let start = bytes.objectHeadStart(before: word) else { return word + 3 }
        var reader = SyntaxReader(bytes, at: start, limits: limits)
        guard let id = reader.takeObjectHead() else { return word + 3 }
        let valuesBefore = min(limits.valuesMax, searchedValuesLeft)
        reader.valuesLeft = valuesBefore
        defer { searchedValuesLeft -= valuesBefore - reader.valuesLeft }
        do throws(PDFError) {
            let object = try reader.object()
            // A reference might have begun here, and the way to its end was long.
            vainBytes += reader.furthest - reader.position
            try note(id, at: start, object, values: valuesBefore - reader.valuesLeft, reader: &reader)
            return reader.position
        } catch {
            guard case .unreadable = error else { throw error }
            vainBytes += reader.furthest - start
            return word + 3
        }
    }

    private mutating func note(
        _ id: ObjectID, at start: Int, _ object: PDFObject, values: Int, reader: inout SyntaxReader
    ) throws(PDFError) {
        places[Int(id.number)] = .inFile(offset: start, generation: id.generation)
        guard places.count <= limits.listedObjectsMax else { throw .tooComplex(.objects) }
        guard case .dictionary(let dictionary) = object else { return }
        if dictionary["Filter"]?.name == "Standard", dictionary["O"] != nil, dictionary["U"] != nil {
            hasProtection = true
        }
        switch dictionary["Type"]?.name {
        case "Catalog": catalog = id
        case "ObjStm": containers.append((Int(id.number), start))
        case "XRef":
            valuesLeft -= values
            guard valuesLeft >= 0 else { throw .tooComplex(.elements) }
            trailers.append(dictionary)
        default: break
        }
        let after = reader.position
        reader.skipBlanks()
        guard bytes.starts(with: "stream", at: reader.position) else { return }
        if reader.takeStreamData(length: dictionary["Length"]?.integer) == nil {
            vainBytes += (bytes.count - after) / Self.searchedBytesOfOneRead
            reader.position = after
        }
    }

    /// Lists what lies in object streams; those of a protected document open only with its password.
    private mutating func openContainers(password: [UInt8]) throws(PDFError) {
        let containers = containers.filter { number, start in
            if case .inFile(start, _) = places[number] { true } else { false }
        }
        guard !containers.isEmpty else { return }
        // The catalog may lie in a container itself, so any trailer will do to say how they are protected.
        let trailer = trailers.last { $0["Root"] != nil } ?? PDFDictionary()
        let document = try PDFDocument(
            bytes, base: 0, sections: [section(trailer)], password: password, limits: limits)
        for (container, position) in containers {
            let numbers: [Int]
            do throws(PDFError) {
                numbers = try document.container(container).numbers
            } catch {
                guard case .unreadable = error else { throw error }
                continue
            }
            for (index, number) in numbers.enumerated() where number <= limits.objectNumberMax {
                if case .inFile(let offset, _) = places[number], offset > position { continue }
                places[number] = .inStream(container: container, index: index)
            }
            guard places.count <= limits.listedObjectsMax else { throw .tooComplex(.objects) }
        }
    }

    /// The newest trailer whose catalog was found, or, in a file that comes to its end without one, the catalog itself.
    ///
    /// What never comes to its end may be the first half of another document; and one whose protection nobody names
    /// would be taken for clear.
    private func trailer() throws(PDFError) -> PDFDictionary {
        let rooted = trailers.filter { $0["Root"] != nil }
        if let trailer = rooted.last(where: { holdsCatalog($0) }) { return trailer }
        let tail = max(0, bytes.count - Self.tailBytesMax)..<bytes.count
        guard rooted.isEmpty, let catalog, !hasProtection, bytes.lastIndex(of: "startxref", in: tail) != nil else {
            throw .unreadable(.catalog)
        }
        return PDFDictionary([("Root", .reference(catalog))])
    }

    private func holdsCatalog(_ trailer: PDFDictionary) -> Bool {
        guard let root = trailer["Root"]?.reference else { return false }
        return switch places[Int(root.number)] {
        case .inFile(_, let generation): generation == root.generation
        case .inStream: root.generation == 0
        case nil, .free: false
        }
    }

    private func section(_ trailer: PDFDictionary) -> CrossReferenceSection {
        CrossReferenceSection(
            kind: .scan, position: bytes.count, end: bytes.count, trailer: trailer,
            rows: CrossReferenceRows(found: places), hiddenRows: nil)
    }
}
