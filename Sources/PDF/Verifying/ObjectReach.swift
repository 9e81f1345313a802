/// From where in a document each of its objects is reached, and until which revision it may come to be.
///
/// One walk over the newest state serves all revisions: an object that a change made unreachable was cut off by a change to
/// what led to it. The strictest way to an object counts, and so the ways are gone in the order of their strictness.
struct ObjectReach {
    /// An object whose entries are compared one by one.
    enum Role: Equatable {
        case catalog
        case information
        case pageNode
        case page(Int)
        case annotations(Int)
        case form
        case fieldList
        /// A field or a widget of it.
        case field
        /// Two at once, which no honest document has.
        case several
    }

    struct Mark {
        /// The last revision that may have made this object what it is.
        let until: Int
        let kind: LaterChange.Kind
        let page: Int?
        let anchor: ObjectID?
        let field: String?
    }

    struct Field {
        let name: String
        let kind: String
        /// The field itself, or the one this widget shows.
        let owner: ObjectID
        let value: PDFObject?
    }

    static let always = Int.max
    private static let never = -1

    private(set) var roles: [Int32: Role] = [:]
    /// A document has many objects and few ways to them.
    private var ways: [Mark] = []
    private var wayTo: [Int32: Int] = [:]
    private(set) var fields: [Int32: Field] = [:]
    /// Fields written straight into an array; nobody can tell what of them changed.
    private var directFields: [PDFObject] = []
    /// On which page an annotation stands.
    private(set) var pages: [Int32: Int] = [:]
    private let document: PDFDocument
    private let firstListed: (Int32) throws(PDFError) -> Int?

    func mark(_ number: Int32) -> Mark? { wayTo[number].map { ways[$0] } }

    /// `firstListed` says which revision first spoke of a number, and `containers` which objects hold others.
    init(
        _ document: PDFDocument, containers: some Sequence<Int>,
        firstListed: @escaping (Int32) throws(PDFError) -> Int?
    ) throws(PDFError) {
        self.document = document
        self.firstListed = firstListed
        let (root, catalog) = try document.catalog()
        setRole(.catalog, root)
        var found: [PDFPage] = []
        try document.walkPages { page in
            found.append(page)
            return true
        }
        for (index, page) in found.enumerated() { try setRoles(of: page, number: index + 1) }
        try setPageNodes(catalog["Pages"])
        try setFormRoles(catalog["AcroForm"])
        let information = document.trailer["Info"]
        if let id = information?.reference { setRole(.information, id) }
        for (index, page) in found.enumerated() { try enter(page, number: index + 1) }
        try enterCatalog(catalog)
        for (key, value) in try document.resolve(information).dictionary?.entries ?? [] {
            let kind = LaterChange.Kind.documentInformation(key: key.text)
            try enter(value, Mark(until: Self.never, kind: kind, page: nil, anchor: nil, field: nil))
        }
        for key in ["Encrypt", "ID"] as [PDFName] {
            let kind = LaterChange.Kind.trailer(key: key.text)
            try enter(document.trailer[key], Mark(until: Self.never, kind: kind, page: nil, anchor: nil, field: nil))
        }
        try enterContainers(containers)
        try enterFields()
        try enter(catalog["DSS"], Mark(until: Self.always, kind: .securityStore, page: nil, anchor: nil, field: nil))
    }

    private mutating func setRole(_ role: Role, _ id: ObjectID) {
        roles[id.number] = roles[id.number] == nil || roles[id.number] == role ? role : .several
    }

    // MARK: Roles

    private mutating func setRoles(of page: PDFPage, number: Int) throws(PDFError) {
        setRole(.page(number), page.id)
        let annotations = page.dictionary["Annots"]
        if let list = annotations?.reference { setRole(.annotations(number), list) }
        for case .reference(let id) in try document.resolve(annotations).array ?? [] {
            // What stands on two pages is not told by one of them.
            if let other = pages[id.number], other != number { roles[id.number] = .several }
            pages[id.number] = number
        }
    }

