extension RevisionComparison {
    /// What SigFlags say is only ever added to (ISO 32000-1 table 219).
    mutating func compareForms(_ before: PDFDictionary, _ after: PDFDictionary) throws(PDFError) {
        for key in pair.differingKeys(before, after) {
            switch key {
            case "Fields": try compareFieldLists(pair.old.resolve(before[key]), pair.new.resolve(after[key]))
            case "SigFlags":
                let was = try pair.old.resolve(before[key]).integer ?? 0
                let isNow = try pair.new.resolve(after[key]).integer ?? 0
                if was & ~isNow != 0 || isNow & ~3 != was & ~3 { try note(.formDefaults(key: "SigFlags")) }
            default: try note(.formDefaults(key: key.text))
            }
        }
    }

    mutating func compareFieldLists(_ before: PDFObject, _ after: PDFObject) throws(PDFError) {
        let (was, isNow) = (before.array ?? [], after.array ?? [])
        let (old, new) = (Set(was), Set(isNow))
        for field in was where !new.contains(field) {
            let kind = try pair.old.resolve(pair.old.resolve(field).dictionary?["FT"]).name?.text ?? ""
            try note(.field(.removed, fieldKind: kind), field.reference)
        }
        for field in isNow where !old.contains(field) {
            if let id = field.reference {
                try compareFields(nil, pair.new.object(id).dictionary ?? PDFDictionary(), id)
            } else {
                try note(.field(.added, fieldKind: ""))
            }
        }
    }

    /// `before` is nil for a field that nothing led to.
    mutating func compareFields(
        _ before: PDFDictionary?, _ after: PDFDictionary, _ id: ObjectID
    ) throws(PDFError) {
        guard let facts = reach.fields[id.number] else { return try note(.other, id) }
        let page = reach.pages[id.number]
        let isSignature = facts.kind == "Sig"
        guard let before else {
            if after["A"] != nil || after["AA"] != nil { try note(.action, id, page: page, field: facts.name) }
            if !isSignature {
                return try note(.field(.added, fieldKind: facts.kind), id, page: page, field: facts.name)
            }
            // The one widget of a new field came with it, and is told with it; a second one would show elsewhere.
            if facts.owner != id { return try compareWidget(of: facts, id, page) }
            guard try pair.new.resolve(after["V"]) != .null else {
                return try note(.emptySignatureField, id, page: page, field: facts.name)
            }
            return try noteSignature(after, id, facts, isNew: true)
        }
        var rest = Set(pair.differingKeys(before, after))
        if rest.remove("Kids") != nil {
            try compareFieldLists(pair.old.resolve(before["Kids"]), pair.new.resolve(after["Kids"]))
        }
        if rest.contains("A") || rest.contains("AA") { try note(.action, id, page: page, field: facts.name) }
        rest.subtract(["A", "AA"])
        // Who signs may lock fields, which takes nothing from anybody (ISO 32000-2 §12.7.5.5).
        if rest.contains("Ff"), try onlyAdds(1, to: before["Ff"], giving: after["Ff"]) { rest.remove("Ff") }
        if isSignature {
            try compareSignatureField(before, after, id, facts, &rest)
        } else if !rest.isDisjoint(with: ObjectReach.valueKeys) {
            rest.subtract(ObjectReach.valueKeys)
            let kind = LaterChange.Kind.formValue(wasEmpty: try wasEmpty(id), fieldKind: facts.kind)
            try note(kind, id, page: page, field: facts.name)
        }
        if !rest.isEmpty { try note(.annotation(subtype: "Widget", .changed), id, page: page, field: facts.name) }
    }

    /// Whether nothing was filled in before, and nothing shown; a widget of several has its value above it.
    func wasEmpty(_ field: ObjectID) throws(PDFError) -> Bool {
        let owner = reach.fields[field.number]?.owner ?? field
        for id in Set([field, owner]) {
            guard let dictionary = try pair.old.object(id).dictionary else { continue }
            guard try pair.old.resolve(dictionary["V"]).isNothingFilledIn, try pair.old.looksEmpty(dictionary) else {
                return false
            }
        }
        for widget in try pair.old.resolve(pair.old.object(owner).dictionary?["Kids"]).array ?? [] {
            guard let widget = try pair.old.resolve(widget).dictionary else { continue }
            if try !pair.old.looksEmpty(widget) { return false }
        }
        return true
    }

