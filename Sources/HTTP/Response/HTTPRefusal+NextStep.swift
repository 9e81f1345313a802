package import Domain

extension HTTPRefusal {
    /// What whoever asked can do now. As in `words`, nothing of the request is in it.
    package var nextStep: Bilingual {
        switch self {
        case .malformed(.head): .mendingTheSender
        case .malformed(.framing):
            Bilingual(
                "Kirim satu Content-Length yang tepat atau Transfer-Encoding: chunked, bukan keduanya.",
                "Send one exact Content-Length or Transfer-Encoding: chunked, not both.")
        case .malformed(.host):
            Bilingual(
                "Kirim satu kolom Host berisi nama layanan ini.", "Send one Host field with the name of this service.")
        case .malformed(.target):
            Bilingual(
                "Tulis alamat dalam ASCII, dan huruf lain sebagai %XX.",
                "Write the address in ASCII, and other letters as %XX.")
        case .malformed(.form):
            Bilingual(
                "Kirim seluruh formulir sesuai Content-Type-nya.", "Send the whole form as its Content-Type says.")
        case .clientCertificate:
            Bilingual(
                "Pakai sertifikat klien yang berlaku dari otoritas yang dikenal layanan ini.",
                "Use a client certificate that is valid now, of an authority that this service knows.")
        case .noSuchRoute: Bilingual("Periksa alamatnya.", "Check the address.")
        case .methodNotAllowed(let allowed):
            Bilingual("Pakai \(Self.list(allowed)).", "Use \(Self.list(allowed)).")
        case .lengthRequired:
            Bilingual(
                "Kirim lagi dengan Content-Length, tanpa Transfer-Encoding.",
                "Send it again with Content-Length and without Transfer-Encoding.")
        case .tooLarge(let what): what.nextStep
        case .targetTooLong:
            Bilingual("Perpendek kueri, atau kirim sebagai isi.", "Shorten the query, or send it as a body.")
        case .unsupportedMediaType:
            Bilingual(
                "Kirim salah satunya, dan sebut di Content-Type.", "Send one of these, and say so in Content-Type.")
        case .fieldsTooLarge: Bilingual("Kirim lebih sedikit kolom dan kuki.", "Send fewer fields and cookies.")
        case .failed:
            Bilingual(
                "Coba sekali lagi; jika terulang, laporkan X-Request-Id jawaban ini.",
                "Try once more; if it happens again, report the X-Request-Id of this answer.")
        case .unsupportedTransferEncoding:
            Bilingual("Kirim isi apa adanya, dengan Content-Length.", "Send the body as it is, with Content-Length.")
        case .overloaded(let time), .waitedTooLong(let time): Self.again(after: time)
        case .stopping: Self.again(after: Self.restartTime)
        }
    }

    private static func again(after time: Duration) -> Bilingual {
        Bilingual("Kirim lagi setelah \(seconds(time)) detik.", "Send it again after \(seconds(time)) seconds.")
    }

    private static func list(_ methods: [HTTPMethod]) -> String { methods.map(\.rawValue).joined(separator: ", ") }
}

extension HTTPRefusal.TooLarge {
    fileprivate var nextStep: Bilingual {
        switch self {
        case .body(bytesMax: 0): Bilingual("Kirim tanpa isi.", "Send it without a body.")
        case .body, .part: Bilingual("Kirim yang lebih kecil.", "Send something smaller.")
        case .partHead: .mendingTheSender
        case .parts, .files: Bilingual("Bagi menjadi beberapa permintaan.", "Divide it among several requests.")
        }
    }
}

extension Bilingual {
    fileprivate static let mendingTheSender = Bilingual(
        "Perbaiki program pengirimnya; permintaan yang sama akan ditolak lagi.",
        "Mend the program that sent it; the same request will be refused again.")
}
