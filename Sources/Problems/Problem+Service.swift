package import Domain
package import Signing

extension Problem {
    /// The face of whatever a use case of signing was refused for.
    package init(_ error: ServiceError) {
        self =
            switch error {
            case .refused(let refusal): Problem(refusal)
            case .signing(let error): Problem(error)
            case .crypto(let error): Problem(error)
            case .store(let error): Problem(error)
            case .authority(let error): Problem(error)
            }
    }

    package init(_ refusal: ServiceRefusal) {
        self =
            switch refusal {
            case .unknownPerson:
                Problem(
                    code: "unknown_person", kind: .notFound,
                    what: Bilingual("Penandatangan tidak terdaftar.", "No such signer is registered."),
                    next: Bilingual(
                        "Periksa NIK atau surelnya, atau daftarkan dulu.",
                        "Check the NIK or address, or register the person first."))
            case .cannotSign(let obstacle): Problem(obstacle)
            case .unknownSeal:
                Problem(
                    code: "unknown_seal", kind: .notFound,
                    what: Bilingual("Segel itu tidak terdaftar.", "No such seal is registered."),
                    next: Bilingual("Periksa idSubscriber-nya.", "Check what it is called by (idSubscriber)."))
            case .cannotSeal(let obstacle): Problem(obstacle)
            case .wrongPassphrase:
                Problem(
                    code: "wrong_passphrase", kind: .keyRefused,
                    what: Bilingual("Passphrase anda salah.", "The passphrase is wrong."),
                    next: Bilingual(
                        "Ulangi; yang lupa menyetel ulang passphrase.", "Try again; whoever has forgotten it resets it."
                    ))
            case .lockedOut(let until):
                Problem(
                    code: "locked_out", kind: .lockedOut,
                    what: Bilingual(
                        "Terlalu banyak percobaan passphrase yang salah.", "The passphrase was wrong too many times."),
                    next: Bilingual("Coba lagi sesudah \(until).", "Try again after \(until)."))
            case .blocked:
                Problem(
                    code: "passphrase_blocked", kind: .lockedOut,
                    what: Bilingual(
                        "Passphrase diblokir karena terlalu sering salah.",
                        "The passphrase is blocked: it was wrong too often."),
                    next: Bilingual(
                        "Minta verifikator membukanya, atau setel ulang passphrase.",
                        "Ask a verifikator to unblock it, or reset the passphrase."))
            case .overtaken:
                Problem(
                    code: "certificate_changed_meanwhile", kind: .notAllowed,
                    what: Bilingual(
                        "Sertifikat dicabut atau ditangguhkan selagi dipakai; tidak ada yang ditandatangani.",
                        "The certificate was revoked or put on hold meanwhile; nothing was signed."),
                    next: Bilingual("Periksa status penandatangan.", "Look up the signer's status."))
            case .suspendedClient:
                Problem(
                    code: "client_suspended", kind: .notAllowed,
                    what: Bilingual(
                        "Aplikasi ini ditangguhkan karena terlalu banyak passphrase yang salah.",
                        "This application is suspended: it had too many passphrases wrong."),
                    next: Bilingual("Hubungi admin layanan.", "Ask the service's administrator."))
            case .session(let refusal): Problem(refusal)
            case .unusableDigest:
                .input(
                    "digests_unusable",
                    Bilingual(
                        "Sidik harus ada, dan semuanya dari satu algoritme.",
                        "There must be digests, all of one algorithm."),
                    Bilingual("Kirim sidik SHA-256, SHA-384 atau SHA-512.", "Send SHA-256, SHA-384 or SHA-512 digests.")
                )
            case .sessionCountBeyond(let most):
                .input(
                    "session_count_beyond",
                    Bilingual(
                        "Satu sesi untuk 1 sampai \(most) tanda tangan, dan tidak lebih sedikit dari sidiknya.",
                        "A session is for 1 to \(most) signatures, and for no fewer than its digests."),
                    Bilingual("Perbaiki jumlahnya.", "Correct the count."))
            case .sessionTimeBeyond(let most):
                .input(
                    "session_time_beyond",
                    Bilingual(
                        "Satu sesi berlaku paling lama \(most.components.seconds) detik.",
                        "A session lasts \(most.components.seconds) seconds at most."),
                    Bilingual("Perpendek masanya.", "Make it shorter."))
            case .activationCountBeyond(let most):
                .input(
                    "activation_count_beyond",
                    Bilingual(
                        "Satu aktivasi untuk 1 sampai \(most) dokumen.", "An activation is for 1 to \(most) documents."),
                    Bilingual("Perbaiki jumlahnya.", "Correct the count."))
            case .activationTimeBeyond(let most):
                .input(
                    "activation_time_beyond",
                    Bilingual(
                        "Satu aktivasi berlaku paling lama \(most.components.seconds / 86_400) hari.",
                        "An activation lasts \(most.components.seconds / 86_400) days at most."),
                    Bilingual("Perpendek masanya.", "Make it shorter."))
            case .repeatKeyUnusable:
                .input(
                    "repeat_key_unusable",
                    Bilingual(
                        "Kunci pengulangan harus 1 sampai 200 karakter.",
                        "A repeatable request's key has 1 to 200 characters."),
                    Bilingual("Pakai UUID yang baru.", "Use a new UUID."))
            case .repeatKeyOfOther:
                Problem(
                    code: "repeat_key_of_other", kind: .conflict,
                    what: Bilingual(
                        "Kunci pengulangan itu sudah dipakai untuk permintaan lain.",
                        "That key was given to another request."),
                    next: Bilingual("Pakai kunci baru untuk permintaan baru.", "Give a new request a new key."))
            case .stillRunning:
                Problem(
                    code: "still_running", kind: .conflict,
                    what: Bilingual("Permintaan yang sama masih dikerjakan.", "The same request is being worked on."),
                    next: Bilingual("Ulangi sebentar lagi.", "Ask again in a moment."))
            case .noSuchResult:
                Problem(
                    code: "no_such_result", kind: .notFound,
                    what: Bilingual(
                        "Dokumen telah didownload sebelumnya, atau masanya sudah lewat.",
                        "The document was fetched before, or its time is over."),
                    next: Bilingual("Tandatangani lagi bila masih perlu.", "Sign it again if it is still needed."))
            case .noSuchJob:
                Problem(
                    code: "no_such_job", kind: .notFound,
                    what: Bilingual(
                        "Pekerjaan itu tidak ada, atau masanya sudah lewat.",
                        "There is no such job, or its time is over."),
                    next: Bilingual("Periksa namanya.", "Check its name."))
            }
    }

