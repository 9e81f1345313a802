package import Domain

extension HTTPRefusal {
    /// A small problem in JSON (RFC 9457): a code for programs, and for people what is wrong and what to do, in both languages.
    package static let problemPage: RefusalPage = { refusal, _ in
        let (words, next) = (refusal.words, refusal.nextStep)
        let problem = JSON.members([
            ("type", .text("about:blank")), ("status", .integer(refusal.status)),
            ("code", .text(refusal.code.rawValue)),
            ("title", .text(words.indonesian)), ("title_en", .text(words.english)),
            ("next", .text(next.indonesian)), ("next_en", .text(next.english)),
        ])
        return .text(
            problem.line, type: "application/problem+json", status: refusal.status, mayBeCompressed: false)
    }

    /// Nothing of the request is in it.
    package var words: Bilingual {
        switch self {
        case .malformed(.head):
            Bilingual("Permintaan tidak dapat dibaca.", "The request cannot be read.")
        case .malformed(.framing):
            Bilingual("Panjang isi permintaan tidak jelas.", "How long the request's body is cannot be told.")
        case .malformed(.host):
            Bilingual("Nama host tidak disebut tepat satu kali.", "The host is not named exactly once.")
        case .malformed(.target):
            Bilingual("Alamat permintaan tidak ditulis dengan benar.", "The address is not written correctly.")
        case .malformed(.form):
            Bilingual("Isi formulir tidak dapat dibaca.", "The form cannot be read.")
        case .clientCertificate:
            Bilingual("Sertifikat klien tidak diterima.", "The client's certificate is not accepted.")
        case .noSuchRoute:
            Bilingual("Alamat ini tidak ada.", "There is nothing at this address.")
        case .methodNotAllowed:
            Bilingual("Metode ini tidak berlaku untuk alamat ini.", "This method is not for this address.")
        case .lengthRequired:
            Bilingual("Panjang isi permintaan tidak disebut.", "The length of the body is not announced.")
        case .tooLarge(let what): what.words
        case .targetTooLong(let most):
            Bilingual("Alamat lebih dari \(most) byte.", "The address has more than \(most) bytes.")
        case .unsupportedMediaType(let accepted):
            Bilingual(
                "Jenis isi tidak diterima di sini; yang diterima: \(accepted.joined(separator: ", ")).",
                "This type of body is not taken here; these are: \(accepted.joined(separator: ", ")).")
        case .fieldsTooLarge(let bytes, let fields):
            Bilingual(
                "Kepala permintaan lebih dari \(bytes) byte atau \(fields) kolom.",
                "The header has more than \(bytes) bytes or \(fields) fields.")
        case .failed:
            Bilingual("Terjadi kesalahan pada layanan.", "Something went wrong in the service.")
        case .unsupportedTransferEncoding:
            Bilingual("Cara pengiriman isi ini tidak didukung.", "This transfer encoding is not supported.")
        case .overloaded, .waitedTooLong:
            Bilingual("Layanan sedang penuh.", "The service is full.")
        case .stopping:
            Bilingual("Layanan sedang dimulai ulang.", "The service is restarting.")
        }
    }
}

extension HTTPRefusal.TooLarge {
    fileprivate var words: Bilingual {
        switch self {
        case .body(let most):
            Bilingual("Isi permintaan lebih dari \(most) byte.", "The body has more than \(most) bytes.")
        case .part(let most):
            Bilingual("Satu bagian lebih dari \(most) byte.", "One part has more than \(most) bytes.")
        case .partHead(let most):
            Bilingual("Kepala satu bagian lebih dari \(most) byte.", "One part's header has more than \(most) bytes.")
        case .parts(let most):
            Bilingual("Formulir lebih dari \(most) bagian.", "The form has more than \(most) parts.")
        case .files(let most):
            Bilingual("Formulir lebih dari \(most) berkas.", "The form has more than \(most) files.")
        }
    }
}
