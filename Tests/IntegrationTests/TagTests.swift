import Foundation
import TestSupport
import Testing

@Suite("A tag in the text") struct TagTests {
    private static let size = "90,30"
    private static let sign = ["--size", size, "--border", "1", "--margin", "3", "--line", "x"]

    /// How far the signature stands from where it should, in points, as mutool sees text and picture.
    private struct Deviation: Decodable, Equatable {
        let page: Int
        let left: Double
        let top: Double
        let width: Double
        let height: Double

        var most: Double { [left, top, width, height].map(abs).max() ?? .infinity }
    }

    private func deviation(
        _ desk: Desk, _ tag: String, _ words: [String] = [], from original: String = "letter.pdf",
        in signed: String = "signed.pdf"
    ) throws -> Deviation {
        let run = try PythonJudge.run(
            "tag_position.py",
            [desk.path(original), desk.path(signed), "--tag", tag, "--size", Self.size] + words)
        try #require(run.isSuccess, "\(run.errors)")
        return try JSONDecoder().decode(Deviation.self, from: Data(run.output.utf8))
    }

    @Test(
        arguments: [
            ("tag-hash.pdf", "#", 1), ("tag-dollar.pdf", "$", 1), ("tag-braces.pdf", "${ttd}", 1),
            ("tag-brackets.pdf", "[qr_ttd]", 1), ("tag-inside-word.pdf", "#", 1), ("tag-inside-word.pdf", "${ttd}", 1),
            ("tag-second-page.pdf", "${ttd}", 2), ("tag-rotated-page.pdf", "${ttd}", 1),
            ("tag-cropped-page.pdf", "${ttd}", 1), ("tag-split-by-kerning.pdf", "${ttd}", 1),
            ("tag-rotated-text.pdf", "#", 1), ("page-user-unit.pdf", "Contoh", 1),
            ("page-rotated-180.pdf", "Contoh", 1),
            ("page-rotated-270.pdf", "Contoh", 1), ("page-crop-shifted-rotated.pdf", "Contoh", 1),
            ("page-box-shifted.pdf", "Contoh", 1), ("tree-30-levels.pdf", "Contoh", 1),
            ("signed-once-visible.pdf", "Contoh", 1), ("table.pdf", "Dinas percobaan", 1),
        ])
    func `has the signature on it, to two points`(fixture: String, tag: String, page: Int) throws {
        let desk = try Desk.withLetter(fixture)
        let run = try desk.sign(["--tag", tag] + Self.sign)
        #expect(run.isSuccess, "\(run.errors)")
        let found = try deviation(desk, tag)
        #expect(found.page == page && found.most <= 2, "\(found)")
    }

    @Test(
        arguments: ["bottom-left", "top-left", "centre"],
        ["tag-braces.pdf", "tag-rotated-page.pdf"])
    func `meets the box by the corner that was asked for`(anchor: String, fixture: String) throws {
        let desk = try Desk.withLetter(fixture)
        #expect(try desk.sign(["--tag", "${ttd}", "--tag-anchor", anchor] + Self.sign).isSuccess)
        let found = try deviation(desk, "${ttd}", ["--anchor", anchor])
        #expect(found.most <= 2, "\(found)")
    }

    @Test(arguments: [("1", 1), ("2", 2), ("3", 3), ("last", 3)])
    func `is counted in the order of reading`(occurrence: String, number: Int) throws {
        let desk = try Desk.withLetter("tag-several.pdf")
        #expect(try desk.sign(["--tag", "#", "--tag-occurrence", occurrence] + Self.sign).isSuccess)
        let found = try deviation(desk, "#", ["--occurrence", "\(number)"])
        #expect(found.most <= 2, "\(found)")
    }

    @Test(arguments: ["2", "last"]) func `may be asked for on one page`(page: String) throws {
        let desk = try Desk.withLetter("tag-second-page.pdf")
        #expect(try desk.sign(["--tag", "${ttd}", "--page", page] + Self.sign).isSuccess)
        #expect(try deviation(desk, "${ttd}").page == 2)
    }

