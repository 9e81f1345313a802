/// One thing that was found out about a signature or its document, and what it means for the answer.
package struct Finding: Hashable, Sendable {
    package enum Effect: Hashable, Sendable {
        /// Whatever else is found, the answer is no.
        case disproves(Indication.Disproof)
        case doubts(Indication.Doubt)
        /// Told, and of no weight.
        case notes
    }

    package let code: FindingCode
    package let effect: Effect
    /// A name, a number or a date that the sentence about it speaks of: a stranger's text.
    package let detail: String?

    package init(_ code: FindingCode, _ effect: Effect, detail: String? = nil) {
        self.code = code
        self.effect = effect
        self.detail = detail
    }
}

extension Sequence<Finding> {
    /// What the findings come to: a disproof before any doubt, and the first of each.
    package var indication: Indication {
        var first: Indication.Doubt?
        for finding in self {
            switch finding.effect {
            case .disproves(let disproof): return .failed(disproof)
            case .doubts(let doubt): if first == nil { first = doubt }
            case .notes: break
            }
        }
        return first.map(Indication.indeterminate) ?? .passed
    }
}

/// What can be found: stable names that programs may compare. `FindingWords` says each in sentences.
package enum FindingCode: String, CaseIterable, Sendable {
    // How the signature lies in the file.
    case byteRangeUnusable = "byte_range_unusable"
    case rangeEndsInside = "range_ends_inside"
    case rangesCross = "ranges_cross"
    case holeUnusable = "hole_unusable"
    case dictionaryUnusable = "dictionary_unusable"
    case dictionaryOdd = "dictionary_odd"
    case formatUnknown = "format_unknown"
    case transformUnknown = "transform_unknown"
    case dictionaryChanged = "dictionary_changed"
    case notInForm = "not_in_form"
    case removedLater = "removed_later"
    case documentRepaired = "document_repaired"
    case signatureUnreadable = "signature_unreadable"
    case usageRights = "usage_rights"

    // How it is written.
    case containerUnreadable = "container_unreadable"
    case containerOversized = "container_oversized"
    case containerOdd = "container_odd"
    case notDER = "not_der"
    case trailingBytes = "trailing_bytes"
    case contentMisplaced = "content_misplaced"
    case signersNotOne = "signers_not_one"
    case certificateAbsent = "certificate_absent"
    case certificateUnnamed = "certificate_unnamed"
    case certificateNotTheNamed = "certificate_not_the_named"
    case attributesMissing = "attributes_missing"
    case attributesWrong = "attributes_wrong"
    case signingTimeInside = "signing_time_inside"
    case algorithmsDisagree = "algorithms_disagree"
    case algorithmUnknown = "algorithm_unknown"

    // Whether it holds.
    case contentChanged = "content_changed"
    case signatureBroken = "signature_broken"
    case uncheckable

    // What happened afterwards.
    case changedAfterwards = "changed_afterwards"
    case doubtfulChange = "doubtful_change"
    case permittedChange = "permitted_change"
    case signedAgain = "signed_again"

    // Whose it is.
    case issuerUnknown = "issuer_unknown"
    case issuerImpostor = "issuer_impostor"
    case issuerNotAuthority = "issuer_not_authority"
    case pathConstraints = "path_constraints"
    case pathUnusable = "path_unusable"
    case keyNotForSigning = "key_not_for_signing"
    case keyNotForDocuments = "key_not_for_documents"
    case certificateUndated = "certificate_undated"

    // Whether it was good then.
    case notYetValid = "not_yet_valid"
    case expired
    case revoked
    case issuerRevoked = "issuer_revoked"
    case revokedLater = "revoked_later"
    case statusUnknown = "status_unknown"
    case statusNotAsked = "status_not_asked"
    case statusOutdated = "status_outdated"
    case algorithmWeak = "algorithm_weak"
    case algorithmOutlived = "algorithm_outlived"

    // Its time.
    case timeUnproven = "time_unproven"
    case claimedTimeOff = "claimed_time_off"
    case timestampUnreadable = "timestamp_unreadable"
    case timestampOfOther = "timestamp_of_other"
    case timestampBroken = "timestamp_broken"
    case timestampUnproven = "timestamp_unproven"
    case timestampFuture = "timestamp_future"
    case timestampOrder = "timestamp_order"
    case timestampAuthorityUnfit = "timestamp_authority_unfit"
}
