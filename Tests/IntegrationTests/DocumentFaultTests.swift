import Foundation
import TestSupport
import TestTraits
import Testing

/// What no document does by itself: a reader in a stranger's hands, a machine that gives no memory, an authority that cannot
/// make up its mind.
@Suite("A document that meets a fault", .waiting) struct DocumentFaultTests {
    /// A refusal as its reader sees it: two sentences, two next steps, and the code.
    struct Face: Sendable, CustomTestStringConvertible {
        let code: String
        let exit: Int32
        let sentences: [String]

        var testDescription: String { code }

        static let tooSlow = Face(
            code: "document_too_slow", exit: 3,
            sentences: [
                "PDF ini terlalu lama dibaca.", "The PDF takes too long to be read.",
                "Cetak ulang sebagai PDF baru, lalu ulangi.", "Print it as a new PDF and try again.",
            ])
        static let resultTooLarge = Face(
            code: "document_result_too_large", exit: 3,
            sentences: [
                "Hasil dari PDF ini terlalu besar.", "What came of this PDF is too large.",
                "Cetak ulang sebagai PDF baru, lalu ulangi.", "Print it as a new PDF and try again.",
            ])
        static let readerBusy = Face(
            code: "document_reader_busy", exit: 70,
            sentences: [
                "Semua pembaca dokumen sedang sibuk.", "All document readers are busy.",
                "Ulangi sebentar lagi.", "Try again in a moment.",
            ])
        static let unreadable = Face(
            code: "document_unreadable", exit: 3,
            sentences: [
                "Pembaca dokumen berhenti saat membaca PDF ini.", "The document reader ended while reading this PDF.",
                "Ulangi; bila berulang, dokumennya yang bermasalah.", "Try again; if it recurs, it is the document.",
            ])
        static let answerRejected = Face(
            code: "document_answer_rejected", exit: 70,
            sentences: [
                "Jawaban pembaca dokumen tidak sesuai dan tidak dipakai.",
                "The document reader's answer did not fit and was not used.",
                "Ulangi; bila berulang, laporkan.", "Try again; if it recurs, report it.",
            ])
        static let memoryFailed = Face(
            code: "memory_file_failed", exit: 70,
            sentences: [
                "Dokumen tidak dapat ditaruh di memori.", "The document could not be put into memory.",
                "Periksa memori mesin ini, lalu ulangi.", "Check this machine's memory and try again.",
            ])
        static let appearanceFailed = Face(
            code: "appearance_failed", exit: 70,
            sentences: [
                "Tampilan tanda tangan tidak dapat dibuat.", "The appearance could not be made.",
                "Laporkan kepada pengelola sistem.", "Report it to the operator.",
            ])
        static let keepsGrowing = Face(
            code: "timestamp_keeps_growing", exit: 5,
            sentences: [
                "Cap waktu dari otoritas terus membesar.", "The authority's timestamps keep growing.",
                "Pakai otoritas cap waktu lain.", "Use another timestamp authority.",
            ])
    }

    private func expect(
        _ face: Face, in errors: String, exit: Int32, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let lines = errors.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let (what, next) = (face.sentences[..<2], face.sentences[2...])
        #expect(
            Array(lines.prefix(4)) == ["teken: \(what[0])", what[1]] + next.map { "→ \($0)" }
                && lines.last == "[\(face.code)]" && exit == face.exit, "\(exit): \(errors)",
            sourceLocation: sourceLocation)
    }

    /// `teken` beside a reader that does this, whatever it is asked.
    private func desk(withReaderThat words: String) throws -> Desk {
        let desk = try Desk.withLetter()
        try desk.shell("mkdir alone && cp \"$TEKEN\" alone/")
        try desk.write("#!/bin/sh\nexec '\(BuiltProduct.path("WallsProbe"))' \(words)\n", to: "alone/teken-pdf")
        try desk.shell("chmod 755 alone/teken-pdf")
        return desk
    }

    @Test(arguments: [
        ("always wait", Face.tooSlow), ("always spin", .tooSlow), ("always write half-an-answer", .tooSlow),
        ("always write a-huge-length", .resultTooLarge), ("always exit", .unreadable),
        ("always echo nonsense", .answerRejected), ("barren", .readerBusy),
    ])
    func `because of its reader is told so, and in time`(words: String, face: Face) throws {
        let desk = try desk(withReaderThat: words)
        for command in [
            ["sign"] + Desk.siti + ["letter.pdf", "signed.pdf"], ["inspect", "letter.pdf"],
            ["prepare", "letter.pdf", "signed.pdf"],
        ] {
            let start = ContinuousClock.now
            let run = try ProgramRun.of(
                desk.path("alone/teken"), command + ["--document-time", "1"], in: desk.path(""))
            expect(face, in: run.errors, exit: run.exitCode)
            #expect(ContinuousClock.now - start < .seconds(15) && run.output.isEmpty && !desk.has("signed.pdf"))
        }
    }

    @Test func `because of the machine's memory is told so`() throws {
        let desk = try Desk.withLetter("revisions-300.pdf")
        // The limit counts for files in memory as well. Through a pipe, so that the words themselves are no file.
        let run = try desk.shell("(ulimit -f 1; \"$TEKEN\" inspect letter.pdf 2>&1; echo $? >/dev/fd/3) 3>&1 | cat")
        let parts = run.output.split(separator: "\n")
        expect(
            .memoryFailed, in: parts.dropLast().joined(separator: "\n"), exit: Int32(parts.last ?? "") ?? -1)
    }

    @Test func `because of a font with broken letters is told so`() throws {
        let desk = try Desk.withLetter()
        let words = (Desk.siti + Desk.look).map { "'\($0)'" }.joined(separator: " ")
        // Everything of the font is in order but the outlines, which nobody looks at before they are drawn.
        try desk.write(
            """
            set -e
            fonts=/usr/share/fonts/truetype/liberation2
            mkdir kept && cp $fonts/LiberationSans-{Regular,Bold}.ttf kept/
            mount -t tmpfs none $fonts
            python3 - kept/*.ttf <<'END'
            import struct, sys
            for name in sys.argv[1:]:
                font = bytearray(open(name, "rb").read())
                for place in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
                    tag, _, start, length = struct.unpack_from(">4sIII", font, place)
                    if tag == b"glyf": font[start:start + length] = b"\\xff" * length
                open(name, "wb").write(font)
            END
            cp kept/*.ttf $fonts/
            "$TEKEN" sign \(words) letter.pdf signed.pdf
            """, to: "script")
        let mapped = geteuid() == 0 ? [] : ["--map-root-user"]
        let run = try desk.run("unshare", ["--mount"] + mapped + ["bash", "script"])
        expect(.appearanceFailed, in: run.errors, exit: run.exitCode)
        #expect(!desk.has("signed.pdf"))
    }

    @Test func `because of an authority whose timestamps grow is told so`() throws {
        let desk = try Desk.withLetter()
        let run = try desk.sign([
            "--timestamp", TimestampResponder.shared.url + "/growing", "--timestamp-trust",
            Fixture.path("pki/root.pem"),
        ])
        expect(.keepsGrowing, in: run.errors, exit: run.exitCode)
        #expect(!desk.has("signed.pdf"))
    }
}
