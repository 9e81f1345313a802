/// Reads the cross-reference chain of a file, newest section first.
struct CrossReferenceReader {
    let bytes: DocumentBytes
    /// Where the file's offsets count from; not zero where something stands before the header.
    let base: Int
    let limits: ReadingLimits
    private var decodedBytesLeft: Int
    private var valuesLeft: Int
    private var rowsLeft: Int
    /// Rows that may still be read one by one, all sections together.
    private var unevenRowsLeft: Int

    /// How far a `startxref` may be off and the section still be found.
    private static let slack = 64

    init(bytes: DocumentBytes, base: Int, limits: ReadingLimits) {
        self.bytes = bytes
        self.base = base
        self.limits = limits
        decodedBytesLeft = limits.decodedBytesMax
        valuesLeft = limits.valuesMax
        rowsLeft = limits.rowsMax
        unevenRowsLeft = limits.listedObjectsMax
    }

    mutating func chain(from offset: Int) throws(PDFError) -> [CrossReferenceSection] {
        var sections: [CrossReferenceSection] = []
        var seen: Set<Int> = []
        var next: Int? = offset
        while let offset = next {
            guard sections.count < limits.revisionsMax else { throw .tooComplex(.revisions) }
            let section = try section(at: offset)
            guard seen.insert(section.position).inserted else { throw .unreadable(.crossReference) }
            rowsLeft -= section.rowCount
            guard rowsLeft >= 0 else { throw .tooComplex(.objects) }
            sections.append(section)
            next = try previous(of: section)
        }
        return sections
    }

    private func previous(of section: CrossReferenceSection) throws(PDFError) -> Int? {
        switch section.trailer["Prev"] {
        case nil, .null, .integer(0): return nil
        case .some(let value):
            guard let offset = value.integer, offset > 0, offset < bytes.count else {
                throw .unreadable(.crossReference)
            }
            return offset
        }
    }

    private mutating func section(at offset: Int) throws(PDFError) -> CrossReferenceSection {
        // Checked here, so that no sum below can overflow.
        guard offset >= 0, offset <= bytes.count - base else { throw .unreadable(.crossReference) }
        var reader = SyntaxReader(bytes, at: offset + base, limits: limits)
        reader.skipBlanks()
        if bytes.starts(with: "xref", at: reader.position) { return try table(at: reader.position) }
        let position = reader.position
        if reader.takeObjectHead() != nil { return try stream(at: position) }
        guard let near = tableNear(position) else { throw .unreadable(.crossReference) }
        return try table(at: near)
    }

    /// The table nearest to where one was said to be.
    private func tableNear(_ position: Int) -> Int? {
        let range = max(0, position - Self.slack)..<min(bytes.count, position + Self.slack)
        let found = range.filter { index in
            bytes.starts(with: "xref", at: index) && (index == 0 || !bytes[index - 1].isRegular)
        }
        return found.min { abs($0 - position) < abs($1 - position) }
    }

    // MARK: Tables

    private mutating func table(at position: Int) throws(PDFError) -> CrossReferenceSection {
        var reader = SyntaxReader(bytes, at: position + 4, limits: limits)
        let rows = try tableRows(&reader)
        reader.skipBlanks()
        guard bytes.starts(with: "<<", at: reader.position) else { throw .unreadable(.crossReference) }
        reader.valuesLeft = valuesLeft
        let trailer = try reader.dictionary()
        valuesLeft = reader.valuesLeft
        var hidden: CrossReferenceRows?
        if let offset = trailer["XRefStm"]?.integer, offset > 0 {
            guard offset <= bytes.count - base else { throw .unreadable(.crossReference) }
            hidden = try stream(at: offset + base).rows
        }
        return CrossReferenceSection(
            kind: hidden == nil ? .table : .hybrid, position: position, end: reader.position, trailer: trailer,
            rows: rows, hiddenRows: hidden)
    }

    private mutating func tableRows(_ reader: inout SyntaxReader) throws(PDFError) -> CrossReferenceRows {
        let start = reader.position
        var runs: [CrossReferenceRows.Run] = []
        while !reader.take("trailer") {
            guard let first = reader.takeInteger(), let count = reader.takeInteger(),
                first <= limits.objectNumberMax, count <= limits.objectNumberMax - first + 1
            else { throw .unreadable(.crossReference) }
            reader.skipBlanks()
            if count == 0 {
                rowsLeft -= 1
                guard rowsLeft >= 0 else { throw .tooComplex(.objects) }
                continue
            }
            guard skipRegularRows(count, &reader) else {
                reader.position = start
                return try unevenRows(&reader)
            }
            runs.append(CrossReferenceRows.Run(first: first, count: count, start: reader.position - count * 20))
        }
        return CrossReferenceRows(table: bytes, rowBytes: 20, runs: runs)
    }

