package import PDF

/// What a document's signatures shall be given, so that they can be judged when nobody can be asked any more.
package struct LongTermTask: Sendable {
    package var verification: VerificationTask
    package var choice: SignatureChoice
    /// Whether the timestamps over the document are to be judged later as well: they are, once another one covers them.
    package var coversTimestamps: Bool
    /// Random: names the revision that is made of it.
    package var identifier: [UInt8]

    package init(
        _ verification: VerificationTask, choice: SignatureChoice, coversTimestamps: Bool, identifier: [UInt8]
    ) {
        self.verification = verification
        self.choice = choice
        self.coversTimestamps = coversTimestamps
        self.identifier = identifier
    }
}

/// Which of a document's signatures are meant.
package enum SignatureChoice: Hashable, Sendable {
    case all
    /// The one that covers most.
    case newest
    case fields([String])

    /// Whether it means the signature at this place, of those that are told from the one that covers least on.
    func contains(_ place: Int, of signatures: [JudgedSignature]) -> Bool {
        guard signatures[place].kind == .signature else { return false }
        return switch self {
        case .all: true
        case .newest: place == signatures.lastIndex { $0.kind == .signature }
        case .fields(let names): signatures[place].field.map(names.contains) ?? false
        }
    }
}

/// A judgement, and what is to go into the document's store for the signatures that were chosen.
package struct LongTermJudgement: Hashable, Sendable {
    package var judgement: Judgement
    /// The places of the chosen among the verdict's signatures.
    package var chosen: [Int]
    /// Of whose revocation nothing is known that could be kept, or for whom nobody vouches who is trusted.
    package var missing: [MissingWord]
    package var cautions: [LongTermCaution]
    package var request: StoreRequest
}

/// A certificate of which nobody said, in a form that can be kept, that it was not revoked; or that leads to nobody who is trusted.
package struct MissingWord: Hashable, Sendable {
    /// As its certificate names itself; the holder of the other is not told to everybody.
    package let issuer: String
    /// In decimal digits.
    package let serial: String

    package init(issuer: String, serial: String) {
        self.issuer = issuer
        self.serial = serial
    }
}

/// What is allowed, and what some readers take amiss.
package enum LongTermCaution: String, CaseIterable, Hashable, Sendable {
    /// Somebody certified the document, or locked it, so that nothing may change (ISO 32000-2 §12.8.2.2 excepts what is added
    /// here).
    case noChangesAllowed = "certified_no_changes"
    /// Somebody locked fields that were not there yet.
    case allFieldsLocked = "all_fields_locked"
}
