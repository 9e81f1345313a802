package import Authority
import Crypto
package import Domain
import Store

extension Problem {
    package init(_ error: AuthorityError) {
        self =
            switch error {
            case .store(let error): Problem(error)
            case .crypto(let error): Problem(error)
            case .notFounded:
                .input(
                    "authority_not_founded",
                    Bilingual("Di sini belum ada otoritas sertifikat.", "There is no certificate authority here yet."),
                    Bilingual("Jalankan: teken init.", "Run: teken init."))
            case .alreadyFounded:
                .input(
                    "authority_already_founded",
                    Bilingual(
                        "Otoritas sertifikat sudah ada di sini.", "There is a certificate authority here already."),
                    Bilingual("Pakai folder data lain untuk yang baru.", "Use another data folder for a new one."))
            case .keyClosed(let role):
                Problem(
                    code: "authority_key_closed", kind: .keyRefused,
                    what: Bilingual(
                        "Kunci \(role.rawValue) tidak terbuka di sini.", "The \(role.rawValue) key is not open here."),
                    next: Bilingual(
                        "Bawa bagian para pemegang (--share-file), atau kunci akar (--root-key).",
                        "Bring the operators' shares (--share-file), or the root's key (--root-key)."))
            case .keyMissing(let role):
                .input(
                    "authority_key_missing",
                    Bilingual("Kunci \(role.rawValue) belum dibuat.", "There is no \(role.rawValue) key yet."),
                    Bilingual("Jalankan: teken authority renew.", "Run: teken authority renew."))
            case .otherRoot:
                .input(
                    "root_key_of_another",
                    Bilingual("Kunci akar itu bukan milik otoritas ini.", "That root's key is not this authority's."),
                    Bilingual(
                        "Bawa berkas yang dibuat pada upacara kunci di sini.",
                        "Bring the file of the ceremony held here."))
            case .rootEndsSoon:
                .input(
                    "root_ends_soon",
                    Bilingual(
                        "Sertifikat akar berakhir terlalu cepat untuk kunci penerbit baru.",
                        "The root's certificate ends too soon for a new issuing key."),
                    Bilingual("Adakan upacara kunci baru.", "Hold a new key ceremony."))
            }
    }

    package init(_ refusal: IssuanceRefusal) {
        self =
            switch refusal {
            case .subject(let defect): .subject(defect)
            case .key(let refusal): .certifiedKey(refusal)
            case .names(let defect): .names(defect)
            case .profileNotForOthers:
                .input(
                    "profile_not_for_others",
                    Bilingual("Profil itu hanya untuk otoritas sendiri.", "That profile is the authority's own."),
                    Bilingual("Pilih person, seal, server, atau mail.", "Choose person, seal, server or mail."))
            case .lifetimeTooLong(let most):
                .input(
                    "lifetime_too_long",
                    Bilingual(
                        "Masa berlaku melebihi kebijakan: paling lama \(most.components.seconds / 86_400) hari.",
                        "Policy allows \(most.components.seconds / 86_400) days at most."),
                    Bilingual("Minta masa yang lebih pendek.", "Ask for a shorter time."))
            case .lifetimeOver:
                .input(
                    "lifetime_over", Bilingual("Masa berlakunya sudah lewat.", "Its time would be over already."),
                    Bilingual("Minta masa yang lebih panjang.", "Ask for a longer time."))
            case .outlivesIssuer:
                .input(
                    "outlives_issuer",
                    Bilingual("Sertifikat penerbit berakhir lebih dulu.", "The issuer's own certificate ends before."),
                    Bilingual(
                        "Minta masa yang lebih pendek, atau perbarui kunci penerbit.",
                        "Ask for a shorter time, or renew the issuing key."))
            case .requestUsed:
                .input(
                    "request_used",
                    Bilingual(
                        "Nomor permohonan itu sudah dipakai untuk hal lain.",
                        "That request was made before, for something else."),
                    Bilingual("Pakai nomor baru untuk permohonan baru.", "Use a new number for a new request."))
            case .overtaken:
                Problem(
                    code: "request_overtaken", kind: .notAllowed,
                    what: Bilingual(
                        "Keadaannya berubah selagi sertifikat disiapkan; tidak ada yang diterbitkan.",
                        "Things changed while the certificate was being prepared; nothing was issued."),
                    next: Bilingual("Periksa statusnya, lalu ulangi.", "Look up the status, and try again."))
            case .replacesUnknown: .certificateUnknown
            case .replacesOther:
                .input(
                    "replaces_another",
                    Bilingual(
                        "Sertifikat lama itu milik orang atau profil lain.",
                        "The old certificate is of another owner or profile."),
                    Bilingual("Periksa nomor serinya.", "Check its serial number."))
            case .replacing(let refusal): Problem(refusal)
            case .draft(let defect): .draft(defect)
            }
    }

