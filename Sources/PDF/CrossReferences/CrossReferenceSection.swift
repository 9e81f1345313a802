/// One section of the cross-reference chain: a table with its trailer, or a stream.
package struct CrossReferenceSection {
    package enum Kind: String, Sendable {
        case table
        case stream
        /// A table whose trailer names a stream with further objects (ISO 32000-1 §7.5.8.4).
        case hybrid
        /// None was usable; the objects were found by reading the whole file.
        case scan
    }

    package let kind: Kind
    /// Where the section begins in the file: at `xref`, or at the number of the stream's object.
    package let position: Int
    /// Where its trailer or its stream ends.
    package let end: Int
    package let trailer: PDFDictionary
    let rows: CrossReferenceRows
    let hiddenRows: CrossReferenceRows?

    /// What this section says; nil where it says nothing. A hybrid's table calls free what its stream knows better.
    func place(of number: Int) -> ObjectPlace? {
        let place = rows.place(of: number)
        if let hiddenRows, place == nil || place == .free, let hidden = hiddenRows.place(of: number) { return hidden }
        return place
    }

    var rowCount: Int { rows.count + (hiddenRows?.count ?? 0) }
    var highest: Int { max(rows.highest, hiddenRows?.highest ?? 0) }

    func forEach(_ body: (_ number: Int, _ place: ObjectPlace) -> Void) {
        guard let hiddenRows else { return rows.forEach(body) }
        rows.forEach { number, place in
            if place != .free || hiddenRows.place(of: number) == nil { body(number, place) }
        }
        hiddenRows.forEach { number, place in
            switch rows.place(of: number) {
            case nil, .free: body(number, place)
            default: break
            }
        }
    }
}
