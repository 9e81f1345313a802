package import PDF

/// What may be changed after a signature: as ISO 32000-2 §12.8.2.2 has it, and less where what it allows was used to deceive.
package struct ChangePolicy: Sendable {
    /// What the signature itself allows, by certifying the document or by a lock; nil where it says nothing.
    private let permission: ChangePermission?
    private let isCertified: Bool
    private let locks: [FieldLock]
    /// Revisions that brought a signature or a timestamp.
    private let signingRevisions: Set<Int>
    /// The last revision for which a later signature stands that was found good.
    private let vouchedUntil: Int

    package init(
        certifies: ChangePermission?, locks: [FieldLock], signingRevisions: Set<Int>, vouchedUntil: Int
    ) {
        let stated = [certifies].compactMap(\.self) + locks.compactMap(\.permission)
        permission = stated.min { $0.rawValue < $1.rawValue }
        isCertified = certifies != nil
        self.locks = locks
        self.signingRevisions = signingRevisions
        self.vouchedUntil = vouchedUntil
    }

    /// `isCovering` says whether it paints so much of a page that it may hide what was signed.
    package func answer(to change: LaterChange, isCovering: Bool) -> JudgedChange.Answer {
        switch change.kind {
        case .securityStore, .extensions, .versionRaised: .permitted
        case .documentTimestamp(let standing): standing.isVisible ? .doubtful : .permitted
        case .signature(let standing): signature(standing, isCovering, in: change.field)
        case .emptySignatureField: emptyField
        case .formValue(let wasEmpty, _): filling(wasEmpty, isCovering, change)
        case .annotation(let subtype, let doing): annotation(subtype, doing, isCovering)
        case .metadata: permission == .noChanges ? .doubtful : .permitted
        case .documentInformation(let key): information(key)
        case .page(let key): Self.unseenPageEntries.contains(key) ? aside(in: change.revision) : .forbidden
        case .catalog(let key): Self.unseenCatalogEntries.contains(key) ? aside(in: change.revision) : .forbidden
        case .formDefaults(let key): key == "DR" || key == "DA" ? aside(in: change.revision) : .doubtful
        case .trailer(let key): key == "XRefStm" || key == "ID" ? .doubtful : .forbidden
        case .unreadable: .doubtful
        case .field, .unlistedObjects, .trailingBytes, .pageContent, .resources, .fonts, .pageTree, .action,
            .optionalContent, .standingSignature, .other:
            .forbidden
        }
    }

    // MARK: Signing and filling

    /// A certified document's new fields are where a signature was made to paint over what was certified.
    private func signature(
        _ standing: LaterChange.Standing, _ isCovering: Bool, in field: String?
    ) -> JudgedChange.Answer {
        if permission == .noChanges { return .forbidden }
        if locks.contains(where: { $0.covers(field ?? "") }) { return .doubtful }
        if standing.isVisible, isCovering || permission != nil && !standing.inExistingField { return .doubtful }
        return .permitted
    }

    private var emptyField: JudgedChange.Answer {
        switch permission {
        case .noChanges: .forbidden
        case .fillingAndSigning, .annotating: .doubtful
        case nil: .permitted
        }
    }

    /// An empty field may be filled. What stood in one was signed.
    private func filling(_ wasEmpty: Bool, _ isCovering: Bool, _ change: LaterChange) -> JudgedChange.Answer {
        if permission == .noChanges || locks.contains(where: { $0.covers(change.field ?? "") }) { return .forbidden }
        guard wasEmpty else { return permission == nil ? .forbidden : .doubtful }
        if isCovering { return .doubtful }
        // Locking some fields leaves the others to be filled. Without any word of the signer's, somebody else must answer for it.
        let isSpokenOf = permission != nil || !locks.isEmpty
        return isSpokenOf || change.revision <= vouchedUntil ? .permitted : .doubtful
    }

    // MARK: Painting

    /// What cannot hide anything where it has no picture of its own.
    private static let notes: Set<String> = ["Text", "Popup", "Highlight", "Underline", "Squiggly", "StrikeOut"]

    private func annotation(_ subtype: String, _ doing: LaterChange.Doing, _ paints: Bool) -> JudgedChange.Answer {
        guard isCertified, permission == .annotating, subtype != "Widget" else { return .forbidden }
        return Self.notes.contains(subtype) && !paints && doing != .removed ? .permitted : .doubtful
    }

    // MARK: What nobody sees

    /// What every program that saves a document writes anew.
    private static let savedEntries: Set<String> = ["ModDate", "Producer", "CreationDate", "Trapped"]

    private func information(_ key: String) -> JudgedChange.Answer {
        permission != .noChanges && Self.savedEntries.contains(key) ? .permitted : .doubtful
    }

    private static let unseenPageEntries: Set<String> = ["Tabs", "StructParents", "LastModified", "PieceInfo"]
    private static let unseenCatalogEntries: Set<String> = ["StructTreeRoot", "MarkInfo", "PieceInfo"]

    /// What signing programs touch besides: it is left to them alone.
    private func aside(in revision: Int) -> JudgedChange.Answer {
        signingRevisions.contains(revision) && permission != .noChanges ? .permitted : .doubtful
    }
}

extension JudgedChange {
    init(_ change: LaterChange, _ answer: Answer) {
        let (kind, detail) = change.kind.words
        self.init(
            answer: answer, kind: kind, detail: detail, revision: change.revision + 1,
            object: change.object.map { Int($0.number) }, page: change.page, field: change.field)
    }
}

extension LaterChange.Kind {
    /// A stable word for programs, and what it says more.
    fileprivate var words: (kind: String, detail: String?) {
        switch self {
        case .securityStore: ("security_store", nil)
        case .documentTimestamp: ("document_timestamp", nil)
        case .signature(let standing): ("signature", standing.isVisible ? "visible" : "invisible")
        case .emptySignatureField: ("empty_signature_field", nil)
        case .formValue(let wasEmpty, let kind): (wasEmpty ? "field_filled" : "field_value_replaced", kind)
        case .field(let doing, let kind): ("field_\(doing.rawValue)", kind)
        case .annotation(let subtype, let doing): ("annotation_\(doing.rawValue)", subtype)
        case .metadata: ("metadata", nil)
        case .documentInformation(let key): ("document_information", key)
        case .extensions: ("extensions", nil)
        case .versionRaised: ("version_raised", nil)
        case .unlistedObjects: ("unlisted_objects", nil)
        case .trailingBytes: ("trailing_bytes", nil)
        case .pageContent: ("page_content", nil)
        case .resources: ("page_resources", nil)
        case .fonts: ("fonts", nil)
        case .page(let key): ("page_entry", key)
        case .pageTree: ("pages", nil)
        case .catalog(let key): ("catalog_entry", key)
        case .trailer(let key): ("trailer_entry", key)
        case .formDefaults(let key): ("form_entry", key)
        case .action: ("action", nil)
        case .optionalContent: ("layers", nil)
        case .standingSignature: ("earlier_signature", nil)
        case .unreadable: ("unreadable", nil)
        case .other: ("other", nil)
        }
    }
}