    package init(_ refusal: CertificateLife.Refusal) {
        self =
            switch refusal {
            case .alreadyRevoked:
                .input(
                    "certificate_revoked", Bilingual("Sertifikat sudah dicabut.", "The certificate is revoked."),
                    Bilingual("Terbitkan yang baru.", "Issue a new one."))
            case .notHeld:
                .input(
                    "certificate_not_on_hold",
                    Bilingual("Sertifikat tidak sedang ditangguhkan.", "The certificate is not on hold."),
                    Bilingual("Tidak ada yang perlu dilepas.", "There is nothing to release."))
            case .onHold:
                .input(
                    "certificate_on_hold",
                    Bilingual("Sertifikat sedang ditangguhkan.", "The certificate is on hold."),
                    Bilingual("Lepaskan atau cabut dulu.", "Release or revoke it first."))
            case .expired:
                .input(
                    "certificate_ended", Bilingual("Sertifikat sudah berakhir.", "The certificate has ended."),
                    Bilingual("Terbitkan yang baru.", "Issue a new one."))
            case .alreadyReplaced:
                .input(
                    "certificate_replaced",
                    Bilingual("Sertifikat sudah digantikan yang lain.", "Another certificate has taken its place."),
                    Bilingual("Pakai yang terbaru.", "Use the newest one."))
            case .reasonNotFinal:
                .input(
                    "reason_not_final",
                    Bilingual("Alasan itu bukan alasan pencabutan.", "No certificate is revoked for that reason."),
                    Bilingual("Pilih alasan lain.", "Choose another reason."))
            case .invalidityInFuture:
                .input(
                    "invalidity_in_future",
                    Bilingual("Waktu itu belum tiba.", "That moment has not come yet."),
                    Bilingual("Beri waktu yang sudah lewat.", "Give one that has passed."))
            case .invalidityBeforeIssue:
                .input(
                    "invalidity_before_issue",
                    Bilingual("Waktu itu mendahului sertifikatnya.", "That moment is before the certificate."),
                    Bilingual("Beri waktu sesudah penerbitan.", "Give one after it was issued."))
            }
    }

    package static let certificateUnknown = Problem.input(
        "certificate_unknown",
        Bilingual("Sertifikat itu tidak diterbitkan di sini.", "No such certificate was issued here."),
        Bilingual("Periksa nomor serinya.", "Check its serial number."))

    private static func names(_ defect: NamesDefect) -> Problem {
        let (what, next) =
            switch defect {
            case .notAllowed:
                (
                    Bilingual("Profil ini tidak memuat nama lain.", "This profile has no other names."),
                    Bilingual("Hapus --mail dan --host.", "Leave out --mail and --host.")
                )
            case .missing:
                (
                    Bilingual("Nama yang wajib belum diberikan.", "A name that must be there is missing."),
                    Bilingual(
                        "Beri --host untuk server, --mail untuk surel.", "Give --host for a server, --mail for mail.")
                )
            case .serverNotAllowed:
                (
                    Bilingual(
                        "Nama server itu di luar domain yang diizinkan.",
                        "That server's name is below no allowed domain."),
                    Bilingual("Lihat TEKEN_SERVER_DOMAINS di teken.conf.", "See TEKEN_SERVER_DOMAINS in teken.conf.")
                )
            case .ofOtherKind:
                (
                    Bilingual("Jenis nama itu tidak untuk profil ini.", "Names of that kind are not for this profile."),
                    Bilingual(
                        "Beri --host untuk server, --mail untuk surel.", "Give --host for a server, --mail for mail.")
                )
            case .identityNumber:
                (
                    Bilingual(
                        "Sebuah nama memuat nomor panjang seperti NIK; sertifikat dapat dibaca siapa saja.",
                        "A name holds a long number like a NIK, and anybody can read a certificate."),
                    Bilingual("Pakai nama tanpa nomor itu.", "Use a name without it.")
                )
            case .commonNameNotAmongThem:
                (
                    Bilingual(
                        "CN sertifikat server harus salah satu nama servernya.",
                        "The CN of a server's certificate must be one of its names."),
                    Bilingual("Samakan CN dengan salah satu --host.", "Make CN the same as one --host.")
                )
            }
        return .input("names_not_certified", what, next)
    }

    private static func certifiedKey(_ refusal: KeyRefusal) -> Problem {
        switch refusal {
        case .unsound(let fault):
            .input(
                "key_not_certified",
                Bilingual("Kunci itu tidak layak disertifikasi.", "That key is not fit to be certified."),
                Bilingual("Buat kunci RSA-2048 atau P-256 baru.", "Make a new RSA-2048 or P-256 key."), "\(fault)")
        case .reused:
            .input(
                "key_reused",
                Bilingual("Kunci itu sudah punya sertifikat.", "That key has a certificate already."),
                Bilingual("Buat kunci baru.", "Make a new key."))
        }
    }

    private static func subject(_ defect: SubjectDefect) -> Problem {
        let (what, next, detail): (Bilingual, Bilingual, String?) =
            switch defect {
            case .missing(let kind):
                (
                    Bilingual("Nama itu tidak lengkap.", "The name is incomplete."),
                    Bilingual("Tambahkan \(kind.rawValue).", "Add \(kind.rawValue)."), kind.rawValue
                )
            case .notAllowed(let kind):
                (
                    Bilingual("Profil ini tidak memuat \(kind.rawValue).", "This profile has no \(kind.rawValue)."),
                    Bilingual("Hapus bagian itu.", "Leave it out."), kind.rawValue
                )
            case .otherCountry(let country):
                (
                    Bilingual("Negaranya harus \(country).", "The country must be \(country)."),
                    Bilingual("Tulis C=\(country).", "Write C=\(country)."), nil
                )
            case .otherOrganisation:
                (
                    Bilingual("Organisasinya harus milik otoritas.", "The organisation must be the authority's own."),
                    Bilingual("Periksa pengaturan.", "Check the settings."), nil
                )
            case .identityNumber(let kind):
                (
                    Bilingual(
                        "Nama memuat nomor panjang seperti NIK; sertifikat dapat dibaca siapa saja.",
                        "The name holds a long number like a NIK, and anybody can read a certificate."),
                    Bilingual("Hapus nomor itu.", "Take the number out."), kind.rawValue
                )
            case .resemblesAuthority:
                (
                    Bilingual("Nama itu menyerupai nama otoritas.", "The name looks like the authority's own."),
                    Bilingual("Pakai nama lain.", "Use another name."), nil
                )
            }
        return .input("subject_not_certified", what, next, detail)
    }
}
