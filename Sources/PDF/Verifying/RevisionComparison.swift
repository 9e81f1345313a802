/// Compares one state with the one before, and names each difference that anything leads to.
struct RevisionComparison {
    let revision: Int
    let pair: StatePair
    let reach: ObjectReach
    let changed: [Int]
    private(set) var changes: [LaterChange] = []
    private var known: Set<LaterChange> = []

    init(revision: Int, _ pair: StatePair, _ reach: ObjectReach, changed: [Int]) {
        self.revision = revision
        self.pair = pair
        self.reach = reach
        self.changed = changed
    }

    mutating func note(
        _ kind: LaterChange.Kind, _ object: ObjectID? = nil, page: Int? = nil, field: String? = nil
    ) throws(PDFError) {
        let change = LaterChange(kind, revision: revision, object: object, page: page, field: field)
        guard known.insert(change).inserted else { return }
        changes.append(change)
        guard changes.count <= pair.new.limits.changesMax else { throw .tooComplex(.objects) }
    }

    mutating func run() throws(PDFError) {
        try compareTrailers()
        for number in changed {
            let id = ObjectID(number)
            do throws(PDFError) {
                try compare(id)
            } catch {
                guard case .unreadable = error else { throw error }
                try note(.unreadable, id)
            }
        }
    }

    private mutating func compareTrailers() throws(PDFError) {
        if pair.sections == nil { try note(.trailer(key: "Prev")) }
        // Only some readers see what such a section hides.
        if pair.sections?.contains(where: { $0.kind == .hybrid }) == true { try note(.trailer(key: "XRefStm")) }
        let (before, after) = (pair.old.trailer, pair.new.trailer)
        for key in ["Root", "Encrypt"] as [PDFName] where !pair.isSame(before[key], after[key]) {
            try note(.trailer(key: key.text))
        }
        let was = try pair.old.resolve(before["ID"]).array?.first
        let isNow = try pair.new.resolve(after["ID"]).array?.first
        if was != nil, !pair.isSame(was, isNow) { try note(.trailer(key: "ID")) }
        guard !pair.isSame(before["Info"], after["Info"]) else { return }
        try compareInformation(pair.old.resolve(before["Info"]), pair.new.resolve(after["Info"]))
    }

    private mutating func compare(_ id: ObjectID) throws(PDFError) {
        let (before, after) = (try pair.old.object(id), try pair.new.object(id))
        // Only some readers take the later of two entries.
        if after.repeatsKeys, reach.roles[id.number] != nil || reach.mark(id.number) != nil { try note(.other, id) }
        // What is written anew under another number is compared by whoever names it now, with what he named before.
        if before == .null, try isOnlyMoved(id) { return }
        switch reach.roles[id.number] {
        case .catalog: try compareCatalogs(before.dictionary ?? PDFDictionary(), after.dictionary ?? PDFDictionary())
        case .information: try compareInformation(before, after)
        case .pageNode: try note(.pageTree, id)
        case .page(let page):
            try comparePages(before.dictionary ?? PDFDictionary(), after.dictionary ?? PDFDictionary(), page, id)
        case .annotations(let page): try compareAnnotations(before, after, page)
        case .form: try compareForms(before.dictionary ?? PDFDictionary(), after.dictionary ?? PDFDictionary())
        case .fieldList: try compareFieldLists(before, after)
        case .field: try compareFields(before.dictionary, after.dictionary ?? PDFDictionary(), id)
        case .several: try note(.other, id)
        case nil:
            guard let mark = reach.mark(id.number), mark.until < revision else { return }
            var kind = mark.kind
            // An annotation that comes or goes is not a changed one.
            if case .annotation(let subtype, .changed) = kind, mark.anchor == id {
                if before == .null { kind = .annotation(subtype: subtype, .added) }
                if after == .null {
                    kind = .annotation(subtype: before.dictionary?["Subtype"]?.name?.text ?? "", .removed)
                }
            }
            // A picture of what was filled in changes as the field does.
            if case .formValue(_, let fieldKind) = kind, let field = mark.anchor {
                kind = .formValue(wasEmpty: try wasEmpty(field), fieldKind: fieldKind)
            }
            try note(kind, mark.anchor ?? id, page: mark.page, field: mark.field)
        }
    }

