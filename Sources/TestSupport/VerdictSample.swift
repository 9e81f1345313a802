package import Domain
package import Verification

/// Verdicts with every part filled, and with as little as can be.
package enum VerdictSample {
    package static let signerCertificate = JudgedCertificate(
        subject: "C=ID, CN=Siti Contoh", issuer: "C=ID, CN=CA Contoh", commonName: "Siti Contoh",
        organisation: "Kota Contoh", serial: "1234567890", notBefore: Instant.noon - .seconds(86_400),
        notAfter: Instant.noon + .seconds(86_400), keyUsages: ["digitalSignature", "nonRepudiation", "cRLSign"],
        algorithms: "sha256/rsa-pkcs1/2048", fingerprint: String(repeating: "0a", count: 32), isAnchor: false,
        status: JudgedCertificate.Status(
            source: .ocsp, answer: .revoked, revokedAt: Instant.noon + .seconds(60), reason: "superseded",
            thisUpdate: Instant.noon,
            nextUpdate: Instant.noon + .seconds(3_600), isEmbedded: true))

    package static let rootCertificate = JudgedCertificate(
        subject: "C=ID, CN=CA Contoh", issuer: "C=ID, CN=CA Contoh", commonName: nil, organisation: nil, serial: "1",
        notBefore: nil, notAfter: nil, keyUsages: [], algorithms: nil,
        fingerprint: String(repeating: "0b", count: 32), isAnchor: true, status: nil)

    package static func stamp(
        _ findings: [Finding] = [], kind: JudgedTimestamp.Kind = .signature,
        at time: Instant = Instant.noon + .seconds(30)
    ) -> JudgedTimestamp {
        var authority = signerCertificate
        (authority.commonName, authority.status) = ("TSA Contoh", nil)
        return JudgedTimestamp(
            kind: kind, time: time, serial: "0c", findings: findings, chain: [authority, rootCertificate],
            anchor: "Induk")
    }

    package static func signature(_ findings: [Finding] = []) -> JudgedSignature {
        var signature = JudgedSignature(
            kind: .signature, field: "Ketua", object: 7, subFilter: "ETSI.CAdES.detached", coverage: .revision(2),
            signedBytes: 900,
            words: .init(
                name: "Siti", reason: "Setuju", location: "Malang", contact: "surat@contoh.example",
                application: "teken"))
        signature.level = SignatureLevel(.baseline, .longTerm)
        signature.findings = findings
        signature.indication = findings.indication
        signature.integrity = .intact
        signature.certifies = 2
        signature.changes = [
            JudgedChange(
                answer: .permitted, kind: "field_filled", detail: "Tx", revision: 3, object: 9, page: 1, field: "Nama")
        ]
        signature.chain = [signerCertificate, rootCertificate]
        signature.anchor = "Induk"
        signature.algorithms = "sha256/rsa-pkcs1/2048"
        signature.claimedTime = Instant.noon
        signature.provenTime = Instant.noon + .seconds(30)
        signature.timestamps = [stamp()]
        return signature
    }

    package static var bareSignature: JudgedSignature {
        JudgedSignature(kind: .signature, field: nil, object: nil, subFilter: nil, coverage: .part)
    }

    /// Over the whole file, behind `signature`.
    package static func documentStamp(_ findings: [Finding] = []) -> JudgedSignature {
        var signature = JudgedSignature(
            kind: .documentTimestamp, field: "Waktu", object: 12, subFilter: "ETSI.RFC3161", coverage: .wholeFile,
            signedBytes: 1_900)
        signature.findings = findings
        signature.indication = findings.indication
        signature.integrity = .intact
        signature.timestamps = [stamp(findings, kind: .document, at: Instant.noon + .seconds(7_200))]
        signature.chain = signature.timestamps[0].chain
        return signature
    }

    package static func verdict(_ signatures: [JudgedSignature], findings: [Finding] = []) -> DocumentVerdict {
        DocumentVerdict(
            judgedAt: Instant.noon + .seconds(600), bytes: 2_000, pages: 2, revisions: 3, signatures: signatures,
            findings: findings)
    }
}
