import Crypto

/// The field a signature goes into, and where that is seen.
struct SignatureTarget {
    enum Field {
        case new
        /// An empty field and its widget, which are often one object.
        case existing(field: ObjectID, widget: ObjectID)
    }

    let field: Field
    /// The page a new field goes onto.
    let page: PDFPage?
    /// The widget as it will be, but for the signature and the appearance.
    let widget: PDFDictionary
    /// What the author of an existing field locks with its signature.
    let lock: FieldLock?
    let shownSize: (width: Double, height: Double)?
    private let geometry: PageGeometry?

    private static let nameCharactersMax = 127

    init(
        of request: SignatureRequest, in document: PDFDocument, form: AcroForm?, standing: [StandingSignature]
    ) throws(PDFError) {
        switch request.field {
        case .new(let name):
            try self.init(newNamed: name, request, document, form, standing)
        case .existing(let name):
            try self.init(existing: name, request, document, form, standing)
        }
    }

    private init(
        newNamed given: String?, _ request: SignatureRequest, _ document: PDFDocument, _ form: AcroForm?,
        _ standing: [StandingSignature]
    ) throws(PDFError) {
        if let given { try Self.check(given, document, form) }
        let isTimestamp = request.role == .documentTimestamp
        let name = given ?? (isTimestamp ? "Timestamp-" : "Signature-") + Hexadecimal.text(request.identifier.prefix(8))
        // A lock on all fields is one on those yet to come: verifiers call the new one a change.
        for lock in standing.flatMap(\.locks) where !isTimestamp && lock.covers(name) {
            throw .cannotSign(.fieldLocked)
        }
        let page = try document.page(request.place?.page ?? .first)
        let geometry = try PageGeometry(page, in: document)
        var rectangle = Rectangle(x: 0, y: 0, width: 0, height: 0)
        if let place = request.place {
            guard let onPage = geometry.onPage(place.box, from: place.origin, whole: place.isWhole) else {
                throw .cannotSign(.boxOutsidePage)
            }
            rectangle = onPage
        }
        var widget = PDFDictionary([
            ("Type", .name("Annot")), ("Subtype", .name("Widget")), ("FT", .name("Sig")),
            ("T", .string(PDFString(text: name))), ("P", .reference(page.id)),
        ])
        widget["Rect"] = .array(
            [rectangle.x, rectangle.y, rectangle.x + rectangle.width, rectangle.y + rectangle.height].map {
                .real(PDFReal($0))
            })
        if request.place != nil, geometry.degrees != 0 {
            widget["MK"] = .dictionary(PDFDictionary([("R", .integer(geometry.degrees))]))
        }
        self.init(
            field: .new, page: page, widget: widget, lock: nil,
            shownSize: request.place.map { ($0.box.width, $0.box.height) }, geometry: geometry)
    }

    private init(
        field: Field, page: PDFPage?, widget: PDFDictionary, lock: FieldLock?,
        shownSize: (width: Double, height: Double)?, geometry: PageGeometry?
    ) {
        self.field = field
        self.page = page
        self.widget = widget
        self.lock = lock
        self.shownSize = shownSize
        self.geometry = geometry
    }

    /// A partial name holds no full stop (ISO 32000-1 §12.7.3.2) and stands once beside its neighbours.
    private static func check(_ name: String, _ document: PDFDocument, _ form: AcroForm?) throws(PDFError) {
        guard !name.isEmpty, name.count <= nameCharactersMax, !name.contains(".") else {
            throw .cannotSign(.fieldNameUnusable)
        }
        for field in form?.fields ?? [] {
            let taken = try document.resolve(document.resolve(field).dictionary?["T"]).string?.text
            if taken == name { throw .cannotSign(.fieldNameTaken) }
        }
    }

    private init(
        existing name: String, _ request: SignatureRequest, _ document: PDFDocument, _ form: AcroForm?,
        _ standing: [StandingSignature]
    ) throws(PDFError) {
        var found: FormField?
        if let form {
            try document.forEachField(form) { (field) throws(PDFError) in if field.name == name { found = field } }
        }
        guard let found, let id = found.id else { throw .cannotSign(.noSuchField) }
        guard found.kind == "Sig" else { throw .cannotSign(.notASignatureField) }
        guard try document.resolve(found.value) == .null else { throw .cannotSign(.fieldAlreadySigned) }
        for lock in standing.flatMap(\.locks) where lock.covers(name) { throw .cannotSign(.fieldLocked) }
        if let seed = try document.resolve(found.dictionary["SV"]).dictionary {
            try SeedValue(seed, in: document).check(request)
        }
        var lock: FieldLock?
        if let words = try document.resolve(found.dictionary["Lock"]).dictionary {
            lock = try FieldLock(words, in: document)
        }
        // The author of the field says what its signature locks; another wish must not go unheard.
        if let own = lock, let asked = request.lock, asked != own { throw .cannotSign(.seedValue(.lock)) }

        let widgetID = found.widgets.first ?? id
        guard let widget = try document.object(widgetID).dictionary else { throw .unreadable(.signatureField) }
        let corners = try document.resolve(widget["Rect"]).array?.compactMap(\.number) ?? []
        var size: (width: Double, height: Double)?
        var geometry: PageGeometry?
        if corners.count == 4, corners[0] != corners[2], corners[1] != corners[3] {
            let page = try document.page(showing: widgetID)
            geometry = try page.map { (page) throws(PDFError) in try PageGeometry(page, in: document) }
            size = geometry?.shownSize(ofWidth: abs(corners[2] - corners[0]), height: abs(corners[3] - corners[1]))
        }
        self.init(
            field: .existing(field: id, widget: widgetID), page: nil, widget: widget, lock: lock, shownSize: size,
            geometry: geometry)
    }

    func matrix(width: Double, height: Double) -> [PDFObject]? {
        geometry?.uprightMatrix(width: width, height: height)
    }
}

extension PDFDocument {
    /// The page that lists this widget; what the widget says of its page may be missing or wrong.
    fileprivate func page(showing widget: ObjectID) throws(PDFError) -> PDFPage? {
        var found: PDFPage?
        var failure: PDFError?
        try walkPages { page in
            do throws(PDFError) {
                let annotations = try resolve(page.dictionary["Annots"]).array ?? []
                if annotations.contains(.reference(widget)) { found = page }
            } catch {
                failure = error
            }
            return found == nil && failure == nil
        }
        if let failure { throw failure }
        return found
    }
}