    private mutating func compareSignatureField(
        _ before: PDFDictionary, _ after: PDFDictionary, _ id: ObjectID, _ facts: ObjectReach.Field,
        _ rest: inout Set<PDFName>
    ) throws(PDFError) {
        let isSigned = try isSignedNow(facts.owner)
        if rest.remove("V") != nil {
            if isSigned {
                try noteSignature(after, id, facts, isNew: false)
            } else {
                try note(.standingSignature, id, page: reach.pages[id.number], field: facts.name)
            }
        }
        if isSigned {
            rest.subtract(["AP", "DA", "MK"])
            let (printed, readOnly, locked, lockedContents) = (1 << 2, 1 << 6, 1 << 7, 1 << 9)
            let harmless = printed | readOnly | locked | lockedContents
            if rest.contains("F"), try onlyAdds(harmless, to: before["F"], giving: after["F"]) { rest.remove("F") }
        }
        if !rest.isDisjoint(with: ObjectReach.signatureKeys) {
            rest.subtract(ObjectReach.signatureKeys)
            try note(.standingSignature, id, page: reach.pages[id.number], field: facts.name)
        }
    }

    /// Whether of two sets of flags (ISO 32000-1 tables 165 and 221) the later one has these at most besides.
    private func onlyAdds(_ flags: Int, to before: PDFObject?, giving after: PDFObject?) throws(PDFError) -> Bool {
        let (was, isNow) = (try pair.old.resolve(before).integer ?? 0, try pair.new.resolve(after).integer ?? 0)
        return was & ~isNow == 0 && isNow & ~was & ~flags == 0
    }

    /// Whether this revision put a signature into the field, which was empty or not there.
    private func isSignedNow(_ field: ObjectID) throws(PDFError) -> Bool {
        let was = try pair.old.resolve(pair.old.object(field).dictionary?["V"])
        return was == .null ? try pair.new.resolve(pair.new.object(field).dictionary?["V"]) != .null : false
    }

    private mutating func compareWidget(of facts: ObjectReach.Field, _ id: ObjectID, _ page: Int?) throws(PDFError) {
        let owner = try pair.new.object(facts.owner).dictionary
        let shown = owner?["Rect"] == nil ? try pair.new.resolve(owner?["Kids"]).array?.first?.reference : nil
        let isNew = try pair.old.object(facts.owner) == .null
        if !isNew || shown != id { try note(.annotation(subtype: "Widget", .added), id, page: page, field: facts.name) }
    }

    /// A signature comes with a dictionary of its own; one that lay there before was never signed here.
    private mutating func noteSignature(
        _ field: PDFDictionary, _ id: ObjectID, _ facts: ObjectReach.Field, isNew: Bool
    ) throws(PDFError) {
        var widget = field
        var place = id
        if field["Rect"] == nil, let kid = try pair.new.resolve(field["Kids"]).array?.first?.reference {
            widget = try pair.new.object(kid).dictionary ?? field
            place = kid
        }
        let page = reach.pages[place.number]
        let value = field["V"]
        let isFresh = try value?.reference.map { (id) throws(PDFError) in try pair.old.object(id) == .null } ?? true
        guard isFresh, let signature = try pair.new.resolve(value).dictionary else {
            return try note(.standingSignature, id, page: page, field: facts.name)
        }
        var box: [Double] = []
        for corner in (try pair.new.resolve(widget["Rect"]).array ?? []).prefix(4) {
            if let number = try pair.new.resolve(corner).number { box.append(number) }
        }
        let isVisible = box.count == 4 && box[0] != box[2] && box[1] != box[3]
        let existed = try pair.old.object(id) != .null && !isNew
        let standing = LaterChange.Standing(inExistingField: existed, isVisible: isVisible, box: box)
        let type = try pair.new.resolve(signature["Type"]).name
        let subFilter = try pair.new.resolve(signature["SubFilter"]).name
        let isTimestamp = type == "DocTimeStamp" && subFilter == "ETSI.RFC3161"
        try note(isTimestamp ? .documentTimestamp(standing) : .signature(standing), id, page: page, field: facts.name)
    }
}

extension PDFObject {
    /// What a field holds before anybody filled it: no value, an empty text, or a box without a tick.
    fileprivate var isNothingFilledIn: Bool {
        switch self {
        case .null: true
        case .string(let text): text.bytes.isEmpty
        case .name(let name): name == "Off"
        case .array(let chosen): chosen.isEmpty
        case .boolean, .integer, .real, .dictionary, .stream, .reference: false
        }
    }
}
