package import Crypto
import Domain

/// The faces of what an authority refuses before it signs.
extension Problem {
    package static func name(_ defect: NameDefect) -> Problem {
        let write = Bilingual("Perbaiki nama itu dan ulangi.", "Correct the name and try again.")
        return switch defect {
        case .unreadable:
            .input("name_unreadable", Bilingual("Nama tidak terbaca.", "The name cannot be read."), write)
        case .empty: .input("name_empty", Bilingual("Nama itu kosong.", "The name is empty."), write)
        case .tooManyAttributes(let most):
            .input(
                "name_too_long",
                Bilingual("Nama itu punya lebih dari \(most) bagian.", "The name has more than \(most) parts."), write)
        case .unknownAttribute(let word):
            .input(
                "name_part_unknown",
                Bilingual("Bagian nama ini tidak dikenal di sini.", "This part of a name is not known here."), write,
                word)
        case .repeated(let part):
            .input(
                "name_part_repeated",
                Bilingual("\(part.rawValue) tertulis dua kali.", "\(part.rawValue) stands there twice."), write)
        case .severalInOne:
            .input(
                "name_parts_joined",
                Bilingual("Dua bagian nama digabung dengan +.", "Two parts of the name are joined by +."), write)
        case .emptyValue(let part):
            .input(
                "name_part_empty", Bilingual("\(part.rawValue) kosong.", "\(part.rawValue) is empty."), write)
        case .tooLong(let part, let most):
            .input(
                "name_part_too_long",
                Bilingual(
                    "\(part.rawValue) lebih dari \(most) karakter.",
                    "\(part.rawValue) has more than \(most) characters."),
                write)
        case .notACountry:
            .input(
                "name_country_unusable",
                Bilingual("Negara ditulis dengan dua huruf besar.", "A country is written as two capital letters."),
                write)
        case .notAnAddress:
            .input(
                "name_email_unusable",
                Bilingual("Alamat surel itu tidak dapat dipakai.", "That address of mail cannot be used."), write)
        case .notPrintable(let part):
            .input(
                "name_part_unprintable",
                Bilingual(
                    "\(part.rawValue) hanya memuat huruf Latin, angka dan tanda baca biasa.",
                    "\(part.rawValue) holds only Latin letters, digits and plain punctuation."), write)
        case .controlCharacter(let part):
            .input(
                "name_control_character",
                Bilingual("\(part.rawValue) memuat karakter kontrol.", "\(part.rawValue) holds a control character."),
                write)
        case .invisibleCharacter(let part):
            .input(
                "name_invisible_character",
                Bilingual(
                    "\(part.rawValue) memuat karakter yang tidak tampak.",
                    "\(part.rawValue) holds a character that cannot be seen."), write)
        case .unassignedCharacter(let part):
            .input(
                "name_unassigned_character",
                Bilingual(
                    "\(part.rawValue) memuat karakter yang belum dikenal Unicode.",
                    "\(part.rawValue) holds a character that Unicode does not define."), write)
        case .blankAtEdge(let part):
            .input(
                "name_blank_at_edge",
                Bilingual(
                    "\(part.rawValue) diawali atau diakhiri spasi.", "\(part.rawValue) begins or ends with a blank."),
                write)
        }
    }

