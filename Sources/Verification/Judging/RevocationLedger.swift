import Crypto
import Domain

/// All that is known of revocations, and since when it is known to have been known.
///
/// A word is believed where its signer could still be believed at the moment for which the word itself is proven. Without a
/// timestamp over it, that is now: whoever got hold of an expired responder's key could write any word.
final class RevocationLedger {
    private let now: Instant
    private let embedded: RevocationData
    private let all: RevocationData
    private var evidence: [Pair: [RevocationEvidence]] = [:]
    private var proofs: [(sources: [[UInt8]], time: Instant)] = []

    private struct Pair: Hashable {
        let certificate: Certificate
        let issuer: Certificate
    }

    init(now: Instant, embedded: RevocationData, given: RevocationData) {
        self.now = now
        self.embedded = embedded
        all = embedded.adding(given)
    }

    /// What a timestamp covers is known to have existed at its time.
    func prove(_ sources: [[UInt8]], at time: Instant) {
        proofs.append((sources, time))
    }

    func words(on certificate: Certificate, issuer: Certificate) -> (statuses: [StatusFacts], hasOutdated: Bool) {
        var statuses: [StatusFacts] = []
        var hasOutdated = false
        for word in evidence(on: certificate, issuer: issuer) {
            switch standing(of: word, issuer: issuer) {
            case .believed: statuses.append(StatusFacts(word))
            case .outdated: hasOutdated = true
            case .worthless: break
            }
        }
        return (statuses, hasOutdated)
    }

    /// For telling: a revocation before any other word, then the newest.
    func newestWord(on certificate: Certificate, issuer: Certificate) -> JudgedCertificate.Status? {
        let believed = evidence(on: certificate, issuer: issuer).filter {
            standing(of: $0, issuer: issuer) == .believed
        }
        let word =
            believed.first { if case .revoked = $0.status { true } else { false } }
            ?? believed.max { $0.thisUpdate < $1.thisUpdate }
        return word.map { JudgedCertificate.Status($0, isEmbedded: isEmbedded($0)) }
    }

    /// Whether the document itself brings a word on the certificate; with `sources`, one that is among these.
    func embedsWord(on certificate: Certificate, issuer: Certificate, among sources: [[UInt8]]? = nil) -> Bool {
        evidence(on: certificate, issuer: issuer).contains { word in
            word.isUsable && isEmbedded(word) && sources?.contains(word.source) ?? true
        }
    }

    /// The words that are believed, for whoever looks for one to keep.
    func believedWords(on certificate: Certificate, issuer: Certificate) -> [(
        word: RevocationEvidence, says: StatusFacts
    )] {
        evidence(on: certificate, issuer: issuer).filter { standing(of: $0, issuer: issuer) == .believed }
            .map { ($0, StatusFacts($0)) }
    }

    func isEmbedded(_ word: RevocationEvidence) -> Bool {
        switch word.kind {
        case .ocsp: embedded.answers.contains { $0.der == word.source }
        case .crl: embedded.lists.contains { $0.der == word.source }
        }
    }

    private func evidence(on certificate: Certificate, issuer: Certificate) -> [RevocationEvidence] {
        let key = Pair(certificate: certificate, issuer: issuer)
        if let known = evidence[key] { return known }
        let found = RevocationEvidence.of(certificate, issuer: issuer, in: all)
        evidence[key] = found
        return found
    }

    private enum Standing {
        case believed
        /// It was good once, and nothing proves that it is as old as it says.
        case outdated
        case worthless
    }

    private func standing(of word: RevocationEvidence, issuer: Certificate) -> Standing {
        guard word.isUsable, let signer = word.signer, let algorithms = word.algorithms,
            let notBefore = signer.notBefore, let notAfter = signer.notAfter
        else { return .worthless }
        let signed = word.producedAt ?? word.thisUpdate
        let tolerance = PathJudgement.clockTolerance
        guard signed + tolerance >= notBefore, signed <= notAfter + tolerance else { return .worthless }
        let policy = AlgorithmPolicy.etsi
        let proven = proofs.filter { $0.sources.contains(word.source) }.map(\.time).min() ?? now
        if signer != issuer {
            guard let own = signer.algorithms(signedBy: issuer), policy.accepts(own, at: signed) else {
                return .worthless
            }
            // Who needs looking up is looked up, as far as anything is known.
            if word.defects.contains(.noCheckMissing), isRevoked(signer, issuer: issuer, at: signed) {
                return .worthless
            }
            guard policy.accepts(own, at: proven) else { return .outdated }
        }
        guard policy.accepts(algorithms, at: signed) else { return .worthless }
        return proven <= notAfter && policy.accepts(algorithms, at: proven) ? .believed : .outdated
    }

    private func isRevoked(_ responder: Certificate, issuer: Certificate, at moment: Instant) -> Bool {
        evidence(on: responder, issuer: issuer).contains { word in
            // His own word on himself is none.
            guard word.isUsable, word.signer == issuer, case .revoked(let at, _) = word.status else { return false }
            return at <= moment
        }
    }
}

extension StatusFacts {
    fileprivate init(_ word: RevocationEvidence) {
        let status: Status
        switch word.status {
        case .good: status = .good
        case .revoked(let at, let reason): status = .revoked(at: at, isHold: reason == .certificateHold)
        case .unknown: status = .unknown
        }
        self.init(
            status, thisUpdate: word.thisUpdate, nextUpdate: word.nextUpdate,
            coversExpiredSince: word.coversExpiredSince)
    }
}

extension JudgedCertificate.Status {
    fileprivate init(_ word: RevocationEvidence, isEmbedded: Bool) {
        let source: Source = word.kind == .ocsp ? .ocsp : .crl
        switch word.status {
        case .good:
            self.init(
                source: source, answer: .good, revokedAt: nil, reason: nil, thisUpdate: word.thisUpdate,
                nextUpdate: word.nextUpdate, isEmbedded: isEmbedded)
        case .revoked(let at, let reason):
            self.init(
                source: source, answer: .revoked, revokedAt: at, reason: "\(reason)", thisUpdate: word.thisUpdate,
                nextUpdate: word.nextUpdate, isEmbedded: isEmbedded)
        case .unknown:
            self.init(
                source: source, answer: .unknown, revokedAt: nil, reason: nil, thisUpdate: word.thisUpdate,
                nextUpdate: word.nextUpdate, isEmbedded: isEmbedded)
        }
    }
}