    private mutating func setPageNodes(_ root: PDFObject?) throws(PDFError) {
        var open = [root]
        while let node = open.popLast() {
            guard let id = node?.reference, roles[id.number] == nil,
                let dictionary = try document.object(id).dictionary
            else { continue }
            setRole(.pageNode, id)
            if let list = dictionary["Kids"]?.reference { setRole(.pageNode, list) }
            open += try document.resolve(dictionary["Kids"]).array ?? []
        }
    }

    private mutating func setFormRoles(_ entry: PDFObject?) throws(PDFError) {
        if let id = entry?.reference { setRole(.form, id) }
        guard let form = try document.resolve(entry).dictionary else { return }
        if let list = form["Fields"]?.reference { setRole(.fieldList, list) }
        for field in try document.resolve(form["Fields"]).array ?? [] {
            try setFieldRoles(field, below: nil, depth: 0)
        }
    }

    private mutating func setFieldRoles(_ value: PDFObject, below parent: Field?, depth: Int) throws(PDFError) {
        guard depth <= document.limits.fieldDepthMax, fields.count < document.limits.fieldsMax else {
            throw .tooComplex(.fields)
        }
        guard let id = value.reference else { return directFields.append(value) }
        guard fields[id.number] == nil, let dictionary = try document.object(id).dictionary else { return }
        setRole(.field, id)
        var field = Field(
            name: parent?.name ?? "", kind: try document.resolve(dictionary["FT"]).name?.text ?? parent?.kind ?? "",
            owner: parent?.owner ?? id, value: dictionary["V"] ?? parent?.value)
        if let name = try document.resolve(dictionary["T"]).string?.text {
            let whole = field.name.isEmpty ? name : field.name + "." + name
            field = Field(name: whole, kind: field.kind, owner: id, value: field.value)
        }
        guard field.name.utf8.count <= document.limits.nameBytesMax else { throw .tooComplex(.nameLength) }
        fields[id.number] = field
        if let list = dictionary["Kids"]?.reference { setRole(.fieldList, list) }
        for kid in try document.resolve(dictionary["Kids"]).array ?? [] {
            try setFieldRoles(kid, below: field, depth: depth + 1)
        }
    }

    // MARK: Ways in

    /// Marks everything behind a value that was not come by yet.
    private mutating func enter(_ value: PDFObject?, _ mark: Mark) throws(PDFError) {
        guard let value else { return }
        var open = [(value, ways.count)]
        ways.append(mark)
        while let (value, way) = open.popLast() {
            switch value {
            case .reference(let id):
                guard wayTo[id.number] == nil, roles[id.number] == nil else { continue }
                wayTo[id.number] = way
                do throws(PDFError) {
                    open.append((try document.object(id), way))
                } catch {
                    guard case .unreadable = error else { throw error }
                }
            case .array(let elements): for element in elements { open.append((element, way)) }
            case .dictionary(let dictionary): self.open(dictionary, way, &open)
            case .stream(let stream): self.open(stream.dictionary, way, &open)
            case .null, .boolean, .integer, .real, .name, .string: break
            }
        }
    }

    private mutating func open(_ dictionary: PDFDictionary, _ way: Int, _ open: inout [(PDFObject, Int)]) {
        for (key, value) in dictionary.entries {
            var way = way
            if key == "Font", ways[way].kind == .resources {
                let mark = ways[way]
                way = ways.count
                ways.append(Mark(until: mark.until, kind: .fonts, page: mark.page, anchor: nil, field: nil))
            }
            open.append((value, way))
        }
    }

    private mutating func enter(_ page: PDFPage, number: Int) throws(PDFError) {
        for (key, value) in page.dictionary.entries where key != "Parent" {
            if key == "Annots" {
                for annotation in try document.resolve(value).array ?? [] { try enterAnnotation(annotation, number) }
                continue
            }
            let kind = LaterChange.kind(ofPageEntry: key)
            try enter(value, Mark(until: Self.never, kind: kind, page: number, anchor: page.id, field: nil))
        }
        for (key, value) in page.inherited.entries where page.dictionary[key] == nil {
            let kind = LaterChange.kind(ofPageEntry: key)
            try enter(value, Mark(until: Self.never, kind: kind, page: number, anchor: page.id, field: nil))
        }
    }

