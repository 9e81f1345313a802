import Crypto

/// What it means how a signature is written (RFC 5652, EN 319 122-1, and what older programs wrote).
struct SignedDataRules {
    /// PAdES asks for more than the formats before it did.
    let isPAdES: Bool

    func findings(for signedData: ForeignSignedData) -> [Finding] {
        SignedDataDefect.allCases.filter(signedData.defects.contains)
            .compactMap { finding(for: $0, hasSigner: signedData.signer != nil) }
    }

    /// Nil for what another format than PAdES may do. `hasSigner` says whether the signer's certificate was found somewhere.
    func finding(for defect: SignedDataDefect, hasSigner: Bool) -> Finding? {
        let wrong = Finding.Effect.disproves(.format)
        let odd = Finding.Effect.doubts(.signatureConstraints)
        let detail = defect.rawValue
        switch defect {
        // Most programs of the years before PAdES wrote BER, and what is signed is checked as it stands.
        case .notDER: return Finding(.notDER, .notes)
        case .trailingBytes: return Finding(.trailingBytes, odd)
        case .wrongContentType: return Finding(.contentMisplaced, wrong, detail: detail)
        case .contentPresent, .contentMissing: return Finding(.contentMisplaced, wrong, detail: detail)
        case .noSigner, .severalSigners: return Finding(.signersNotOne, wrong, detail: detail)
        case .signingCertificateAbsent:
            let effect = !hasSigner ? .doubts(.noSigningCertificate) : isPAdES ? odd : .notes
            return Finding(.certificateAbsent, effect)
        case .unreadableCertificate, .unreadableRevocation: return Finding(.containerOdd, .notes, detail: detail)
        case .noSignedAttributes, .contentTypeAttributeMissing: return Finding(.attributesMissing, odd, detail: detail)
        case .messageDigestMissing: return Finding(.attributesMissing, wrong, detail: detail)
        case .duplicateAttributes, .malformedAttribute: return Finding(.attributesWrong, odd, detail: detail)
        case .contentTypeAttributeWrong, .messageDigestTwice: return Finding(.attributesWrong, wrong, detail: detail)
        case .attributesNotSorted: return Finding(.notDER, .notes, detail: detail)
        // PAdES has the time in the dictionary alone; the formats before it have it here (EN 319 142-1 §6.3).
        case .signingTimePresent: return isPAdES ? Finding(.signingTimeInside, .notes) : nil
        case .signingCertificateMissing: return Finding(.certificateUnnamed, isPAdES ? odd : .notes)
        case .signingCertificateMismatch: return Finding(.certificateNotTheNamed, .doubts(.noSigningCertificate))
        case .algorithmProtectionMismatch: return Finding(.algorithmsDisagree, wrong, detail: detail)
        case .digestAlgorithmsMismatch, .emptyDigestAlgorithms:
            return Finding(.algorithmsDisagree, odd, detail: detail)
        case .algorithmUnknown, .keyUnusable: return Finding(.algorithmUnknown, .doubts(.algorithm), detail: detail)
        }
    }

    /// What it means that a container cannot be read at all.
    static func finding(for error: SignedDataError) -> Finding {
        switch error {
        case .unreadable, .library: Finding(.containerUnreadable, .disproves(.format))
        case .notSignedData(let type): Finding(.containerUnreadable, .disproves(.format), detail: type)
        case .tooLarge, .tooManyCertificates, .tooManyRevocations, .tooManySigners, .tooManyAttributes:
            Finding(.containerOversized, .doubts(.signedDataNotFound))
        }
    }
}
