import Authority
package import Domain
package import Registry
import Signing

/// The faces of what is refused about people, institutions and programs.
extension Problem {
    package init(_ error: RegistryError) {
        self =
            switch error {
            case .refused(let refusal): Problem(refusal)
            case .crypto(let error): Problem(error)
            case .store(let error): Problem(error)
            case .authority(let error): Problem(error)
            }
    }

    package init(_ refusal: RegistryRefusal) {
        self =
            switch refusal {
            case .unknownInstitution:
                Problem(
                    code: "unknown_institution", kind: .notFound,
                    what: Bilingual("Instansi itu tidak terdaftar.", "No such institution is registered."),
                    next: Bilingual("Periksa namanya.", "Check its name."))
            case .institutionNameTaken:
                .taken(
                    "institution_name_taken",
                    Bilingual("Nama instansi itu sudah dipakai.", "An institution has that name already."))
            case .unknownPerson: Problem(ServiceRefusal.unknownPerson)
            case .duplicate(let kind): .duplicate(kind)
            case .unusable(let field): .unusable(field)
            case .account(let refusal): Problem(refusal)
            case .notNow(let verification, let certificate): .notNow(verification, certificate)
            case .approvalNeeded:
                Problem(
                    code: "approval_needed", kind: .notAllowed,
                    what: Bilingual(
                        "Instansi ini menghendaki persetujuan RA, dan belum ada.",
                        "The institution wants the RA's agreement, and there is none."),
                    next: Bilingual("Mintakan persetujuan RA.", "Ask the RA to agree."))
            case .issuanceUnderWay:
                Problem(
                    code: "issuance_under_way", kind: .notAllowed,
                    what: Bilingual(
                        "Sertifikat sudah diputuskan dan menunggu kunci penerbit.",
                        "A certificate is decided on, and waits for the issuing key."),
                    next: Bilingual(
                        "Buka kunci penerbitnya, lalu ulangi.", "Have the issuing key opened, and try again."))
            case .issuance(let refusal): Problem(refusal)
            case .life(let refusal): Problem(refusal)
            case .overtaken: Problem(IssuanceRefusal.overtaken)
            case .wrongPassphrase: Problem(ServiceRefusal.wrongPassphrase)
            case .lockedOut(let until): Problem(ServiceRefusal.lockedOut(until: until))
            case .blocked: Problem(ServiceRefusal.blocked)
            case .passphrase(let refusal): Problem(refusal)
            case .unknownClient:
                Problem(
                    code: "unknown_client", kind: .notFound,
                    what: Bilingual("Aplikasi itu tidak terdaftar.", "No such application is registered."),
                    next: Bilingual("Periksa namanya.", "Check its name."))
            case .noWebhook:
                Problem(
                    code: "no_webhook", kind: .notFound,
                    what: Bilingual("Aplikasi itu tidak punya webhook.", "That application has no webhook."),
                    next: Bilingual("Tidak ada yang perlu dilepas.", "There is nothing to take away."))
            case .unknownMessage:
                Problem(
                    code: "unknown_message", kind: .notFound,
                    what: Bilingual(
                        "Tidak ada pesan itu yang menunggu atau gagal.", "No such message waits or has failed."),
                    next: Bilingual(
                        "Lihat daftarnya: teken admin outbox list.", "See which there are: teken admin outbox list."))
            case .clientNameTaken:
                .taken(
                    "client_name_taken",
                    Bilingual("Nama aplikasi itu sudah dipakai.", "An application has that name already."))
            case .clientNameUnusable:
                .input(
                    "client_name_unusable",
                    Bilingual(
                        "Nama aplikasi hanya memuat huruf, angka, titik, garis bawah dan tanda hubung, paling banyak 64.",
                        "An application's name holds letters, digits, full stops, underscores and hyphens, 64 at most."),
                    Bilingual("Pilih nama lain.", "Choose another name."))
            case .clientSecretTooShort(let bytesMin):
                .input(
                    "client_secret_too_short",
                    Bilingual(
                        "Rahasia aplikasi kurang dari \(bytesMin) byte.",
                        "The application's secret has fewer than \(bytesMin) bytes."),
                    Bilingual("Biarkan rahasianya dibuatkan.", "Have the secret made here."))
            case .suspendedClient: Problem(ServiceRefusal.suspendedClient)
            case .scopeMissing(let scopes):
                Problem(
                    code: "scope_missing", kind: .notAllowed,
                    what: Bilingual(
                        "Aplikasi ini tidak berhak untuk itu.", "This application is not entitled to that."),
                    next: Bilingual(
                        "Minta admin layanan menambahkan hak \(scopes.words).",
                        "Ask the service's administrator for the scope \(scopes.words)."), detail: scopes.words)
            case .scopeBeyondOwn(let scopes):
                Problem(
                    code: "scope_beyond_own", kind: .notAllowed,
                    what: Bilingual(
                        "Aplikasi ini sendiri tidak punya hak itu.", "This application has not that scope itself."),
                    next: Bilingual(
                        "Biarkan aplikasi yang punya hak \(scopes.words) melakukannya.",
                        "Have it done by an application with the scope \(scopes.words)."), detail: scopes.words)
            case .unknownSeal: Problem(ServiceRefusal.unknownSeal)
            case .subscriberTaken:
                .taken(
                    "subscriber_taken",
                    Bilingual("Nama itu sudah dipakai segel lain.", "Another seal is called that already."))
            case .subscriberUnusable:
                .input(
                    "subscriber_unusable",
                    Bilingual(
                        "Nama segel memuat 1 sampai 64 huruf, angka, titik, garis bawah, tanda hubung atau @, dan bukan NIK.",
                        "What a seal is called by has 1 to 64 letters, digits, full stops, underscores, hyphens or @, and is no NIK."
                    ), Bilingual("Pilih nama lain.", "Choose another name."))
            case .sealNotNow(let status):
                Problem(
                    code: "seal_not_in_this_state", kind: .notAllowed,
                    what: Bilingual(
                        "Itu tidak dapat dilakukan selama segel \(status.rawValue).",
                        "That cannot be done while the seal is \(status.rawValue)."),
                    next: Bilingual("Periksa status segelnya.", "Look up how the seal stands."),
                    detail: status.rawValue)
            case .sealOwnerUnsuited:
                Problem(
                    code: "seal_owner_unsuited", kind: .notAllowed,
                    what: Bilingual(
                        "Pemilik segel harus pengguna terverifikasi dari instansi segel itu.",
                        "A seal's owner is a verified person of the seal's own institution."),
                    next: Bilingual("Pilih pemilik lain.", "Choose another owner."))
            case .ownsSeal(let subscriber):
                Problem(
                    code: "person_owns_seal", kind: .notAllowed,
                    what: Bilingual(
                        "Pengguna itu penanggung jawab segel \(subscriber.text).",
                        "That person is responsible for the seal \(subscriber.text)."),
                    next: Bilingual(
                        "Serahkan segelnya dulu, atau cabut.", "Hand the seal over first, or have it revoked."),
                    detail: subscriber.text)
            }
    }

