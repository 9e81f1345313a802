extension UpdateWriter {
    /// Entries of a cross-reference stream's dictionary that describe the stream and not the document.
    private static let streamKeys: Set<PDFName> = [
        "Type", "W", "Index", "Filter", "DecodeParms", "Length", "DL", "F", "FFilter", "FDecodeParms", "Prev", "Size",
        "XRefStm",
    ]

    mutating func writeCrossReference(
        _ written: [(number: Int, place: ObjectPlace)], newIdentifier: [UInt8], to out: inout SyntaxWriter
    ) throws(PDFError) {
        let rows = document.isRepaired ? Self.everything(in: document.sections[0], and: written) : written

        var trailer = PDFDictionary(document.sections[0].trailer.entries.filter { !Self.streamKeys.contains($0.key) })
        for entry in document.trailer.entries { trailer[entry.key] = entry.value }
        if case .array(let identifiers) = try document.resolve(trailer["ID"]), let first = identifiers.first {
            trailer["ID"] = .array([first, .string(PDFString(newIdentifier, isHexadecimal: true))])
        }
        if !document.isRepaired { trailer["Prev"] = .integer(document.sections[0].position - document.base) }

        let start = document.bytes.count + out.bytes.count - document.base
        if needsStream(rows) {
            try passDangling()  // the stream is an object itself
            writeStream(rows, trailer, at: start, to: &out)
        } else {
            writeTable(rows, trailer, to: &out)
        }
        out.put("startxref\n")
        out.write(start)
        out.put("\n%%EOF\n")
    }

    /// The broken chain of a repaired file is left behind: every object found is listed, and no `/Prev` leads back.
    private static func everything(
        in section: CrossReferenceSection, and written: [(number: Int, place: ObjectPlace)]
    ) -> [(number: Int, place: ObjectPlace)] {
        var places = ObjectPlaces()
        places[0] = .free
        section.forEach { number, place in places[number] = place }
        for (number, place) in written { places[number] = place }
        var rows: [(number: Int, place: ObjectPlace)] = []
        rows.reserveCapacity(places.count)
        places.forEach { number, place in rows.append((number, place)) }
        return rows
    }

    /// Readers want all sections of one kind; a hybrid's own chain is one of tables (ISO 32000-1 §7.5.8.4).
    private func needsStream(_ rows: [(number: Int, place: ObjectPlace)]) -> Bool {
        switch document.sections[0].kind {
        case .stream: return true
        case .table, .hybrid: return false
        case .scan:
            return rows.contains { if case .inStream = $0.place { true } else { false } }
        }
    }

    private func writeTable(
        _ rows: [(number: Int, place: ObjectPlace)], _ trailer: PDFDictionary, to out: inout SyntaxWriter
    ) {
        out.put("xref\n")
        for run in Self.runs(of: rows) {
            out.write(rows[run.lowerBound].number)
            out.put(" ")
            out.write(run.count)
            out.put("\n")
            for row in rows[run] {
                switch row.place {
                case .inFile(let offset, let generation):
                    out.write(offset, digits: 10)
                    out.put(" ")
                    out.write(Int(generation), digits: 5)
                    out.put(" n \n")
                case .free, .inStream: out.put("0000000000 65535 f \n")
                }
            }
        }
        var trailer = trailer
        trailer["Size"] = .integer(max(nextNumber, document.sections[0].trailer["Size"]?.integer ?? 0))
        out.put("trailer\n")
        out.write(trailer)
        out.put("\n")
    }

    private func writeStream(
        _ rows: [(number: Int, place: ObjectPlace)], _ trailer: PDFDictionary, at start: Int,
        to out: inout SyntaxWriter
    ) {
        // The stream lists itself.
        let rows = rows + [(number: nextNumber, place: ObjectPlace.inFile(offset: start, generation: 0))]
        let offsetBytes = start > 0xFFFF_FFFF ? 5 : start > 0xFF_FFFF ? 4 : 3
        var data: [UInt8] = []
        for row in rows {
            let (kind, second, third): (UInt8, Int, Int) =
                switch row.place {
                case .inFile(let offset, let generation): (1, offset, Int(generation))
                case .inStream(let container, let index): (2, container, index)
                case .free: (0, 0, 65_535)
                }
            data.append(kind)
            for place in (0..<offsetBytes).reversed() { data.append(UInt8(truncatingIfNeeded: second >> (8 * place))) }
            data.append(UInt8(truncatingIfNeeded: third >> 8))
            data.append(UInt8(truncatingIfNeeded: third))
        }
        var dictionary = PDFDictionary([("Type", .name("XRef"))] + trailer.entries)
        dictionary["Size"] = .integer(max(nextNumber + 1, document.sections[0].trailer["Size"]?.integer ?? 0))
        dictionary["W"] = .array([.integer(1), .integer(offsetBytes), .integer(2)])
        dictionary["Index"] = .array(
            Self.runs(of: rows).flatMap { [.integer(rows[$0.lowerBound].number), .integer($0.count)] })
        out.write(nextNumber)
        out.put(" 0 obj\n")
        out.write(dictionary, data)
        out.put("\nendobj\n")
    }

    /// Neighbouring numbers share one subsection: Acrobat distrusts an update that splits them.
    private static func runs(of rows: [(number: Int, place: ObjectPlace)]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in rows.indices {
            if let last = runs.last, rows[index - 1].number + 1 == rows[index].number {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }
}
