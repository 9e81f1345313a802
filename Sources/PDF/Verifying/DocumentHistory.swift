/// The states a document went through: what a reader saw of it before anything more was appended.
///
/// States are opened when they are asked for, and kept.
final class DocumentHistory {
    let newest: PDFDocument
    /// Oldest first.
    let revisions: [Revision]
    private var states: [Int: PDFDocument?] = [:]
    private var signatureFields: [Int: [FormField]] = [:]
    private var rowsLeft: Int
    private var fieldsLeft: Int

    init(of document: PDFDocument) {
        newest = document
        revisions = document.revisions()
        rowsLeft = document.limits.stateRowsMax
        fieldsLeft = document.limits.stateFieldsMax
    }

    var last: Int { revisions.count - 1 }

    /// Nil where these bytes were never a sound document.
    func state(_ revision: Int) throws(PDFError) -> PDFDocument? {
        if revision == last { return newest }
        if let known = states[revision] { return known }
        guard states.count < newest.limits.statesMax else { throw .tooComplex(.revisions) }
        // Each state has an index of its own over all sections before it.
        rowsLeft -= newest.sections.reduce(0) { $0 + min($1.rowCount, newest.limits.stateRowsMax) }
        guard rowsLeft >= 0 else { throw .tooComplex(.objects) }
        let state = try newest.state(upTo: revisions[revision].range.upperBound)
        states[revision] = .some(state)
        return state
    }

    /// The revision that wrote this byte.
    func revision(of position: Int) -> Int? { revisions.firstIndex { $0.range.contains(position) } }

    /// The signature fields of a state that hold a value, be it one that cannot be read. No state that cannot be opened has
    /// any.
    func signedFields(_ revision: Int) throws(PDFError) -> [FormField] {
        if let known = signatureFields[revision] { return known }
        var found: [FormField] = []
        if let state = try state(revision), let form = try AcroForm(of: state) {
            try state.forEachField(form) { (field) throws(PDFError) in
                fieldsLeft -= 1
                guard fieldsLeft >= 0 else { throw .tooComplex(.fields) }
                guard field.kind == "Sig" else { return }
                do throws(PDFError) {
                    if try state.resolve(field.value).dictionary != nil { found.append(field) }
                } catch {
                    guard case .unreadable = error else { throw error }
                    found.append(field)
                }
            }
        }
        signatureFields[revision] = found
        return found
    }
}

extension PDFDocument {
    /// The document as its first bytes alone make it; nil where they make none that opens as it says itself.
    package func state(upTo end: Int) throws(PDFError) -> PDFDocument? {
        guard !isRepaired, end > 0, end <= bytes.count else { return nil }
        let prefix = bytes.window(on: 0..<end)
        do throws(PDFError) {
            let start = try FileStart(of: prefix).crossReference()
            var sections = ownSections(from: start, before: end)
            if sections == nil {
                var reader = CrossReferenceReader(bytes: prefix, base: base, limits: limits)
                sections = try reader.chain(from: start)
            }
            return try PDFDocument(
                prefix, base: base, sections: sections ?? [], password: [], openedAs: self, limits: limits
            ).withPages()
        } catch {
            switch error {
            case .unreadable, .encryption: return nil
            case .tooComplex, .cannotSign: throw error
            }
        }
    }

    /// The end of the chain that was read already, where it begins at this offset and lies in these bytes.
    private func ownSections(from offset: Int, before end: Int) -> [CrossReferenceSection]? {
        guard let first = sections.firstIndex(where: { $0.position == offset + base }) else { return nil }
        let older = Array(sections[first...])
        // What a hybrid's stream hides may lie anywhere.
        return older.allSatisfy { $0.end <= end && $0.kind != .hybrid } ? older : nil
    }
}