    private static func taken(_ code: String, _ what: Bilingual) -> Problem {
        Problem(
            code: code, kind: .conflict, what: what, next: Bilingual("Pilih nama lain.", "Choose another name."))
    }

    private static func duplicate(_ kind: PersonName.Kind) -> Problem {
        let (code, what): (String, Bilingual) =
            switch kind {
            case .nik: ("nik_taken", Bilingual("NIK itu sudah terdaftar.", "That NIK is registered already."))
            case .email:
                ("email_taken", Bilingual("Alamat surel itu sudah terdaftar.", "That address is registered already."))
            case .phone:
                ("phone_taken", Bilingual("Nomor telepon itu sudah terdaftar.", "That number is registered already."))
            }
        return Problem(
            code: code, kind: .conflict, what: what,
            next: Bilingual(
                "Periksa apakah orangnya sudah punya akun.", "Look whether the person has an account already."))
    }

    private static func unusable(_ field: ProfileField) -> Problem {
        let (code, what): (String, Bilingual) =
            switch field {
            case .nik: ("nik_unusable", Bilingual("NIK terdiri atas enam belas angka.", "A NIK has sixteen digits."))
            case .name:
                (
                    "person_name_unusable",
                    Bilingual(
                        "Nama hanya memuat huruf dan tanda nama, paling banyak 64, tanpa angka.",
                        "A name holds letters and the marks of names, 64 at most, and no digits.")
                )
            case .email:
                ("email_unusable", Bilingual("Alamat surel itu tidak lengkap.", "That is no whole address of mail."))
            case .phone:
                (
                    "phone_unusable",
                    Bilingual(
                        "Nomor telepon terdiri atas 10 sampai 15 angka.", "A telephone number has 10 to 15 digits.")
                )
            case .institution, .unit, .position, .employeeNumber, .address:
                (
                    "profile_field_unusable",
                    Bilingual(
                        "Isian \(field.rawValue) tidak dapat dipakai.", "The field \(field.rawValue) is unusable.")
                )
            }
        return .input(code, what, Bilingual("Perbaiki isiannya.", "Correct what was given."))
    }

