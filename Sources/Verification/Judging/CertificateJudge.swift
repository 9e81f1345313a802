import Crypto
import Domain

/// Judges certificates for one document: looks for paths to what is trusted, and for what is known of revocations.
final class CertificateJudge {
    let now: Instant
    private let demand: RevocationDemand
    private let anchors: AnchorShelf
    /// Whatever certificates came along, from wherever.
    private let pool: [Certificate]
    /// Those of them that the document brings itself.
    private let embedded: Set<Certificate>
    let ledger: RevocationLedger
    private var facts: [Certificate: CertificateFacts] = [:]
    private var paths: [PathKey: PathOutcome] = [:]
    /// In the order they came up, each once.
    private(set) var wishes: [Wish] = []
    private var known: Set<Wish> = []

    private struct PathKey: Hashable {
        let leaf: Certificate
        let purpose: PathPurpose
        let existed: Instant
    }

    /// What a judgement of one certificate and its issuers came to.
    struct Report {
        var findings: [Finding] = []
        var chain: [JudgedCertificate] = []
        var anchor: String?
        /// The same chain, for asking more about it.
        var path: [Certificate] = []
    }

    /// `embedded` come with the document, `given` from elsewhere.
    init(_ task: VerificationTask, embedded: [Certificate], given: [Certificate], ledger: RevocationLedger) {
        now = task.now
        demand = task.revocation
        anchors = AnchorShelf(task.anchors)
        var seen: Set<Certificate> = []
        pool = (embedded + given).filter { seen.insert($0).inserted }
        self.embedded = Set(embedded)
        self.ledger = ledger
    }

    /// Judges whether a certificate vouches for something that existed at the latest at a moment.
    func judge(_ leaf: Certificate, for purpose: PathPurpose, existed: Instant) -> Report {
        var report = Report()
        switch path(for: leaf, purpose, existed) {
        case .found(let path):
            report.anchor = path.last.flatMap { anchors.name(of: $0) }
            judge(path, existed, &report)
            report.chain = told(path, isAnchored: true)
            report.path = path
        case .none(let failure):
            let ascent = CertificatePath.ascent(from: leaf, among: pool + anchors.certificates(near: pool + [leaf]))
            report.findings.append(Self.finding(for: failure))
            if failure == .noAnchor || failure == .badSignature { wishForIssuer(of: ascent.last ?? leaf) }
            report.chain = told(ascent, isAnchored: false)
            report.path = ascent
        }
        if purpose == .signing, let facts = facts(of: leaf), !Self.isForDocuments(facts) {
            report.findings.append(Finding(.keyNotForDocuments, .doubts(.chainConstraints)))
        }
        return report
    }

    /// Whether the document itself brings issuers and words about revocation for the whole chain; with `sources`, words that are
    /// among these.
    func isEmbedded(_ path: [Certificate], among sources: [[UInt8]]? = nil) -> Bool {
        // An anchor is there already where it is trusted.
        guard path.count > 1, path.dropLast().allSatisfy(embedded.contains) else { return false }
        return zip(path, path.dropFirst()).enumerated().allSatisfy { index, pair in
            index == 0 && facts(of: pair.0)?.isWithoutRevocation == true
                || ledger.embedsWord(on: pair.0, issuer: pair.1, among: sources)
        }
    }

    // MARK: Paths

    func path(for leaf: Certificate, _ purpose: PathPurpose, _ existed: Instant) -> PathOutcome {
        let key = PathKey(leaf: leaf, purpose: purpose, existed: existed)
        if let known = paths[key] { return known }
        func find(_ anchors: [Certificate]) -> PathOutcome {
            CertificatePath.find(for: leaf, among: pool, anchors: anchors, purpose: purpose) { path in
                let links = self.links(of: path, existed)
                guard links.count == max(1, path.count - 1) else { return false }
                return PathJudgement(existed: existed, now: self.now).judge(links.map(\.facts)) == .passed
            }
        }
        var found = find(anchors.certificates(near: pool + [leaf]))
        // A name may be written in two ways and be the same.
        if case .none = found, anchors.hasMore(than: pool + [leaf]) { found = find(anchors.all) }
        paths[key] = found
        return found
    }

