import Crypto
import Domain
package import PDF

/// Judges every signature of one document. It reads no clock, no file and no network: all it rests on is handed in.
///
/// From the newest to the oldest, because whatever proves a moment for one proves it for all that it covers: each as of the earliest
/// moment that is proven for it (EN 319 102-1 §5.6). Then what was changed behind it.
package final class DocumentJudge {
    let history: DocumentHistory
    let task: VerificationTask
    let subjects: [SignatureSubject]
    let digests: RangeDigests
    let ledger: RevocationLedger
    let certificates: CertificateJudge
    private var documentFindings: [Finding] = []
    /// Up to which byte something is known to have existed at a moment.
    var proofs: [(end: Int, time: Instant)] = []
    /// Document timestamps with their chains, as far as they were judged.
    private(set) var stampPaths: [(subject: SignatureSubject, path: [Certificate])] = []
    private var sourcesUnder: [Int: [[UInt8]]] = [:]
    /// What the verdict's signatures are, in its order.
    private(set) var told: [SignatureSubject] = []
    /// Certificates and words about revocation that lie in signatures and timestamps, and in no store.
    let inMessages: (certificates: [Certificate], sources: [[UInt8]])

    package static func judge(_ document: PDFDocument, _ task: VerificationTask) throws(PDFError) -> Judgement {
        let judge = try DocumentJudge(document, task)
        return Judgement(verdict: try judge.verdict(), wishes: judge.certificates.wishes)
    }

    func verdict() throws(PDFError) -> DocumentVerdict {
        let document = history.newest
        // What was lost with the end of a file may have been its signature.
        if document.isRepaired, subjects.isEmpty { throw .unreadable(.crossReference) }
        let signatures = try judgedSignatures()
        return DocumentVerdict(
            judgedAt: task.now, bytes: document.bytes.count, pages: try document.pageCount(),
            revisions: history.revisions.count, signatures: signatures, findings: documentFindings)
    }

    init(_ document: PDFDocument, _ task: VerificationTask) throws(PDFError) {
        let history = DocumentHistory(of: document)
        let store = try document.securityStore()
        let stored = store?.revocations ?? (lists: [], answers: [])
        let given = task.material.unwrapped
        let inStore = (store?.allCertificates ?? []).compactMap { Certificate.known($0) }
        let elsewhere = given.certificates.compactMap { Certificate.known($0) }
        let besides = inStore + elsewhere
        var findings: [Finding] = []
        var subjects: [SignatureSubject] = []
        for found in try history.foundSignatures() {
            if let finding = Self.aside(found) {
                findings.append(finding)
            } else {
                let last = history.revisions.count - 1
                subjects.append(SignatureSubject(found, besides: besides, lastRevision: last))
            }
        }
        var inMessages = RevocationData.none
        var brought = subjects.flatMap(\.certificates)
        for subject in subjects {
            if let own = subject.signedData?.revocations { inMessages = inMessages.adding(own) }
            // A timestamp on a signature brings what is needed for itself.
            for token in subject.signedData?.signatureTimestamps ?? [] {
                guard let own = try? ForeignTimestamp(token: token, besides: besides).signedData else { continue }
                inMessages = inMessages.adding(own.revocations)
                brought += own.certificates
            }
        }
        self.history = history
        self.task = task
        self.subjects = subjects
        digests = try RangeDigests(of: subjects.compactMap(\.range), in: document.bytes)
        ledger = RevocationLedger(
            now: task.now, embedded: RevocationData(lists: stored.lists, answers: stored.answers).adding(inMessages),
            given: RevocationData(lists: given.revocationLists, answers: given.statusAnswers))
        self.inMessages = (brought, inMessages.lists.map(\.der) + inMessages.answers.map(\.der))
        certificates = CertificateJudge(task, embedded: brought + inStore, given: elsewhere, ledger: ledger)
        documentFindings = findings
    }

    /// What stands for no signature of anybody's: a mark of usage rights, and a scrap that cannot be read.
    private static func aside(_ found: FoundSignature) -> Finding? {
        if found.grantsUsageRights { return Finding(.usageRights, .notes) }
        if found.field == nil, found.defects.contains(.unreadable) {
            return Finding(.signatureUnreadable, .doubts(.signedDataNotFound))
        }
        return nil
    }

    // MARK: All of them

    private func judgedSignatures() throws(PDFError) -> [JudgedSignature] {
        var judged: [(subject: SignatureSubject, verdict: JudgedSignature)] = []
        for subject in subjects.sorted(by: { $0.end > $1.end }) {
            let isTimestamp = subject.found.isDocumentTimestamp
            judged.append((subject, isTimestamp ? try judgeDocumentTimestamp(subject) : try judgeSignature(subject)))
        }
        var vouchedUntil = -1
        let isReplaced = judged.contains { $0.verdict.isGoodSignature }
        for index in judged.indices {
            let subject = judged[index].subject
            try judgeChanges(behind: subject, vouchedUntil, &judged[index].verdict)
            if judged[index].verdict.isGoodSignature, let revision = subject.coveredRevision {
                vouchedUntil = max(vouchedUntil, revision)
            }
        }
        var kept: [JudgedSignature] = []
        for (subject, verdict) in judged.reversed() {
            // Who signed a document after a signature had been taken out of it signed what is there.
            if isReplaced, try wasRemoved(subject, before: vouchedUntil) {
                documentFindings.append(Finding(.removedLater, .notes, detail: subject.found.field))
            } else {
                kept.append(verdict)
                told.append(subject)
            }
        }
        return kept
    }

    /// Whether the signature hung in no form any more when that revision was signed.
    private func wasRemoved(_ subject: SignatureSubject, before revision: Int) throws(PDFError) -> Bool {
        guard subject.found.defects.contains(.notInNewestForm), let written = subject.found.revision,
            written < revision
        else { return false }
        return try !history.hasSignature(subject.found, inFormOf: revision)
    }

    /// The earliest moment that is proven for the first bytes of the file by something that covers more of it.
    func proof(of end: Int) -> Instant? { proofs.filter { $0.end > end }.map(\.time).min() }

    // MARK: Document timestamps

    private func judgeDocumentTimestamp(_ subject: SignatureSubject) throws(PDFError) -> JudgedSignature {
        var signature = base(of: subject)
        judgeIntegrity(subject, &signature)
        guard case .timestamp(let token) = subject.container else {
            if case .unreadable(let error) = subject.container {
                signature.findings.insert(SignedDataRules.finding(for: error), at: 0)
            }
            signature.indication = signature.findings.indication
            return signature
        }
        let existed = proof(of: subject.end)
        let (judged, path) = TimestampJudge(certificates: certificates, now: task.now)
            .judge(token, kind: .document, existed: existed)
        stampPaths.append((subject, path))
        signature.findings += judged.findings
        signature.chain = judged.chain
        signature.anchor = judged.anchor
        signature.timestamps = [judged]
        signature.provenTime = judged.isProof ? judged.time : nil
        signature.indication = signature.findings.indication
        if signature.indication == .passed {
            proofs.append((subject.end, token.time))
            ledger.prove(try revocationSources(under: subject), at: token.time)
        }
        return signature
    }

    /// Whatever speaks of revocations in the bytes that a timestamp covers.
    func revocationSources(under timestamp: SignatureSubject) throws(PDFError) -> [[UInt8]] {
        if let known = sourcesUnder[timestamp.end] { return known }
        var sources: [[UInt8]] = []
        if let revision = timestamp.coveredRevision, let store = try history.securityStore(after: revision) {
            sources += store.revocations.lists + store.revocations.answers
        }
        for subject in subjects where subject.end < timestamp.end {
            var messages = [subject.signedData].compactMap(\.self)
            messages += (subject.signedData?.signatureTimestamps ?? [])
                .compactMap { try? ForeignTimestamp(token: $0).signedData }
            for message in messages {
                sources += message.revocations.lists.map(\.der) + message.revocations.answers.map(\.der)
            }
        }
        sourcesUnder[timestamp.end] = sources
        return sources
    }

    // MARK: What came later

    private func judgeChanges(
        behind subject: SignatureSubject, _ vouchedUntil: Int, _ signature: inout JudgedSignature
    ) throws(PDFError) {
        guard let revision = subject.coveredRevision else { return }
        let changes = try history.laterChanges(after: revision)
        guard !changes.isEmpty else { return }
        let judge = ChangeJudge(
            document: history.newest,
            policy: ChangePolicy(
                certifies: subject.found.certifies, locks: subject.found.locks,
                signingRevisions: ChangeJudge.signingRevisions(changes), vouchedUntil: vouchedUntil),
            signedFields: Set(subjects.filter { $0.end <= subject.end }.compactMap(\.found.field)))
        signature.changes = try judge.judge(changes)
        signature.findings += ChangeJudge.findings(for: signature.changes)
        signature.indication = signature.findings.indication
    }
}

extension JudgedSignature {
    /// Whether somebody signed, and nothing speaks against it.
    fileprivate var isGoodSignature: Bool { kind == .signature && indication == .passed }
}
