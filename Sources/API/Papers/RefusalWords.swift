import Domain

/// What a status means here, for whoever reads about the API.
enum RefusalWords {
    static func of(_ status: Int) -> Bilingual {
        switch status {
        case 400:
            Bilingual("Permintaan tidak ditulis sebagaimana mestinya.", "The request is not written as it should be.")
        case 401:
            Bilingual(
                "Aplikasi tidak dikenal, atau tokennya habis.", "The application is not known, or its token ended.")
        case 403:
            Bilingual(
                "Tidak boleh, atau tidak bisa menandatangani; kodenya menyebut sebabnya.",
                "It may not be done, or the person cannot sign; the code says why.")
        case 404: Bilingual("Tidak ada yang bernama itu.", "There is nothing and nobody of that name.")
        case 405: Bilingual("Metode ini tidak berlaku di sini.", "This method is not for this address.")
        case 409:
            Bilingual(
                "Bertabrakan dengan yang sudah atau sedang dikerjakan.",
                "It does not go together with what was done or is being done.")
        case 413: Bilingual("Terlalu besar.", "Too large.")
        case 414: Bilingual("Alamat terlalu panjang.", "The address is too long.")
        case 415: Bilingual("Jenis isi ini tidak diterima.", "This type of body is not taken.")
        case 422:
            Bilingual(
                "Dokumen atau tampilannya tidak memungkinkan, atau kunci pengulangan milik permintaan lain.",
                "The document or its look does not allow it, or the repeat key is another request's.")
        case 429: Bilingual("Terlalu banyak percobaan.", "Too many tries.")
        case 431: Bilingual("Kepala permintaan terlalu besar.", "The header is too large.")
        case 500: Bilingual("Kesalahan pada layanan.", "A fault of the service.")
        case 503: Bilingual("Belum bisa sekarang; kirim lagi.", "Not now; send it again.")
        case let other: preconditionFailure("\(other) is a status that nobody has explained")
        }
    }
}
