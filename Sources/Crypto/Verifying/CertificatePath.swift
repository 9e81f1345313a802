import COpenSSL

/// What looking for a path from a certificate to an anchor came to.
package enum PathOutcome: Sendable {
    /// The leaf first, the anchor last; they are the same where the leaf is an anchor itself.
    case found(path: [Certificate])
    case none(PathFailure)
}

/// Why there is no path.
package enum PathFailure: String, CaseIterable, Sendable {
    case noAnchor
    /// A certificate of the right name is there, whose key did not sign.
    case badSignature
    case notAuthority
    /// Path length, name constraints, policies, or a critical extension that is not understood.
    case constraints
    /// The leaf may not be used for this, or an authority not for signing certificates.
    case keyUsage
    case keyUnusable
    case tooLong
    case tooManyCandidates
    case tooManyChecks
    case unreadable
}

/// What a leaf must be for.
package enum PathPurpose: Sendable {
    case signing
    case timestamping
    case ocsp
}

/// Looks for a path (RFC 5280 §6) by names and signatures, in which no time plays a part.
///
/// Times, algorithms and revocation are judged by the caller, certificate by certificate. OpenSSL follows one issuer of
/// several that look alike and does not come back; so the candidates are walked here, and it judges each whole path
/// alone.
package struct CertificatePath {
    /// Certificates in a path.
    package static let lengthMax = 10
    package static let candidatesMax = 1_000
    /// Pairs of certificates whose signature is asked about. One that was asked about before is not verified again, but
    /// counts, so that there is an end to going back and forth.
    package static let signatureChecksMax = 1_000
    /// Whole paths that are looked at for one that is preferred.
    package static let pathsMax = 20

    /// Each certificate once: the leaf first, then the anchors, then the others.
    private let known: [Certificate]
    private let anchors: Set<Int>
    private var checksLeft = signatureChecksMax
    private var pathsLeft = pathsMax
    /// Whether the issuer's key signed the other.
    private var signatures: [Pair: Bool] = [:]
    private var found: [Certificate]?
    /// Of all that went wrong, what came nearest to a path.
    private var failure = PathFailure.noAnchor

    /// Two certificates, by their places among the known ones.
    private struct Pair: Hashable {
        let issuer: Int
        let subject: Int
    }

    /// Of several paths the first that is acceptable; where none of those looked at is, the first of them all. There are
    /// several where an authority was certified anew or by two others, and one of these certificates may have expired.
    package static func find(
        for leaf: Certificate, among candidates: [Certificate], anchors: [Certificate], purpose: PathPurpose,
        preferring isAcceptable: ([Certificate]) -> Bool = { _ in true }
    ) -> PathOutcome {
        guard candidates.count <= candidatesMax else { return .none(.tooManyCandidates) }
        guard isFor(purpose, leaf) else { return .none(.keyUsage) }
        var search = CertificatePath(from: leaf, anchors: anchors, candidates: candidates)
        _ = search.walk([0], isAcceptable)
        return search.found.map { .found(path: $0) } ?? .none(search.failure)
    }

    /// Upwards from a leaf to whoever is the last that is there, by names and signatures, for telling people who issued
    /// a certificate that leads to no anchor. Nothing in it is to be believed: anybody may have made all of it.
    package static func ascent(from leaf: Certificate, among candidates: [Certificate]) -> [Certificate] {
        guard candidates.count <= candidatesMax else { return [leaf] }
        var search = CertificatePath(from: leaf, anchors: [], candidates: candidates)
        var path = [0]
        while path.count < lengthMax, let next = search.issuer(above: path) { path.append(next) }
        return path.map { search.known[$0] }
    }

    private init(from leaf: Certificate, anchors: [Certificate], candidates: [Certificate]) {
        var places: [Certificate: Int] = [:]
        var known: [Certificate] = []
        func place(_ certificate: Certificate) -> Int {
            if let place = places[certificate] { return place }
            known.append(certificate)
            places[certificate] = known.count - 1
            return known.count - 1
        }
        _ = place(leaf)
        self.anchors = Set(anchors.map(place))
        for candidate in candidates { _ = place(candidate) }
        self.known = known
    }

    private static func isFor(_ purpose: PathPurpose, _ leaf: Certificate) -> Bool {
        switch purpose {
        case .signing: leaf.isForSigning
        case .timestamping: leaf.isForTimestampsAlone
        case .ocsp: leaf.isForRevocationAnswers || leaf.isAuthority
        }
    }

    /// Whether the search has come to its end: at an acceptable path, or at a limit.
    private mutating func walk(_ path: [Int], _ isAcceptable: ([Certificate]) -> Bool) -> Bool {
        guard let last = path.last else { return false }
        if anchors.contains(last), arrive(path.map { known[$0] }, isAcceptable) { return true }
        for issuer in known.indices where !path.contains(issuer) {
            guard mayHaveIssued(issuer, last) else { continue }
            guard checksLeft > 0 else {
                failure = .tooManyChecks
                return true
            }
            guard path.count < Self.lengthMax else {
                failure = .tooLong
                return false
            }
            checksLeft -= 1
            guard hasSigned(issuer, last) else { continue }
            if walk(path + [issuer], isAcceptable) { return true }
        }
        return false
    }

    /// Looks at a path that has reached an anchor, and says whether the search is over.
    private mutating func arrive(_ path: [Certificate], _ isAcceptable: ([Certificate]) -> Bool) -> Bool {
        guard pathsLeft > 0 else {
            failure = .tooManyChecks
            return true
        }
        pathsLeft -= 1
        if let why = Self.objection(to: path) {
            failure = why
            return false
        }
        let isEnd = isAcceptable(path)
        if isEnd || found == nil { found = path }
        return isEnd
    }

    /// The first that signed the last of the path; nil where nobody did but itself.
    private mutating func issuer(above path: [Int]) -> Int? {
        guard let last = path.last, !(mayHaveIssued(last, last) && hasSigned(last, last)) else { return nil }
        for issuer in known.indices where !path.contains(issuer) && mayHaveIssued(issuer, last) {
            guard checksLeft > 0 else { return nil }
            checksLeft -= 1
            if hasSigned(issuer, last) { return issuer }
        }
        return nil
    }

    private mutating func mayHaveIssued(_ issuer: Int, _ subject: Int) -> Bool {
        let answer = unsafe X509_check_issued(known[issuer].pointer, known[subject].pointer)
        if answer == X509_V_ERR_KEYUSAGE_NO_CERTSIGN { remark(.keyUsage) }
        return answer == X509_V_OK
    }

    private mutating func hasSigned(_ issuer: Int, _ subject: Int) -> Bool {
        let pair = Pair(issuer: issuer, subject: subject)
        if let answer = signatures[pair] { return answer }
        let answer = verifies(known[issuer], known[subject])
        signatures[pair] = answer
        return answer
    }

    private mutating func verifies(_ issuer: Certificate, _ certificate: Certificate) -> Bool {
        // Nothing more is done with a key whose curve is of its own making.
        guard VerifyingKey(of: issuer) != nil else {
            remark(.keyUnusable)
            return false
        }
        guard certificate.isSigned(by: issuer) else {
            remark(.badSignature)
            return false
        }
        return true
    }

    /// What went wrong on the way says less than what an anchor was reached with.
    private mutating func remark(_ why: PathFailure) {
        if failure == .noAnchor { failure = why }
    }
}

extension Certificate {
    /// Whether the issuer's key signed this certificate. Names are for others to compare.
    func isSigned(by issuer: Certificate) -> Bool {
        guard let key = unsafe X509_get0_pubkey(issuer.pointer) else { return false }
        defer { ERR_clear_error() }

        return unsafe X509_verify(pointer, key) == 1
    }
}
