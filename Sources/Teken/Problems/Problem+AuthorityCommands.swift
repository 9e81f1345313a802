import Authority
import Domain
import Problems
import Store

extension Problem {
    static func keyInUse(_ role: AuthorityKey.Role) -> Problem {
        .input(
            "authority_key_in_use",
            Bilingual(
                "Sertifikat itu milik kunci \(role.rawValue) yang sedang dipakai otoritas.",
                "That certificate is of the \(role.rawValue) key, which the authority works with."),
            Bilingual(
                "Perbarui dulu: teken authority renew \(role.rawValue).",
                "Renew it first: teken authority renew \(role.rawValue)."))
    }

    static func clockDoubted(_ doubt: ClockTrust.Doubt) -> Problem {
        .input(
            "clock_doubted",
            Bilingual("Jam mesin ini masih diragukan.", "This machine's clock is still in doubt."),
            Bilingual("Perbaiki jamnya dulu.", "Set the clock right first."), doubt.words)
    }

    static let notASerial = Problem.input(
        "not_a_serial", Bilingual("Itu bukan nomor seri.", "That is no serial number."),
        Bilingual("Tulis dengan angka heksadesimal.", "Write it in hexadecimal digits."))

    static let listUnknown = Problem.input(
        "list_unknown", Bilingual("Daftar itu belum dibuat.", "There is no such list yet."),
        Bilingual("Jalankan: teken revocations publish.", "Run: teken revocations publish."))

    static func ceremonyCutOff(_ folder: String) -> Problem {
        .input(
            "ceremony_cut_off",
            Bilingual(
                "Di \(folder) ada sisa upacara kunci yang terputus, atau pengaturan buatan sendiri.",
                "In \(folder) there is what is left of a ceremony that was cut off, or settings of your own."),
            Bilingual(
                "Belum ada sertifikat yang terbit darinya: hapus teken.conf, pepper dan teken.db di sana, lalu ulangi.",
                "No certificate came out of it: remove teken.conf, pepper and teken.db there, and begin again."))
    }

    static let listUnreadable = Problem.input(
        "list_unreadable",
        Bilingual("Daftar pencabutan itu tidak terbaca.", "The list of revoked certificates cannot be read."),
        Bilingual("Beri daftar sebagai DER.", "Give a list in DER."))

    static let listOfAnother = Problem.input(
        "list_of_another",
        Bilingual(
            "Daftar itu tidak ditandatangani otoritas ini, atau rusak.",
            "This authority did not sign that list, or it is damaged."),
        Bilingual("Beri daftar yang pernah diterbitkan di sini.", "Give one that was published here."))

    static let sharesImpossible = Problem.input(
        "shares_impossible",
        Bilingual("Pembagian itu tidak mungkin.", "It cannot be split like that."),
        Bilingual(
            "Contoh: 2/3; paling sedikit 2 dari paling banyak 16.", "Such as 2/3: at least two, of at most sixteen."))

    static let storedKeyRefused = Problem(
        code: "sealed_key_refused", kind: .keyRefused,
        what: Bilingual("Kunci tidak terbuka: passphrase salah.", "The key did not open: the passphrase is wrong."),
        next: Bilingual(
            "Ulangi passphrase. Yang lupa minta sertifikat baru: teken certificate issue --replaces SERIAL.",
            "Try it again. Whoever has forgotten it needs a new certificate: teken certificate issue --replaces SERIAL."
        ))

    static let sealedKeyGone = Problem(
        code: "sealed_key_gone", kind: .keyRefused,
        what: Bilingual(
            "Kunci sertifikat ini tidak ada lagi di sini.", "The key of this certificate is no longer here."),
        next: Bilingual("Pakai sertifikat yang baru.", "Use a newer certificate."))

    static func weakKeysUnreadable(_ path: String) -> Problem {
        .input(
            "weak_keys_unreadable",
            Bilingual("Daftar kunci lemah \(path) tidak terbaca.", "The list of weak keys \(path) cannot be read."),
            Bilingual(
                "Setiap baris berisi dua puluh angka heksadesimal, seperti daftar openssl-blacklist.",
                "Each line has twenty hexadecimal digits, as the lists of openssl-blacklist have."))
    }

    static func settingMissing(_ name: String) -> Problem {
        .input(
            "setting_missing", Bilingual("Pengaturan \(name) belum ada.", "The setting \(name) is missing."),
            Bilingual("Tambahkan ke teken.conf, atau jalankan teken init.", "Add it to teken.conf, or run teken init."))
    }
}
