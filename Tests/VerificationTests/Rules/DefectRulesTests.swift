import Testing

@testable import Crypto
@testable import PDF
@testable import Verification

@Suite("A defect of a signature's place") struct StructureRulesTests {
    private func signature(
        _ defects: [StructuralDefect], _ coverage: FoundSignature.Coverage = .revision(0)
    ) -> FoundSignature {
        var words = SignatureWords()
        words.subFilter = "contoh"
        return FoundSignature(
            field: "a", id: nil, revision: 0, words: words, isDocumentTimestamp: false, grantsUsageRights: false,
            certifies: nil, locks: [], byteRange: [0, 1, 2, 3], contents: [], hole: 1..<2, coverage: coverage,
            defects: defects)
    }

    private static let disproving: Set<StructuralDefect> = [
        .byteRangeMissing, .byteRangeNotFourNumbers, .byteRangeNegative, .notFromStart, .overlapping, .pastEnd,
        .endsInsideRevision, .rangesCross, .holeIsNotOneHexString, .holeIsNotContents, .holeElsewhere,
        .contentsMissing, .unreadable, .insideObjectStream, .keysRepeated, .sharedDictionary, .dictionaryChangedLater,
        .notInForm, .notInSignedForm, .notInNewestForm,
    ]

    @Test(arguments: StructuralDefect.allCases)
    func `disproves it or leaves it in doubt, and is never overlooked`(defect: StructuralDefect) {
        let findings = StructureRules.findings(for: signature([defect]), documentIsRepaired: false)
        #expect(findings.count == 1)
        if Self.disproving.contains(defect) {
            #expect(findings.indication == .failed(.format))
        } else {
            let isStructure = defect == .documentRepaired
            #expect(findings.indication == .indeterminate(isStructure ? .signedDataNotFound : .signatureConstraints))
        }
    }

    @Test(arguments: StructuralDefect.allCases)
    func `disproves nothing in a repaired document, unless the whole file is signed`(defect: StructuralDefect) {
        let part = StructureRules.findings(for: signature([defect]), documentIsRepaired: true)
        if case .failed = part.indication { Issue.record("\(defect) disproves") }
        #expect(part.indication != .passed)
        let whole = StructureRules.findings(for: signature([defect], .wholeFile), documentIsRepaired: true)
        #expect((whole.indication == .failed(.format)) == Self.disproving.contains(defect))
        #expect((whole.indication == .passed) == (defect == .documentRepaired))
    }

    @Test func `is told once each, in the order it was found`() {
        let defects: [StructuralDefect] = [.typeWrong, .byteRangeMissing, .rangesCross]
        let findings = StructureRules.findings(for: signature(defects), documentIsRepaired: false)
        #expect(findings.map(\.code) == [.dictionaryOdd, .byteRangeUnusable, .rangesCross])
        #expect(findings.map(\.detail) == ["typeWrong", "byteRangeMissing", nil])
        #expect(StructureRules.findings(for: signature([]), documentIsRepaired: true).isEmpty)
    }

    @Test func `of an unknown format tells which one`() {
        let findings = StructureRules.findings(for: signature([.subFilterUnknown]), documentIsRepaired: false)
        #expect(findings.first?.detail == "contoh")
    }
}

@Suite("A defect of a signature's container") struct SignedDataRulesTests {
    /// As PAdES has it and as the formats before did: `x` disproves, `?` leaves in doubt, `-` is told, a blank is nothing.
    private static let effects: [SignedDataDefect: (pades: Character, older: Character)] = [
        .notDER: ("-", "-"), .trailingBytes: ("?", "?"), .wrongContentType: ("x", "x"), .contentPresent: ("x", "x"),
        .contentMissing: ("x", "x"), .noSigner: ("x", "x"), .severalSigners: ("x", "x"),
        .signingCertificateAbsent: ("?", "-"), .unreadableCertificate: ("-", "-"), .unreadableRevocation: ("-", "-"),
        .noSignedAttributes: ("?", "?"), .duplicateAttributes: ("?", "?"), .malformedAttribute: ("?", "?"),
        .attributesNotSorted: ("-", "-"), .contentTypeAttributeMissing: ("?", "?"),
        .contentTypeAttributeWrong: ("x", "x"), .messageDigestMissing: ("x", "x"), .messageDigestTwice: ("x", "x"),
        .signingTimePresent: ("-", " "), .signingCertificateMissing: ("?", "-"),
        .signingCertificateMismatch: ("?", "?"), .algorithmProtectionMismatch: ("x", "x"),
        .emptyDigestAlgorithms: ("?", "?"), .digestAlgorithmsMismatch: ("?", "?"), .algorithmUnknown: ("?", "?"),
        .keyUnusable: ("?", "?"),
    ]

    @Test(arguments: SignedDataDefect.allCases)
    func `weighs as much as its format makes of it`(defect: SignedDataDefect) throws {
        let expected = try #require(Self.effects[defect])
        for (isPAdES, mark) in [(true, expected.pades), (false, expected.older)] {
            let finding = SignedDataRules(isPAdES: isPAdES).finding(for: defect, hasSigner: true)
            let found: Character =
                switch finding?.effect {
                case nil: " "
                case .notes: "-"
                case .doubts: "?"
                case .disproves(let disproof): disproof == .format ? "x" : "!"
                }
            #expect(found == mark, "PAdES \(isPAdES)")
        }
    }

    @Test(arguments: [true, false])
    func `that leaves the signer unknown leaves the answer open in every format`(isPAdES: Bool) {
        let rules = SignedDataRules(isPAdES: isPAdES)
        let missing = rules.finding(for: .signingCertificateAbsent, hasSigner: false)
        #expect(missing?.effect == .doubts(.noSigningCertificate))
        let other = rules.finding(for: .signingCertificateMismatch, hasSigner: true)
        #expect(other?.effect == .doubts(.noSigningCertificate))
        for defect in [SignedDataDefect.algorithmUnknown, .keyUnusable] {
            #expect(rules.finding(for: defect, hasSigner: true)?.effect == .doubts(.algorithm))
        }
    }

    @Test func `that cannot be read at all disproves, and one that is too large does not`() {
        let disproving: [SignedDataError] = [.unreadable, .library("x"), .notSignedData("1.2.3")]
        for error in disproving {
            #expect(SignedDataRules.finding(for: error).effect == .disproves(.format))
        }
        let open: [SignedDataError] = [
            .tooLarge(bytesMax: 1), .tooManyCertificates(most: 1), .tooManyRevocations(most: 1),
            .tooManySigners(most: 1), .tooManyAttributes(most: 1),
        ]
        for error in open {
            #expect(SignedDataRules.finding(for: error).effect == .doubts(.signedDataNotFound))
        }
        #expect(SignedDataRules.finding(for: .notSignedData("1.2.3")).detail == "1.2.3")
    }
}
