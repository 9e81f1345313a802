/// What is wrong with how a signature lies in its document; the signature itself may be as sound as can be.
///
/// One of these is never an error: a verifier tells what it found, and a policy decides what it means.
package enum StructuralDefect: String, CaseIterable, Sendable {
    // The byte range.
    case byteRangeMissing
    case byteRangeNotFourNumbers
    case byteRangeNegative
    /// The numbers stand elsewhere, where a later revision can change them.
    case byteRangeIndirect
    case notFromStart
    case overlapping
    case pastEnd
    /// It ends where no revision does, so what it signs was never a document.
    case endsInsideRevision
    /// Two signatures' ranges overlap, and neither holds the other.
    case rangesCross

    // The hole, which alone is not signed.
    case holeIsNotOneHexString
    case holeIsNotContents
    /// The hole is not the place of this dictionary's own `/Contents`.
    case holeElsewhere
    case contentsMissing
    case contentsNotHexadecimal
    case contentsOddDigits
    /// The writer hid what alone must stay in clear (ISO 32000-1 §7.6.1).
    case encryptedContents

    // The dictionary.
    case unreadable
    case typeWrong
    case subFilterMissing
    case subFilterUnknown
    case keysRepeated
    /// A transform that is none known here, or whose parameters cannot be read.
    case transformUnknown
    case insideObjectStream
    /// A later revision gave this number to a dictionary that says something else.
    case dictionaryChangedLater

    // The form.
    case notInForm
    /// It hung in the form when it was written, and hangs there no more.
    case notInNewestForm
    /// It hangs in the form now, and did not in the revision it signs.
    case notInSignedForm
    case sharedDictionary

    /// The objects were found by a scan: there is no saying what belonged to which revision.
    case documentRepaired
}
