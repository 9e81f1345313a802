/// One thing that a later revision changed. Whether it may is for a policy to say.
package struct LaterChange: Hashable, Sendable {
    package enum Doing: String, Sendable {
        case added
        case changed
        case removed
    }

    /// Where a new signature stands.
    package struct Standing: Hashable, Sendable {
        /// Whether its field was there before, empty.
        package let inExistingField: Bool
        package let isVisible: Bool
        /// As the widget has it: left, bottom, right, top; empty where it has none.
        package let box: [Double]
    }

    package enum Kind: Hashable, Sendable {
        case securityStore
        case documentTimestamp(Standing)
        case signature(Standing)
        case emptySignatureField
        case formValue(wasEmpty: Bool, fieldKind: String)
        /// A field that holds something else than a signature came or went, or one that does went.
        case field(Doing, fieldKind: String)
        case annotation(subtype: String, Doing)
        case metadata
        case documentInformation(key: String)
        case extensions
        case versionRaised
        case unlistedObjects
        case trailingBytes
        case pageContent
        case resources
        case fonts
        case page(key: String)
        case pageTree
        case catalog(key: String)
        case trailer(key: String)
        case formDefaults(key: String)
        case action
        case optionalContent
        /// A signature, or what says how it looks or what it locks, is another one now.
        case standingSignature
        /// A state that does not open, or an object that cannot be read: what changed cannot be said.
        case unreadable
        case other
    }

    package let revision: Int
    package let kind: Kind
    package let object: ObjectID?
    /// From one.
    package let page: Int?
    package let field: String?

    init(_ kind: Kind, revision: Int, object: ObjectID? = nil, page: Int? = nil, field: String? = nil) {
        self.kind = kind
        self.revision = revision
        self.object = object
        self.page = page
        self.field = field
    }
}

extension LaterChange {
    static func kind(ofPageEntry key: PDFName) -> Kind {
        switch key {
        case "Contents": .pageContent
        case "Resources": .resources
        case "AA": .action
        default: .page(key: key.text)
        }
    }

    static func kind(ofCatalogEntry key: PDFName) -> Kind {
        switch key {
        case "DSS": .securityStore
        case "Extensions": .extensions
        case "Metadata": .metadata
        case "Pages": .pageTree
        case "OpenAction", "AA": .action
        case "OCProperties": .optionalContent
        default: .catalog(key: key.text)
        }
    }
}
