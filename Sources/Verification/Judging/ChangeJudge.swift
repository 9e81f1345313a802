import PDF

/// Holds later changes against what a signature allows, looking at how much of a page they cover.
struct ChangeJudge {
    let document: PDFDocument
    let policy: ChangePolicy
    /// The names of fields that were signed by then.
    let signedFields: Set<String>

    /// What covers more of a page than this may hide what was signed there.
    private static let shareMax = 0.5
    /// More are not told; the worst always is.
    static let toldMax = 200

    static func signingRevisions(_ changes: [LaterChange]) -> Set<Int> {
        Set(
            changes.compactMap { change in
                switch change.kind {
                case .signature, .documentTimestamp: change.revision
                default: nil
                }
            })
    }

    func judge(_ changes: [LaterChange]) throws(PDFError) -> [JudgedChange] {
        var judged: [JudgedChange] = []
        for change in changes {
            let answer = policy.answer(to: change, isCovering: try isCovering(change))
            judged.append(JudgedChange(change, max(answer, try bearsAnothersName(change) ? .doubtful : .permitted)))
        }
        guard judged.count > Self.toldMax else { return judged }
        return Array(judged.sorted { $0.answer > $1.answer }.prefix(Self.toldMax))
    }

    static func findings(for changes: [JudgedChange]) -> [Finding] {
        var findings: [Finding] = []
        if let worst = changes.first(where: { $0.answer == .forbidden }) {
            findings.append(Finding(.changedAfterwards, .disproves(.format), detail: worst.kind))
        }
        if let worst = changes.first(where: { $0.answer == .doubtful }) {
            findings.append(Finding(.doubtfulChange, .doubts(.signatureConstraints), detail: worst.kind))
        }
        if changes.contains(where: { $0.kind == "signature" }) { findings.append(Finding(.signedAgain, .notes)) }
        if changes.contains(where: { $0.answer == .permitted && !Self.upkeep.contains($0.kind) }) {
            findings.append(Finding(.permittedChange, .notes))
        }
        return findings
    }

    /// What no reader sees.
    private static let upkeep: Set<String> = [
        "signature", "security_store", "document_timestamp", "extensions", "version_raised", "metadata",
        "document_information", "catalog_entry", "page_entry", "form_entry",
    ]

    /// Whether a new field takes the name of one that was signed, which then are one field for some readers.
    private func bearsAnothersName(_ change: LaterChange) throws(PDFError) -> Bool {
        switch change.kind {
        case .emptySignatureField: return signedFields.contains(change.field ?? "")
        case .signature(let standing): return !standing.inExistingField && signedFields.contains(change.field ?? "")
        default: return false
        }
    }

    private func isCovering(_ change: LaterChange) throws(PDFError) -> Bool {
        switch change.kind {
        case .signature(let standing):
            return standing.isVisible ? try covers(standing.box, change.page) : false
        case .formValue:
            guard let id = change.object, let field = try document.object(id).dictionary else { return false }
            var widgets = [field]
            for kid in try document.resolve(field["Kids"]).array ?? [] {
                if let widget = try document.resolve(kid).dictionary { widgets.append(widget) }
            }
            if try !document.showsItsText(field, in: widgets) { return true }
            for widget in widgets where try covers(box(of: widget), change.page) { return true }
            return false
        case .annotation:
            guard let id = change.object else { return true }
            return try document.object(id).dictionary?["AP"] != nil
        default: return false
        }
    }

    private func box(of widget: PDFDictionary) throws(PDFError) -> [Double] {
        var box: [Double] = []
        for corner in try document.resolve(widget["Rect"]).array ?? [] {
            if let number = try document.resolve(corner).number { box.append(number) }
        }
        return box
    }

    /// A page that is not known may be covered whole.
    private func covers(_ box: [Double], _ page: Int?) throws(PDFError) -> Bool {
        guard box.count == 4 else { return false }
        guard let page, let share = try document.share(ofPage: page, taken: box) else { return true }
        return share > Self.shareMax
    }
}
