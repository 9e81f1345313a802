import Crypto
import Domain

/// Judges what a timestamp proves.
struct TimestampJudge {
    let certificates: CertificateJudge
    let now: Instant

    /// `existed` is when the timestamp itself is known to have existed, by another one over it; `isOurs` whether it stamps what it
    /// is said to stamp.
    func judge(
        _ timestamp: ForeignTimestamp, kind: JudgedTimestamp.Kind, existed: Instant?, isOurs: Bool = true
    ) -> (judged: JudgedTimestamp, path: [Certificate]) {
        var findings = SignedDataRules(isPAdES: false).findings(for: timestamp.signedData)
            .filter { $0.code != .timeUnproven }
        findings += TimestampDefect.allCases.filter(timestamp.defects.contains).map(Self.finding)
        if !isOurs { findings.append(Finding(.timestampOfOther, .disproves(.hash))) }
        switch timestamp.check() {
        case .holds: break
        case .otherContent, .broken: findings.append(Finding(.timestampBroken, .disproves(.signature)))
        case .otherDigestWanted, .uncheckable: findings.append(Finding(.uncheckable, .doubts(.signatureConstraints)))
        }
        let text = timestamp.time.text
        if timestamp.time > now + PathJudgement.clockTolerance {
            findings.append(Finding(.timestampFuture, .doubts(.timestampOrder), detail: text))
        } else if let existed, timestamp.time > existed + PathJudgement.clockTolerance {
            findings.append(Finding(.timestampOrder, .doubts(.timestampOrder), detail: text))
        }
        var chain: [JudgedCertificate] = []
        var anchor: String?
        var path: [Certificate] = []
        let moment = min(existed ?? now, now)
        if let authority = timestamp.authority {
            // Its key may have been good at its own time alone; for that it must be covered by something younger.
            let report = certificates.judge(authority, for: .timestamping, existed: moment)
            findings += report.findings
            (chain, anchor, path) = (report.chain, report.anchor, report.path)
        }
        for algorithms in [
            timestamp.signedData.algorithms, timestamp.imprint.map { AlgorithmUse(digest: $0.function) },
        ] {
            guard let algorithms else { continue }
            findings += AlgorithmRules.findings(for: algorithms, at: moment, proven: existed)
        }
        let judged = JudgedTimestamp(
            kind: kind, time: timestamp.time, serial: Hexadecimal.text(timestamp.serial[...]), findings: findings,
            chain: chain, anchor: anchor)
        return (judged, path)
    }

    private static func finding(for defect: TimestampDefect) -> Finding {
        let detail = defect.rawValue
        return switch defect {
        case .certificateNotForTimestamps, .otherAuthorityNamed:
            Finding(.timestampAuthorityUnfit, .doubts(.chainConstraints), detail: detail)
        case .imprintUnknown: Finding(.algorithmUnknown, .doubts(.algorithm), detail: detail)
        case .wrongVersion, .unknownCriticalExtension:
            Finding(.timestampUnreadable, .doubts(.signatureConstraints), detail: detail)
        case .accuracyUnreadable: Finding(.containerOdd, .notes, detail: detail)
        }
    }
}

extension JudgedTimestamp {
    /// Whether it is what it looks like, whoever made it.
    var isSound: Bool {
        if case .failed = indication { false } else { true }
    }

    /// What it means for the signature that carries it. A lie about the time is one about the signature; a timestamp that merely
    /// proves nothing is left out.
    var consequences: [Finding] {
        switch indication {
        case .passed: []
        case .failed(.hash): [Finding(.timestampOfOther, .doubts(.signatureConstraints))]
        case .failed: [Finding(.timestampBroken, .doubts(.signatureConstraints))]
        case .indeterminate(.timestampOrder):
            findings.filter { $0.effect == .doubts(.timestampOrder) }
        case .indeterminate(let doubt): [Finding(.timestampUnproven, .notes, detail: doubt.rawValue)]
        }
    }
}

/// What the age of algorithms means.
enum AlgorithmRules {
    static func findings(for use: AlgorithmUse, at moment: Instant, proven: Instant?) -> [Finding] {
        switch AlgorithmPolicy.etsi.acceptance(of: use) {
        case .open: []
        case .never: [Finding(.algorithmWeak, .doubts(.algorithm), detail: use.id)]
        case .until(let last) where moment <= last: []
        case .until:
            [Finding(.algorithmOutlived, .doubts(proven == nil ? .algorithmWithoutProof : .algorithm), detail: use.id)]
        }
    }
}
