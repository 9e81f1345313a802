import Crypto
package import Documents
import Domain
package import Signing
import Workers

extension Problem {
    package init(_ error: DocumentError) {
        self =
            switch error {
            case .refused(let refusal): Problem(refusal)
            case .worker(let error): Problem(error)
            case .answerRejected(let defect):
                .fault(
                    "document_answer_rejected",
                    Bilingual(
                        "Jawaban pembaca dokumen tidak sesuai dan tidak dipakai.",
                        "The document reader's answer did not fit and was not used."),
                    Bilingual("Ulangi; bila berulang, laporkan.", "Try again; if it recurs, report it."),
                    defect.rawValue)
            case .signatureTooLarge(let bytes, let room):
                .input(
                    "signature_too_large",
                    Bilingual(
                        "Tanda tangan \(bytes) byte tidak muat di tempat \(room) byte.",
                        "The signature of \(bytes) bytes does not fit into \(room) bytes."),
                    Bilingual(
                        "Siapkan ulang dengan --contents-bytes \(bytes).",
                        "Prepare again with --contents-bytes \(bytes)."))
            case .signatureOverOtherDocument: Problem(.signature(.overOtherContent))
            case .nothingPrepared:
                .input(
                    "nothing_prepared",
                    Bilingual(
                        "Dokumen ini tidak menunggu tanda tangan.", "The document waits for no signature."),
                    Bilingual("Siapkan dahulu dengan: teken prepare", "Prepare it first with: teken prepare"))
            case .memory(let error): Problem(error, reading: "")
            case .crypto(let error): Problem(error)
            }
    }

    package init(_ error: SigningError) {
        self =
            switch error {
            case .document(let error): Problem(error)
            case .crypto(let error): Problem(error)
            case .timestampNeverFits:
                Problem(
                    code: "timestamp_keeps_growing", kind: .outsideWorld,
                    what: Bilingual(
                        "Cap waktu dari otoritas terus membesar.", "The authority's timestamps keep growing."),
                    next: Bilingual("Pakai otoritas cap waktu lain.", "Use another timestamp authority."))
            case .notExtended(let obstacle): .notExtended(obstacle)
            }
    }

    private init(_ refusal: DocumentRefusal) {
        let words = refusal.words
        self.init(
            code: refusal.reason.rawValue, kind: refusal.reason == .appearanceFailed ? .fault : .badInput,
            what: words.what, next: words.next, detail: refusal.detail)
    }

    private init(_ error: WorkerError) {
        let again = Bilingual(
            "Ulangi; bila berulang, dokumennya yang bermasalah.", "Try again; if it recurs, it is the document.")
        self =
            switch error {
            case .crashed:
                .input(
                    "document_unreadable",
                    Bilingual(
                        "Pembaca dokumen berhenti saat membaca PDF ini.",
                        "The document reader ended while reading this PDF."),
                    again)
            case .timedOut:
                .input(
                    "document_too_slow",
                    Bilingual("PDF ini terlalu lama dibaca.", "The PDF takes too long to be read."),
                    Bilingual("Cetak ulang sebagai PDF baru, lalu ulangi.", "Print it as a new PDF and try again."))
            case .answerTooLarge:
                .input(
                    "document_result_too_large",
                    Bilingual("Hasil dari PDF ini terlalu besar.", "What came of this PDF is too large."),
                    Bilingual("Cetak ulang sebagai PDF baru, lalu ulangi.", "Print it as a new PDF and try again."))
            case .overloaded:
                .fault(
                    "document_reader_busy",
                    Bilingual("Semua pembaca dokumen sedang sibuk.", "All document readers are busy."),
                    Bilingual("Ulangi sebentar lagi.", "Try again in a moment."), nil)
            case .unavailable(let words):
                .fault(
                    "document_reader_unavailable",
                    Bilingual("Pembaca dokumen tidak dapat dijalankan.", "The document reader cannot be started."),
                    Bilingual(
                        "Periksa pemasangan teken-pdf dan paket fonts-liberation2 dan poppler-utils.",
                        "Check that teken-pdf and the packages fonts-liberation2 and poppler-utils are installed."),
                    words)
            case .malformedAnswer:
                .fault(
                    "document_answer_rejected",
                    Bilingual(
                        "Jawaban pembaca dokumen tidak sesuai dan tidak dipakai.",
                        "The document reader's answer did not fit and was not used."), again, nil)
            }
    }
}
