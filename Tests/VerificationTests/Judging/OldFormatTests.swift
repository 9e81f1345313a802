import Crypto
import Domain
import PDF
import TestSupport
import Testing
import Verification

/// What was signed before CMS was signed with alone: openssl makes the signatures, and nothing of ours.
@Suite("A signature of an old format") struct OldFormatTests {
    private static let signer = Fixture.path("pki/signer-rsa2048.pem")
    private static let key = Fixture.path("pki/signer-rsa2048.key")

    /// A page with a signature dictionary whose hole takes what `sign` makes of the bytes around it.
    private func document(
        _ subFilter: String, _ more: String = "", sign: (_ file: String, _ folder: TemporaryFolder) throws -> [UInt8]
    ) throws -> [UInt8] {
        let room = String(repeating: "0", count: 6_000)
        let objects = [
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[4 0 R]>>",
            "<</Type/Annot/FT/Sig/T(Tanda)/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/V 5 0 R>>",
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/\(subFilter)\(more)/ByteRange[0 -------- -------- --------]"
                + "/Contents<\(room)>>>",
        ]
        func padded(_ number: Int, _ filler: String, _ width: Int) -> String {
            String(repeating: filler, count: width - "\(number)".count) + "\(number)"
        }
        var text = "%PDF-1.7\n"
        var rows = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            rows += padded(text.utf8.count, "0", 10) + " 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 6\n\(rows)trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n\(table)\n%%EOF\n"
        let hole = try #require(text.firstRange(of: "<\(room)>"))
        let start = text.utf8.distance(from: text.startIndex, to: hole.lowerBound)
        let end = start + room.count + 2
        let range = [start, end, text.utf8.count - end].map { padded($0, " ", 8) }.joined(separator: " ")
        var bytes = Array(text.replacing("-------- -------- --------", with: range).utf8)
        let folder = try TemporaryFolder()
        try folder.write(Array(bytes[..<start] + bytes[end...]), to: "signed")
        let made = Array(Hexadecimal.text(try sign(folder.path("signed"), folder)).utf8)
        bytes.replaceSubrange(start + 1..<start + 1 + made.count, with: made)
        return bytes
    }

    private func openssl(_ words: [String]) throws {
        let run = try ProgramRun.of("openssl", words)
        try #require(run.isSuccess, "\(run.errors)")
    }

    private func bare() throws -> [UInt8] {
        let certificate = Hexadecimal.text(try Fixture.certificates("signer-rsa2048")[0].der)
        return try document("adbe.x509.rsa_sha1", "/Cert<\(certificate)>") { file, folder in
            try openssl(["dgst", "-sha1", "-sign", Self.key, "-out", folder.path("made"), file])
            let made = try folder.read("made")
            return [0x04, 0x82, UInt8(made.count >> 8), UInt8(made.count & 255)] + made  // OCTET STRING
        }
    }

    private func digestInside() throws -> [UInt8] {
        try document("adbe.pkcs7.sha1") { file, folder in
            try openssl(["dgst", "-sha1", "-binary", "-out", folder.path("digest"), file])
            try openssl([
                "cms", "-sign", "-binary", "-nodetach", "-in", folder.path("digest"), "-signer", Self.signer, "-inkey",
                Self.key, "-md", "sha1", "-outform", "DER", "-out", folder.path("made"),
            ])
            return try folder.read("made")
        }
    }

    private func judged(_ bytes: [UInt8], at moment: Instant) throws -> JudgedSignature {
        let task = VerificationTask(
            now: moment,
            anchors: [TrustAnchor(name: "Penanda", certificate: try Fixture.certificates("signer-rsa2048")[0].der)])
        let verdict = try DocumentJudge.judge(PDFDocument.open(DocumentBytes(bytes)), task).verdict
        return try #require(verdict.signatures.first)
    }

    @Test func `is verified, named as what it is, and no longer believed for its SHA-1`() throws {
        for (bytes, level) in [(try bare(), "X509-B"), (try digestInside(), "PKCS7-B")] {
            let signature = try judged(bytes, at: .now)
            #expect(signature.integrity == .intact && signature.level?.name == level)
            #expect(signature.indication == .indeterminate(.algorithmWithoutProof), "\(signature.findings)")
            #expect(signature.anchor == "Penanda")
        }
    }

    @Test func `does not survive another letter`() throws {
        for bytes in [try bare(), try digestInside()] {
            var forged = bytes
            let box = try #require(bytes.firstRange(of: Array("0 0 200 200".utf8)))
            forged[box.lowerBound + 4] = UInt8(ascii: "9")
            let signature = try judged(forged, at: .now)
            #expect(signature.integrity == .changed || signature.integrity == .broken)
            #expect(signature.indication.isFailed)
        }
    }
}
