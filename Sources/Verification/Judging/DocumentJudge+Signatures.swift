import Crypto
import Domain
import PDF

extension DocumentJudge {
    func base(of subject: SignatureSubject) -> JudgedSignature {
        let found = subject.found
        var signature = JudgedSignature(
            kind: found.isDocumentTimestamp ? .documentTimestamp : .signature, field: found.field,
            object: found.id.map { Int($0.number) }, subFilter: found.words.subFilter,
            coverage: JudgedSignature.Coverage(found.coverage), signedBytes: found.signedEnd,
            words: JudgedSignature.Words(
                name: found.words.name, reason: found.words.reason, location: found.words.location,
                contact: found.words.contact, application: found.words.application))
        signature.certifies = found.certifies?.rawValue
        signature.findings = StructureRules.findings(for: found, documentIsRepaired: history.newest.isRepaired)
        signature.algorithms = subject.algorithms?.id
        signature.claimedTime = subject.claimedTime
        return signature
    }

    /// Whether the bytes are what was signed, as findings and as one word.
    func judgeIntegrity(_ subject: SignatureSubject, _ signature: inout JudgedSignature) {
        guard let range = subject.range, let digest = digests[range] else {
            signature.findings.append(Finding(.uncheckable, .doubts(.signedDataNotFound)))
            return
        }
        switch subject.check(digest) {
        case .holds: signature.integrity = .intact
        case .otherContent:
            signature.integrity = .changed
            signature.findings.append(Finding(.contentChanged, .disproves(.hash)))
        case .broken:
            signature.integrity = .broken
            signature.findings.append(Finding(.signatureBroken, .disproves(.signature)))
        case .otherDigestWanted, .uncheckable:
            signature.findings.append(Finding(.uncheckable, .doubts(.signatureConstraints)))
        }
    }

    func judgeSignature(_ subject: SignatureSubject) throws(PDFError) -> JudgedSignature {
        var signature = base(of: subject)
        if case .unreadable(let error) = subject.container {
            signature.findings.append(SignedDataRules.finding(for: error))
            signature.indication = signature.findings.indication
            return signature
        }
        judgeIntegrity(subject, &signature)
        if let signedData = subject.signedData {
            signature.findings += SignedDataRules(isPAdES: subject.isPAdES).findings(for: signedData)
        }
        let stamping = judgeTimestamps(subject, &signature)
        let existed = min(signature.provenTime ?? task.now, task.now)
        var path: [Certificate] = []
        if let signer = subject.signer {
            let report = certificates.judge(signer, for: .signing, existed: existed)
            signature.findings += report.findings
            signature.chain = report.chain
            signature.anchor = report.anchor
            path = report.path
        }
        if let algorithms = subject.algorithms {
            signature.findings += AlgorithmRules.findings(for: algorithms, at: existed, proven: signature.provenTime)
        }
        judgeClaimedTime(&signature)
        signature.level = try level(of: subject, signature, path, stamping)
        signature.indication = signature.findings.indication
        return signature
    }

    /// The chains of those of its own timestamps that are what they look like.
    private func judgeTimestamps(
        _ subject: SignatureSubject, _ signature: inout JudgedSignature
    ) -> [[Certificate]] {
        var paths: [[Certificate]] = []
        let covered = proof(of: subject.end)
        let judge = TimestampJudge(certificates: certificates, now: task.now)
        var moments = [covered].compactMap(\.self)
        for token in subject.signedData?.signatureTimestamps ?? [] {
            guard let timestamp = try? ForeignTimestamp(token: token, besides: subject.certificates) else {
                signature.findings.append(Finding(.timestampUnreadable, .doubts(.signatureConstraints)))
                continue
            }
            let isOurs = timestamp.stamps(subject.signedData?.signature ?? [])
            let (judged, path) = judge.judge(timestamp, kind: .signature, existed: covered, isOurs: isOurs)
            if judged.isSound { paths.append(path) }
            signature.timestamps.append(judged)
            signature.findings += judged.consequences
            if judged.isProof {
                moments.append(timestamp.time)
                ledger.prove(subject.signedData?.signedRevocations ?? [], at: timestamp.time)
            }
        }
        for token in subject.signedData?.contentTimestamps ?? [] {
            guard let timestamp = try? ForeignTimestamp(token: token, besides: subject.certificates) else { continue }
            let digest = subject.range.flatMap { digests[$0] }
            let isOurs = digest.map { $0.function == timestamp.imprint?.function && timestamp.stamps($0) } ?? false
            signature.timestamps.append(judge.judge(timestamp, kind: .content, existed: covered, isOurs: isOurs).judged)
        }
        signature.provenTime = moments.min()
        // Its timestamp is over a signature over all that came before.
        let own = signature.timestamps.filter { $0.kind == .signature && $0.isProof }.map(\.time).min()
        if let own, signature.integrity == .intact { proofs.append((subject.end, own)) }
        return paths
    }

    private func judgeClaimedTime(_ signature: inout JudgedSignature) {
        guard let proven = signature.provenTime else {
            signature.findings.append(Finding(.timeUnproven, .notes, detail: signature.claimedTime?.text))
            return
        }
        if let claimed = signature.claimedTime, claimed > proven + PathJudgement.clockTolerance {
            signature.findings.append(Finding(.claimedTimeOff, .notes, detail: claimed.text))
        }
    }

    /// `stamping` are the chains of its own timestamps. Without any, the first one over the document proves its time.
    private func level(
        of subject: SignatureSubject, _ signature: JudgedSignature, _ path: [Certificate], _ stamping: [[Certificate]]
    ) throws(PDFError) -> SignatureLevel? {
        guard signature.integrity == .intact else { return nil }
        let covering = coveringTimestamps(of: subject)
        let first = covering.min { $0.subject.end < $1.subject.end }
        let paths = [path] + (stamping.isEmpty ? [first?.path ?? []] : stamping)
        let isEmbedded = paths.allSatisfy { certificates.isEmbedded($0) }
        var isArchived = false
        for timestamp in covering where isEmbedded && !isArchived {
            let sources = try revocationSources(under: timestamp.subject)
            isArchived = paths.allSatisfy { certificates.isEmbedded($0, among: sources) }
        }
        return LevelRule(
            family: LevelRule.family(subject), hasTimestamp: !stamping.isEmpty || first != nil, isEmbedded: isEmbedded,
            isArchived: isArchived
        ).level
    }

    /// The document timestamps over a signature that hold, whoever made them, with their chains.
    func coveringTimestamps(of subject: SignatureSubject) -> [(subject: SignatureSubject, path: [Certificate])] {
        stampPaths.filter { timestamp in
            timestamp.subject.end > subject.end
                && timestamp.subject.range.flatMap { digests[$0] }.map { timestamp.subject.check($0) == .holds }
                    ?? false
        }
    }
}

extension JudgedSignature.Coverage {
    fileprivate init(_ coverage: FoundSignature.Coverage) {
        switch coverage {
        case .wholeFile: self = .wholeFile
        case .revision(let revision): self = .revision(revision + 1)
        case .part: self = .part
        }
    }
}