    private static func finding(for failure: PathFailure) -> Finding {
        switch failure {
        case .noAnchor: Finding(.issuerUnknown, .doubts(.noChain))
        case .badSignature: Finding(.issuerImpostor, .doubts(.noChain))
        case .notAuthority: Finding(.issuerNotAuthority, .doubts(.chainConstraints))
        case .constraints: Finding(.pathConstraints, .doubts(.chainConstraints))
        case .keyUsage: Finding(.keyNotForSigning, .doubts(.chainConstraints))
        case .keyUnusable, .tooLong, .tooManyCandidates, .tooManyChecks, .unreadable:
            Finding(.pathUnusable, .doubts(.chain), detail: failure.rawValue)
        }
    }

    /// Purposes that are not signing documents (RFC 5280 §4.2.1.12): servers, programs, timestamps, revocation answers.
    private static let otherPurposes: Set<String> = [
        "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9",
    ]
    private static let clientLogin = "1.3.6.1.5.5.7.3.2"

    /// A certificate for other things alone does not speak for documents; logging in beside them changes nothing.
    private static func isForDocuments(_ facts: CertificateFacts) -> Bool {
        guard let purposes = facts.extendedKeyUsages.map(Set.init), !purposes.isDisjoint(with: otherPurposes) else {
            return true
        }
        return !purposes.isSubset(of: otherPurposes.union([clientLogin]))
    }

    // MARK: Links

    struct Link {
        let certificate: Certificate
        let issuer: Certificate?
        var facts: LinkFacts
        let hasOutdatedWord: Bool
    }

    /// The anchor left out, unless it is all there is: then its own dates count, and nobody answers for its revocation.
    func links(of path: [Certificate], _ existed: Instant) -> [Link] {
        var links: [Link] = []
        for (index, certificate) in path.enumerated() where index < path.count - 1 || path.count == 1 {
            guard let facts = facts(of: certificate), let notBefore = facts.notBefore, let notAfter = facts.notAfter
            else { continue }
            guard index + 1 < path.count else {
                let link = LinkFacts(notBefore: notBefore, notAfter: notAfter, needsRevocationStatus: false)
                links.append(Link(certificate: certificate, issuer: nil, facts: link, hasOutdatedWord: false))
                continue
            }
            let issuer = path[index + 1]
            let words = ledger.words(on: certificate, issuer: issuer)
            let acceptance = certificate.algorithms(signedBy: issuer).map(AlgorithmPolicy.etsi.acceptance(of:))
            let link = LinkFacts(
                notBefore: notBefore, notAfter: notAfter, soundUntil: (acceptance ?? .never).end,
                needsRevocationStatus: !(index == 0 && facts.isWithoutRevocation), statuses: words.statuses)
            links.append(
                Link(certificate: certificate, issuer: issuer, facts: link, hasOutdatedWord: words.hasOutdated))
        }
        return links
    }

    private func judge(_ path: [Certificate], _ existed: Instant, _ report: inout Report) {
        let links = links(of: path, existed)
        guard links.count == max(1, path.count - 1) else {
            report.findings.append(Finding(.certificateUndated, .doubts(.chain)))
            return
        }
        let judgement = PathJudgement(existed: existed, now: now)
        for (index, link) in links.enumerated() {
            var answer = judgement.judge(link.facts, isLeaf: index == 0)
            if answer == .indeterminate(.tryLater) || answer == .indeterminate(.outOfBoundsWithoutProof) {
                wishForStatus(of: link)
                if link.hasOutdatedWord { report.findings.append(Finding(.statusOutdated, .notes)) }
            }
            if answer == .indeterminate(.tryLater), demand == .whenKnown {
                var facts = link.facts
                facts.needsRevocationStatus = false
                report.findings.append(Finding(.statusNotAsked, .notes, detail: name(of: link.certificate)))
                answer = judgement.judge(facts, isLeaf: index == 0)
            }
            if let finding = finding(for: answer, link) { report.findings.append(finding) }
            if answer == .passed, let moment = link.facts.revocation(after: existed) {
                report.findings.append(Finding(.revokedLater, .notes, detail: moment.text))
            }
        }
    }

