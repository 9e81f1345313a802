import Crypto
import Foundation
import TestSupport
import Testing

/// Each reason for which a document is not signed, reached through the program.
@Suite("A document that is not signed") struct DocumentRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let code: String
        let fixture: String
        let words: [String]

        init(_ code: String, _ fixture: String, _ words: [String] = []) {
            (self.code, self.fixture, self.words) = (code, fixture, words)
        }

        var testDescription: String { "\(code): \(fixture) \(words.map { $0.prefix(40) }.joined(separator: " "))" }
    }

    private static let document = [
        Case("document_empty", "bad/empty.pdf"), Case("document_not_pdf", "bad/text.pdf"),
        Case("document_not_pdf", "bad/zip.pdf"), Case("document_not_pdf", "bad/one-byte.pdf"),
        Case("document_damaged", "bad/catalog-is-number.pdf"), Case("document_damaged", "bad/tree-kid-is-itself.pdf"),
        Case("document_too_complex", "bad/bomb-three-layers-object-stream.pdf"),
        Case("document_too_complex", "bad/nested-arrays-1200.pdf"),
        Case("document_password_needed", "encrypted-aes-256-r6.pdf"),
        Case("document_password_needed", "encrypted-rc4-40.pdf"),
        Case("document_password_wrong", "encrypted-aes-256-r6.pdf", ["--document-password-file", "p12-password"]),
        Case("document_password_wrong", "encrypted-rc4-128.pdf", ["--document-password-file", "p12-password"]),
        Case("document_encrypted_for_certificate", "encrypted-for-a-certificate.pdf"),
        Case("document_encryption_unknown", "encrypted-unknown-handler.pdf"),
        Case("document_allows_no_changes", "certified-p-1.pdf"),
        Case("document_allows_no_changes", "locked-include-p-1.pdf"),
        Case("document_allows_no_changes", "signed-field-with-lock.pdf"),
        Case("document_dynamic_form", "xfa-dynamic.pdf"),
        Case("page_not_found", "table.pdf", Desk.box + ["--page", "3"]),
        Case("page_not_found", "tree-count-too-large.pdf", Desk.box + ["--page", "5"]),
        Case("box_outside_page", "table.pdf", ["--box", "700,0,100,50"]),
        Case("box_outside_page", "table.pdf", ["--box", "0,-60,100,50"]),
        Case("page_has_too_many_annotations", "bad/annots-100000.pdf"),
        Case("field_locked", "locked-all.pdf"),
        Case("field_locked", "locked-include-waiting.pdf", ["--field", "Persetujuan"]),
        Case("field_name_taken", "form-name-taken.pdf", ["--new-field", "Signature1"]),
        Case("field_name_taken", "signed-once-named-signature1.pdf", ["--new-field", "Signature1"]),
        Case("field_name_unusable", "table.pdf", ["--new-field", ""]),
        Case("field_name_unusable", "table.pdf", ["--new-field", "a.b"]),
        Case("field_name_unusable", "table.pdf", ["--new-field", String(repeating: "a", count: 128)]),
        Case("field_not_found", "table.pdf", ["--field", "Persetujuan"]),
        Case("field_not_for_signatures", "form-name-taken.pdf", ["--field", "Signature1"]),
        Case("field_already_signed", "signed-once-named-signature1.pdf", ["--field", "Signature1"]),
        Case("field_has_no_place", "field-empty-invisible.pdf", ["--field", "Persetujuan", "--line", "x"]),
        Case("field_has_no_place", "field-without-widget.pdf", ["--field", "Persetujuan", "--qr", "x"]),
        Case("field_demand_not_met", "field-seed-sha1.pdf", ["--field", "Persetujuan"]),
        Case("certification_not_first", "signed-once.pdf", ["--certify", "filling"]),
        Case("certified_against_new_fields", "certified-p-2.pdf", Desk.box),
        Case("certified_against_new_fields", "certified-p-3.pdf", Desk.box),
    ]

    private static let appearance = [
        Case("appearance_empty", "table.pdf", Desk.box + ["--line", ""]),
        Case("appearance_box_unusable", "table.pdf", ["--box", "1,1,2,2"]),
        Case("appearance_box_unusable", "table.pdf", Desk.box + ["--margin", "1000"]),
        Case("appearance_box_unusable", "table.pdf", Desk.box + ["--border", "-1"]),
        Case("appearance_box_unusable", "table.pdf", Desk.box + ["--font-size", "1000"]),
        Case("picture_unreadable", "table.pdf", Desk.box + ["--image", "damaged.png"]),
        Case("picture_unsupported", "table.pdf", Desk.box + ["--image", "p12-password"]),
        Case(
            "picture_unsupported", "table.pdf",
            Desk.box + ["--image", Fixture.path("pictures/signature-arithmetic.jpg")]),
        Case("picture_too_large", "table.pdf", Desk.box + ["--image", "large.png"]),
        Case("qr_text_empty", "table.pdf", Desk.box + ["--qr", ""]),
        Case("qr_text_too_long", "table.pdf", Desk.box + ["--qr", String(repeating: "a", count: 5_000)]),
        Case("text_unusable", "table.pdf", Desk.box + ["--line", "a\u{7}b"]),
        Case("text_unusable", "table.pdf", Desk.box + ["--qr", "a\u{7}b"]),
        Case("text_too_long", "table.pdf", Desk.box + Array(repeating: ["--line", "a"], count: 200).flatMap(\.self)),
        Case(
            "text_does_not_fit", "table.pdf", ["--box", "60,90,40,20", "--line", String(repeating: "kata ", count: 60)]),
        Case("character_missing", "table.pdf", Desk.box + ["--line", "\u{6F22}\u{5B57}"]),
        Case("character_missing", "table.pdf", Desk.box + ["--line", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}"]),
    ]

    @Test(arguments: document + appearance) func `is told by code, in both languages, with a next step`(refused: Case)
        throws
    {
        let desk = try Desk.withLetter(refused.fixture)
        let png = try Fixture.bytes("pictures/signature-rgb.png")
        try desk.folder.write(Array(png.prefix(png.count / 2)), to: "damaged.png")
        // A header that promises 30,000 by 30,000; its checksum is made right again.
        let head = Array("IHDR".utf8) + [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30] + png[24..<29]
        try desk.folder.write(Array(png[..<12]) + head + crc(head) + Array(png[33...]), to: "large.png")
        let run = try desk.sign(refused.words)
        #expect(run.refuses(refused.code, exit: 3), "\(run.errors)")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.first?.hasPrefix("teken: ") == true && lines.count >= 5, "\(run.errors)")
        #expect(lines.filter { $0.hasPrefix("       → ") }.count == 2, "\(run.errors)")
        #expect(!desk.has("signed.pdf"))
    }

    @Test func `is told apart when it is damaged and somebody has signed it`() throws {
        let desk = try Desk.withLetter()
        let whole = try Fixture.bytes("pdf/signed-once.pdf")
        let start = try #require(whole.ranges(of: Array("startxref".utf8)).last).lowerBound
        let kept = whole[..<start]
        try desk.folder.write(Array(kept) + Array("startxref\n7\n%%EOF\n".utf8), to: "letter.pdf")
        #expect(try desk.sign([]).refuses("document_damaged_and_signed", exit: 3))
    }

    private func crc(_ bytes: [UInt8]) -> [UInt8] {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: ~value >> $0) }
    }

    @Test func `is told the same by prepare and inspect`() throws {
        for (fixture, code) in [
            ("bad/text.pdf", "document_not_pdf"), ("bad/catalog-is-number.pdf", "document_damaged"),
            ("encrypted-aes-256-r6.pdf", "document_password_needed"),
        ] {
            let desk = try Desk.withLetter(fixture)
            #expect(try desk.teken(["prepare", "letter.pdf", "waiting.pdf"]).refuses(code, exit: 3))
            #expect(try desk.teken(["inspect", "letter.pdf"]).refuses(code, exit: 3))
            #expect(try desk.teken(["embed", "letter.pdf", "p12-password", "signed.pdf"]).refuses(code, exit: 3))
        }
        let desk = try Desk.withLetter()
        #expect(try desk.teken(["inspect", "nowhere.pdf"]).refuses("file_not_found", exit: 6))
        #expect(try desk.teken(["prepare", "nowhere.pdf", "out"]).refuses("file_not_found", exit: 6))
    }

    @Test(arguments: [
        ([], "option_incomplete"), (["--key", "k"], "option_incomplete"),
        (["--key", "k", "--pepper", "p"], "option_incomplete"), (["--p12", "a", "--key", "k"], "options_conflict"),
        (["--p12", "a", "--pepper", "k"], "options_conflict"),
        (["--p12", "a", "--certificates", "k"], "options_conflict"),
        (["--p12", "a", "--document-password", "rahasia"], "secret_in_argument"),
        (Desk.siti + ["--password-file", "x"], "options_conflict"),
        (Desk.siti + ["--document-password-file", "x", "--document-password-fd", "3"], "options_conflict"),
        (Desk.siti + ["--worker-memory", "63"], "number_out_of_bounds"),
        (Desk.siti + ["--document-time", "0"], "number_out_of_bounds"),
        (Desk.siti + ["--document-time", "61"], "number_out_of_bounds"),
    ])
    func `is not even opened when nobody is named who signs`(words: [String], code: String) throws {
        let desk = try Desk.withLetter()
        let run = try desk.sign([], as: words)
        #expect(run.refuses(code, exit: 2), "\(run.errors)")
        #expect(!run.errors.contains("rahasia"))
    }

    @Test func `by a key that does not open is refused as everywhere`() throws {
        let desk = try Desk.withLetter()
        try desk.write("bukan kata sandi itu", to: "p12-password")
        #expect(try desk.sign([]).refuses("pkcs12_wrong_password", exit: 4))
        try desk.seal("signer-p256")
        let wrong = [
            "--key", "key.sealed", "--pepper", "pepper", "--certificates", "key.pem", "--pass-file", "p12-password",
        ]
        #expect(try desk.sign([], as: wrong).refuses("sealed_key_refused", exit: 4))
        #expect(!desk.has("signed.pdf"))
    }
}
