package import Domain

/// A timestamp, and what it is worth.
package struct JudgedTimestamp: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// Over the signature itself.
        case signature
        /// Over the whole document as it was then.
        case document
        /// Over the content, made before the signature.
        case content
    }

    package var kind: Kind
    package var time: Instant
    package var serial: String
    package var indication: Indication
    package var findings: [Finding]
    package var chain: [JudgedCertificate]
    package var anchor: String?

    package init(
        kind: Kind, time: Instant, serial: String, findings: [Finding], chain: [JudgedCertificate] = [],
        anchor: String? = nil
    ) {
        self.kind = kind
        self.time = time
        self.serial = serial
        self.findings = findings
        self.chain = chain
        self.anchor = anchor
        indication = findings.indication
    }

    /// Whether it proves that what it stamps existed.
    package var isProof: Bool { indication == .passed }
    package var authority: String? { chain.first?.name }
}
