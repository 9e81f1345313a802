import Domain
import Problems

extension Problem {
    private static func usage(_ code: String, _ what: Bilingual, _ next: Bilingual) -> Problem {
        Problem(code: code, kind: .usage, what: what, next: next)
    }

    static func inAndOut() -> Problem {
        .usage(
            "in_and_out_expected",
            Bilingual(
                "Tanpa --into, berikan tepat dua nama: dokumen dan hasilnya.",
                "Without --into, give exactly two names: the document and its result."),
            Bilingual(
                "Tulis: teken sign … IN OUT, atau --into FOLDER IN…", "Write: teken sign … IN OUT, or --into FOLDER IN…"
            ))
    }

    static func standardInputAmongMany() -> Problem {
        .usage(
            "standard_input_among_many",
            Bilingual(
                "Masukan standar tidak dapat menjadi salah satu dari banyak dokumen.",
                "Standard input cannot be one of many documents."),
            Bilingual("Berikan nama berkasnya.", "Give the name of a file."))
    }

    static func sameNameTwice(_ name: String) -> Problem {
        .usage(
            "same_name_twice",
            Bilingual(
                "Dua dokumen bernama sama, \(name); hasilnya akan saling menimpa.",
                "Two documents have the same name, \(name); one result would overwrite the other."),
            Bilingual("Tandatangani ke folder yang berbeda.", "Sign them into different folders."))
    }

    static func notNumbers(_ name: String, _ form: String) -> Problem {
        .usage(
            "not_numbers",
            Bilingual("\(name) tidak berbentuk \(form).", "\(name) does not have the form \(form)."),
            Bilingual(
                "Pakai angka dengan titik desimal, dipisah koma; ukuran lebih dari nol.",
                "Use numbers with a decimal point, divided by commas; sizes above zero."))
    }

    static func tagUnusable(most: Int) -> Problem {
        .usage(
            "tag_unusable",
            Bilingual("Penanda harus 1 sampai \(most) karakter.", "A tag has 1 to \(most) characters."),
            Bilingual("Perbaiki penandanya.", "Correct the tag."))
    }

    static func optionTooLong(_ name: String, most: Int) -> Problem {
        .usage(
            "option_too_long",
            Bilingual("\(name) lebih dari \(most) karakter.", "\(name) has more than \(most) characters."),
            Bilingual("Perpendek.", "Make it shorter."))
    }

    static func sandboxMissing(_ path: String) -> Problem {
        .fault(
            "document_reader_missing",
            Bilingual(
                "Program teken-pdf tidak ditemukan di samping teken.", "The program teken-pdf is not beside teken."),
            Bilingual("Pasang keduanya di folder yang sama.", "Install both in the same folder."), path)
    }

    /// Several documents were refused, each told by itself; the first says how the run ended.
    static func someRefused(like problem: Problem) -> Problem {
        Problem(
            code: "some_refused", kind: problem.kind,
            what: Bilingual("Sebagian dokumen tidak ditandatangani.", "Some documents were not signed."),
            next: Bilingual("Lihat alasannya masing-masing di atas.", "See above why, for each."))
    }
}
