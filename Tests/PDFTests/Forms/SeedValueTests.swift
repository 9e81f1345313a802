import TestSupport
import Testing

@testable import PDF

@Suite("A demand on the signature in a field") struct SeedValueTests {
    private func check(_ seed: String, _ change: (inout SignatureRequest) -> Void = { _ in }) throws(PDFError) {
        let document = try opened(PDFSketch.onePage.withTable)
        var request = SignatureRequest.plain
        request.signerCertificate = [1, 2, 3]
        change(&request)
        guard let dictionary = try value("<<\(seed)>>").dictionary else { return }
        try SeedValue(dictionary, in: document).check(request)
    }

    /// The words of a demand, the bit that makes it binding (ISO 32000-1 table 234), and words that are met.
    @Test(arguments: [
        ("/Filter/Other", 1, SeedValueDemand.filter, "/Filter/Adobe.PPKLite"),
        ("/SubFilter[/adbe.pkcs7.detached]", 2, .subFilter, "/SubFilter[/adbe.pkcs7.detached/ETSI.CAdES.detached]"),
        ("/V 4", 4, .version, "/V 3"), ("/Reasons[(Setuju)]", 8, .reason, "/Reasons[(Setuju)(Uji)]"),
        ("/Reasons[(.)]", 8, .reason, "/Reasons[(Uji)]"), ("/Reasons[]", 8, .reason, ""),
        ("/AddRevInfo true", 32, .revocationData, ""),
        ("/DigestMethod[(SHA1)(SHA512)]", 64, .digestMethod, "/DigestMethod[(SHA256)]"),
        ("/LockDocument/true", 128, .lock, "/LockDocument/false"), ("/AppearanceFilter(a)", 256, .appearance, ""),
    ])
    func `is a refusal where it binds and is not met, and a wish where it does not bind`(
        words: String, bit: Int, demand: SeedValueDemand, met: String
    ) throws {
        #expect(throws: PDFError.cannotSign(.seedValue(demand))) {
            try check("\(words)/Ff \(bit)") { $0.reason = "Uji" }
        }
        try check(words) { $0.reason = "Uji" }
        try check("\(words)/Ff \(511 & ~bit & ~256 & ~32)") { $0.reason = "Uji" }
        if !met.isEmpty { try check("\(met)/Ff \(bit)") { $0.reason = "Uji" } }
    }

    @Test func `on the reason may forbid one`() throws {
        try check("/Reasons[(.)]/Ff 8")
        try check("/Reasons[]/Ff 8")
        #expect(throws: PDFError.cannotSign(.seedValue(.reason))) { try check("/Reasons[(Setuju)]/Ff 8") }
    }

    @Test func `on legal attestations binds certifications alone`() throws {
        try check("/LegalAttestation[(a)]/Ff 16")
        #expect(throws: PDFError.cannotSign(.seedValue(.legalAttestation))) {
            try check("/LegalAttestation[(a)]/Ff 16") { $0.role = .certification(.annotating) }
        }
    }

    @Test(arguments: [
        (0, SignatureRequest.Role.approval), (1, .certification(.noChanges)), (2, .certification(.fillingAndSigning)),
        (3, .certification(.annotating)),
    ])
    func `on the kind of signature always binds`(permission: Int, role: SignatureRequest.Role) throws {
        try check("/MDP<</P \(permission)>>") { $0.role = role }
        for other in [SignatureRequest.Role.approval, .certification(.noChanges), .certification(.annotating)]
        where other != role {
            #expect(throws: PDFError.cannotSign(.seedValue(.certification))) {
                try check("/MDP<</P \(permission)>>") { $0.role = other }
            }
        }
    }

    @Test func `on a timestamp binds with its own flag`() throws {
        #expect(throws: PDFError.cannotSign(.seedValue(.timestamp))) { try check("/TimeStamp<</Ff 1>>") }
        try check("/TimeStamp<</Ff 1>>") { $0.hasTimestamp = true }
        try check("/TimeStamp<</Ff 0>>")
    }

    @Test func `on the certificate is met by that very certificate`() throws {
        try check("/Cert<</Ff 1/Subject[<0909><010203>]>>")
        try check("/Cert<</Ff 0/Subject[<0909>]>>")
        for words in ["/Ff 1/Subject[<0909>]", "/Ff 1", "/Ff 2/Issuer[<010203>]", "/Ff 3/Subject[<010203>]", "/Ff 64"] {
            #expect(throws: PDFError.cannotSign(.seedValue(.certificate))) { try check("/Cert<<\(words)>>") }
        }
    }

    @Test(arguments: [
        ("field-seed-pkcs7", SeedValueDemand.subFilter), ("field-seed-sha1", .digestMethod),
        ("field-seed-subject", .certificate),
        ("field-seed-parser-version", .version), ("field-seed-revocation", .revocationData),
    ])
    func `is found in a field`(name: String, demand: SeedValueDemand) throws {
        let bytes = try Fixture.bytes("pdf/\(name).pdf")
        let field = try #require(try opened(bytes).fields().first { $0.kind == "Sig" }).name
        #expect(throws: PDFError.cannotSign(.seedValue(demand))) { try prepared(bytes, .existing(field)) }
    }
}
