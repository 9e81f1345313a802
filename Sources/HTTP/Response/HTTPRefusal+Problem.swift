package import Domain

extension HTTPRefusal {
    /// A small problem in JSON (RFC 9457) with a code for programs and a sentence in both languages for people.
    package static let problemPage: RefusalPage = { refusal, _ in
        let words = refusal.words
        let problem = JSON.members([
            ("type", .text("about:blank")), ("status", .integer(refusal.status)), ("code", .text(refusal.code)),
            ("title", .text(words.indonesian)), ("title_en", .text(words.english)),
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
            Bilingual("Nama host harus disebut tepat satu kali.", "The host must be named exactly once.")
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
        case .tooSlow:
            Bilingual("Permintaan dikirim terlalu lambat.", "The request was sent too slowly.")
        case .lengthRequired:
            Bilingual("Kirim panjang isi (Content-Length).", "Send the body's length (Content-Length).")
        case .tooLarge(let what): what.words
        case .targetTooLong(let most):
            Bilingual("Alamat lebih dari \(most) bita.", "The address has more than \(most) bytes.")
        case .unsupportedMediaType(let accepted):
            Bilingual(
                "Jenis isi tidak diterima di sini; yang diterima: \(accepted.joined(separator: ", ")).",
                "This type of body is not taken here; these are: \(accepted.joined(separator: ", ")).")
        case .tooManyRequests:
            Bilingual("Terlalu banyak permintaan; coba lagi nanti.", "Too many requests; try again later.")
        case .fieldsTooLarge(let bytes, let fields):
            Bilingual(
                "Kepala permintaan lebih dari \(bytes) bita atau \(fields) kolom.",
                "The header has more than \(bytes) bytes or \(fields) fields.")
        case .failed:
            Bilingual("Terjadi kesalahan pada layanan.", "Something went wrong in the service.")
        case .unsupportedTransferEncoding:
            Bilingual("Cara pengiriman isi ini tidak didukung.", "This transfer encoding is not supported.")
        case .overloaded, .waitedTooLong:
            Bilingual("Layanan sedang penuh; coba lagi sebentar.", "The service is full; try again in a moment.")
        case .stopping:
            Bilingual("Layanan sedang dimulai ulang; coba lagi.", "The service is restarting; try again.")
        }
    }
}

extension HTTPRefusal.TooLarge {
    fileprivate var words: Bilingual {
        switch self {
        case .body(let most):
            Bilingual("Isi permintaan lebih dari \(most) bita.", "The body has more than \(most) bytes.")
        case .part(let most):
            Bilingual("Satu bagian lebih dari \(most) bita.", "One part has more than \(most) bytes.")
        case .partHead(let most):
            Bilingual("Kepala satu bagian lebih dari \(most) bita.", "One part's header has more than \(most) bytes.")
        case .parts(let most):
            Bilingual("Formulir lebih dari \(most) bagian.", "The form has more than \(most) parts.")
        case .files(let most):
            Bilingual("Formulir lebih dari \(most) berkas.", "The form has more than \(most) files.")
        }
    }
}
