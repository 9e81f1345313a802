/// The states a document went through: what a reader saw of it before anything more was appended.
///
/// States are opened when they are asked for, and kept, and so is what was compared: one history serves all signatures.
package final class DocumentHistory {
    package let newest: PDFDocument
    /// Oldest first.
    package let revisions: [Revision]
    private var states: [Int: PDFDocument?] = [:]
    private var signatureFields: [Int: [FormField]] = [:]
    private var changes: [Int: [LaterChange]] = [:]
    private var knownReach: ObjectReach?
    private var knownMembers: [Int: [Int]]?
    private var rowsLeft: Int
    private var sectionsLeft: Int
    private var fieldsLeft: Int

    package init(of document: PDFDocument) {
        newest = document
        revisions = document.revisions()
        rowsLeft = document.limits.stateRowsMax
        fieldsLeft = document.limits.stateFieldsMax
        sectionsLeft = document.limits.stateRowsMax
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

    /// The signature fields of a state that name a value, whatever that is. No state that cannot be opened has any.
    func signedFields(_ revision: Int) throws(PDFError) -> [FormField] {
        if let known = signatureFields[revision] { return known }
        var found: [FormField] = []
        if let state = try state(revision), let form = try AcroForm(of: state) {
            try state.forEachField(form) { (field) throws(PDFError) in
                fieldsLeft -= 1
                guard fieldsLeft >= 0 else { throw .tooComplex(.fields) }
                // The value itself is long, and not every state's is looked at.
                if field.kind == "Sig", let value = field.value, value != .null { found.append(field) }
            }
        }
        signatureFields[revision] = found
        return found
    }

    // MARK: What comparing needs

    func changesOf(_ revision: Int) throws(PDFError) -> [LaterChange] {
        if let known = changes[revision] { return known }
        let found = try comparedChanges(revision)
        changes[revision] = found
        return found
    }

    func reach(containers: some Sequence<Int>) throws(PDFError) -> ObjectReach {
        if let knownReach { return knownReach }
        let reach = try ObjectReach(newest, containers: containers) { [unowned self] (number) throws(PDFError) in
            try self.firstListing(number)
        }
        knownReach = reach
        return reach
    }

    /// The first revision that lists a number.
    private func firstListing(_ number: Int32) throws(PDFError) -> Int? {
        sectionsLeft -= newest.sections.count
        guard sectionsLeft >= 0 else { throw .tooComplex(.objects) }
        for section in newest.sections.reversed() {
            switch section.place(of: Int(number)) {
            case nil, .free: continue
            case .inFile, .inStream: return revision(of: section.position)
            }
        }
        return nil
    }

    /// The numbers that any section puts into a container.
    func members() throws(PDFError) -> [Int: [Int]] {
        if let knownMembers { return knownMembers }
        var members: [Int: [Int]] = [:]
        var count = 0
        for section in newest.sections {
            section.forEach { number, place in
                guard case .inStream(let container, _) = place, count <= newest.limits.listedObjectsMax else { return }
                members[container, default: []].append(number)
                count += 1
            }
        }
        guard count <= newest.limits.listedObjectsMax else { throw .tooComplex(.objects) }
        knownMembers = members
        return members
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

extension DocumentHistory {
    /// Whether a signature hung in the form as a revision left it, counted from the oldest.
    package func hasSignature(_ signature: FoundSignature, inFormOf revision: Int) throws(PDFError) -> Bool {
        guard let id = signature.id, revisions.indices.contains(revision) else { return false }
        return try signedFields(revision).contains { $0.value?.reference == id }
    }
}