    @Test(
        arguments: [
            ("tag-hash.pdf", ["--tag", "${ttd}"], "tag_not_found", nil),
            ("tag-second-page.pdf", ["--tag", "${ttd}", "--page", "1"], "tag_not_found", nil),
            ("tag-second-page.pdf", ["--tag", "${ttd}", "--page", "3"], "page_not_found", "(3, 2)"),
            ("tag-several.pdf", ["--tag", "#", "--tag-occurrence", "4"], "tag_occurrence_not_found", "(4, 3)"),
            (
                "encrypted-aes-256-r6.pdf", ["--tag", "${ttd}", "--document-password-file", "document-password"],
                "tag_not_found", nil
            ),
            (
                "encrypted-aes-256-r6.pdf", ["--tag", "Contoh", "--document-password-file", "p12-password"],
                "document_password_wrong", nil
            ),
            ("encrypted-aes-256-r6.pdf", ["--tag", "Contoh"], "document_password_needed", nil),
            ("bad/empty.pdf", ["--tag", "Contoh"], "document_empty", nil),
            ("bad/text.pdf", ["--tag", "Contoh"], "document_not_pdf", nil),
        ] as [(String, [String], String, String?)])
    func `that is not there is a refusal that says why`(
        fixture: String, words: [String], code: String, detail: String?
    ) throws {
        let desk = try Desk.withLetter(fixture)
        let run = try desk.sign(words + Self.sign)
        #expect(run.refuses(code, exit: 3), "\(run.errors)")
        if let detail { #expect(run.errors.contains(detail), "\(run.errors)") }
    }

    @Test func `is found in a document that opens without its password`() throws {
        let desk = try Desk.withLetter("encrypted-empty-user-password.pdf")
        let run = try desk.sign(["--tag", "percobaan"] + Self.sign)
        #expect(run.isSuccess, "\(run.errors)")
        try desk.expectAccepted()
    }

    private static let protections = [
        "40", "128 --use-aes=n", "128 --use-aes=n --force-V4", "128 --use-aes=y", "256 --force-R5", "256",
    ]

    private static let places = ["tag-braces.pdf", "tag-rotated-page.pdf", "tag-second-page.pdf"]

    @Test(arguments: zip(protections, places + places))
    func `stands where it would without the password that protects it`(protection: String, fixture: String) throws {
        let desk = try Desk.withLetter(fixture)
        try desk.shell("mv letter.pdf plain.pdf")
        let words = ["--tag", "${ttd}"] + Self.sign
        #expect(try desk.sign(words, from: "plain.pdf", to: "signed-plain.pdf").isSuccess)
        let expected = try deviation(desk, "${ttd}", from: "plain.pdf", in: "signed-plain.pdf")
        #expect(expected.most <= 2)
        // Object streams bring a cross-reference stream with them.
        for objects in ["disable", "generate"] {
            let made = try desk.shell(
                "qpdf --allow-weak-crypto --object-streams=\(objects) "
                    + "--encrypt \(Desk.passwordOfDocuments) kata-pemilik \(protection) -- plain.pdf letter.pdf")
            #expect(made.isSuccess, "\(made.errors)")
            let password = ["--document-password-file", "document-password"]
            let run = try desk.sign(words + password + ["--force"])
            #expect(run.isSuccess, "\(run.errors)")
            let shown = "qpdf --password=\(Desk.passwordOfDocuments) --decrypt signed.pdf shown.pdf"
            #expect(try desk.shell(shown).isSuccess)
            #expect(try deviation(desk, "${ttd}", from: "plain.pdf", in: "shown.pdf") == expected)
        }
        if protection == "256 --force-R5" { return }  // pyHanko does not open it
        try desk.expectAccepted("signed.pdf", ["--password", Desk.passwordOfDocuments])
    }

    /// Beside the stream so few bytes that the copy's limit of 56 MiB lies between the two.
    @Test(arguments: [(55 << 20, nil), (56 << 20, "protected_document_too_large")] as [(Int, String?)])
    func `is looked for in a protected document as far as a copy in clear may go`(bytes: Int, code: String?) throws {
        let desk = try Desk.withLetter()
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>"
        sketch.addStream(4, "", Array("BT /F 12 Tf 90 600 Td (${ttd}) Tj ET".utf8))
        sketch[5] = "<</XObject<</I 6 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        sketch.addStream(
            6, "/Type/XObject/Subtype/Image/Width \(bytes)/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
            [UInt8](repeating: 0, count: bytes))
        try desk.folder.write(sketch.withTable, to: "plain.pdf")
        let made = try desk.shell(
            "qpdf --stream-data=preserve --encrypt \(Desk.passwordOfDocuments) x 256 -- plain.pdf letter.pdf")
        #expect(made.isSuccess, "\(made.errors)")
        let password = ["--document-password-file", "document-password"]
        let run = try desk.sign(["--tag", "${ttd}"] + Self.sign + password)
        if let code {
            #expect(run.refuses(code, exit: 3) && run.errors.contains("(56)"), "\(run.errors)")
            #expect(try desk.sign(Desk.box + password).isSuccess)
        } else {
            #expect(run.isSuccess, "\(run.errors)")
        }
    }
}
