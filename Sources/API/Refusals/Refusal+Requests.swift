import Domain
import JSONInput
import Problems
import Store

extension Refusal {
    static func missing(_ field: String) -> Refusal {
        unusable([FieldError(field, "wajib diisi", "it is missing")])
    }

    static func unusable(_ field: String, _ indonesian: String, _ english: String) -> Refusal {
        unusable([FieldError(field, indonesian, english)])
    }

    /// The sentence is about the first of them; all are told beside it.
    static func unusable(_ errors: [FieldError]) -> Refusal {
        guard let first = errors.first else { preconditionFailure("a refusal has a reason") }
        let place = first.field.isEmpty ? Bilingual("Isi permintaan", "The body") : Bilingual(first.field, first.field)
        var refusal = Refusal(
            400,
            Problem(
                code: "field_unusable", kind: .badInput,
                what: Bilingual(
                    "\(place.indonesian) tidak dapat dipakai: \(first.what.indonesian).",
                    "\(place.english) cannot be used: \(first.what.english)."),
                next: Bilingual(
                    "Perbaiki kolom yang disebut di \"errors\".", "Correct the fields that \"errors\" names.")))
        refusal.errors = errors
        return refusal
    }

    static func notJSON(_ defect: JSONInput.Defect) -> Refusal {
        let what: Bilingual
        switch defect {
        case .malformed(let line):
            what = Bilingual("JSON tidak dapat dibaca, baris \(line).", "The JSON cannot be read, line \(line).")
        case .repeatedName:
            what = Bilingual(
                "Satu nama hanya boleh sekali dalam objek JSON.", "A name may occur once only in an object of JSON.")
        case .tooDeep: what = Bilingual("JSON terlalu banyak tingkat.", "The JSON has too many levels.")
        case .outOfMemory: return .later(Problem(StoreError.overloaded))
        }
        return Refusal(
            400,
            Problem(
                code: "json_unreadable", kind: .badInput, what: what,
                next: Bilingual("Kirim satu objek JSON dalam UTF-8.", "Send one object of JSON in UTF-8.")))
    }

    static let bodyMissing = Refusal(
        400,
        Problem(
            code: "body_missing", kind: .badInput,
            what: Bilingual("Permintaan ini tidak berisi apa-apa.", "The request has no body."),
            next: Bilingual("Kirim isinya seperti di dokumentasi.", "Send one as the documentation has it.")))

    /// Where addresses are kept, such as in logs of proxies, nobody guards what stands in them.
    static let queryNotTaken = Refusal(
        400,
        Problem(
            code: "query_not_taken", kind: .badInput,
            what: Bilingual(
                "Parameter di alamat (sesudah tanda tanya) tidak diterima di sini.",
                "Parameters in the address, behind a question mark, are not taken here."),
            next: Bilingual(
                "Kirim semuanya di isi permintaan; ganti rahasia yang terlanjur ada di alamat.",
                "Send everything in the body; replace a secret that has been in an address.")))

    static let documentsDiffer = Refusal(
        400,
        Problem(
            code: "documents_do_not_match", kind: .badInput,
            what: Bilingual(
                "Jumlah berkas tidak sama dengan jumlah butir \"documents\".",
                "There are not as many files as \"documents\" has elements."),
            next: Bilingual("Kirim satu bagian \"document\" untuk tiap butir.", "Send one part \"document\" for each."))
    )

    static let noReceipt = Refusal(
        404,
        Problem(
            code: "no_such_receipt", kind: .notFound,
            what: Bilingual(
                "Dokumen dengan sidik itu tidak pernah ditandatangani lewat aplikasi ini.",
                "No document of that digest was signed through this application."),
            next: Bilingual(
                "Hitung SHA-256 dari dokumen yang sudah ditandatangani, utuh.",
                "Compute the SHA-256 of the whole signed document.")))
}
