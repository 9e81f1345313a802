import Domain
import Verification

// How a judgement travels: every value's fields in the order of its type.

extension WireWriter {
    mutating func put(_ judgement: Judgement) {
        put(judgement.verdict)
        put(judgement.wishes) { out, wish in
            switch wish {
            case .status(let url, let request):
                out.put("status")
                out.put(url)
                out.put(request)
            case .revocationList(let url):
                out.put("list")
                out.put(url)
            case .issuer(let url):
                out.put("issuer")
                out.put(url)
            }
        }
    }

    private mutating func put(_ verdict: DocumentVerdict) {
        put(verdict.judgedAt)
        put(verdict.bytes)
        put(verdict.pages)
        put(verdict.revisions)
        put(verdict.signatures) { $0.put($1) }
        put(verdict.findings) { $0.put($1) }
    }

    private mutating func put(_ signature: JudgedSignature) {
        put(signature.kind.rawValue)
        put(signature.field) { $0.put($1) }
        put(signature.object) { $0.put($1) }
        put(signature.subFilter) { $0.put($1) }
        put(signature.level) { out, level in
            out.put(level.family.rawValue)
            out.put(level.step.rawValue)
        }
        put(signature.indication)
        put(signature.findings) { $0.put($1) }
        put(signature.integrity.rawValue)
        switch signature.coverage {
        case .part: put(-1)
        case .wholeFile: put(0)
        case .revision(let revision): put(revision)
        }
        put(signature.signedBytes) { $0.put($1) }
        put(signature.certifies) { $0.put($1) }
        put(signature.changes) { $0.put($1) }
        put(signature.chain) { $0.put($1) }
        put(signature.anchor) { $0.put($1) }
        put(signature.algorithms) { $0.put($1) }
        put(signature.claimedTime) { $0.put($1) }
        put(signature.provenTime) { $0.put($1) }
        put(signature.timestamps) { $0.put($1) }
        let words = signature.words
        for word in [words.name, words.reason, words.location, words.contact, words.application] {
            put(word) { $0.put($1) }
        }
    }

    private mutating func put(_ timestamp: JudgedTimestamp) {
        put(timestamp.kind.rawValue)
        put(timestamp.time)
        put(timestamp.serial)
        put(timestamp.findings) { $0.put($1) }
        put(timestamp.chain) { $0.put($1) }
        put(timestamp.anchor) { $0.put($1) }
    }

    private mutating func put(_ certificate: JudgedCertificate) {
        put(certificate.subject)
        put(certificate.issuer)
        put(certificate.commonName) { $0.put($1) }
        put(certificate.organisation) { $0.put($1) }
        put(certificate.serial)
        put(certificate.notBefore) { $0.put($1) }
        put(certificate.notAfter) { $0.put($1) }
        put(certificate.keyUsages) { $0.put($1) }
        put(certificate.algorithms) { $0.put($1) }
        put(certificate.fingerprint)
        put(certificate.isAnchor)
        put(certificate.status) { out, status in
            out.put(status.source.rawValue)
            out.put(status.answer.rawValue)
            out.put(status.revokedAt) { $0.put($1) }
            out.put(status.reason) { $0.put($1) }
            out.put(status.thisUpdate)
            out.put(status.nextUpdate) { $0.put($1) }
            out.put(status.isEmbedded)
        }
    }

    private mutating func put(_ change: JudgedChange) {
        put(change.answer.rawValue)
        put(change.kind)
        put(change.detail) { $0.put($1) }
        put(change.revision)
        put(change.object) { $0.put($1) }
        put(change.page) { $0.put($1) }
        put(change.field) { $0.put($1) }
    }

    private mutating func put(_ finding: Finding) {
        put(finding.code.rawValue)
        switch finding.effect {
        case .notes: put("")
        case .disproves(let disproof): put(disproof.rawValue)
        case .doubts(let doubt): put(doubt.rawValue)
        }
        put(finding.detail) { $0.put($1) }
    }

    private mutating func put(_ indication: Indication) { put(indication.sub ?? "") }

    mutating func put(_ instant: Instant) { put(Int(instant.nanosecondsSince1970)) }
}

extension WireReader {
    mutating func judgement() throws(Malformed) -> Judgement {
        let verdict = try verdict()
        let wishes = try list { (reader) throws(Malformed) -> Wish in
            switch try reader.text() {
            case "status": return .status(url: try reader.text(), request: try reader.piece())
            case "list": return .revocationList(url: try reader.text())
            case "issuer": return .issuer(url: try reader.text())
            default: throw Malformed()
            }
        }
        return Judgement(verdict: verdict, wishes: wishes)
    }

