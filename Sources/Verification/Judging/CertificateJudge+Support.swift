import Crypto
import Domain

extension CertificateJudge {
    /// What shows that a certificate and its issuers were good at a moment.
    struct Support {
        /// The leaf first, the anchor last.
        var path: [Certificate] = []
        /// One word on each certificate that needs one.
        var words: [RevocationEvidence] = []
        var missing: [MissingWord] = []
    }

    /// A larger list is not put into documents. Its authority mostly answers single questions as well.
    static let keptListBytesMax = 8 << 20

    /// The least that shows a certificate good, of all that is at hand; wishes for what is not.
    func support(for leaf: Certificate, _ purpose: PathPurpose, existed: Instant) -> Support {
        guard case .found(let path) = path(for: leaf, purpose, existed) else {
            let last = judge(leaf, for: purpose, existed: existed).path.last ?? leaf
            wishForIssuer(of: last)
            // Who vouches for the last that is known would be the next question.
            return Support(missing: [MissingWord(issuer: last.issuer, serial: facts(of: last)?.serialText ?? "")])
        }
        var support = Support(path: path)
        for (index, link) in links(of: path, existed).enumerated() where link.facts.needsRevocationStatus {
            guard let issuer = link.issuer else { continue }
            if let word = bestWord(on: link, isLeaf: index == 0, existed: existed) {
                support.words.append(word)
                support.words += wordOnResponder(of: word, issuer: issuer)
            } else {
                wishForStatus(of: link)
                support.missing.append(
                    MissingWord(
                        issuer: issuer.commonName ?? issuer.subject,
                        serial: facts(of: link.certificate)?.serialText ?? ""))
            }
        }
        return support
    }

    /// What is in the document already, before an answer, before a list, before an answer that may be outdated the moment after;
    /// of two alike the newer.
    private func bestWord(on link: Link, isLeaf: Bool, existed: Instant) -> RevocationEvidence? {
        guard let issuer = link.issuer else { return nil }
        let judgement = PathJudgement(existed: existed, now: now)
        let good = ledger.believedWords(on: link.certificate, issuer: issuer).filter { word, says in
            var facts = link.facts
            facts.statuses = [says]
            return isKeepable(word) && judgement.judge(facts, isLeaf: isLeaf) == .passed
        }
        return good.map(\.word).min { one, other in
            (rank(one), other.thisUpdate) < (rank(other), one.thisUpdate)
        }
    }

    private func rank(_ word: RevocationEvidence) -> Int {
        if ledger.isEmbedded(word) { return 0 }
        return switch word.kind {
        case .ocsp: word.nextUpdate == nil ? 3 : 1
        case .crl: 2
        }
    }

    private func isKeepable(_ word: RevocationEvidence) -> Bool {
        if ledger.isEmbedded(word) { return true }
        return switch word.kind {
        case .ocsp: RevocationAnswer.isWhole(word.source)
        case .crl: word.source.count <= Self.keptListBytesMax
        }
    }

    /// A responder who is not excused from it must be looked up too (RFC 6960 §4.2.2.2.1). Some readers insist.
    private func wordOnResponder(of word: RevocationEvidence, issuer: Certificate) -> [RevocationEvidence] {
        guard word.defects.contains(.noCheckMissing), let responder = word.signer else { return [] }
        let known = ledger.believedWords(on: responder, issuer: issuer).filter { other, says in
            says.status == .good && other.signer == issuer && isKeepable(other)
        }
        if let best = known.map(\.word).min(by: { rank($0) < rank($1) }) { return [best] }
        for link in links(of: [responder, issuer], now) { wishForStatus(of: link) }
        return []
    }
}