    private static func notNow(_ verification: VerificationStatus, _ certificate: CertificateStatus) -> Problem {
        Problem(
            code: "not_in_this_state", kind: .notAllowed,
            what: Bilingual(
                "Itu tidak dapat dilakukan selama akun \(verification.word) dan sertifikat \(certificate.rawValue).",
                "That cannot be done while the account is \(verification.word) and the certificate \(certificate.rawValue)."
            ),
            next: Bilingual(
                "Periksa langkah berikutnya pada status pengguna.", "Look at the person's status for the next step."),
            detail: "\(verification.word)/\(certificate.rawValue)")
    }

    package init(_ refusal: PassphraseRefusal) {
        self =
            switch refusal {
            case .easilyGuessed:
                .input(
                    "passphrase_easily_guessed",
                    Bilingual("Passphrase itu mudah ditebak.", "That passphrase is easily guessed."),
                    Bilingual(
                        "Pakai beberapa kata yang tidak berhubungan, misalnya dari: teken passphrase suggest.",
                        "Use several words that have nothing to do with each other, such as from: teken passphrase suggest."
                    ))
            case .holdsOwnData:
                .input(
                    "passphrase_holds_own_data",
                    Bilingual(
                        "Passphrase itu memuat nama, nomor atau surel pemiliknya.",
                        "The passphrase holds its owner's name, number or address."),
                    Bilingual(
                        "Pilih kata yang tidak ada hubungannya dengan pemiliknya.",
                        "Choose words that have nothing to do with its owner."))
            }
    }

    package init(_ refusal: AccountRefusal) {
        let words = refusal.words
        self.init(code: words.code, kind: .notAllowed, what: words.what, next: words.next)
    }
}

extension AccountRefusal {
    fileprivate var words: (code: String, what: Bilingual, next: Bilingual) {
        switch self {
        case .notAllowed:
            (
                "role_not_allowed", Bilingual("Peran ini tidak berhak melakukannya.", "This role may not do that."),
                Bilingual("Minta yang berhak melakukannya.", "Ask whoever may.")
            )
        case .outOfReach:
            (
                "person_out_of_reach",
                Bilingual("Pengguna itu di luar instansi Anda.", "That person is of another institution."),
                Bilingual("Minta verifikator instansinya.", "Ask that institution's verifikator.")
            )
        case .ownCase:
            (
                "own_case",
                Bilingual("Perkara sendiri diputuskan orang lain.", "Somebody else decides one's own case."),
                Bilingual("Minta rekan yang berwenang.", "Ask a colleague who may.")
            )
        case .notNow:
            (
                "not_in_this_status",
                Bilingual("Itu tidak dapat dilakukan pada status ini.", "That cannot be done in this state."),
                Bilingual("Periksa status pengguna.", "Look up the person's status.")
            )
        case .statementMissing:
            (
                "statement_missing",
                Bilingual("Pernyataan verifikator belum diberikan.", "Whoever verifies has not vouched for the data."),
                Bilingual("Nyatakan bahwa datanya benar.", "State that the data are right.")
            )
        case .reasonMissing:
            (
                "reason_missing", Bilingual("Alasannya belum ditulis.", "There is no reason given."),
                Bilingual("Tulis alasannya.", "Give the reason.")
            )
        case .phoneUnverified:
            (
                "phone_unverified",
                Bilingual(
                    "Nomor telepon pengguna belum diverifikasi.", "The person's telephone number is not verified."),
                Bilingual(
                    "Verifikasi nomornya dulu, atau nyatakan sudah (--phone-checked, \"phone_checked\").",
                    "Verify it first, or state that it was (--phone-checked, \"phone_checked\").")
            )
        case .methodNotEsign:
            (
                "key_not_kept_here",
                Bilingual("Kunci pengguna ini tidak disimpan di sini.", "This person's key is not kept here."),
                Bilingual("Pakai alat pengguna sendiri.", "Use the person's own device.")
            )
        case .protectedField(let field):
            (
                "field_protected",
                Bilingual(
                    "Isian \(field.rawValue) tidak dapat diubah selama sertifikat berlaku.",
                    "The field \(field.rawValue) cannot be changed while a certificate is good."),
                Bilingual("Cabut sertifikatnya dulu.", "Have the certificate revoked first.")
            )
        case .verifikatorNeeded:
            (
                "verifikator_needed",
                Bilingual(
                    "Sesudah pencabutan, hanya verifikator yang dapat memintakan sertifikat baru.",
                    "After a revocation only a verifikator may ask for a new certificate."),
                Bilingual("Hubungi verifikator instansi.", "Ask the institution's verifikator.")
            )
        case .formMissing:
            (
                "form_missing",
                Bilingual("Formulir yang ditandatangani belum dilampirkan.", "The signed form is not attached."),
                Bilingual("Lampirkan formulirnya.", "Attach the form.")
            )
        }
    }
}
