/// A document examined for one signature: everything is decided, and nothing is written yet.
package struct SignaturePreparation {
    static let subFilter: PDFName = "ETSI.CAdES.detached"
    private static let timestampSubFilter: PDFName = "ETSI.RFC3161"
    /// Printed with the page, and not to be moved or deleted in a viewer (ISO 32000-1 table 165).
    private static let annotationFlags = 132
    /// SignaturesExist and AppendOnly (table 219).
    private static let signatureFlags = 3

    private let document: PDFDocument
    private let request: SignatureRequest
    private let form: AcroForm?
    private let target: SignatureTarget
    private let hasEarlierSignatures: Bool

    package init(_ document: PDFDocument, for request: SignatureRequest) throws(PDFError) {
        self.document = document
        self.request = request
        form = try AcroForm(of: document)
        if let form, form.isDynamic { throw .cannotSign(.dynamicForm) }
        let standing = try document.standingSignatures()
        hasEarlierSignatures = !standing.isEmpty
        try Self.checkStanding(standing, document, request)
        target = try SignatureTarget(of: request, in: document, form: form, standing: standing)
        // Whatever the update touches is read before anything gets a number: what it refers to must be known by then.
        _ = try document.resolve(target.page?.dictionary["Annots"])
    }

    private static func checkStanding(
        _ standing: [StandingSignature], _ document: PDFDocument, _ request: SignatureRequest
    ) throws(PDFError) {
        let isTimestamp = request.role == .documentTimestamp
        if !isTimestamp, standing.contains(where: \.forbidsChanges) { throw .cannotSign(.noChangesAllowed) }
        // A new cross-reference for the whole file would be a change to what was signed. A signature that hangs in no form, as
        // after a revision that was cut off, was one too.
        if document.isRepaired, !standing.isEmpty || document.bytes.mentionsByteRange {
            throw .cannotSign(.repairedAndSigned)
        }
        // What paints over a certified page is how the published attacks work; validators call a signature's picture so, too.
        if case .new = request.field, request.place != nil, standing.contains(where: \.restrictsChanges) {
            throw .cannotSign(.newVisibleFieldForbidden)
        }
        if case .certification = request.role, !standing.isEmpty { throw .cannotSign(.certificationNotFirst) }
    }

    /// How large the appearance will be shown, in points; nil where there is none to be seen.
    package var appearanceSize: (width: Double, height: Double)? { target.shownSize }

    /// Writes the update. The appearance must have been made for `appearanceSize`.
    package consuming func section(appearance: FormImport?) throws(PDFError) -> UpdateSection {
        var update = try UpdateWriter(document)
        let signature = try update.addSignature(signatureDictionary(), contentsBytes: request.contentsBytes)
        var widget = target.widget
        if let appearance {
            var changes = PDFDictionary()
            if let matrix = target.matrix(width: appearance.width, height: appearance.height) {
                changes["Matrix"] = .array(matrix)
            }
            let form = try appearance.add(to: &update, changes: changes)
            widget["AP"] = .dictionary(PDFDictionary([("N", .reference(form))]))
        }
        switch target.field {
        case .new:
            widget["F"] = .integer(Self.annotationFlags)
            widget["V"] = .reference(signature)
            if let lock = request.lock { widget["Lock"] = .dictionary(lock.fieldDictionary) }
            let field = try update.add(.dictionary(widget))
            try addToPage(field, &update)
            try addToForm(field, &update)
        case .existing(let field, let widgetID):
            if appearance != nil { update.replace(widgetID, with: .dictionary(widget)) }
            var dictionary = try update.dictionary(field)
            dictionary["V"] = .reference(signature)
            update.replace(field, with: .dictionary(dictionary))
            try addToForm(nil, &update)
        }
        if case .certification = request.role { try addPermissions(signature, &update) }
        return try update.finish(newIdentifier: request.identifier)
    }

    private func signatureDictionary() throws(PDFError) -> PDFDictionary {
        if request.role == .documentTimestamp {
            return PDFDictionary([
                ("Type", .name("DocTimeStamp")), ("Filter", .name("Adobe.PPKLite")),
                ("SubFilter", .name(Self.timestampSubFilter)),
            ])
        }
        var out = PDFDictionary([
            ("Type", .name("Sig")), ("Filter", .name("Adobe.PPKLite")), ("SubFilter", .name(Self.subFilter)),
        ])
        out["M"] = .string(PDFString(text: request.date))
        let texts: [(PDFName, String?)] = [
            ("Name", request.signerName), ("Reason", request.reason), ("Location", request.location),
            ("ContactInfo", request.contact),
        ]
        for (key, text) in texts { if let text { out[key] = .string(PDFString(text: text)) } }
        var references: [PDFObject] = []
        if case .certification(let permission) = request.role {
            let parameters = PDFDictionary([
                ("Type", .name("TransformParams")), ("P", .integer(permission.rawValue)), ("V", .name("1.2")),
            ])
            references.append(try reference("DocMDP", parameters))
        }
        if let lock = target.lock ?? request.lock {
            var parameters = lock.dictionary(type: "TransformParams")
            parameters["V"] = .name("1.2")
            references.append(try reference("FieldMDP", parameters))
        }
        if !references.isEmpty { out["Reference"] = .array(references) }
        return out
    }

    private func reference(_ method: PDFName, _ parameters: PDFDictionary) throws(PDFError) -> PDFObject {
        var out = PDFDictionary([
            ("Type", .name("SigRef")), ("TransformMethod", .name(method)), ("TransformParams", .dictionary(parameters)),
        ])
        if method == "FieldMDP" { out["Data"] = .reference(try document.catalog().id) }
        return .dictionary(out)
    }

    // MARK: Page, form and catalog

    private func addToPage(_ field: ObjectID, _ update: inout UpdateWriter) throws(PDFError) {
        guard let page = target.page else { preconditionFailure("a new field has a page") }
        let entry = page.dictionary["Annots"]
        var annotations: [PDFObject]
        switch try document.resolve(entry) {
        case .array(let elements): annotations = elements
        case .null: annotations = []
        default: throw .unreadable(.page)
        }
        guard annotations.count < document.limits.annotationsMax else {
            throw .cannotSign(.pageHasTooManyAnnotations)
        }
        annotations.append(.reference(field))
        if let list = entry?.reference, try document.object(list) != .null, try isOwnedAlone(list, by: page) {
            return update.replace(list, with: .array(annotations))
        }
        var dictionary = try update.dictionary(page.id)
        dictionary["Annots"] = .array(annotations)
        update.replace(page.id, with: .dictionary(dictionary))
    }

    /// Whether no other page shows the same list; a signature would otherwise stand on each of them.
    private func isOwnedAlone(_ list: ObjectID, by page: PDFPage) throws(PDFError) -> Bool {
        var isAlone = true
        try document.walkPages { other in
            if other.id != page.id, other.dictionary["Annots"]?.reference == list { isAlone = false }
            return isAlone
        }
        return isAlone
    }

    private func addToForm(_ field: ObjectID?, _ update: inout UpdateWriter) throws(PDFError) {
        guard let form else {
            guard let field else { return }
            let new = try update.add(
                .dictionary(
                    PDFDictionary([
                        ("Fields", .array([.reference(field)])), ("SigFlags", .integer(Self.signatureFlags)),
                    ])))
            return try changeCatalog(&update) { $0["AcroForm"] = .reference(new) }
        }
        var changed = form.dictionary
        if let field {
            switch form.fieldsHome {
            case .own(let id): update.replace(id, with: .array(form.fields + [.reference(field)]))
            case .inside: changed["Fields"] = .array(form.fields + [.reference(field)])
            }
            // A form known twice over (XFA) would not show the new field; what remains is what every viewer shows. Under
            // earlier signatures nothing is taken away, and not by whoever only says when it was.
            if !hasEarlierSignatures, request.role != .documentTimestamp { changed["XFA"] = nil }
        }
        let flags = try document.resolve(changed["SigFlags"]).integer ?? 0
        if flags & Self.signatureFlags != Self.signatureFlags {
            changed["SigFlags"] = .integer(flags | Self.signatureFlags)
        }
        guard changed != form.dictionary else { return }
        switch form.home {
        case .own(let id): update.replace(id, with: .dictionary(changed))
        case .inside: try changeCatalog(&update) { $0["AcroForm"] = .dictionary(changed) }
        }
    }

    private func addPermissions(_ signature: ObjectID, _ update: inout UpdateWriter) throws(PDFError) {
        var permissions = try document.resolve(document.catalog().dictionary["Perms"]).dictionary ?? PDFDictionary()
        permissions["DocMDP"] = .reference(signature)
        try changeCatalog(&update) { $0["Perms"] = .dictionary(permissions) }
    }

    private func changeCatalog(
        _ update: inout UpdateWriter, _ change: (inout PDFDictionary) -> Void
    ) throws(PDFError) {
        let id = try document.catalog().id
        var catalog = try update.dictionary(id)
        change(&catalog)
        update.replace(id, with: .dictionary(catalog))
    }
}