    package init(_ obstacle: SigningVerdict.Obstacle) {
        let words = obstacle.words
        self.init(code: words.code, kind: .notAllowed, what: words.what, next: words.next)
    }

    package init(_ obstacle: SealVerdict.Obstacle) {
        let (code, what, next): (String, Bilingual, Bilingual) =
            switch obstacle {
            case .noCertificate:
                (
                    "seal_without_certificate",
                    Bilingual("Segel itu belum memiliki Sertifikat Elektronik.", "The seal has no certificate."),
                    Bilingual("Minta admin layanan menerbitkannya.", "Ask the service's administrator to issue one.")
                )
            case .suspended:
                (
                    "seal_suspended",
                    Bilingual("Segel itu sedang ditangguhkan.", "The seal is on hold."),
                    Bilingual("Hubungi pemilik segelnya.", "Ask the seal's owner.")
                )
            case .expired:
                (
                    "seal_expired",
                    Bilingual("Masa berlaku sertifikat segel itu telah berakhir.", "The seal's certificate has ended."),
                    Bilingual(
                        "Minta admin layanan menerbitkan yang baru.", "Ask the service's administrator for a new one.")
                )
            case .revoked:
                (
                    "seal_revoked",
                    Bilingual("Sertifikat segel itu sudah dicabut.", "The seal's certificate is revoked."),
                    Bilingual(
                        "Minta admin layanan menerbitkan yang baru.", "Ask the service's administrator for a new one.")
                )
            }
        self.init(code: code, kind: .notAllowed, what: what, next: next)
    }

