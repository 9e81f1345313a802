import Foundation
import TestSupport
import Testing

@Suite("Signing a document") struct DocumentSigningTests {
    @Test(
        arguments: [
            ("signer-rsa2048", []), ("signer-rsa2048", ["--digest", "sha384"]),
            ("signer-rsa2048", ["--pss-salt", "32"]),
            ("signer-rsa2048", ["--digest", "sha512", "--pss-salt", "64"]), ("signer-rsa3072", []),
            ("signer-rsa4096", ["--digest", "sha512"]), ("signer-p256", []), ("signer-p256", ["--digest", "sha384"]),
            ("signer-p384", ["--digest", "sha384"]), ("signer-p384", ["--digest", "sha512"]),
        ] as [(String, [String])])
    func `gives what every judge accepts, with a sealed key of any kind`(signer: String, words: [String]) throws {
        let desk = try Desk.withLetter()
        try desk.seal(signer)
        let run = try desk.sign(words + Desk.look, as: Desk.opening + ["--certificates", "key.pem"])
        #expect(run.isSuccess && run.output.isEmpty && run.errors.hasSuffix(", level B-B\n"), "\(run.errors)")
        // mutool knows no RSASSA-PSS: "Unknown error", of other programs' signatures as well.
        try desk.expectAccepted("signed.pdf", words.contains("--pss-salt") ? ["--skip", "mutool"] : [])
    }

    @Test func `leaves not a byte of room unused behind an RSA signature`() throws {
        let desk = try Desk.withLetter()
        try desk.sign([])
        #expect(try desk.newSignatures().map(\.paddingBytes) == [0])
    }

    @Test func `with a timestamp reaches level B-T, and keeps little room to spare`() throws {
        let desk = try Desk.withLetter()
        let stamp = try [
            "--timestamp", TimestampResponder.shared.url, "--timestamp-trust", Fixture.path("pki/root.pem"),
        ]
        for (signer, name) in [(Desk.siti, "rsa.pdf"), (Desk.budi, "ec.pdf")] {
            let run = try desk.sign(stamp + Desk.look, to: name, as: signer)
            #expect(run.isSuccess, "\(run.errors)")
            try desk.expectAccepted(name, level: "B-T")
            let signature = try #require(try desk.newSignatures(of: name).first)
            // 128 bytes of slack for the next token, and what an ECDSA value is shorter than its longest.
            #expect(signature.level == "B-T" && 0...136 ~= signature.paddingBytes, "\(signature)")
        }
    }

    @Test func `goes without the timestamp only where that was allowed, and says so`() throws {
        let desk = try Desk.withLetter()
        let stamp = ["--timestamp", "http://127.0.0.1:9", "--timestamp-trust", Fixture.path("pki/root.pem")]
        let refused = try desk.sign(stamp)
        #expect(refused.refuses("timestamp_unreachable", exit: 5), "\(refused.errors)")
        #expect(!desk.has("signed.pdf"))
        let allowed = try desk.sign(stamp + ["--timestamp-optional"])
        #expect(allowed.isSuccess && allowed.errors.contains("LEVEL B-B ONLY"), "\(allowed.errors)")
        try desk.expectAccepted(level: "B-B")
    }

    @Test func `holds a chain of a dozen issuers`() throws {
        let desk = try Desk.withLetter()
        let words = try desk.run(
            "bash",
            [
                "-c",
                """
                set -e
                cp '\(Fixture.path("pki/root.pem"))' ca0.pem; cp '\(Fixture.path("pki/root.key"))' ca0.key
                for i in $(seq 1 12); do
                    openssl req -new -newkey rsa:2048 -nodes -keyout ca$i.key -subj "/CN=Otoritas Percobaan $i" -out r.csr
                    printf 'basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,keyCertSign\\nsubjectKeyIdentifier=hash' >ext
                    openssl x509 -req -in r.csr -CA ca$((i-1)).pem -CAkey ca$((i-1)).key -days 3650 -extfile ext -out ca$i.pem
                done
                openssl req -new -newkey rsa:2048 -nodes -keyout siti.key -subj "/CN=Siti Contoh" -out r.csr
                printf 'basicConstraints=CA:FALSE\\nkeyUsage=critical,digitalSignature,nonRepudiation' >ext
                openssl x509 -req -in r.csr -CA ca12.pem -CAkey ca12.key -days 3650 -extfile ext -out siti.pem
                cat $(for i in $(seq 12 -1 0); do echo ca$i.pem; done) >issuers.pem
                openssl pkcs12 -export -inkey siti.key -in siti.pem -certfile issuers.pem -passout file:p12-password \\
                    -out siti.p12
                """,
            ])
        try #require(words.isSuccess, "\(words.errors)")
        let run = try desk.sign(Desk.look, as: ["--p12", "siti.p12", "--pass-file", "p12-password"])
        #expect(run.isSuccess, "\(run.errors)")
        try desk.expectAccepted()
        let signature = try #require(try desk.newSignatures().first)
        #expect(signature.contentsBytes > 10_000 && signature.paddingBytes == 0, "\(signature)")
    }