    /// Steps over rows of exactly twenty bytes, as the standard has them.
    private func skipRegularRows(_ count: Int, _ reader: inout SyntaxReader) -> Bool {
        let start = reader.position
        // The last row's line end may be missing where the file was mended by hand, but nothing before it.
        guard count <= (bytes.count - start) / 20 else { return false }
        for row in 0..<count {
            let place = start + row * 20
            guard bytes[place + 10] == 0x20, bytes[place + 16] == 0x20, bytes[place + 18].isBlank,
                bytes[place + 19].isBlank, CrossReferenceRows.tableRow(bytes, at: place) != nil
            else { return false }
        }
        reader.position = start + count * 20
        return true
    }

    /// Rows of 18 or 19 bytes, with odd blanks between them: read one by one.
    private mutating func unevenRows(_ reader: inout SyntaxReader) throws(PDFError) -> CrossReferenceRows {
        var places: [Int: ObjectPlace] = [:]
        while !reader.take("trailer") {
            guard let first = reader.takeInteger(), let count = reader.takeInteger(),
                first <= limits.objectNumberMax, count <= min(limits.objectNumberMax - first + 1, bytes.count)
            else { throw .unreadable(.crossReference) }
            for number in first..<first + count {
                guard let offset = reader.takeInteger(), let generation = reader.takeInteger(), generation <= 65_535
                else { throw .unreadable(.crossReference) }
                unevenRowsLeft -= 1
                guard unevenRowsLeft >= 0 else { throw .tooComplex(.objects) }
                if reader.take("n") {
                    places[number] = .inFile(offset: offset, generation: Int32(generation))
                } else if reader.take("f") {
                    places[number] = .free
                } else {
                    throw .unreadable(.crossReference)
                }
            }
        }
        return CrossReferenceRows(listed: places)
    }

    // MARK: Streams

    private mutating func stream(at position: Int) throws(PDFError) -> CrossReferenceSection {
        var reader = SyntaxReader(bytes, at: position, limits: limits)
        reader.valuesLeft = valuesLeft
        guard reader.takeObjectHead() != nil, case .dictionary(let dictionary) = try reader.object(),
            dictionary["Type"]?.name == "XRef", let data = reader.takeStreamData(length: dictionary["Length"]?.integer)
        else { throw .unreadable(.crossReference) }
        valuesLeft = reader.valuesLeft
        let decoded = try StreamFilters(dictionary, limits: limits)
            .decode(bytes, data, limits: limits, budget: &decodedBytesLeft)
        return CrossReferenceSection(
            kind: .stream, position: position, end: reader.position, trailer: dictionary,
            rows: try streamRows(dictionary, decoded), hiddenRows: nil)
    }

    private func streamRows(
        _ dictionary: PDFDictionary, _ decoded: DocumentBytes
    ) throws(PDFError) -> CrossReferenceRows {
        let widths = (dictionary["W"]?.array ?? []).compactMap(\.integer)
        guard widths.count >= 3, widths.allSatisfy({ 0...8 ~= $0 }), widths.contains(where: { $0 > 0 }) else {
            throw .unreadable(.crossReference)
        }
        let rowBytes = widths.reduce(0, +)
        let size = dictionary["Size"]?.integer ?? 0
        let index = dictionary["Index"]?.array?.map(\.integer) ?? [0, size]
        guard index.count.isMultiple(of: 2) else { throw .unreadable(.crossReference) }
        var runs: [CrossReferenceRows.Run] = []
        var rowsLeft = decoded.count / rowBytes
        var start = 0
        for pair in stride(from: 0, to: index.count, by: 2) {
            guard let first = index[pair], let count = index[pair + 1], first >= 0, count >= 0,
                first <= limits.objectNumberMax
            else { throw .unreadable(.crossReference) }
            // A stream that is shorter than it claims holds what it holds.
            let held = min(count, rowsLeft, limits.objectNumberMax - first + 1)
            runs.append(CrossReferenceRows.Run(first: first, count: held, start: start))
            start += held * rowBytes
            rowsLeft -= held
        }
        return CrossReferenceRows(stream: decoded, widths: widths, runs: runs)
    }
}
