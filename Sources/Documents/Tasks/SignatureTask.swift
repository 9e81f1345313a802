package import Appearance
package import PDF

/// All a worker must know to prepare a document for one signature.
package struct SignatureTask: Sendable {
    package var request: SignatureRequest
    /// Opens a protected document.
    package var password: DocumentPassword?
    /// What is seen; its size is that of the place. Nil for an invisible signature.
    package var look: AppearanceSpecification?
    /// A place in the document's text instead of one by page and box.
    package var tag: TagPlace?

    package init(_ request: SignatureRequest) { self.request = request }
}

/// Where a tag stands in the text, there the signature goes.
package struct TagPlace: Hashable, Sendable {
    /// Which corner of the box meets the same corner of the tag.
    package enum Anchor: String, CaseIterable, Sendable {
        case bottomLeft = "bottom-left"
        case topLeft = "top-left"
        case centre = "centre"
    }

    package let text: String
    /// From one, in the order of reading; nil for the last.
    package let occurrence: Int?
    /// Only this page; nil for the whole document.
    package let page: PageChoice?
    package let width: Double
    package let height: Double
    package let anchor: Anchor

    package init(
        text: String, occurrence: Int? = 1, page: PageChoice? = nil, width: Double, height: Double,
        anchor: Anchor = .bottomLeft
    ) {
        self.text = text
        self.occurrence = occurrence
        self.page = page
        self.width = width
        self.height = height
        self.anchor = anchor
    }
}