    private mutating func verdict() throws(Malformed) -> DocumentVerdict {
        DocumentVerdict(
            judgedAt: try instant(), bytes: try integer(), pages: try integer(), revisions: try integer(),
            signatures: try list { (reader) throws(Malformed) in try reader.signature() },
            findings: try list { (reader) throws(Malformed) in try reader.finding() })
    }

    private mutating func signature() throws(Malformed) -> JudgedSignature {
        let kind = try choice(JudgedSignature.Kind.self)
        let (field, object, subFilter) = (try optionalText(), try optionalInteger(), try optionalText())
        let level = try optional { (reader) throws(Malformed) in
            SignatureLevel(try reader.choice(), try reader.choice())
        }
        let indication = try indication()
        let findings = try list { (reader) throws(Malformed) in try reader.finding() }
        let integrity = try choice(JudgedSignature.Integrity.self)
        let coverage: JudgedSignature.Coverage
        switch try integer() {
        case -1: coverage = .part
        case 0: coverage = .wholeFile
        case let revision where revision > 0: coverage = .revision(revision)
        default: throw Malformed()
        }
        var signature = JudgedSignature(
            kind: kind, field: field, object: object, subFilter: subFilter, coverage: coverage,
            signedBytes: try optionalInteger())
        (signature.level, signature.indication, signature.findings) = (level, indication, findings)
        signature.integrity = integrity
        signature.certifies = try optionalInteger()
        signature.changes = try list { (reader) throws(Malformed) in try reader.change() }
        signature.chain = try list { (reader) throws(Malformed) in try reader.certificate() }
        signature.anchor = try optionalText()
        signature.algorithms = try optionalText()
        signature.claimedTime = try optionalInstant()
        signature.provenTime = try optionalInstant()
        signature.timestamps = try list { (reader) throws(Malformed) in try reader.timestamp() }
        signature.words = JudgedSignature.Words(
            name: try optionalText(), reason: try optionalText(), location: try optionalText(),
            contact: try optionalText(), application: try optionalText())
        return signature
    }

    private mutating func timestamp() throws(Malformed) -> JudgedTimestamp {
        JudgedTimestamp(
            kind: try choice(), time: try instant(), serial: try text(),
            findings: try list { (reader) throws(Malformed) in try reader.finding() },
            chain: try list { (reader) throws(Malformed) in try reader.certificate() }, anchor: try optionalText())
    }

    private mutating func certificate() throws(Malformed) -> JudgedCertificate {
        JudgedCertificate(
            subject: try text(), issuer: try text(), commonName: try optionalText(), organisation: try optionalText(),
            serial: try text(), notBefore: try optionalInstant(), notAfter: try optionalInstant(),
            keyUsages: try list { (reader) throws(Malformed) in try reader.text() }, algorithms: try optionalText(),
            fingerprint: try text(), isAnchor: try flag(),
            status: try optional { (reader) throws(Malformed) in
                JudgedCertificate.Status(
                    source: try reader.choice(), answer: try reader.choice(), revokedAt: try reader.optionalInstant(),
                    reason: try reader.optionalText(), thisUpdate: try reader.instant(),
                    nextUpdate: try reader.optionalInstant(), isEmbedded: try reader.flag())
            })
    }

    private mutating func change() throws(Malformed) -> JudgedChange {
        JudgedChange(
            answer: try choice(), kind: try text(), detail: try optionalText(), revision: try integer(),
            object: try optionalInteger(), page: try optionalInteger(), field: try optionalText())
    }

    private mutating func finding() throws(Malformed) -> Finding {
        Finding(try choice(), try effect(), detail: try optionalText())
    }

    private mutating func effect() throws(Malformed) -> Finding.Effect {
        switch try indication() {
        case .passed: .notes
        case .failed(let disproof): .disproves(disproof)
        case .indeterminate(let doubt): .doubts(doubt)
        }
    }

    /// By its sub-indication, which passing has none of.
    private mutating func indication() throws(Malformed) -> Indication {
        let word = try text()
        if word.isEmpty { return .passed }
        if let disproof = Indication.Disproof(rawValue: word) { return .failed(disproof) }
        guard let doubt = Indication.Doubt(rawValue: word) else { throw Malformed() }
        return .indeterminate(doubt)
    }

    private mutating func optionalText() throws(Malformed) -> String? {
        try optional { (reader) throws(Malformed) in try reader.text() }
    }

    private mutating func optionalInteger() throws(Malformed) -> Int? {
        try optional { (reader) throws(Malformed) in try reader.integer() }
    }

    private mutating func optionalInstant() throws(Malformed) -> Instant? {
        try optional { (reader) throws(Malformed) in try reader.instant() }
    }

    mutating func instant() throws(Malformed) -> Instant {
        Instant(nanosecondsSince1970: Int64(try integer()))
    }
}