    private init(_ refusal: SigningSession.Refusal) {
        let (code, what): (String, Bilingual) =
            switch refusal {
            case .foreign: ("session_unknown", Bilingual("Sesi itu tidak ada.", "There is no such session."))
            case .ended: ("session_ended", Bilingual("Sesi itu sudah ditutup.", "That session was ended."))
            case .expired: ("session_expired", Bilingual("Masa sesi itu sudah lewat.", "That session's time is over."))
            case .otherPurpose:
                (
                    "session_of_other_purpose",
                    Bilingual("Kode atau sesi itu untuk keperluan lain.", "That code or session is for something else.")
                )
            case .countUsed:
                (
                    "session_used",
                    Bilingual(
                        "Jumlah tanda tangan sesi itu tidak mencukupi; tidak ada yang ditandatangani.",
                        "Fewer signatures are left in that session; nothing was signed.")
                )
            case .digestNotAgreed:
                (
                    "digest_not_agreed",
                    Bilingual("Sesi itu bukan untuk sidik ini.", "That session is not for this digest.")
                )
            case .digestUsed:
                (
                    "digest_used",
                    Bilingual("Sidik itu sudah ditandatangani.", "That digest was signed already.")
                )
            }
        let next =
            refusal == .countUsed || refusal == .digestUsed || refusal == .digestNotAgreed
            ? Bilingual("Buka sesi baru bila masih perlu.", "Open another session if more is needed.")
            : Bilingual("Buka sesi baru.", "Open a new session.")
        self.init(code: code, kind: refusal == .foreign ? .notFound : .notAllowed, what: what, next: next)
    }
}

extension SigningVerdict.Obstacle {
    /// What keeps a person from signing, in words for the person.
    fileprivate var words: (code: String, what: Bilingual, next: Bilingual) {
        switch self {
        case .notActivated:
            (
                "not_activated",
                Bilingual("Akun belum diaktifkan.", "The account was not activated yet."),
                Bilingual(
                    "Buka tautan aktivasi, atau minta verifikator mengirimnya lagi.",
                    "Open the link of activation, or ask a verifikator to send it again.")
            )
        case .waitingForVerification:
            (
                "waiting_verification",
                Bilingual("Data pengguna masih diverifikasi.", "The person's data are being verified."),
                Bilingual("Tunggu verifikator instansi.", "Wait for the institution's verifikator.")
            )
        case .noCertificate:
            (
                "no_certificate",
                Bilingual(
                    "Pengguna sudah terdaftar namun belum memiliki Sertifikat Elektronik.",
                    "The person is registered and has no certificate."),
                Bilingual("Terbitkan sertifikat dengan menyetel passphrase.", "Set a passphrase to be issued one.")
            )
        case .updatePending:
            (
                "update_pending",
                Bilingual("Perubahan data pengguna belum selesai.", "A change of the person's data is not finished."),
                Bilingual("Selesaikan atau batalkan perubahannya.", "Finish or cancel the change.")
            )
        case .onRenew:
            (
                "on_renew",
                Bilingual(
                    "Sertifikat Elektronik milik pengguna sedang dalam proses pembaruan.",
                    "The person's certificate is being renewed."),
                Bilingual("Selesaikan pembaruannya.", "Finish the renewal.")
            )
        case .onRevoke:
            (
                "on_revoke",
                Bilingual(
                    "Sertifikat Elektronik milik pengguna sedang dicabut.", "The person's certificate is being revoked."
                ),
                Bilingual("Terbitkan sertifikat baru sesudahnya.", "Have a new one issued afterwards.")
            )
        case .suspended:
            (
                "suspended",
                Bilingual(
                    "Sertifikat Elektronik milik pengguna sedang ditangguhkan.", "The person's certificate is on hold."),
                Bilingual("Hubungi verifikator instansi.", "Ask the institution's verifikator.")
            )
        case .expired:
            (
                "expired",
                Bilingual(
                    "Masa berlaku Sertifikat Elektronik pengguna telah berakhir.", "The person's certificate has ended."
                ),
                Bilingual("Perbarui sertifikatnya.", "Have it renewed.")
            )
        case .revoked:
            (
                "revoked",
                Bilingual(
                    "Sertifikat Elektronik milik pengguna sudah dicabut.", "The person's certificate is revoked."),
                Bilingual("Terbitkan sertifikat baru.", "Have a new one issued.")
            )
        case .promotionPending:
            (
                "role_request_pending",
                Bilingual("Permohonan peran pengguna belum diputuskan.", "A request for another role is undecided."),
                Bilingual("Tunggu atau batalkan permohonannya.", "Wait for it, or cancel it.")
            )
        case .methodNotEsign:
            (
                "method_not_esign",
                Bilingual(
                    "Kunci pengguna ini tidak disimpan di layanan ini.",
                    "This person's key is not kept by this service."),
                Bilingual("Tandatangani dengan alat pengguna sendiri.", "Sign with the person's own device.")
            )
        }
    }
}