    /// Whether a list, form or information dictionary stands in for another object that had its part before.
    private func isOnlyMoved(_ id: ObjectID) throws(PDFError) -> Bool {
        let form = try pair.old.resolve(pair.old.catalog().dictionary["AcroForm"]).dictionary
        switch reach.roles[id.number] {
        case .information: return pair.old.trailer["Info"]?.reference != id
        case .form: return try pair.old.catalog().dictionary["AcroForm"]?.reference != id
        case .annotations(let page):
            let node = try pair.new.page(.number(page)).id
            return try pair.old.object(node).dictionary?["Annots"]?.reference != id
        case .fieldList:
            if form?["Fields"]?.reference == id { return false }
            for number in reach.fields.keys {
                if try pair.old.object(ObjectID(Int(number))).dictionary?["Kids"]?.reference == id { return false }
            }
            return true
        case .catalog, .page, .pageNode, .field, .several, nil: return false
        }
    }

    // MARK: Catalog and pages

    private mutating func compareInformation(_ before: PDFObject, _ after: PDFObject) throws(PDFError) {
        for key in pair.differingKeys(before.dictionary ?? PDFDictionary(), after.dictionary ?? PDFDictionary()) {
            try note(.documentInformation(key: key.text))
        }
    }

    private mutating func compareCatalogs(_ before: PDFDictionary, _ after: PDFDictionary) throws(PDFError) {
        for key in pair.differingKeys(before, after) {
            switch key {
            case "AcroForm":
                try compareForms(
                    pair.old.resolve(before[key]).dictionary ?? PDFDictionary(),
                    pair.new.resolve(after[key]).dictionary ?? PDFDictionary())
            case "Version":
                let isRaised = try pair.old.version() < pair.new.version()
                try note(isRaised ? .versionRaised : .catalog(key: "Version"))
            case "Names":
                let was = try pair.old.resolve(before[key]).dictionary?["JavaScript"]
                let isNow = try pair.new.resolve(after[key]).dictionary?["JavaScript"]
                try note(pair.isSame(was, isNow) ? .catalog(key: "Names") : .action)
            default: try note(LaterChange.kind(ofCatalogEntry: key))
            }
        }
    }

    private mutating func comparePages(
        _ before: PDFDictionary, _ after: PDFDictionary, _ page: Int, _ id: ObjectID
    ) throws(PDFError) {
        for key in pair.differingKeys(before, after) {
            if key == "Annots" {
                try compareAnnotations(pair.old.resolve(before[key]), pair.new.resolve(after[key]), page)
            } else {
                try note(LaterChange.kind(ofPageEntry: key), id, page: page)
            }
        }
    }

    private mutating func compareAnnotations(
        _ before: PDFObject, _ after: PDFObject, _ page: Int
    ) throws(PDFError) {
        let (was, isNow) = (before.array ?? [], after.array ?? [])
        let (old, new) = (Set(was), Set(isNow))
        for annotation in was where !new.contains(annotation) {
            let subtype = try pair.old.resolve(pair.old.resolve(annotation).dictionary?["Subtype"]).name?.text ?? ""
            try note(.annotation(subtype: subtype, .removed), annotation.reference, page: page)
        }
        for annotation in isNow where !old.contains(annotation) {
            // What belongs to a field is told as that field's.
            if let id = annotation.reference, reach.fields[id.number] != nil {
                if reach.roles[id.number] == .several { try note(.other, id, page: page) }
                try compareFields(nil, pair.new.object(id).dictionary ?? PDFDictionary(), id)
                continue
            }
            let subtype = try pair.new.resolve(pair.new.resolve(annotation).dictionary?["Subtype"]).name?.text ?? ""
            try note(.annotation(subtype: subtype, .added), annotation.reference, page: page)
        }
        // What is painted last covers the rest; a page that shows one thing twice is no better.
        if was.filter(new.contains) != isNow.filter(old.contains) || new.count < isNow.count {
            try note(.page(key: "Annots"), page: page)
        }
    }
}
