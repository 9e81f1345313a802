package import Domain

/// What was found out about one document: each of its signatures by itself, and all of them together.
package struct DocumentVerdict: Hashable, Sendable {
    /// The moment the answer is about.
    package var judgedAt: Instant
    package var bytes: Int
    package var pages: Int
    package var revisions: Int
    /// Signatures and document timestamps, the one that covers least first.
    package var signatures: [JudgedSignature]
    /// What concerns the document and none of its signatures.
    package var findings: [Finding]

    package init(
        judgedAt: Instant, bytes: Int, pages: Int, revisions: Int, signatures: [JudgedSignature] = [],
        findings: [Finding] = []
    ) {
        self.judgedAt = judgedAt
        self.bytes = bytes
        self.pages = pages
        self.revisions = revisions
        self.signatures = signatures
        self.findings = findings
    }

    /// The answer for the whole document: that of the worst of its signatures. Nil for a document that nobody signed.
    ///
    /// A timestamp that is merely in doubt takes nothing from a signature that stands without it; one that contradicts another does.
    package var indication: Indication? {
        var answers = [findings.indication]
        for signature in signatures {
            if signature.kind == .documentTimestamp, hasSigner, case .indeterminate(let doubt) = signature.indication,
                doubt != .timestampOrder
            {
                continue
            }
            answers.append(signature.indication)
        }
        if let disproof = answers.first(where: \.isFailed) { return disproof }
        if let doubt = answers.first(where: { $0 != .passed }) { return doubt }
        return signatures.isEmpty ? nil : .passed
    }

    /// Whether anybody signed, besides authorities that only stamped the time.
    package var hasSigner: Bool { signatures.contains { $0.kind == .signature } }
}
