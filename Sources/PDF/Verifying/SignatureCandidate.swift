/// A signature dictionary on its way to a `FoundSignature`: where it hangs, and where it stands.
struct SignatureCandidate {
    var field: FormField?
    /// Nil for a dictionary inside its field.
    let id: ObjectID?
    /// As its document has it, strings in clear.
    var dictionary: PDFDictionary
    /// As it stands in the file; nil inside an object stream, or where it could not be found.
    var place: PlacedDictionary?
    /// Where the object begins that it is, or is in.
    var start: Int?
    var defects: Set<StructuralDefect> = []
}

/// Brings together what hangs in forms and what stands in the file.
struct SignatureCollection {
    let history: DocumentHistory
    private(set) var candidates: [SignatureCandidate] = []
    private var document: PDFDocument { history.newest }

    init(_ history: DocumentHistory) throws(PDFError) {
        self.history = history
        let findings = try SignatureSearch.findings(in: history.newest)
        try takeForm(findings)
        try takeContainers()
        try takeFindings(findings)
    }

    private mutating func add(_ candidate: SignatureCandidate) throws(PDFError) {
        candidates.append(candidate)
        guard candidates.count <= document.limits.signaturesMax else { throw .tooComplex(.signatures) }
    }

    // MARK: The newest form

    private mutating func takeForm(_ findings: [SignatureSearch.Finding]) throws(PDFError) {
        var known: [ObjectID: Int] = [:]
        for field in try history.signedFields(history.last) {
            let id = field.value?.reference
            guard let value = try readable(field.value) else {
                try add(SignatureCandidate(field: field, id: id, dictionary: PDFDictionary(), defects: [.unreadable]))
                continue
            }
            guard let dictionary = value.dictionary else { continue }
            var candidate = SignatureCandidate(field: field, id: id, dictionary: dictionary)
            if let id, let other = known[id] {
                candidate = candidates[other]
                candidate.field = field
                candidate.defects.insert(.sharedDictionary)
                candidates[other].defects.insert(.sharedDictionary)
            } else {
                try place(&candidate)
                takeOldestAlike(of: &candidate, findings)
            }
            if let id { known[id] = candidates.count }
            try add(candidate)
        }
    }

    private func readable(_ value: PDFObject?) throws(PDFError) -> PDFObject? {
        do throws(PDFError) {
            return try document.resolve(value)
        } catch {
            guard case .unreadable = error else { throw error }
            return nil
        }
    }

    /// Finds the dictionary in the file: the object's own, or the only one with a byte range inside its field.
    private func place(_ candidate: inout SignatureCandidate) throws(PDFError) {
        guard let home = candidate.id ?? candidate.field?.id else { return }
        switch document.place(of: home) {
        case .inStream: candidate.defects.insert(.insideObjectStream)
        case .inFile(let offset, _):
            var furthest = 0
            let object = try PlacedObject(in: document, at: offset + document.base, furthest: &furthest)
            candidate.start = object.range.lowerBound
            if candidate.id != nil {
                candidate.place = object.dictionaries.first
            } else {
                let inner = object.dictionaries.filter { $0.place(of: "ByteRange") != nil }
                candidate.place = inner.count == 1 ? inner[0] : nil
            }
        case nil, .free: break
        }
    }

    /// Where a later revision wrote the same dictionary again, the first one is meant: its place was signed.
    private func takeOldestAlike(of candidate: inout SignatureCandidate, _ findings: [SignatureSearch.Finding]) {
        guard let id = candidate.id, let place = candidate.place, let start = candidate.start else { return }
        for case .dictionary(let earlier, let object) in findings where object.id == id {
            if object.range.lowerBound < start, earlier.dictionary == place.dictionary {
                candidate.place = earlier
                candidate.start = object.range.lowerBound
                return
            }
        }
    }

    // MARK: What hangs nowhere

    /// Dictionaries in object streams, which no signature can leave out of what it signs.
    private mutating func takeContainers() throws(PDFError) {
        var containers: Set<Int> = []
        for section in document.sections {
            section.forEach { _, place in if case .inStream(let container, _) = place { containers.insert(container) } }
        }
        let known = Set(candidates.compactMap(\.id))
        for number in containers.sorted() {
            do throws(PDFError) {
                let container = try document.container(number)
                guard container.mentions(SignatureSearch.word) else { continue }
                for member in Set(container.numbers).sorted() {
                    let id = ObjectID(member)
                    guard case .inStream(number, _) = document.place(of: id), !known.contains(id),
                        let dictionary = try document.object(id).dictionary, dictionary["ByteRange"] != nil
                    else { continue }
                    try add(
                        SignatureCandidate(
                            field: nil, id: id, dictionary: dictionary, defects: [.insideObjectStream, .notInForm]))
                }
            } catch {
                guard case .unreadable = error else { throw error }
            }
        }
    }

    private mutating func takeFindings(_ findings: [SignatureSearch.Finding]) throws(PDFError) {
        let known = Set(candidates.compactMap { $0.place?.range.lowerBound })
        let again = Set(candidates.filter { $0.id != nil }.compactMap { $0.id.flatMap { ownStart(of: $0) } })
        for finding in findings {
            switch finding {
            case .unreadable:
                try add(
                    SignatureCandidate(
                        field: nil, id: nil, dictionary: PDFDictionary(), defects: [.unreadable, .notInForm]))
            case .dictionary(let place, let object):
                if known.contains(place.range.lowerBound) || again.contains(object.range.lowerBound) { continue }
                var candidate = SignatureCandidate(
                    field: nil, id: object.id, dictionary: try inClear(place.dictionary, of: object.id), place: place,
                    start: object.range.lowerBound)
                candidate.field = try earlierField(of: object)
                candidate.defects.insert(candidate.field == nil ? .notInForm : .notInNewestForm)
                try add(candidate)
            }
        }
    }

    /// Where an object begins in the newest state.
    private func ownStart(of id: ObjectID) -> Int? {
        guard case .inFile(let offset, _) = document.place(of: id) else { return nil }
        return offset + document.base
    }

    private func inClear(_ dictionary: PDFDictionary, of id: ObjectID) throws(PDFError) -> PDFDictionary {
        guard let encryption = document.encryption else { return dictionary }
        return try encryption.decrypted(.dictionary(dictionary), of: id).dictionary ?? dictionary
    }

    /// The field that held this dictionary in the revision that wrote it.
    private func earlierField(of object: PlacedObject) throws(PDFError) -> FormField? {
        guard let revision = history.revision(of: object.range.lowerBound), revision < history.last,
            let state = try history.state(revision)
        else { return nil }
        return try history.signedFields(revision).first { field in
            guard let home = field.value?.reference ?? field.id,
                case .inFile(let offset, _) = state.place(of: home)
            else { return false }
            return offset + state.base == object.range.lowerBound
        }
    }
}
