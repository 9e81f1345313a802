/// The document's interactive form, and where its parts lie, since only what changes may be rewritten.
struct AcroForm {
    /// Where a value stands: as an object of its own, or inside the object that names it.
    enum Home {
        case own(ObjectID)
        case inside
    }

    let home: Home
    let dictionary: PDFDictionary
    let fieldsHome: Home
    let fields: [PDFObject]

    var isDynamic: Bool { dictionary["XFA"] != nil && needsRendering }
    private let needsRendering: Bool

    /// Nil where the catalog has none.
    init?(of document: PDFDocument) throws(PDFError) {
        let catalog = try document.catalog().dictionary
        guard let entry = catalog["AcroForm"], entry != .null else { return nil }
        let value = try document.resolve(entry)
        if value == .null { return nil }  // a reference to nothing is nothing
        guard case .dictionary(let dictionary) = value else { throw .unreadable(.form) }
        self.dictionary = dictionary
        home = entry.reference.map(Home.own) ?? .inside
        needsRendering = try document.resolve(catalog["NeedsRendering"]) == .boolean(true)
        let fields = dictionary["Fields"]
        switch try document.resolve(fields) {
        case .array(let fields): self.fields = fields
        case .null: self.fields = []
        default: throw .unreadable(.form)
        }
        guard self.fields.count <= document.limits.fieldsMax else { throw .tooComplex(.fields) }
        // A reference to nothing is no home to put an array into without creating the object anew; inside is simpler.
        if let id = fields?.reference, try document.object(id) != .null {
            fieldsHome = .own(id)
        } else {
            fieldsHome = .inside
        }
    }
}

/// One field of the form that holds a value, with what it inherits from the fields above it.
struct FormField {
    /// Nil for a field written straight into its parent's array; such a one cannot be changed alone.
    let id: ObjectID?
    /// Its partial names from the top, joined by full stops (ISO 32000-1 §12.7.3.2).
    let name: String
    let dictionary: PDFDictionary
    let kind: PDFName?
    let value: PDFObject?
    /// Its widgets when they are objects of their own.
    let widgets: [ObjectID]
}

extension PDFDocument {
    /// Every terminal field of the form; circles and endless depth are refused.
    func forEachField(_ form: AcroForm, _ body: (FormField) throws(PDFError) -> Void) throws(PDFError) {
        var walk = FieldWalk(document: self)
        for field in form.fields { try walk.visit(field, FieldWalk.Above(), depth: 0, body) }
    }
}

private struct FieldWalk {
    struct Above {
        var names: [String] = []
        var kind: PDFName?
        var value: PDFObject?
    }

    let document: PDFDocument
    private var seen: Set<ObjectID> = []
    private var count = 0
    /// Names are joined from the top for each field, so a long one high up would be copied a hundred thousand times.
    private var nameBytes = 0
    private static let nameBytesMax = 32 << 20

    init(document: PDFDocument) { self.document = document }

    mutating func visit(
        _ object: PDFObject, _ above: Above, depth: Int, _ body: (FormField) throws(PDFError) -> Void
    ) throws(PDFError) {
        guard depth <= document.limits.fieldDepthMax else { throw .tooComplex(.fields) }
        count += 1
        guard count <= document.limits.fieldsMax else { throw .tooComplex(.fields) }
        if let id = object.reference, !seen.insert(id).inserted { throw .unreadable(.form) }
        guard case .dictionary(let dictionary) = try document.resolve(object) else { return }

        var here = above
        if let name = try document.resolve(dictionary["T"]).string {
            guard name.bytes.count <= document.limits.nameBytesMax else { throw .tooComplex(.nameLength) }
            here.names.append(name.text)
        }
        if let kind = try document.resolve(dictionary["FT"]).name { here.kind = kind }
        if let value = dictionary["V"] { here.value = value }
        var widgets: [ObjectID] = []
        var hasChildFields = false
        for kid in try document.resolve(dictionary["Kids"]).array ?? [] {
            guard let below = try document.resolve(kid).dictionary else { continue }
            if below["T"] != nil {
                hasChildFields = true
                try visit(kid, here, depth: depth + 1, body)
            } else if let id = kid.reference {
                widgets.append(id)
            }
        }
        guard !hasChildFields else { return }
        let name = here.names.joined(separator: ".")
        nameBytes += name.utf8.count
        guard nameBytes <= Self.nameBytesMax else { throw .tooComplex(.fields) }
        try body(
            FormField(
                id: object.reference, name: name, dictionary: dictionary, kind: here.kind,
                value: here.value, widgets: widgets))
    }
}