    private mutating func enterAnnotation(_ annotation: PDFObject, _ page: Int) throws(PDFError) {
        if let id = annotation.reference, fields[id.number] != nil { return }
        let subtype = try document.resolve(document.resolve(annotation).dictionary?["Subtype"]).name?.text ?? ""
        let kind = LaterChange.Kind.annotation(subtype: subtype, .changed)
        try enter(
            annotation, Mark(until: Self.never, kind: kind, page: page, anchor: annotation.reference, field: nil))
    }

    private mutating func enterCatalog(_ catalog: PDFDictionary) throws(PDFError) {
        for (key, value) in catalog.entries where key != "DSS" && key != "Pages" {
            guard key == "AcroForm" else {
                let kind = LaterChange.kind(ofCatalogEntry: key)
                try enter(value, Mark(until: Self.never, kind: kind, page: nil, anchor: nil, field: nil))
                continue
            }
            for (key, value) in try document.resolve(value).dictionary?.entries ?? [] where key != "Fields" {
                let kind = LaterChange.Kind.formDefaults(key: key.text)
                try enter(value, Mark(until: Self.never, kind: kind, page: nil, anchor: nil, field: nil))
            }
        }
    }

    /// What says how long a container is and how it is packed says what is in it.
    private mutating func enterContainers(_ containers: some Sequence<Int>) throws(PDFError) {
        for number in containers.sorted() {
            guard case .inFile = document.place(of: ObjectID(number)) else { continue }
            do throws(PDFError) {
                let until = try firstListed(Int32(number)) ?? Self.never
                for (_, value) in try document.object(ObjectID(number)).dictionary?.entries ?? [] {
                    guard value.reference != nil || value.array != nil else { continue }
                    try enter(value, Mark(until: until, kind: .other, page: nil, anchor: ObjectID(number), field: nil))
                }
            } catch {
                guard case .unreadable = error else { throw error }
            }
        }
    }

    /// What a signature brings with it, and what filling a field changes; everything else of a field is entered before.
    static let signatureKeys: Set<PDFName> = ["V", "AP", "Lock", "SV"]
    static let valueKeys: Set<PDFName> = ["V", "AP", "AS", "I", "TI", "M", "RV"]

    private mutating func enterFields() throws(PDFError) {
        for field in directFields {
            try enter(field, Mark(until: Self.never, kind: .other, page: nil, anchor: nil, field: nil))
        }
        var signatures: [(entry: PDFObject, mark: Mark)] = []
        var values: [(entry: PDFObject, mark: Mark)] = []
        for (number, field) in fields.sorted(by: { $0.key < $1.key }) {
            let id = ObjectID(Int(number))
            let isSignature = field.kind == "Sig"
            // The earliest revision that knew the signature, or the field that waits for one.
            let known = field.value?.reference?.number ?? number
            let until = isSignature ? try firstListed(known) ?? Self.never : Self.always
            for (key, value) in try document.object(id).dictionary?.entries ?? [] {
                if isSignature, Self.signatureKeys.contains(key) {
                    let mark = Mark(
                        until: until, kind: .standingSignature, page: pages[number], anchor: id, field: field.name)
                    signatures.append((value, mark))
                } else if !isSignature, Self.valueKeys.contains(key) {
                    let kind = LaterChange.Kind.formValue(wasEmpty: false, fieldKind: field.kind)
                    values.append(
                        (value, Mark(until: Self.never, kind: kind, page: pages[number], anchor: id, field: field.name))
                    )
                } else if key != "Parent", key != "P", key != "Kids" {
                    let isAction = key == "A" || key == "AA"
                    let mark = Mark(
                        until: isSignature && !isAction ? try firstListed(number) ?? Self.never : Self.never,
                        kind: isAction ? .action : .annotation(subtype: "Widget", .changed), page: pages[number],
                        anchor: id, field: field.name)
                    if mark.until == Self.never { try enter(value, mark) } else { signatures.append((value, mark)) }
                }
            }
        }
        for (entry, mark) in signatures.sorted(by: { $0.mark.until < $1.mark.until }) { try enter(entry, mark) }
        for (entry, mark) in values { try enter(entry, mark) }
    }
}
