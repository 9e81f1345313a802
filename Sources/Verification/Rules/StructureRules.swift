import PDF

/// What it means how a signature lies in its document.
enum StructureRules {
    static func findings(for signature: FoundSignature, documentIsRepaired: Bool) -> [Finding] {
        signature.defects.map { defect in
            let finding = self.finding(for: defect, signature)
            // Where revisions end is a guess in a document whose table was lost; only the whole file can be told.
            guard documentIsRepaired, signature.coverage != .wholeFile, case .disproves = finding.effect else {
                return finding
            }
            return Finding(finding.code, .doubts(.signedDataNotFound), detail: finding.detail)
        }
    }

    private static func finding(for defect: StructuralDefect, _ signature: FoundSignature) -> Finding {
        let wrong = Finding.Effect.disproves(.format)
        let detail = defect.rawValue
        switch defect {
        case .byteRangeMissing, .byteRangeNotFourNumbers, .byteRangeNegative, .notFromStart, .overlapping, .pastEnd:
            return Finding(.byteRangeUnusable, wrong, detail: detail)
        case .byteRangeIndirect: return Finding(.byteRangeUnusable, .doubts(.signatureConstraints), detail: detail)
        case .endsInsideRevision: return Finding(.rangeEndsInside, wrong)
        case .rangesCross: return Finding(.rangesCross, wrong)
        case .holeIsNotOneHexString, .holeIsNotContents, .holeElsewhere, .contentsMissing:
            return Finding(.holeUnusable, wrong, detail: detail)
        case .contentsNotHexadecimal, .contentsOddDigits:
            return Finding(.holeUnusable, .doubts(.signatureConstraints), detail: detail)
        case .encryptedContents: return Finding(.holeUnusable, .doubts(.signatureConstraints), detail: detail)
        case .unreadable, .insideObjectStream: return Finding(.dictionaryUnusable, wrong, detail: detail)
        case .keysRepeated, .sharedDictionary: return Finding(.dictionaryUnusable, wrong, detail: detail)
        case .typeWrong: return Finding(.dictionaryOdd, .doubts(.signatureConstraints), detail: detail)
        case .subFilterMissing, .subFilterUnknown:
            return Finding(.formatUnknown, .doubts(.signatureConstraints), detail: signature.words.subFilter)
        case .transformUnknown: return Finding(.transformUnknown, .doubts(.signatureConstraints))
        case .dictionaryChangedLater: return Finding(.dictionaryChanged, wrong)
        case .notInForm, .notInSignedForm: return Finding(.notInForm, wrong)
        case .notInNewestForm: return Finding(.removedLater, wrong)
        case .documentRepaired:
            let isWhole = signature.coverage == .wholeFile
            return Finding(.documentRepaired, isWhole ? .notes : .doubts(.signedDataNotFound))
        }
    }
}
