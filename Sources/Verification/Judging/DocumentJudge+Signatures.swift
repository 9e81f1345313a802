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

    func judgeSignature(_ subject: SignatureSubject) -> JudgedSignature {
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
        judgeTimestamps(subject, &signature)
        let existed = min(signature.provenTime ?? task.now, task.now)
        var isEmbedded = false
        if let signer = subject.signer {
            let report = certificates.judge(signer, for: .signing, existed: existed)
            signature.findings += report.findings
            signature.chain = report.chain
            signature.anchor = report.anchor
            isEmbedded = report.isEmbedded
        }
        if let algorithms = subject.algorithms {
            signature.findings += AlgorithmRules.findings(for: algorithms, at: existed, proven: signature.provenTime)
        }
        judgeClaimedTime(&signature)
        signature.level = level(of: subject, signature, isEmbedded: isEmbedded)
        signature.indication = signature.findings.indication
        return signature
    }

    private func judgeTimestamps(_ subject: SignatureSubject, _ signature: inout JudgedSignature) {
        let covered = proof(of: subject.end)
        let judge = TimestampJudge(certificates: certificates, now: task.now)
        var moments = [covered].compactMap(\.self)
        for token in subject.signedData?.signatureTimestamps ?? [] {
            guard let timestamp = try? ForeignTimestamp(token: token, besides: subject.certificates) else {
                signature.findings.append(Finding(.timestampUnreadable, .doubts(.signatureConstraints)))
                continue
            }
            let isOurs = timestamp.stamps(subject.signedData?.signature ?? [])
            let judged = judge.judge(timestamp, kind: .signature, existed: covered, isOurs: isOurs)
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
            signature.timestamps.append(judge.judge(timestamp, kind: .content, existed: covered, isOurs: isOurs))
        }
        signature.provenTime = moments.min()
        // Its timestamp is over a signature over all that came before.
        let own = signature.timestamps.filter { $0.kind == .signature && $0.isProof }.map(\.time).min()
        if let own, signature.integrity == .intact { proofs.append((subject.end, own)) }
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

    private func level(
        of subject: SignatureSubject, _ signature: JudgedSignature, isEmbedded: Bool
    ) -> SignatureLevel? {
        guard signature.integrity == .intact else { return nil }
        let covering = subjects.filter { $0.found.isDocumentTimestamp && $0.end > subject.end }.filter { timestamp in
            timestamp.range.flatMap { digests[$0] }.map { timestamp.check($0) == .holds } ?? false
        }
        return LevelRule(
            family: LevelRule.family(subject),
            signatureTimestamps: signature.timestamps.filter { $0.kind == .signature && $0.isSound },
            hasCoveringTimestamp: !covering.isEmpty, isEmbedded: isEmbedded,
            isArchived: covering.contains { timestamp in
                guard let revision = timestamp.coveredRevision else { return false }
                return ((try? history.securityStore(after: revision)) ?? nil) != nil
            }
        ).level
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
