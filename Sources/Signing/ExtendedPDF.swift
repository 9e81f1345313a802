package import Crypto
package import Documents
package import Verification

/// A document with longer-lived signatures, and what was done for them.
package struct ExtendedPDF: Sendable {
    package struct Reached: Hashable, Sendable {
        /// Nil where no field holds the signature.
        package let field: String?
        package let level: PDFSigning.Level
    }

    package var document: SignedDocument
    /// Of the chosen signatures, the one that covers least first.
    package let before: [Reached]
    package var after: [Reached] = []
    package let cautions: [LongTermCaution]
    /// What the extension of the store comes to; nothing where it held everything already.
    package var storeBytes = 0
    /// How many timestamps were put over the document.
    package var timestamps = 0
    /// What could not be had, where the level may be lower.
    package var missing: [MissingWord] = []
    package var refusals: [TimestampRefusal] = []

    init(document: SignedDocument, before: [Reached], cautions: [LongTermCaution]) {
        self.document = document
        self.before = before
        self.cautions = cautions
    }

    /// Of the chosen the lowest.
    package var level: PDFSigning.Level { after.map(\.level).min() ?? .signature }
}

/// Why signatures were not extended.
package enum ExtensionObstacle: Equatable, Sendable {
    case nobodySigned
    /// None in a field of that name.
    case noSuchSignature
    case levelReached(PDFSigning.Level)
    /// Disproven: keeping it for years would not make it true. The word is EN 319 102-1's.
    case signatureFailed(String)
    /// In doubt for another reason than missing material.
    case signatureOpen(String)
    case materialMissing([MissingWord])
    case noAuthority
    /// The result was judged to be less than was made of it.
    case fellShort
}

extension LongTermOutcome {
    /// Whether anything is open that more material might close.
    var isShort: Bool {
        !missing.isEmpty
            || chosenSignatures.contains { if case .indeterminate = $0.indication { true } else { false } }
    }

    var levels: [ExtendedPDF.Reached] {
        chosenSignatures.map { ExtendedPDF.Reached(field: $0.field, level: $0.reachedLevel) }
    }
}

extension JudgedSignature {
    var reachedLevel: PDFSigning.Level { level.map { PDFSigning.Level($0.step) } ?? .signature }

    /// Whether both are about one signature of one document, which may have grown meanwhile.
    func isSame(as other: JudgedSignature) -> Bool {
        kind == other.kind && field == other.field && object == other.object && signedBytes == other.signedBytes
    }
}