    private func finding(for answer: Indication, _ link: Link) -> Finding? {
        let name = name(of: link.certificate)
        switch answer {
        case .passed: return nil
        case .failed(let disproof): return Finding(.notYetValid, .disproves(disproof), detail: name)
        case .indeterminate(let doubt):
            let code: FindingCode
            switch doubt {
            case .revokedWithoutProof: code = .revoked
            case .issuerRevokedWithoutProof: code = .issuerRevoked
            case .outOfBoundsNotRevoked, .outOfBoundsWithoutProof: code = .expired
            case .algorithmWithoutProof: code = .algorithmOutlived
            default: code = .statusUnknown
            }
            return Finding(code, .doubts(doubt), detail: name)
        }
    }

    private func name(of certificate: Certificate) -> String { certificate.commonName ?? certificate.subject }

    // MARK: Telling

    private func told(_ path: [Certificate], isAnchored: Bool) -> [JudgedCertificate] {
        path.enumerated().compactMap { index, certificate in
            guard let facts = facts(of: certificate) else { return nil }
            let issuer = index + 1 < path.count ? path[index + 1] : nil
            let isAnchor = isAnchored && issuer == nil
            return JudgedCertificate(
                subject: facts.subject, issuer: facts.issuer, commonName: facts.commonName,
                organisation: facts.organisation, serial: facts.serialText, notBefore: facts.notBefore,
                notAfter: facts.notAfter, keyUsages: facts.keyUsages?.map(\.rawValue) ?? [],
                algorithms: certificate.algorithms(signedBy: issuer ?? certificate)?.id,
                fingerprint: Hexadecimal.text(facts.fingerprint.bytes[...]), isAnchor: isAnchor,
                status: issuer.flatMap { ledger.newestWord(on: certificate, issuer: $0) })
        }
    }

    func facts(of certificate: Certificate) -> CertificateFacts? {
        if let known = facts[certificate] { return known }
        let read = try? certificate.facts()
        facts[certificate] = read
        return read
    }

    // MARK: Wishes

    /// What was wished for until now is for somebody else.
    func forgetWishes() {
        wishes.removeAll()
        known.removeAll()
    }

    private func wish(_ wish: Wish) {
        if known.insert(wish).inserted { wishes.append(wish) }
    }

    func wishForStatus(of link: Link) {
        guard let facts = facts(of: link.certificate), let issuer = link.issuer else { return }
        if let request = try? RevocationQuestion.ocspRequest(for: link.certificate, issuer: issuer) {
            for url in facts.ocspURLs { wish(.status(url: url, request: request)) }
        }
        for url in facts.revocationListURLs { wish(.revocationList(url: url)) }
    }

    func wishForIssuer(of certificate: Certificate) {
        guard let facts = facts(of: certificate), !certificate.isSelfIssued else { return }
        for url in facts.issuerURLs { wish(.issuer(url: url)) }
    }
}

extension AlgorithmPolicy.Acceptance {
    /// When it is over; nil without an end.
    var end: Instant? {
        switch self {
        case .never: Instant(nanosecondsSince1970: .min)
        case .until(let last): last
        case .open: nil
        }
    }
}

extension LinkFacts {
    /// The first revocation after a moment.
    fileprivate func revocation(after moment: Instant) -> Instant? {
        let moments = statuses.compactMap { word -> Instant? in
            if case .revoked(let at, _) = word.status, at > moment { at } else { nil }
        }
        return moments.min()
    }
}
