/// What a signature in a document shall be, besides the signature itself.
package struct SignatureRequest: Hashable, Sendable {
    package enum Field: Hashable, Sendable {
        /// A field of its own; without a name it gets one nobody else has.
        case new(name: String?)
        /// An empty field that somebody prepared.
        case existing(name: String)
    }

    package enum Role: Hashable, Sendable {
        case approval
        /// The first signature of a document, which says what may still change (DocMDP).
        case certification(ChangePermission)
        /// An authority's word that all of this existed: nobody's consent, and allowed whatever a signer locked (ISO 32000-2
        /// §12.8.5).
        case documentTimestamp
    }

    /// Where a new field stands. An existing one stands where its author put it.
    package struct Place: Hashable, Sendable {
        package let page: PageChoice
        package let box: Rectangle
        package let origin: BoxOrigin
        /// Whether the box has to lie on its page with all of it; without, a part of it will do.
        package let isWhole: Bool

        package init(page: PageChoice, box: Rectangle, origin: BoxOrigin, isWhole: Bool = false) {
            self.page = page
            self.box = box
            self.origin = origin
            self.isWhole = isWhole
        }
    }

    package var field = Field.new(name: nil)
    package var role = Role.approval
    /// Nil for an invisible signature.
    package var place: Place?
    /// Fields that nobody may change afterwards.
    package var lock: FieldLock?

    package var signerName: String?
    package var reason: String?
    package var location: String?
    package var contact: String?
    /// As a PDF date with its zone: `D:20261120133000+07'00'`.
    package var date: String

    /// How many bytes the signature may come to.
    package var contentsBytes: Int
    /// Random: names the field where it has no name, and this revision of the file.
    package var identifier: [UInt8]

    // What an empty field may make demands on.
    package var digestName = "SHA256"
    package var signerCertificate: [UInt8] = []
    package var hasTimestamp = false

    package init(date: String, contentsBytes: Int, identifier: [UInt8]) {
        self.date = date
        self.contentsBytes = contentsBytes
        self.identifier = identifier
    }
}
