/// A signature or document timestamp that stands in the document, as its dictionary says; nothing here is verified.
package struct StandingSignature: Sendable, Equatable {
    package let field: String
    package let id: ObjectID?
    package let filter: String
    package let subFilter: String
    package let isDocumentTimestamp: Bool
    /// As written; four numbers in a sound one.
    package let byteRange: [Int]
    /// What later revisions may still change, where the signature certifies the document (DocMDP).
    package let certifies: ChangePermission?
    let locks: [FieldLock]

    /// Whether later revisions are limited to what it allows.
    var restrictsChanges: Bool { certifies != nil || locks.contains { $0.permission != nil } }

    /// Whether a further revision of any kind breaks it.
    var forbidsChanges: Bool { certifies == .noChanges || locks.contains { $0.permission == .noChanges } }
}

/// What may still happen to a document after a certification or a lock (ISO 32000-2 table 257).
package enum ChangePermission: Int, Sendable {
    case noChanges = 1
    case fillingAndSigning = 2
    case annotating = 3
}

/// Fields that nobody may change after a signature (ISO 32000-1 tables 233 and 256).
package struct FieldLock: Hashable, Sendable {
    package enum Action: String, Sendable {
        case all = "All"
        case include = "Include"
        case exclude = "Exclude"
    }

    package let action: Action
    package let fields: [String]
    package let permission: ChangePermission?

    package init(action: Action, fields: [String], permission: ChangePermission? = nil) {
        self.action = action
        self.fields = fields
        self.permission = permission
    }

    /// Nil for a dictionary that is no lock.
    init?(_ dictionary: PDFDictionary, in document: PDFDocument) throws(PDFError) {
        guard let action = try document.resolve(dictionary["Action"]).name.flatMap({ Action(rawValue: $0.text) }) else {
            return nil
        }
        self.action = action
        var fields: [String] = []
        for name in try document.resolve(dictionary["Fields"]).array ?? [] {
            if let text = try document.resolve(name).string?.text { fields.append(text) }
        }
        self.fields = fields
        permission = try document.resolve(dictionary["P"]).integer.flatMap(ChangePermission.init(rawValue:))
    }

    /// A name covers the fields below it.
    package func covers(_ field: String) -> Bool {
        let isNamed = fields.contains { $0 == field || field.hasPrefix($0 + ".") }
        return switch action {
        case .all: true
        case .include: isNamed
        case .exclude: !isNamed
        }
    }

    /// As a field carries it.
    var fieldDictionary: PDFDictionary {
        var out = dictionary(type: "SigFieldLock")
        if let permission { out["P"] = .integer(permission.rawValue) }
        return out
    }

    /// As a field carries it, or as a signature's transform parameters do.
    func dictionary(type: PDFName) -> PDFDictionary {
        var out = PDFDictionary([("Type", .name(type)), ("Action", .name(PDFName(action.rawValue)))])
        if action != .all { out["Fields"] = .array(fields.map { .string(PDFString(text: $0)) }) }
        return out
    }
}

extension PDFDocument {
    /// Every signature and document timestamp that hangs in the form, in the form's order.
    package func standingSignatures() throws(PDFError) -> [StandingSignature] {
        guard let form = try AcroForm(of: self) else { return [] }
        var found: [StandingSignature] = []
        // A lock may be shared by all signatures, and each would hold all its names.
        var lockedNames = 0
        try forEachField(form) { (field) throws(PDFError) in
            guard field.kind == "Sig", let value = field.value, let signature = try resolve(value).dictionary else {
                return
            }
            found.append(try standing(signature, in: field.name, lock: field.dictionary["Lock"], id: value.reference))
            lockedNames += found.last?.locks.reduce(0) { $0 + $1.fields.count } ?? 0
            guard lockedNames <= limits.fieldsMax else { throw .tooComplex(.fields) }
        }
        return found
    }

    /// Four make a sound one; a few more show that it is not.
    private static let byteRangeNumbersMax = 8

    func standing(
        _ signature: PDFDictionary, in field: String, lock: PDFObject?, id: ObjectID?
    ) throws(PDFError) -> StandingSignature {
        var range: [Int] = []
        for number in (try resolve(signature["ByteRange"]).array ?? []).prefix(Self.byteRangeNumbersMax) {
            if let value = try resolve(number).integer { range.append(value) }
        }
        var certifies: ChangePermission?
        var locks: [FieldLock] = []
        for reference in try resolve(signature["Reference"]).array ?? [] {
            guard let reference = try resolve(reference).dictionary,
                let method = try resolve(reference["TransformMethod"]).name
            else { continue }
            let parameters = try resolve(reference["TransformParams"]).dictionary ?? PDFDictionary()
            if method == "DocMDP" {
                let permission = try resolve(parameters["P"]).integer ?? ChangePermission.fillingAndSigning.rawValue
                certifies = ChangePermission(rawValue: permission)
            } else if method == "FieldMDP", let lock = try FieldLock(parameters, in: self) {
                locks.append(lock)
            }
        }
        if let words = try resolve(lock).dictionary, let lock = try FieldLock(words, in: self) {
            locks.append(lock)
        }
        let subFilter = try resolve(signature["SubFilter"]).name?.text ?? ""
        return StandingSignature(
            field: field, id: id, filter: try resolve(signature["Filter"]).name?.text ?? "", subFilter: subFilter,
            isDocumentTimestamp: try resolve(signature["Type"]).name == "DocTimeStamp" || subFilter == "ETSI.RFC3161",
            byteRange: range, certifies: certifies, locks: locks)
    }
}
