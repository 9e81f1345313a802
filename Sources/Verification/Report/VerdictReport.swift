package import Domain

extension DocumentVerdict {
    /// The whole verdict for programs: the shape that `docs/verification.md` describes.
    package func report(of name: String?) -> JSON {
        let words = words
        return [
            "file": .optional(name),
            "outcome": .text(indication?.main ?? "NO_SIGNATURE"),
            "subIndication": .optional(indication?.sub),
            "title": words.title.report,
            "sentence": words.what.report,
            "next": words.next.report,
            "asOf": moment.report,
            "judgedAt": .text(judgedAt.text),
            "bytes": .integer(bytes),
            "pages": .integer(pages),
            "revisions": .integer(revisions),
            "signatureCount": .integer(signatures.count { $0.kind == .signature }),
            "documentTimestampCount": .integer(signatures.count { $0.kind == .documentTimestamp }),
            "findings": .array(findings.map(\.report)),
            "signatures": .array(signatures.map(\.report)),
        ]
    }
}

extension Bilingual {
    fileprivate var report: JSON { ["id": .text(indonesian), "en": .text(english)] }
}

extension Finding {
    fileprivate var report: JSON {
        let (effect, sub): (String, String?) =
            switch effect {
            case .notes: ("notes", nil)
            case .disproves(let disproof): ("disproves", disproof.rawValue)
            case .doubts(let doubt): ("doubts", doubt.rawValue)
            }
        return [
            "code": .text(code.rawValue), "effect": .text(effect), "subIndication": .optional(sub),
            "detail": .optional(detail), "sentence": words.report,
        ]
    }
}

extension JudgedSignature {
    fileprivate var report: JSON {
        [
            "kind": .text(kind.rawValue),
            "field": .optional(field),
            "object": .optional(object),
            "subFilter": .optional(subFilter),
            "level": .optional(level?.name),
            "outcome": .text(indication.main),
            "subIndication": .optional(indication.sub),
            "sentence": sentence.report,
            "integrity": .text(integrity.rawValue),
            "coverage": coverageReport,
            "signedBytes": .optional(signedBytes),
            "certifies": .optional(certifies),
            "changesAfter": .text(worstChange?.rawValue ?? "none"),
            "changes": .array(changes.map(\.report)),
            "signer": .optional(signer?.name),
            "anchor": .optional(anchor),
            "chain": .array(chain.map(\.report)),
            "algorithms": .optional(algorithms),
            "claimedTime": .optional(claimedTime?.text),
            "provenTime": .optional(provenTime?.text),
            "timestamps": .array(timestamps.map(\.report)),
            "name": .optional(words.name),
            "reason": .optional(words.reason),
            "location": .optional(words.location),
            "contact": .optional(words.contact),
            "application": .optional(words.application),
            "findings": .array(findings.map(\.report)),
        ]
    }

    private var coverageReport: JSON {
        switch coverage {
        case .wholeFile: ["of": .text("file"), "revision": .null]
        case .revision(let revision): ["of": .text("revision"), "revision": .integer(revision)]
        case .part: ["of": .text("part"), "revision": .null]
        }
    }
}

extension JudgedTimestamp {
    fileprivate var report: JSON {
        [
            "kind": .text(kind.rawValue), "time": .text(time.text), "serial": .text(serial),
            "outcome": .text(indication.main), "subIndication": .optional(indication.sub),
            "authority": .optional(authority), "anchor": .optional(anchor), "chain": .array(chain.map(\.report)),
            "findings": .array(findings.map(\.report)),
        ]
    }
}

extension JudgedCertificate {
    fileprivate var report: JSON {
        [
            "subject": .text(subject), "issuer": .text(issuer), "commonName": .optional(commonName),
            "organisation": .optional(organisation), "serial": .text(serial),
            "notBefore": .optional(notBefore?.text), "notAfter": .optional(notAfter?.text),
            "keyUsages": .texts(keyUsages), "algorithms": .optional(algorithms), "sha256": .text(fingerprint),
            "isAnchor": .boolean(isAnchor), "status": status?.report ?? .null,
        ]
    }
}

extension JudgedCertificate.Status {
    fileprivate var report: JSON {
        [
            "source": .text(source.rawValue), "answer": .text(answer.rawValue),
            "revokedAt": .optional(revokedAt?.text), "reason": .optional(reason),
            "thisUpdate": .text(thisUpdate.text), "nextUpdate": .optional(nextUpdate?.text),
            "embedded": .boolean(isEmbedded),
        ]
    }
}

extension JudgedChange {
    fileprivate var report: JSON {
        [
            "answer": .text(answer.rawValue), "kind": .text(kind), "detail": .optional(detail),
            "revision": .integer(revision), "object": .optional(object), "page": .optional(page),
            "field": .optional(field),
        ]
    }
}
