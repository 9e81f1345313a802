import Domain
import Foundation
import TestSupport
import Testing

@testable import Verification

/// Field by field against what office applications read; the lists are theirs, misspellings included.
@Suite("The answer in the shapes that applications know") struct ESignVerdictTests {
    private typealias Members = [String: Any]

    private func members(_ json: JSON) throws -> Members {
        try #require(JSONSerialization.jsonObject(with: Data(json.line.utf8)) as? Members)
    }

    private func version1(_ signatures: [JudgedSignature], findings: [Finding] = []) throws -> Members {
        try members(ESignVerdict.version1(VerdictSample.verdict(signatures, findings: findings), file: "surat.pdf"))
    }

    private func version2(_ signatures: [JudgedSignature], findings: [Finding] = []) throws -> Members {
        try members(ESignVerdict.version2(VerdictSample.verdict(signatures, findings: findings), file: "surat.pdf"))
    }

    private static let broken = Finding(.contentChanged, .disproves(.hash))
    private static let open = Finding(.statusUnknown, .doubts(.tryLater), detail: "Siti")
    private static let unread = Finding(.signatureUnreadable, .doubts(.signedDataNotFound))

    // MARK: The first version

    @Test func `has in the first version every field, with its values`() throws {
        let answer = try version1([VerdictSample.signature()])
        #expect(Set(answer.keys) == ["nama_dokumen", "jumlah_signature", "notes", "summary", "details"])
        #expect(answer["nama_dokumen"] as? String == "surat.pdf")
        #expect(answer["jumlah_signature"] as? Int == 1)
        #expect(answer["notes"] as? String == "Dokumen valid, Sertifikat yang digunakan terpercaya")
        #expect(answer["summary"] as? String == "VALID")
        let detail = try #require((answer["details"] as? [Members])?.first)
        #expect(Set(detail.keys) == ["info_tsa", "signature_field", "info_signer", "signature_document"])
        #expect(detail["signature_field"] as? String == "Ketua")
        let stamp = try #require(detail["info_tsa"] as? Members)
        let validity = "2026-05-31 19:00:00.00 to 2026-06-02 19:00:00.00"
        #expect(stamp as? [String: String] == ["name": "TSA Contoh", "tsa_cert_validity": validity])
        let signer = try #require(detail["info_signer"] as? Members)
        #expect(
            Set(signer.keys)
                == ["issuer_dn", "signer_name", "signer_cert_validity", "signer_dn", "cert_user_certified"])
        #expect(signer["issuer_dn"] as? String == "C=ID, CN=CA Contoh")
        #expect(signer["signer_name"] as? String == "Siti Contoh")
        #expect(signer["signer_cert_validity"] as? String == validity)
        #expect(signer["signer_dn"] as? String == "C=ID, CN=Siti Contoh")
        #expect(signer["cert_user_certified"] as? Bool == true)
        let document = try #require(detail["signature_document"] as? Members)
        #expect(
            Set(document.keys) == [
                "signed_using_tsa", "reason", "document_integrity", "signature_value", "signed_in", "location",
                "hash_value",
            ])
        #expect(document["signed_using_tsa"] as? Bool == true)
        #expect(document["document_integrity"] as? Bool == true)
        #expect(document["reason"] as? String == "Setuju")
        #expect(document["location"] as? String == "Malang")
        #expect(document["signature_value"] is NSNull)
        #expect(document["hash_value"] is NSNull)
        // Noon in UTC is seven in the evening in Jakarta.
        #expect(document["signed_in"] as? String == "2026-06-01 19:00:00.00")
    }

    @Test func `has in the first version null for an unsigned document, and no details`() throws {
        for signatures in [[], [VerdictSample.documentStamp()]] {
            let answer = try version1(signatures)
            #expect(answer["summary"] is NSNull)
            #expect(answer["notes"] is NSNull)
            #expect(answer["jumlah_signature"] as? Int == 0)
            #expect((answer["details"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `has in the first version texts and nulls where a signature says nothing`() throws {
        let detail = try #require((version1([VerdictSample.bareSignature])["details"] as? [Members])?.first)
        #expect(detail["signature_field"] as? String == "")
        let stamp = try #require(detail["info_tsa"] as? Members)
        #expect(stamp["name"] is NSNull && stamp["tsa_cert_validity"] is NSNull)
        let signer = try #require(detail["info_signer"] as? Members)
        for name in ["issuer_dn", "signer_name", "signer_cert_validity", "signer_dn"] {
            #expect(signer[name] as? String == "", "\(name)")
        }
        #expect(signer["cert_user_certified"] as? Bool == false)
        let document = try #require(detail["signature_document"] as? Members)
        #expect(document["reason"] is NSNull && document["location"] is NSNull)
        #expect(document["signed_using_tsa"] as? Bool == false)
        #expect(document["document_integrity"] as? Bool == false)
        #expect(document["signed_in"] as? String == "")
    }

    /// Programs look for `VALID` anywhere in the summary.
    @Test func `says VALID in the first version for a passed document alone, in no part of another summary`() throws {
        let stamp = VerdictSample.documentStamp
        let others: [(signatures: [JudgedSignature], findings: [Finding])] =
            Indication.Disproof.allCases.map {
                ([VerdictSample.signature([Finding(.rangesCross, .disproves($0))])], [])
            }
            + Indication.Doubt.allCases.map { ([VerdictSample.signature([Finding(.uncheckable, .doubts($0))])], []) }
            + [
                ([], []), ([], [Self.unread]), ([stamp([])], []), ([stamp([Self.open])], []),
                ([stamp([Self.broken])], []), ([VerdictSample.signature()], [Self.unread]),
                ([VerdictSample.signature(), stamp([Self.broken])], []),
                ([VerdictSample.signature(), VerdictSample.bareSignature], []),
            ]
        for (signatures, findings) in others {
            let verdict = VerdictSample.verdict(signatures, findings: findings)
            let summary = try version1(signatures, findings: findings)["summary"]
            #expect((summary as? String)?.uppercased().contains("VALID") != true, "\(verdict)")
            let conclusion = try version2(signatures, findings: findings)["conclusion"] as? String
            #expect(conclusion != "VALID", "\(verdict)")
        }
        for signatures in [
            [VerdictSample.signature()], [VerdictSample.signature(), stamp([])],
            [VerdictSample.signature(), stamp([Self.open])],
        ] {
            #expect(try version1(signatures)["summary"] as? String == "VALID")
            #expect(try version2(signatures)["conclusion"] as? String == "VALID")
        }
    }

    // MARK: The second version

    @Test func `has in the second version every field, with its values`() throws {
        let answer = try version2([VerdictSample.signature([Finding(.signedAgain, .notes)])])
        #expect(
            Set(answer.keys) == [
                "conclusion", "description", "signatureCount", "signatureInformations", "warning", "documentName",
            ])
        #expect(answer["conclusion"] as? String == "VALID")
        #expect(answer["description"] as? String == "Dokumen valid, Sertifikat yang digunakan terpercaya")
        #expect(answer["documentName"] as? String == "surat.pdf")
        #expect(answer["signatureCount"] as? Int == 1)
        #expect(answer["warning"] as? [String] == [Finding(.signedAgain, .notes).words.indonesian])
        let signature = try #require((answer["signatureInformations"] as? [Members])?.first)
        #expect(
            Set(signature.keys) == [
                "id", "signatureFormat", "signerName", "signatureDate", "fieldName", "reason", "location",
                "certLevelCode", "signatureAlgorithm", "digestAlgorithm", "timestampInfomation", "certificateDetails",
                "integrityValid", "certificateTrusted", "lastSignature", "ltv", "modified",
            ])
        #expect(signature["signatureFormat"] as? String == "PAdES-BASELINE-LT")
        #expect(signature["signerName"] as? String == "Siti Contoh")
        #expect(signature["signatureDate"] as? String == "2026-06-01T12:00:00.000+00:00")
        #expect(signature["fieldName"] as? String == "Ketua")
        #expect(signature["certLevelCode"] as? Int == 0)
        #expect(signature["signatureAlgorithm"] is NSNull && signature["digestAlgorithm"] is NSNull)
        for (name, value) in [
            ("integrityValid", true), ("certificateTrusted", true), ("lastSignature", true), ("ltv", true),
            ("modified", false),
        ] { #expect(signature[name] as? Bool == value, "\(name)") }
        let stamp = try #require(signature["timestampInfomation"] as? Members)
        #expect(Set(stamp.keys) == ["id", "signerName", "timestampDate"])
        #expect(stamp["signerName"] as? String == "TSA Contoh")
        #expect(stamp["timestampDate"] as? String == "2026-06-01T12:00:30.000+00:00")
        let certificates = try #require(signature["certificateDetails"] as? [Members])
        #expect(certificates.count == 2)
        let fields: Set = [
            "id", "commonName", "issuerName", "serialNumber", "notBeforeDate", "notAfterDate", "signatureAlgoritm",
            "keyUsages",
        ]
        for certificate in certificates { #expect(Set(certificate.keys) == fields) }
        #expect(certificates[0]["commonName"] as? String == "Siti Contoh")
        #expect(certificates[0]["issuerName"] as? String == "C=ID, CN=CA Contoh")
        #expect(certificates[0]["serialNumber"] as? String == "1234567890")
        #expect(certificates[0]["notBeforeDate"] as? String == "2026-05-31T12:00:00.000+00:00")
        #expect(certificates[0]["signatureAlgoritm"] as? String == "RSA with SHA256")
        #expect(certificates[0]["keyUsages"] as? [String] == ["digitalSignature", "nonRepudiation", "crlSign"])
        #expect(certificates[1]["notAfterDate"] is NSNull)
        #expect(certificates[1]["commonName"] as? String == "C=ID, CN=CA Contoh")
    }

    @Test func `has in the second version the words for an unsigned, a wrong and an open document`() throws {
        let unsigned = try version2([])
        #expect(unsigned["conclusion"] as? String == "NO_SIGNATURE")
        #expect(unsigned["description"] as? String == "Dokumen tidak memiliki tandatangan elektronik")
        #expect(unsigned["signatureCount"] as? Int == 0)
        #expect((unsigned["signatureInformations"] as? [Any])?.isEmpty == true)
        #expect((unsigned["warning"] as? [Any])?.isEmpty == true)
        let wrong = try version2([VerdictSample.signature([Self.broken])])
        #expect(wrong["conclusion"] as? String == "INVALID")
        #expect(wrong["description"] as? String == Self.broken.words.indonesian)
        let open = try version2([VerdictSample.signature([Self.open])])
        #expect(open["conclusion"] as? String == "INDETERMINATE")
        #expect(open["description"] as? String == Self.open.words.indonesian)
    }

    @Test func `has in the second version a warning once, however many signatures have it`() throws {
        let twice = [VerdictSample.signature([Self.open]), VerdictSample.signature([Self.open, Self.broken])]
        let warnings = try version2(twice, findings: [Self.unread])["warning"] as? [String]
        #expect(warnings == [Self.unread, Self.open, Self.broken].map(\.words.indonesian))
    }

    @Test(
        arguments: [
            ("sha256/rsa-pkcs1/2048", "RSA with SHA256"), ("sha384/ecdsa/384", "ECDSA with SHA384"),
            ("sha256/rsa-pss/3072", "RSASSA-PSS with SHA256"), ("sha1/dsa/1024", "DSA with SHA1"), (nil, ""),
        ])
    func `has in the second version the algorithm's name`(algorithms: String?, name: String) throws {
        var signature = VerdictSample.signature()
        signature.chain[0].algorithms = algorithms
        let answer = try #require((version2([signature])["signatureInformations"] as? [Members])?.first)
        let certificate = try #require((answer["certificateDetails"] as? [Members])?.first)
        #expect(certificate["signatureAlgoritm"] as? String == name)
    }

    @Test func `has ids that stay the same, of 64 digits, and differ between signatures`() throws {
        var other = VerdictSample.signature()
        other.field = "Sekretaris"
        other.timestamps = [VerdictSample.stamp(at: Instant.noon + .seconds(31))]
        let signatures = [VerdictSample.signature(), other, VerdictSample.bareSignature]
        var ids: [[String]] = []
        for _ in 0..<2 {
            let told = try #require(try version2(signatures)["signatureInformations"] as? [Members])
            ids.append(
                told.flatMap { signature in
                    let stamp = signature["timestampInfomation"] as? Members
                    let certificates = signature["certificateDetails"] as? [Members] ?? []
                    return ([signature, stamp] + certificates).compactMap { $0?["id"] as? String }
                })
        }
        #expect(ids[0] == ids[1])
        #expect(ids[0].count == 9)
        // Both signatures have the same two certificates.
        #expect(Set(ids[0]).count == 7)
        for id in ids[0] {
            #expect(id.wholeMatch(of: /[STC]-[0-9A-F]{64}/) != nil, "\(id)")
        }
        #expect(ids[0].map { $0.prefix(1) } == ["S", "T", "C", "C", "S", "T", "C", "C", "S"])
    }

    // MARK: What they decide by

    @Test func `tells integrity and trust apart`() throws {
        func told(_ signature: JudgedSignature) throws -> [Bool?] {
            let answer = try #require((version2([signature])["signatureInformations"] as? [Members])?.first)
            return ["integrityValid", "certificateTrusted", "modified"].map { answer[$0] as? Bool }
        }
        func signature(_ effect: Finding.Effect, _ integrity: JudgedSignature.Integrity) -> JudgedSignature {
            var signature = VerdictSample.signature([Finding(.uncheckable, effect)])
            signature.integrity = integrity
            return signature
        }
        #expect(try told(VerdictSample.signature()) == [true, true, false])
        #expect(try told(signature(.disproves(.hash), .changed)) == [false, true, true])
        #expect(try told(signature(.disproves(.signature), .broken)) == [false, false, true])
        #expect(try told(signature(.disproves(.format), .intact)) == [false, true, true])
        #expect(try told(signature(.doubts(.noChain), .intact)) == [true, false, false])
        #expect(try told(signature(.doubts(.tryLater), .intact)) == [true, false, false])
        #expect(try told(signature(.doubts(.signatureConstraints), .intact)) == [true, true, false])
        #expect(try told(signature(.doubts(.signatureConstraints), .unknown)) == [false, true, true])
        var painted = signature(.doubts(.signatureConstraints), .intact)
        painted.changes[0].answer = .doubtful
        #expect(try told(painted) == [false, true, true])
        var unanchored = VerdictSample.signature()
        unanchored.anchor = nil
        #expect(try told(unanchored) == [true, false, false])
    }

    @Test func `takes for a signature's timestamp its own, or one over the document behind it, and no false one`()
        throws
    {
        func time(_ signatures: [JudgedSignature]) throws -> String? {
            let answer = try #require((version2(signatures)["signatureInformations"] as? [Members])?.first)
            return (answer["timestampInfomation"] as? Members)?["timestampDate"] as? String
        }
        var without = VerdictSample.signature()
        without.timestamps = []
        var false1 = without
        false1.timestamps = [VerdictSample.stamp([Finding(.timestampBroken, .disproves(.signature))])]
        var content = without
        content.timestamps = [VerdictSample.stamp(kind: .content)]
        let behind = "2026-06-01T14:00:00.000+00:00"
        #expect(
            try time([VerdictSample.signature(), VerdictSample.documentStamp()]) == "2026-06-01T12:00:30.000+00:00")
        for signature in [without, false1, content] {
            #expect(try time([signature]) == nil)
            #expect(try time([signature, VerdictSample.documentStamp()]) == behind)
            #expect(try time([signature, VerdictSample.documentStamp([Self.open])]) == behind)
            #expect(try time([signature, VerdictSample.documentStamp([Self.broken])]) == nil)
        }
        var before = VerdictSample.documentStamp()
        before.signedBytes = 900
        #expect(try time([before, without]) == nil)
    }
}
