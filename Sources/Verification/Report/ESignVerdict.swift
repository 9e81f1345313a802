import Crypto
package import Domain

/// The two shapes of answer that applications written for the national eSign client service already read.
package enum ESignVerdict {
    // MARK: The first version

    /// What `POST /api/sign/verify` answers.
    package static func version1(_ verdict: DocumentVerdict, file name: String) -> JSON {
        let signatures = verdict.signers
        // Programs look for VALID anywhere in the word, so no other answer may contain it.
        let summary: JSON =
            switch verdict.outcome {
            case .unsigned: .null
            case .passed: .text("VALID")
            case .failed: .text("TIDAK SAH")
            case .open: .text("BELUM PASTI")
            }
        return [
            "nama_dokumen": .text(name),
            "jumlah_signature": .integer(signatures.count),
            "notes": verdict.outcome == .unsigned ? .null : .text(verdict.notes),
            "summary": summary,
            "details": .array(signatures.map { detail($0, verdict) }),
        ]
    }

    private static func detail(_ signature: JudgedSignature, _ verdict: DocumentVerdict) -> JSON {
        let stamp = verdict.timestamp(of: signature)
        return [
            "info_tsa": [
                "name": .optional(stamp?.authority),
                "tsa_cert_validity": .optional(stamp?.chain.first?.validity),
            ],
            "signature_field": .text(signature.field ?? ""),
            "info_signer": [
                "issuer_dn": .text(signature.signer?.issuer ?? ""),
                "signer_name": .text(signature.signer?.name ?? ""),
                "signer_cert_validity": .text(signature.signer?.validity ?? ""),
                "signer_dn": .text(signature.signer?.subject ?? ""),
                "cert_user_certified": .boolean(signature.isTrusted),
            ],
            "signature_document": [
                "signed_using_tsa": .boolean(stamp != nil),
                "reason": .optional(signature.words.reason),
                "document_integrity": .boolean(signature.isUntouched),
                "signature_value": .null,
                "signed_in": .text((signature.moment).map(localTime) ?? ""),
                "location": .optional(signature.words.location),
                "hash_value": .null,
            ],
        ]
    }

    // MARK: The second version

    /// What `POST /api/v2/verify/pdf` answers.
    package static func version2(_ verdict: DocumentVerdict, file name: String) -> JSON {
        let signatures = verdict.signers
        let conclusion =
            switch verdict.outcome {
            case .unsigned: "NO_SIGNATURE"
            case .passed: "VALID"
            case .failed: "INVALID"
            case .open: "INDETERMINATE"
            }
        return [
            "conclusion": .text(conclusion),
            "description": .text(verdict.notes),
            "documentName": .text(name),
            "signatureCount": .integer(signatures.count),
            "signatureInformations": .array(signatures.map { information($0, verdict) }),
            "warning": .texts(warnings(verdict)),
        ]
    }

    private static func information(_ signature: JudgedSignature, _ verdict: DocumentVerdict) -> JSON {
        let stamp = verdict.timestamp(of: signature)
        let step = signature.level?.step
        return [
            "id": .text("S-" + identity([signature.signer?.fingerprint, signature.field, signature.moment?.text])),
            "signatureFormat": .text(signature.level?.name ?? signature.subFilter ?? ""),
            "signerName": .text(signature.signer?.name ?? ""),
            "signatureDate": .optional(signature.moment.map(date)),
            "fieldName": .text(signature.field ?? ""),
            "reason": .optional(signature.words.reason),
            "location": .optional(signature.words.location),
            "certLevelCode": .integer(0),
            "signatureAlgorithm": .null,
            "digestAlgorithm": .null,
            "timestampInfomation": stamp.map(stampInformation) ?? .null,
            "certificateDetails": .array(signature.chain.map(certificate)),
            "integrityValid": .boolean(signature.isUntouched),
            "certificateTrusted": .boolean(signature.isTrusted),
            "lastSignature": .boolean(signature == verdict.signers.last),
            "ltv": .boolean(step == .longTerm || step == .archive),
            "modified": .boolean(!signature.isUntouched),
        ]
    }

    private static func stampInformation(_ stamp: JudgedTimestamp) -> JSON {
        [
            "id": .text("T-" + identity([stamp.serial, stamp.authority, stamp.time.text])),
            "signerName": .text(stamp.authority ?? ""), "timestampDate": .text(date(stamp.time)),
        ]
    }

    private static func certificate(_ certificate: JudgedCertificate) -> JSON {
        [
            "id": .text("C-" + certificate.fingerprint.uppercased()),
            "commonName": .text(certificate.name),
            "issuerName": .text(certificate.issuer),
            "serialNumber": .text(certificate.serial),
            "notBeforeDate": .optional(certificate.notBefore.map(date)),
            "notAfterDate": .optional(certificate.notAfter.map(date)),
            "signatureAlgoritm": .text(certificate.algorithmName),
            // The name that those programs know differs from the standard's in one letter.
            "keyUsages": .texts(certificate.keyUsages.map { $0 == "cRLSign" ? "crlSign" : $0 }),
        ]
    }

    private static func warnings(_ verdict: DocumentVerdict) -> [String] {
        let all = verdict.findings + verdict.signers.flatMap(\.findings)
        var seen: Set<String> = []
        return all.map(\.words.indonesian).filter { seen.insert($0).inserted }
    }

    // MARK: How they write things

    /// `2024-03-23T06:56:15.000+00:00`.
    private static func date(_ moment: Instant) -> String { "\(moment.text.dropLast()).000+00:00" }

    /// Western Indonesian time without saying so, to the hundredth.
    fileprivate static func localTime(_ moment: Instant) -> String {
        let local = Instant(nanosecondsSince1970: moment.nanosecondsSince1970) + .seconds(7 * 3_600)
        return local.text.dropLast().split(separator: "T").joined(separator: " ") + ".00"
    }

    /// The same for the same signature, and another for another: 64 digits, made of what the verdict knows.
    private static func identity(_ parts: [String?]) -> String {
        let words = parts.map { $0 ?? "-" }.joined(separator: "|")
        // Without SHA-256 no signature would have been judged.
        guard let digest = try? HashFunction.sha256.digest(of: Array(words.utf8)) else { return "" }
        return Hexadecimal.text(digest.bytes[...]).uppercased()
    }
}

