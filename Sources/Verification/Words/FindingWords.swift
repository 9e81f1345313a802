package import Domain

extension Finding {
    private var told: String { detail ?? "-" }
    /// What was changed, where the detail is a kind of change.
    private var change: Bilingual {
        let phrase = detail.flatMap(ChangeWords.phrase)
        return Bilingual(phrase.map { ": \($0.indonesian)" } ?? "", phrase.map { ": \($0.english)" } ?? "")
    }
    /// A moment, where the detail is one.
    private var time: Bilingual { detail.flatMap { Instant($0) }?.words ?? Bilingual(told, told) }

    /// What was found, as a sentence for whoever holds the document.
    package var words: Bilingual {
        switch code {
        case .byteRangeUnusable:
            Bilingual(
                "Tanda tangan tidak menyatakan dengan benar bagian berkas mana yang ditandatangani.",
                "The signature does not properly say which part of the file it signs.")
        case .rangeEndsInside:
            Bilingual(
                "Bagian yang ditandatangani bukan dokumen yang utuh.", "What was signed is not a whole document.")
        case .rangesCross:
            Bilingual(
                "Dua tanda tangan menandatangani bagian berkas yang saling bertabrakan.",
                "Two signatures sign parts of the file that cut into each other.")
        case .holeUnusable:
            Bilingual(
                "Tempat tanda tangan di dalam berkas berisi hal lain yang tidak ditandatangani.",
                "The place of the signature in the file holds something else that nobody signed.")
        case .dictionaryUnusable:
            Bilingual("Catatan tanda tangan rusak.", "The record of the signature is damaged.")
        case .dictionaryOdd:
            Bilingual("Catatan tanda tangan tidak lazim.", "The record of the signature is unusual.")
        case .formatUnknown:
            Bilingual(
                "Bentuk tanda tangan ini tidak dikenal (\(told)).", "The format of the signature is unknown (\(told)).")
        case .transformUnknown:
            Bilingual(
                "Tanda tangan memuat aturan perubahan yang tidak dikenal.",
                "The signature carries rules about changes that are not known.")
        case .dictionaryChanged:
            Bilingual(
                "Catatan tanda tangan diganti setelah penandatanganan.",
                "The record of the signature was replaced after signing.")
        case .notInForm:
            Bilingual(
                "Tanda tangan ini bukan bagian dari dokumen yang ditandatangani.",
                "The signature is no part of the document that was signed.")
        case .removedLater:
            Bilingual(
                "Sebuah tanda tangan dicabut dari dokumen setelah dibubuhkan.",
                "A signature was taken out of the document after it was made.")
        case .documentRepaired:
            Bilingual(
                "Susunan berkas rusak dan hanya dapat dibaca dengan perbaikan.",
                "The file's structure is damaged and could only be read by repairing it.")
        case .usageRights:
            Bilingual(
                "Dokumen memuat tanda hak pakai dari program pembuatnya; itu bukan tanda tangan seseorang.",
                "The document carries a mark of usage rights by the program that made it; nobody signed with it.")
        case .signatureUnreadable:
            Bilingual(
                "Berkas memuat sesuatu yang mirip tanda tangan tetapi tidak dapat dibaca.",
                "The file holds something like a signature that cannot be read.")

        case .containerUnreadable:
            Bilingual("Isi tanda tangan tidak dapat dibaca.", "The content of the signature cannot be read.")
        case .containerOversized:
            Bilingual(
                "Isi tanda tangan terlalu besar untuk diperiksa.", "The content of the signature is too large to check."
            )
        case .containerOdd:
            Bilingual(
                "Sebagian lampiran tanda tangan tidak dapat dibaca.",
                "Part of what comes with the signature is unreadable.")
        case .notDER:
            Bilingual("Tanda tangan ditulis dengan penyandian lama.", "The signature is written in an older encoding.")
        case .trailingBytes:
            Bilingual(
                "Di belakang tanda tangan terdapat data lain yang tidak ditandatangani.",
                "Behind the signature stand other data that nobody signed.")
        case .contentMisplaced:
            Bilingual(
                "Tanda tangan membawa isi yang bukan dokumen ini.",
                "The signature carries content of its own, which is not this document.")
        case .signersNotOne:
            Bilingual(
                "Tanda tangan ini tidak tepat dari satu penanda tangan.",
                "The signature is not that of exactly one signer.")
        case .certificateAbsent:
            Bilingual(
                "Sertifikat penanda tangan tidak disertakan.",
                "The signer's certificate does not come with the signature.")
        case .certificateUnnamed:
            Bilingual(
                "Tanda tangan tidak mengikat sertifikat penanda tangannya.",
                "The signature does not bind the certificate of its signer.")
        case .certificateNotTheNamed:
            Bilingual(
                "Sertifikat yang disertakan bukan sertifikat yang dipakai menandatangani.",
                "The certificate that comes along is not the one that was signed with.")
        case .attributesMissing:
            Bilingual("Tanda tangan tidak memuat keterangan wajib.", "The signature lacks statements it must have.")
        case .attributesWrong:
            Bilingual(
                "Keterangan di dalam tanda tangan saling bertentangan.",
                "The statements in the signature contradict each other.")
        case .signingTimeInside:
            Bilingual(
                "Waktu penandatanganan ditulis di tempat yang tidak baku.",
                "The signing time is written where the standard does not have it.")
        case .algorithmsDisagree:
            Bilingual(
                "Algoritma yang disebut di dalam tanda tangan tidak sama.",
                "The signature names different algorithms in different places.")
        case .algorithmUnknown:
            Bilingual(
                "Tanda tangan memakai algoritma yang tidak dikenal.",
                "The signature uses an algorithm that is not known.")

        case .contentChanged:
            Bilingual(
                "Isi yang ditandatangani telah berubah.", "What was signed has been changed.")
        case .signatureBroken:
            Bilingual(
                "Tanda tangan tidak dibuat dengan kunci penanda tangan.",
                "The signature was not made with the signer's key.")
        case .uncheckable:
            Bilingual("Tanda tangan tidak dapat dihitung ulang.", "The signature could not be computed again.")
        case .changedAfterwards:
            Bilingual(
                "Dokumen diubah setelah ditandatangani\(change.indonesian).",
                "The document was changed after it was signed\(change.english).")
        case .doubtfulChange:
            Bilingual(
                "Setelah ditandatangani, dokumen ditambah hal yang mungkin menutupi atau mengubah isinya\(change.indonesian).",
                "After it was signed, something was added that may hide or change what it says\(change.english).")
        case .permittedChange:
            Bilingual(
                "Setelah ditandatangani, dokumen diisi atau dilengkapi dengan cara yang diperbolehkan.",
                "After it was signed, the document was filled in or added to in a way that is permitted.")
        case .signedAgain:
            Bilingual(
                "Setelah tanda tangan ini, dokumen ditandatangani lagi.",
                "After this signature, the document was signed again.")

        case .issuerUnknown:
            Bilingual(
                "Penerbit sertifikat penanda tangan tidak termasuk yang dipercaya.",
                "The issuer of the signer's certificate is not among those that are trusted.")
        case .issuerImpostor:
            Bilingual(
                "Sertifikat memakai nama penerbit yang dipercaya, tetapi tidak dibuat dengan kuncinya.",
                "The certificate bears the name of a trusted issuer and was not made with its key.")
        case .issuerNotAuthority:
            Bilingual(
                "Sertifikat diterbitkan oleh pihak yang tidak berwenang menerbitkan.",
                "The certificate was issued by somebody who may not issue any.")
        case .pathConstraints:
            Bilingual(
                "Sertifikat melampaui batas yang diberikan kepada penerbitnya.",
                "The certificate is beyond what its issuer may issue.")
        case .pathUnusable:
            Bilingual("Rantai sertifikat tidak dapat diperiksa.", "The chain of certificates cannot be checked.")
        case .keyNotForSigning:
            Bilingual(
                "Sertifikat ini tidak boleh dipakai untuk tujuan ini.", "The certificate is not for this use.")
        case .keyNotForDocuments:
            Bilingual(
                "Sertifikat ini untuk server atau program, bukan untuk menandatangani dokumen.",
                "The certificate is for servers or programs, not for signing documents.")
        case .certificateUndated:
            Bilingual("Masa berlaku sertifikat tidak terbaca.", "The certificate's validity cannot be read.")

        case .notYetValid:
            Bilingual(
                "Sertifikat \(told) belum berlaku ketika tanda tangan sudah ada.",
                "The certificate of \(told) was not valid yet when the signature existed already.")
        case .expired:
            Bilingual(
                "Sertifikat \(told) sudah kedaluwarsa, dan tidak ada bukti bahwa tanda tangan dibuat sebelumnya.",
                "The certificate of \(told) has expired, and nothing proves that the signature was made before.")
        case .revoked:
            Bilingual(
                "Sertifikat \(told) sudah dicabut, dan tidak ada bukti bahwa tanda tangan dibuat sebelum pencabutan.",
                "The certificate of \(told) was revoked, and nothing proves that the signature was made before that.")
        case .issuerRevoked:
            Bilingual(
                "Sertifikat penerbit \(told) sudah dicabut.", "The certificate of the issuer \(told) was revoked.")
        case .revokedLater:
            Bilingual(
                "Sertifikat dicabut pada \(time.indonesian), setelah tanda tangan terbukti ada.",
                "The certificate was revoked at \(time.english), after the signature is proven to have existed.")
        case .statusUnknown:
            Bilingual(
                "Belum diketahui apakah sertifikat \(told) dicabut.",
                "It is not known whether the certificate of \(told) was revoked.")
        case .statusNotAsked:
            Bilingual(
                "Pencabutan sertifikat \(told) tidak diperiksa.", "Whether \(told) was revoked was not checked.")
        case .statusOutdated:
            Bilingual(
                "Keterangan pencabutan di dalam dokumen sudah terlalu tua untuk dipercaya.",
                "What the document says about revocation is too old to be believed.")
        case .algorithmWeak:
            Bilingual(
                "Tanda tangan memakai algoritma yang tidak aman (\(told)).",
                "The signature rests on an algorithm that is not safe (\(told)).")
        case .algorithmOutlived:
            Bilingual(
                "Tanda tangan memakai algoritma yang sudah tidak aman pada saat penilaian (\(told)).",
                "The signature rests on an algorithm that was no longer safe at the moment of judgement (\(told)).")

        case .timeUnproven:
            Bilingual(
                "Waktu penandatanganan hanya menurut penanda tangan, tanpa cap waktu.",
                "The time of signing is the signer's word alone, without a timestamp.")
        case .claimedTimeOff:
            Bilingual(
                "Waktu menurut penanda tangan (\(time.indonesian)) lebih lambat daripada cap waktunya.",
                "The time the signer gives (\(time.english)) is later than the timestamp.")
        case .timestampUnreadable:
            Bilingual("Cap waktu tidak dapat dibaca.", "A timestamp cannot be read.")
        case .timestampOfOther:
            Bilingual("Cap waktu ini milik tanda tangan lain.", "The timestamp belongs to something else.")
        case .timestampBroken:
            Bilingual("Cap waktu palsu atau rusak.", "The timestamp is forged or damaged.")
        case .timestampUnproven:
            Bilingual(
                "Cap waktu tidak dapat dipakai sebagai bukti (\(told)).",
                "The timestamp does not serve as proof (\(told)).")
        case .timestampFuture:
            Bilingual(
                "Cap waktu berada di masa depan (\(time.indonesian)).",
                "The timestamp lies in the future (\(time.english)).")
        case .timestampOrder:
            Bilingual(
                "Urutan cap waktu tidak mungkin (\(time.indonesian)).",
                "The order of the timestamps cannot be (\(time.english)).")
        case .timestampAuthorityUnfit:
            Bilingual(
                "Sertifikat otoritas cap waktu tidak sesuai.", "The timestamp authority's certificate does not fit.")
        }
    }
}
