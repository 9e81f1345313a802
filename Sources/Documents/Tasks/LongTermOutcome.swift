package import PDF
package import Verification

/// What a worker found out about a document's signatures for the long term, and what it would append to the document.
package struct LongTermOutcome: Hashable, Sendable {
    package let judgement: Judgement
    /// The places of the chosen signatures in the verdict.
    package let chosen: [Int]
    package let missing: [MissingWord]
    package let cautions: [LongTermCaution]
    /// Nil where the document has all that is at hand.
    package let section: StoreSection?

    package init(
        judgement: Judgement, chosen: [Int], missing: [MissingWord], cautions: [LongTermCaution],
        section: StoreSection?
    ) {
        self.judgement = judgement
        self.chosen = chosen
        self.missing = missing
        self.cautions = cautions
        self.section = section
    }

    package var chosenSignatures: [JudgedSignature] { chosen.map { judgement.verdict.signatures[$0] } }
}
