import Testing

@testable import PDF
@testable import Verification

/// Each change against each permission, as one letter: permitted, doubtful, forbidden.
@Suite("What may be changed after a signature") struct ChangePolicyTests {
    private static let permissions: [(certifies: ChangePermission?, lock: FieldLock?)] = [
        (nil, nil), (.noChanges, nil), (.fillingAndSigning, nil), (.annotating, nil),
        (nil, FieldLock(action: .all, fields: [])), (nil, FieldLock(action: .include, fields: ["Nama"])),
        (nil, FieldLock(action: .exclude, fields: ["Nama"])),
        (nil, FieldLock(action: .all, fields: [], permission: .noChanges)),
        (nil, FieldLock(action: .include, fields: ["Nama"], permission: .fillingAndSigning)),
        (nil, FieldLock(action: .include, fields: ["Lain"], permission: .annotating)),
    ]

    private struct Row {
        let kind: LaterChange.Kind
        /// For none, P1, P2, P3, a lock of all, of this field, of all but this one, of all with P1, of this one with P2, of
        /// another with P3.
        let answers: String
        var isCovering = false
        var isVouched = false
        /// Whether its revision brought a signature.
        var isSigning = false

        init(
            _ kind: LaterChange.Kind, _ answers: String, covering: Bool = false, vouched: Bool = false,
            signing: Bool = false
        ) {
            (self.kind, self.answers) = (kind, answers)
            (isCovering, isVouched, isSigning) = (covering, vouched, signing)
        }
    }

    private static let unseen = LaterChange.Standing(inExistingField: false, isVisible: false, box: [])
    private static let unseenWaited = LaterChange.Standing(inExistingField: true, isVisible: false, box: [])
    private static let shown = LaterChange.Standing(inExistingField: false, isVisible: true, box: [0, 0, 9, 9])
    private static let shownWaited = LaterChange.Standing(inExistingField: true, isVisible: true, box: [0, 0, 9, 9])

    private static let rows: [Row] =
        [
            // What a document needs to be judged later.
            Row(.securityStore, "pppppppppp"), Row(.extensions, "pppppppppp"), Row(.versionRaised, "pppppppppp"),
            Row(.documentTimestamp(unseen), "pppppppppp"), Row(.documentTimestamp(shown), "dddddddddd"),
            Row(.documentTimestamp(shownWaited), "dddddddddd"),
            // Further signatures.
            Row(.signature(unseen), "pfppddpfdp"), Row(.signature(unseenWaited), "pfppddpfdp"),
            Row(.signature(shownWaited), "pfppddpfdp"), Row(.signature(shown), "pfddddpfdd"),
            Row(.signature(shownWaited), "dfdddddfdd", covering: true),
            Row(.signature(shown), "dfdddddfdd", covering: true),
            Row(.signature(unseen), "pfppddpfdp", covering: true), Row(.emptySignatureField, "pfddpppfdd"),
            // Filling.
            Row(.formValue(wasEmpty: true, fieldKind: "Tx"), "dfppffpffp"),
            Row(.formValue(wasEmpty: true, fieldKind: "Tx"), "pfppffpffp", vouched: true),
            Row(.formValue(wasEmpty: true, fieldKind: "Tx"), "dfddffdffd", covering: true),
            Row(.formValue(wasEmpty: true, fieldKind: "Tx"), "dfddffdffd", covering: true, vouched: true),
            Row(.formValue(wasEmpty: false, fieldKind: "Tx"), "ffddfffffd"),
            Row(.formValue(wasEmpty: false, fieldKind: "Tx"), "ffddfffffd", vouched: true),
            Row(.field(.added, fieldKind: "Tx"), "ffffffffff"), Row(.field(.removed, fieldKind: "Sig"), "ffffffffff"),
            // Notes, and what paints.
            Row(.annotation(subtype: "FreeText", .added), "fffdffffff"),
            Row(.annotation(subtype: "Stamp", .changed), "fffdffffff", covering: true),
            Row(.annotation(subtype: "Link", .removed), "fffdffffff"),
            Row(.annotation(subtype: "Widget", .added), "ffffffffff"),
            Row(.annotation(subtype: "Widget", .changed), "ffffffffff", vouched: true, signing: true),
            // What nobody sees, and what everybody does.
            Row(.metadata, "pdpppppdpp"), Row(.documentInformation(key: "Title"), "dddddddddd"),
            Row(.page(key: "Rotate"), "ffffffffff", signing: true), Row(.catalog(key: "Lang"), "ffffffffff"),
            Row(.catalog(key: "Lang"), "ffffffffff", signing: true),
            Row(.formDefaults(key: "NeedAppearances"), "dddddddddd", signing: true),
            Row(.trailer(key: "XRefStm"), "dddddddddd"), Row(.trailer(key: "ID"), "dddddddddd"),
            Row(.trailer(key: "Root"), "ffffffffff"), Row(.trailer(key: "Encrypt"), "ffffffffff", signing: true),
            Row(.unreadable, "dddddddddd"),
        ]
        + ["Text", "Popup", "Highlight", "Underline", "Squiggly", "StrikeOut"].flatMap { note in
            [
                Row(.annotation(subtype: note, .added), "fffpffffff"),
                Row(.annotation(subtype: note, .changed), "fffpffffff"),
                Row(.annotation(subtype: note, .removed), "fffdffffff"),
                Row(.annotation(subtype: note, .added), "fffdffffff", covering: true),
            ]
        }
        + ["ModDate", "Producer", "CreationDate", "Trapped"].map { Row(.documentInformation(key: $0), "pdpppppdpp") }
        + (["Tabs", "StructParents", "LastModified", "PieceInfo"].map { LaterChange.Kind.page(key: $0) }
        + ["StructTreeRoot", "MarkInfo", "PieceInfo"].map { .catalog(key: $0) }
        + ["DR", "DA"].map { .formDefaults(key: $0) })
        .flatMap { [Row($0, "dddddddddd"), Row($0, "pdpppppdpp", signing: true)] }
        + [
            .unlistedObjects, .trailingBytes, .pageContent, .resources, .fonts, .pageTree, .action, .optionalContent,
            .standingSignature, .other,
        ].map { Row($0, "ffffffffff", vouched: true, signing: true) }

