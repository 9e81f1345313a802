package import Documents
package import Domain

/// What an installation decides where the original service's clients do not agree, or nobody knows what it did.
package struct ESignSettings: Sendable {
    /// How `width` and `height` of the first version are read (docs/esign-compatibility.md).
    package enum BoxReading: String, CaseIterable, Sendable {
        case size
        /// They name the upper right corner.
        case corner
        /// As a size; as a corner where no such box is on the page.
        case automatic
    }

    package var boxReading = BoxReading.automatic
    package var tagAnchor = TagPlace.Anchor.bottomLeft
    /// In which documents are dated, and times without a zone are written.
    package var zone = CivilZone.wib
    package var documentBytesMax = 50 << 20
    package var documentsMax = 100
    /// Of a request in JSON, whose documents are a third longer than they are.
    package var requestBytesMax = 96 << 20
    /// What the first version calls somebody who is not registered; older programs know 1110.
    package var unregisteredNumber = 1110

    package init() {}
}