    @Test(arguments: [("no-changes", false), ("filling", true), ("annotating", true)])
    func `certifies it, and a second signature is held to what that allows`(allowed: String, takesMore: Bool) throws {
        let desk = try Desk.withLetter()
        #expect(try desk.sign(["--certify", allowed] + Desk.look, to: "certified.pdf").isSuccess)
        try desk.expectAccepted("certified.pdf")
        let seen = try desk.sign(Desk.look, from: "certified.pdf", as: Desk.budi)
        #expect(seen.refuses(takesMore ? "certified_against_new_fields" : "document_allows_no_changes", exit: 3))
        let unseen = try desk.sign([], from: "certified.pdf", as: Desk.budi)
        #expect(unseen.isSuccess == takesMore, "\(unseen.errors)")
        if takesMore { try desk.expectAccepted(from: "certified.pdf") }
        let again = try desk.sign(["--certify", allowed], from: "certified.pdf", to: "again.pdf", as: Desk.budi)
        #expect(again.refuses(takesMore ? "certification_not_first" : "document_allows_no_changes", exit: 3))
    }

    @Test(
        arguments: [
            ("all", "nama", false), ("all", nil, false), ("only:nama", "nama", false), ("only:nama", nil, true),
            ("only:nama,Persetujuan", "Persetujuan", false), ("except:Persetujuan", "Persetujuan", true),
            ("except:Persetujuan", nil, false),
        ] as [(String, String?, Bool)])
    func `locks fields, and what it locked takes no other signature`(lock: String, field: String?, isOpen: Bool) throws
    {
        let desk = try Desk.withLetter()
        #expect(try desk.sign(["--lock", lock] + Desk.look, to: "locked.pdf").isSuccess)
        try desk.expectAccepted("locked.pdf")
        let next = try desk.sign(field.map { ["--new-field", $0] } ?? [], from: "locked.pdf", as: Desk.budi)
        #expect(isOpen ? next.isSuccess : next.refuses("field_locked", exit: 3), "\(next.errors)")
        if isOpen { try desk.expectAccepted(from: "locked.pdf") }
    }

    @Test(
        arguments: [
            ("field-seed-reasons.pdf", ["--reason", "Setuju"], true),
            ("field-seed-reasons.pdf", ["--reason", "Lain"], false),
            ("field-seed-reasons.pdf", [], false), ("field-seed-mdp.pdf", ["--certify", "filling"], true),
            ("field-seed-mdp.pdf", ["--certify", "annotating"], false), ("field-seed-mdp.pdf", [], false),
            ("field-seed-approval.pdf", [], true), ("field-seed-approval.pdf", ["--certify", "filling"], false),
            ("field-seed-sha256.pdf", ["--digest", "sha384"], true),
            ("field-seed-sha256.pdf", ["--digest", "sha512"], false), ("field-seed-sha1.pdf", [], false),
            ("field-seed-pkcs7.pdf", [], false), ("field-seed-subject.pdf", [], false),
            ("field-seed-parser-version.pdf", [], false), ("field-seed-revocation.pdf", [], false),
        ] as [(String, [String], Bool)])
    func `gives a waiting field what its author demands, or nothing`(fixture: String, words: [String], fits: Bool)
        throws
    {
        let desk = try Desk.withLetter(fixture)
        let run = try desk.sign(["--field", "Persetujuan"] + words)
        #expect(fits ? run.isSuccess : run.refuses("field_demand_not_met", exit: 3), "\(run.errors)")
        #expect(desk.has("signed.pdf") == fits)
        if fits { try desk.expectAccepted() }
    }

    @Test func `adds a second person's signature, and both stand`() throws {
        let desk = try Desk.withLetter()
        #expect(try desk.sign(Desk.look, to: "first.pdf").isSuccess)
        let run = try desk.sign(["--box", "300,90,180,60"], from: "first.pdf", as: Desk.budi)
        #expect(run.isSuccess, "\(run.errors)")
        try desk.expectAccepted("signed.pdf", ["--expect-signatures", "2"])
        let seen = try ProgramRun.of("pdfsig", ["-nocert", desk.path("signed.pdf")]).output
        #expect(seen.contains("Siti Contoh") && seen.matches(of: /Signature is Valid/).count == 2, "\(seen)")
    }
}
