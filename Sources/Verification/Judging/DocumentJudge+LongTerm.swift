import Crypto
import Domain
package import PDF

extension DocumentJudge {
    /// Judges the document, and says what its store lacks for the signatures that were chosen.
    ///
    /// Only what shows them good is taken: whatever else came along, nobody will be asked to keep.
    package static func extend(
        _ document: PDFDocument, _ task: LongTermTask
    ) throws(PDFError) -> LongTermJudgement {
        let judge = try DocumentJudge(document, task.verification)
        let verdict = try judge.verdict()
        // What would help signatures that nobody chose is nobody's wish here.
        judge.certificates.forgetWishes()
        let chosen = verdict.signatures.indices.filter { task.choice.contains($0, of: verdict.signatures) }
        var gathering = StoreGathering(judge: judge)
        for place in chosen {
            gathering.add(judge.told[place], verdict.signatures[place], coversTimestamps: task.coversTimestamps)
        }
        return LongTermJudgement(
            judgement: Judgement(verdict: verdict, wishes: judge.certificates.wishes), chosen: chosen,
            missing: gathering.missing, cautions: judge.cautions,
            request: StoreRequest(entries: gathering.entries, identifier: task.identifier))
    }

    private var cautions: [LongTermCaution] {
        let locks = subjects.flatMap(\.found.locks)
        var cautions: [LongTermCaution] = []
        if subjects.contains(where: { $0.found.certifies == .noChanges })
            || locks.contains(where: { $0.permission == .noChanges })
        {
            cautions.append(.noChangesAllowed)
        }
        if locks.contains(where: { $0.action != .include }) { cautions.append(.allFieldsLocked) }
        return cautions
    }
}

/// Gathers what the chosen signatures need, each thing once.
private struct StoreGathering {
    let judge: DocumentJudge
    private(set) var entries: [StoreRequest.Entry] = []
    private(set) var missing: [MissingWord] = []
    private var stamped: Set<Int> = []

    init(judge: DocumentJudge) { self.judge = judge }

    mutating func add(_ subject: SignatureSubject, _ verdict: JudgedSignature, coversTimestamps: Bool) {
        guard let signer = subject.signer else { return }
        let now = judge.task.now
        var entry = StoreRequest.Entry(contents: subject.found.contents)
        take(signer, .signing, existed: min(verdict.provenTime ?? now, now), &entry)
        let covered = judge.proof(of: subject.end)
        var hasOwn = false
        for token in subject.signedData?.signatureTimestamps ?? [] {
            guard let timestamp = try? ForeignTimestamp(token: token, besides: subject.certificates),
                let authority = timestamp.authority, timestamp.stamps(subject.signedData?.signature ?? [])
            else { continue }
            hasOwn = true
            take(authority, .timestamping, existed: min(covered ?? now, now), &entry)
        }
        if !entry.isEmpty { entries.append(entry) }
        let covering = judge.coveringTimestamps(of: subject).map(\.subject).sorted { $0.end < $1.end }
        // A signature without a timestamp of its own has its time from the first one over the document.
        let needed = coversTimestamps ? covering[...] : hasOwn ? [] : covering.prefix(1)
        for timestamp in needed where stamped.insert(timestamp.end).inserted { add(timestamp) }
    }

    private mutating func add(_ timestamp: SignatureSubject) {
        guard case .timestamp(let token) = timestamp.container, let authority = token.authority else { return }
        let existed = min(judge.proof(of: timestamp.end) ?? judge.task.now, judge.task.now)
        var entry = StoreRequest.Entry(contents: timestamp.found.contents)
        take(authority, .timestamping, existed: existed, &entry)
        if !entry.isEmpty { entries.append(entry) }
    }

    /// What lies in signatures and timestamps is not stored again.
    private mutating func take(
        _ leaf: Certificate, _ purpose: PathPurpose, existed: Instant, _ entry: inout StoreRequest.Entry
    ) {
        let support = judge.certificates.support(for: leaf, purpose, existed: existed)
        for word in support.missing where !missing.contains(word) { missing.append(word) }
        for certificate in support.path where !judge.inMessages.certificates.contains(certificate) {
            Self.add(certificate.der, to: &entry.certificates)
        }
        for word in support.words where !judge.inMessages.sources.contains(word.source) {
            switch word.kind {
            case .ocsp: Self.add(word.source, to: &entry.statusAnswers)
            case .crl: Self.add(word.source, to: &entry.revocationLists)
            }
        }
    }

    private static func add(_ bytes: [UInt8], to list: inout [[UInt8]]) {
        if !list.contains(bytes) { list.append(bytes) }
    }
}