    @Test func `is for the signature's own permission to say`() {
        for row in Self.rows {
            var answers = ""
            for (certifies, lock) in Self.permissions {
                let policy = ChangePolicy(
                    certifies: certifies, locks: [lock].compactMap(\.self), signingRevisions: row.isSigning ? [3] : [2],
                    vouchedUntil: row.isVouched ? 3 : 2)
                let change = LaterChange(row.kind, revision: 3, field: "Nama")
                answers.append(policy.answer(to: change, isCovering: row.isCovering).rawValue.first ?? "-")
            }
            #expect(answers == row.answers, "\(row)")
        }
    }

    /// A new kind of change does not build until it is in the table above.
    @Test func `is said for every kind of change, each with a word of its own`() {
        var words: [Int: Set<String>] = [:]
        for row in Self.rows {
            let judged = JudgedChange(LaterChange(row.kind, revision: 3), .doubtful)
            #expect(judged.revision == 4)
            words[Self.ordinal(row.kind), default: []].insert(judged.kind)
        }
        #expect(Set(words.keys) == Set(0...25))
        let all = words.values.flatMap(\.self)
        #expect(Set(all).count == all.count)
        let isPlain = all.allSatisfy { $0.allSatisfy { $0 == "_" || $0.isLowercase } }
        #expect(isPlain)
    }

    private static func ordinal(_ kind: LaterChange.Kind) -> Int {
        switch kind {
        case .securityStore: 0
        case .documentTimestamp: 1
        case .signature: 2
        case .emptySignatureField: 3
        case .formValue: 4
        case .field: 5
        case .annotation: 6
        case .metadata: 7
        case .documentInformation: 8
        case .extensions: 9
        case .versionRaised: 10
        case .unlistedObjects: 11
        case .trailingBytes: 12
        case .pageContent: 13
        case .resources: 14
        case .fonts: 15
        case .page: 16
        case .pageTree: 17
        case .catalog: 18
        case .trailer: 19
        case .formDefaults: 20
        case .action: 21
        case .optionalContent: 22
        case .standingSignature: 23
        case .unreadable: 24
        case .other: 25
        }
    }

    private func answer(
        _ kind: LaterChange.Kind, in field: String? = nil, certifies: ChangePermission? = nil, _ locks: [FieldLock],
        vouchedUntil: Int = -1
    ) -> JudgedChange.Answer {
        ChangePolicy(certifies: certifies, locks: locks, signingRevisions: [], vouchedUntil: vouchedUntil)
            .answer(to: LaterChange(kind, revision: 3, field: field), isCovering: false)
    }

    @Test func `is what the strictest of several words allows`() {
        let lax = FieldLock(action: .include, fields: ["Lain"], permission: .annotating)
        let strict = FieldLock(action: .include, fields: ["Lain"], permission: .noChanges)
        for locks in [[lax, strict], [strict, lax]] {
            #expect(answer(.signature(Self.unseen), certifies: .annotating, locks) == .forbidden)
        }
        #expect(answer(.signature(Self.unseen), certifies: .noChanges, [lax]) == .forbidden)
        #expect(answer(.signature(Self.unseen), certifies: .annotating, [lax]) == .permitted)
        // Only who certifies lets others annotate.
        #expect(answer(.annotation(subtype: "Text", .added), [lax]) == .forbidden)
        #expect(answer(.annotation(subtype: "Text", .added), certifies: .annotating, [lax]) == .permitted)
    }

    @Test func `holds for fields below a locked one, and for a change that names no field`() {
        let filled = LaterChange.Kind.formValue(wasEmpty: true, fieldKind: "Tx")
        let group = [FieldLock(action: .include, fields: ["Nama"])]
        #expect(answer(filled, in: "Nama.Depan", group) == .forbidden)
        #expect(answer(filled, in: "Namanya", group) == .permitted)
        #expect(answer(filled, in: nil, [FieldLock(action: .all, fields: [])]) == .forbidden)
        #expect(answer(filled, in: nil, [FieldLock(action: .exclude, fields: ["Nama"])]) == .forbidden)
    }

    @Test func `is answered for by a later signer up to the revision he signed, and no further`() {
        let filled = LaterChange.Kind.formValue(wasEmpty: true, fieldKind: "Tx")
        #expect(answer(filled, [], vouchedUntil: 3) == .permitted)
        #expect(answer(filled, [], vouchedUntil: 2) == .doubtful)
    }
}