extension DocumentVerdict {
    fileprivate enum Outcome {
        case unsigned, passed, failed, open
    }

    /// A document that only bears timestamps is unsigned for those programs.
    fileprivate var outcome: Outcome {
        guard hasSigner else {
            if case .failed = indication { return .failed }
            return findings.indication == .passed ? .unsigned : .open
        }
        return switch indication {
        case nil: .unsigned
        case .passed: .passed
        case .failed: .failed
        case .indeterminate: .open
        }
    }

    fileprivate var signers: [JudgedSignature] { signatures.filter { $0.kind == .signature } }

    /// The first words are those that programs were written for.
    fileprivate var notes: String {
        switch outcome {
        case .unsigned: "Dokumen tidak memiliki tandatangan elektronik"
        case .passed: "Dokumen valid, Sertifikat yang digunakan terpercaya"
        case .failed, .open: words.what.indonesian
        }
    }

    /// What proves the signature's time: its own timestamp, or else the first one over the document.
    fileprivate func timestamp(of signature: JudgedSignature) -> JudgedTimestamp? {
        if let own = signature.timestamps.first(where: { $0.kind == .signature && !$0.indication.isFailed }) {
            return own
        }
        let end = signature.signedBytes ?? 0
        return signatures.first {
            $0.kind == .documentTimestamp && !$0.indication.isFailed && ($0.signedBytes ?? 0) > end
        }?.timestamps.first
    }
}

extension JudgedSignature {
    /// Whether what was signed is what is there, and nothing was added that may not be.
    fileprivate var isUntouched: Bool {
        integrity == .intact && !indication.isFailed && worstChange ?? .permitted == .permitted
    }

    fileprivate var isTrusted: Bool {
        guard anchor != nil else { return false }
        return switch indication {
        case .passed: true
        case .indeterminate(let doubt): doubt == .signatureConstraints || doubt == .timestampOrder
        case .failed(let disproof): disproof == .format || disproof == .hash
        }
    }

    fileprivate var moment: Instant? { claimedTime ?? provenTime }
}

extension JudgedCertificate {
    /// `2024-01-01 00:00:00.00 to 2026-01-01 00:00:00.00`.
    fileprivate var validity: String {
        [notBefore, notAfter].map { $0.map(ESignVerdict.localTime) ?? "" }.joined(separator: " to ")
    }

    /// `RSA with SHA256`.
    fileprivate var algorithmName: String {
        let parts = (algorithms ?? "").split(separator: "/").map { $0.uppercased() }
        guard parts.count >= 2 else { return algorithms ?? "" }
        let family = parts[1].hasPrefix("RSA") ? (parts[1].hasSuffix("PSS") ? "RSASSA-PSS" : "RSA") : parts[1]
        return "\(family) with \(parts[0])"
    }
}
