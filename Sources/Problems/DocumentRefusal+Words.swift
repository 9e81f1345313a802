import Documents
import Domain

extension DocumentRefusal {
    /// What is wrong, and what to do next.
    var words: (what: Bilingual, next: Bilingual) { reason.documentWords ?? reason.appearanceWords }

    /// The numbers and the word that go with the reason, for whoever looks closer.
    var detail: String? {
        let parts = numbers.map(String.init) + (word.isEmpty ? [] : [word])
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

extension DocumentRefusal.Reason {
    /// Nil for what is wrong with the appearance and not with the document.
    fileprivate var documentWords: (what: Bilingual, next: Bilingual)? {
        switch self {
        case .empty:
            (
                Bilingual(
                    "Dokumen ini kosong (0 byte).",
                    "The document is empty (0 bytes)."),
                Bilingual(
                    "Unggah ulang berkasnya; mungkin terputus di jalan.",
                    "Send the file again; it may have been cut off on its way.")
            )
        case .notPDF:
            (
                Bilingual(
                    "Berkas ini bukan PDF.",
                    "The file is not a PDF."),
                Bilingual(
                    "Simpan dokumen sebagai PDF, lalu ulangi.",
                    "Save the document as PDF and try again.")
            )
        case .damaged:
            (
                Bilingual(
                    "PDF ini rusak dan tidak dapat dibaca.",
                    "The PDF is damaged and cannot be read."),
                Bilingual(
                    "Buka di pembaca PDF, simpan atau cetak ulang sebagai PDF baru, lalu ulangi.",
                    "Open it in a PDF reader, save or print it as a new PDF, and try again.")
            )
        case .tooComplex:
            (
                Bilingual(
                    "PDF ini melampaui batas yang wajar dan tidak dibaca.",
                    "The PDF goes beyond a reasonable limit and is not read."),
                Bilingual(
                    "Cetak ulang sebagai PDF baru, lalu ulangi.",
                    "Print it as a new PDF and try again.")
            )
        case .passwordNeeded:
            (
                Bilingual(
                    "PDF ini dilindungi kata sandi.",
                    "The PDF is protected by a password."),
                Bilingual(
                    "Berikan kata sandi dokumennya.",
                    "Give the document's password.")
            )
        case .passwordWrong:
            (
                Bilingual(
                    "Kata sandi dokumen ini salah.",
                    "The document's password is wrong."),
                Bilingual(
                    "Periksa kata sandi dokumennya.",
                    "Check the document's password.")
            )
        case .encryptedForCertificate:
            (
                Bilingual(
                    "PDF ini dienkripsi untuk pemegang sertifikat tertentu dan tidak dapat dibuka di sini.",
                    "The PDF is encrypted for the holder of a certificate and cannot be opened here."),
                Bilingual(
                    "Minta pengirimnya menyimpan tanpa enkripsi itu, atau dengan kata sandi.",
                    "Ask its sender for one without that encryption, or with a password.")
            )
        case .encryptionUnknown:
            (
                Bilingual(
                    "PDF ini dilindungi dengan cara yang tidak dikenal.",
                    "The PDF is protected in a way that is not known."),
                Bilingual(
                    "Minta pengirimnya menyimpan tanpa perlindungan itu.",
                    "Ask its sender for one without that protection.")
            )
        case .noChangesAllowed:
            (
                Bilingual(
                    "Penanda tangan sebelumnya menutup dokumen ini: tidak boleh ada tanda tangan lagi.",
                    "An earlier signer closed this document: no further signature is allowed."),
                Bilingual(
                    "Minta dokumen yang belum ditutup, atau tandatangani dokumen lain yang merujuk dokumen ini.",
                    "Ask for the document before it was closed, or sign another one that refers to it.")
            )
        case .repairedAndSigned:
            (
                Bilingual(
                    "PDF ini rusak dan sudah ditandatangani; memperbaikinya akan merusak tanda tangan yang ada.",
                    "The PDF is damaged and already signed; mending it would break the signatures it has."),
                Bilingual(
                    "Minta salinan yang utuh dari penanda tangan sebelumnya.",
                    "Ask the earlier signer for an undamaged copy.")
            )
        case .dynamicForm:
            (
                Bilingual(
                    "PDF ini formulir XFA dinamis; yang tampil di layar tidak tersimpan sebagai halaman.",
                    "The PDF is a dynamic XFA form; what the screen shows is not stored as pages."),
                Bilingual(
                    "Cetak formulirnya ke PDF biasa, lalu ulangi.",
                    "Print the form to an ordinary PDF and try again.")
            )
        case .noSuchPage:
            (
                Bilingual(
                    "Halaman yang diminta tidak ada di dokumen ini.",
                    "The page asked for is not in this document."),
                Bilingual(
                    "Pilih halaman yang ada.",
                    "Choose a page it has.")
            )
        case .boxOutsidePage:
            (
                Bilingual(
                    "Kotak tanda tangan berada di luar halaman.",
                    "The signature's box lies outside the page."),
                Bilingual(
                    "Perbaiki posisinya; satuannya poin, dihitung dari sudut yang dipilih.",
                    "Correct its place; it counts points from the corner that was chosen.")
            )
        case .tooManyAnnotations:
            (
                Bilingual(
                    "Halaman ini sudah memuat terlalu banyak anotasi.",
                    "The page has too many annotations already."),
                Bilingual(
                    "Pilih halaman lain, atau cetak ulang sebagai PDF baru.",
                    "Choose another page, or print it as a new PDF.")
            )
        case .tagNotFound:
            (
                Bilingual(
                    "Penanda tidak ditemukan di teks dokumen ini.",
                    "The tag was not found in the document's text."),
                Bilingual(
                    "Periksa penulisannya, atau tentukan posisi dengan halaman dan kotak.",
                    "Check how it is written, or give a page and a box instead.")
            )
        case .tagOccurrenceNotFound:
            (
                Bilingual(
                    "Penanda muncul lebih sedikit daripada urutan yang diminta.",
                    "The tag occurs fewer times than the occurrence asked for."),
                Bilingual(
                    "Pilih urutan yang ada.",
                    "Choose an occurrence that is there.")
            )
        case .protectedTooLarge:
            (
                Bilingual(
                    "PDF yang dilindungi kata sandi ini terlalu besar untuk dicari penandanya.",
                    "The PDF is protected by a password and too large for a tag to be looked for in it."),
                Bilingual(
                    "Tentukan posisi dengan halaman dan kotak.",
                    "Give a page and a box instead.")
            )
        case .fieldNameTaken:
            (
                Bilingual(
                    "Nama kolom tanda tangan itu sudah dipakai di dokumen ini.",
                    "The name of the signature field is taken in this document."),
                Bilingual(
                    "Pilih nama lain, atau biarkan kosong.",
                    "Choose another name, or none.")
            )
        case .fieldNameUnusable:
            (
                Bilingual(
                    "Nama kolom tanda tangan tidak dapat dipakai: 1 sampai 127 karakter, tanpa titik.",
                    "The name of the signature field cannot be used: 1 to 127 characters, no full stop."),
                Bilingual(
                    "Pilih nama lain, atau biarkan kosong.",
                    "Choose another name, or none.")
            )
        case .fieldNotFound:
            (
                Bilingual(
                    "Kolom tanda tangan itu tidak ada di dokumen ini.",
                    "There is no such signature field in this document."),
                Bilingual(
                    "Lihat nama kolomnya dengan: teken inspect BERKAS",
                    "See the names of its fields with: teken inspect FILE")
            )
        case .fieldNotForSignatures:
            (
                Bilingual(
                    "Kolom itu bukan kolom tanda tangan.",
                    "The field is not one for signatures."),
                Bilingual(
                    "Lihat jenis kolomnya dengan: teken inspect BERKAS",
                    "See the kinds of its fields with: teken inspect FILE")
            )
        case .fieldAlreadySigned:
            (
                Bilingual(
                    "Kolom itu sudah ditandatangani.",
                    "The field is signed already."),
                Bilingual(
                    "Pilih kolom lain, atau buat kolom baru.",
                    "Choose another field, or a new one.")
            )
        case .fieldLocked:
            (
                Bilingual(
                    "Penanda tangan sebelumnya mengunci kolom di dokumen ini.",
                    "An earlier signer locked the fields of this document."),
                Bilingual(
                    "Minta dokumen yang belum dikunci.",
                    "Ask for the document before it was locked.")
            )
        case .fieldHasNoPlace:
            (
                Bilingual(
                    "Kolom tanda tangan itu tidak terlihat, jadi tampilan tidak dapat digambar di sana.",
                    "The signature field is unseen, so no appearance can be drawn in it."),
                Bilingual(
                    "Tandatangani tanpa tampilan, atau buat kolom baru dengan posisi.",
                    "Sign without an appearance, or in a new field with a place.")
            )
        case .fieldDemand:
            (
                Bilingual(
                    "Kolom tanda tangan itu mensyaratkan sesuatu yang tidak dipenuhi tanda tangan ini.",
                    "The signature field demands something that this signature does not give."),
                Bilingual(
                    "Penuhi syaratnya, atau minta pembuat dokumen menyediakan kolom lain.",
                    "Meet the demand, or ask the document's author for another field.")
            )
        case .certificationNotFirst:
            (
                Bilingual(
                    "Sertifikasi harus menjadi tanda tangan pertama, dan dokumen ini sudah ditandatangani.",
                    "A certification must be the first signature, and this document has one already."),
                Bilingual(
                    "Tandatangani tanpa sertifikasi.",
                    "Sign without certifying.")
            )
        case .newVisibleFieldForbidden:
            (
                Bilingual(
                    "Dokumen ini disertifikasi: tanda tangan baru yang terlihat dianggap perubahan terlarang.",
                    "The document is certified: a new visible signature counts as a forbidden change."),
                Bilingual(
                    "Isi kolom yang disediakan pembuatnya, atau tandatangani tanpa tampilan.",
                    "Fill a field its author left for you, or sign unseen.")
            )
        case .appearanceEmpty, .appearanceBox, .pictureUnreadable, .pictureUnsupported, .pictureTooLarge, .qrEmpty,
            .qrTooLong, .textUnusable, .textTooLong, .textDoesNotFit, .characterMissing, .appearanceFailed:
            nil
        }
    }

    fileprivate var appearanceWords: (what: Bilingual, next: Bilingual) {
        switch self {
        case .appearanceEmpty:
            (
                Bilingual(
                    "Tampilan tanda tangan tidak memuat apa pun.",
                    "The appearance shows nothing."),
                Bilingual(
                    "Berikan gambar, kode QR atau teks.",
                    "Give a picture, a QR code or text.")
            )
        case .appearanceBox:
            (
                Bilingual(
                    "Ukuran kotak, tepi, bingkai atau huruf di luar batas, atau kotaknya terlalu kecil untuk isinya.",
                    "The size of box, margin, border or letters is out of bounds, or the box is too small for what it shows."
                ),
                Bilingual(
                    "Perbesar kotaknya atau perbaiki ukurannya.",
                    "Make the box larger or correct the size.")
            )
        case .pictureUnreadable:
            (
                Bilingual(
                    "Gambar tanda tangan rusak atau tidak lengkap.",
                    "The picture is damaged or incomplete."),
                Bilingual(
                    "Simpan ulang gambarnya sebagai PNG atau JPEG.",
                    "Save the picture anew as PNG or JPEG.")
            )
        case .pictureUnsupported:
            (
                Bilingual(
                    "Jenis gambar ini tidak diterima.",
                    "This kind of picture is not accepted."),
                Bilingual(
                    "Simpan gambarnya sebagai PNG atau JPEG biasa.",
                    "Save the picture as an ordinary PNG or JPEG.")
            )
        case .pictureTooLarge:
            (
                Bilingual(
                    "Gambar tanda tangan terlalu besar.",
                    "The picture is too large."),
                Bilingual(
                    "Perkecil gambarnya; beberapa ratus piksel sudah cukup.",
                    "Make the picture smaller; some hundred pixels are enough.")
            )
        case .qrEmpty:
            (
                Bilingual(
                    "Teks untuk kode QR kosong.",
                    "The text of the QR code is empty."),
                Bilingual(
                    "Berikan teks atau alamatnya.",
                    "Give a text or an address.")
            )
        case .qrTooLong:
            (
                Bilingual(
                    "Teks untuk kode QR terlalu panjang.",
                    "The text is too long for a QR code."),
                Bilingual(
                    "Perpendek teksnya, misalnya menjadi satu alamat.",
                    "Make it shorter, for example an address.")
            )
        case .textUnusable:
            (
                Bilingual(
                    "Teks tampilan memuat karakter kendali atau tanda yang berdiri sendiri.",
                    "The text of the appearance has a control character or a mark without its letter."),
                Bilingual(
                    "Hapus karakter itu.",
                    "Remove the character.")
            )
        case .textTooLong:
            (
                Bilingual(
                    "Teks tampilan terlalu panjang.",
                    "The text of the appearance is too long."),
                Bilingual(
                    "Perpendek teksnya.",
                    "Make the text shorter.")
            )
        case .textDoesNotFit:
            (
                Bilingual(
                    "Teks tampilan tidak muat di kotaknya, walau dengan huruf terkecil.",
                    "The text does not fit into its box, even in the smallest letters."),
                Bilingual(
                    "Perbesar kotaknya atau perpendek teksnya.",
                    "Make the box larger or the text shorter.")
            )
        case .characterMissing:
            (
                Bilingual(
                    "Teks tampilan memuat karakter yang tidak dapat ditampilkan dengan benar.",
                    "The text has a character that cannot be shown right."),
                Bilingual(
                    "Ganti karakter itu.",
                    "Replace the character.")
            )
        case .appearanceFailed:
            (
                Bilingual(
                    "Tampilan tanda tangan tidak dapat dibuat.",
                    "The appearance could not be made."),
                Bilingual(
                    "Laporkan kepada pengelola sistem.",
                    "Report it to the operator.")
            )
        case .empty, .notPDF, .damaged, .tooComplex, .passwordNeeded, .passwordWrong, .encryptedForCertificate,
            .encryptionUnknown, .noChangesAllowed, .repairedAndSigned, .dynamicForm, .noSuchPage,
            .boxOutsidePage, .tooManyAnnotations, .tagNotFound, .tagOccurrenceNotFound, .protectedTooLarge,
            .fieldNameTaken, .fieldNameUnusable, .fieldNotFound, .fieldNotForSignatures, .fieldAlreadySigned,
            .fieldLocked, .fieldHasNoPlace, .fieldDemand, .certificationNotFirst, .newVisibleFieldForbidden:
            preconditionFailure("it has words of its own")
        }
    }
}