    package static func draft(_ defect: DraftDefect) -> Problem {
        let profile = Bilingual("Periksa profil sertifikat ini.", "Check this certificate's profile.")
        return switch defect {
        case .validityReversed:
            .input(
                "draft_validity_reversed",
                Bilingual("Sertifikat itu berakhir sebelum mulai.", "The certificate would end before it begins."),
                profile)
        case .extensionRepeated(let numbers):
            .input(
                "draft_extension_repeated",
                Bilingual("Sebuah ekstensi tertulis dua kali.", "An extension stands there twice."), profile, numbers)
        case .emptyExtension(let numbers):
            .input(
                "draft_extension_empty", Bilingual("Sebuah ekstensi kosong.", "An extension says nothing."), profile,
                numbers)
        case .negativePathLength:
            .input(
                "draft_path_length_negative",
                Bilingual("Panjang jalur tidak boleh negatif.", "A path length is not negative."), profile)
        case .unusableAddress:
            .input(
                "draft_address_unusable",
                Bilingual("Sebuah alamat bukan URL utuh.", "An address is no whole URL."), profile)
        case .unusableAlternativeName:
            .input(
                "draft_alternative_name_unusable",
                Bilingual("Sebuah nama lain tidak dapat dipakai.", "An alternative name cannot be used."), profile)
        case .signsCertificatesButIsNoAuthority:
            .input(
                "draft_not_an_authority",
                Bilingual(
                    "Yang bukan otoritas tidak menandatangani sertifikat.", "Who is no authority signs no certificates."
                ),
                profile)
        case .authorityDoesNotSignCertificates:
            .input(
                "draft_authority_does_not_sign",
                Bilingual(
                    "Otoritas harus boleh menandatangani sertifikat.",
                    "An authority must be allowed to sign certificates."),
                profile)
        case .issuerKeyDoesNotMatch:
            .input(
                "draft_issuer_key_mismatch",
                Bilingual("Kunci itu bukan milik penerbitnya.", "That key is not its issuer's."), profile)
        case .issuerMayNotIssue:
            .input(
                "draft_issuer_may_not_issue",
                Bilingual("Penerbit itu bukan otoritas.", "That issuer is no authority."), profile)
        case .outlivesItsIssuer:
            .input(
                "draft_outlives_issuer",
                Bilingual(
                    "Sertifikat itu melampaui masa berlaku penerbitnya.", "The certificate would outlive its issuer."),
                profile)
        case .pathTooLong:
            .input(
                "draft_path_too_long",
                Bilingual(
                    "Di bawah penerbit itu tidak boleh ada otoritas lagi.", "No authority may stand below that issuer."),
                profile)
        case .unreadable:
            .fault(
                "draft_unreadable",
                Bilingual("Catatan penerbitan tidak terbaca.", "The record of an issuance cannot be read."),
                Bilingual("Periksa basis data dari cadangan.", "Check the database against its backup."), nil)
        case .otherMethod:
            .fault(
                "draft_other_key",
                Bilingual("Kunci penerbit berbeda dari catatan.", "The issuer's key is not the recorded one."),
                Bilingual("Buka kunci yang tercatat.", "Open the key of the record."), nil)
        }
    }

    package static func request(_ defect: RequestDefect) -> Problem {
        let again = Bilingual("Buat permintaan baru dari kuncinya.", "Make a new request from its key.")
        return switch defect {
        case .tooLarge(let most):
            .input(
                "request_too_large",
                Bilingual("Permintaan lebih dari \(most) byte.", "The request has more than \(most) bytes."), again)
        case .unreadable:
            .input(
                "request_unreadable",
                Bilingual("Permintaan sertifikat tidak terbaca.", "The request for a certificate cannot be read."),
                Bilingual("Kirim PKCS#10 sebagai PEM atau DER.", "Send PKCS#10 as PEM or DER."))
        case .trailingBytes:
            .input(
                "request_with_trailing_bytes",
                Bilingual("Ada byte sisa di belakang permintaan.", "Bytes follow the request."), again)
        case .several:
            .input(
                "request_not_alone",
                Bilingual("Berkas itu memuat beberapa permintaan.", "The file holds several requests."),
                Bilingual("Kirim satu per satu.", "Send them one by one."))
        case .unreadableKey:
            .input(
                "request_key_unreadable",
                Bilingual("Kunci publik di dalamnya tidak terbaca.", "The public key inside cannot be read."), again)
        case .unknownAlgorithm:
            .input(
                "request_algorithm_unknown",
                Bilingual("Algoritma tanda tangannya tidak dikenal.", "Its signature algorithm is not known."), again)
        case .weakDigest:
            .input(
                "request_digest_weak",
                Bilingual(
                    "Permintaan itu ditandatangani dengan digest yang lemah.",
                    "The request is signed over a weak digest."),
                Bilingual("Pakai SHA-256 atau lebih kuat.", "Use SHA-256 or stronger."))
        case .wrongSignature:
            .input(
                "request_signature_wrong",
                Bilingual(
                    "Pengirim tidak membuktikan memiliki kunci privatnya.",
                    "The sender did not prove to have the private key."), again)
        case .unreadableNames:
            .input(
                "request_names_unreadable",
                Bilingual(
                    "Nama lain dalam permintaan itu tidak terbaca.",
                    "The alternative names in the request cannot be read."),
                again)
        case .tooManyNames(let most):
            .input(
                "request_with_too_many_names",
                Bilingual("Permintaan itu memuat lebih dari \(most) nama.", "The request has more than \(most) names."),
                again)
        }
    }
}
