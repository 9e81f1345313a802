import Domain
import Problems

extension Problem {
    static let dataFolderNotNamed = Problem(
        code: "data_folder_not_named", kind: .usage,
        what: Bilingual("Folder data belum disebut.", "The data folder is not named."),
        next: Bilingual("Berikan --data DIR, atau isi TEKEN_DATA.", "Give --data DIR, or set TEKEN_DATA."))

    static func dataFolderMissing(_ path: String) -> Problem {
        .storage(
            "data_folder_missing", Bilingual("Folder \(path) tidak ada.", "The folder \(path) is not there."),
            Bilingual("Periksa namanya, atau buat folder itu dahulu.", "Check its name, or make that folder first."))
    }

    static func notATrial(_ path: String) -> Problem {
        .storage(
            "not_a_trial",
            Bilingual("Di \(path) sudah ada hal lain.", "There is something else in \(path) already."),
            Bilingual("Pakai folder yang kosong atau belum ada.", "Use a folder that is empty or not there."))
    }

    static let trialUnfinished = Problem.fault(
        "trial_unfinished", Bilingual("Percobaan tidak selesai dibuat.", "The trial did not come to its end."),
        Bilingual("Ulangi.", "Try again."), nil)

    static func nodeUnreadable(_ path: String) -> Problem {
        .storage(
            "node_unreadable", Bilingual("\(path) bukan nama simpul.", "\(path) is no node's name."),
            Bilingual("Kembalikan isinya, atau hapus.", "Put its contents back, or remove it."))
    }

    private static func setting(_ code: String, _ what: Bilingual) -> Problem {
        Problem(
            code: code, kind: .usage, what: what, next: Bilingual("Perbaiki baris itu.", "Correct that line."))
    }

    static func settingUnknown(_ path: String, line: Int) -> Problem {
        .setting(
            "setting_unknown",
            Bilingual("\(path) baris \(line): nama tidak dikenal.", "\(path) line \(line): there is no such name."))
    }

    static func settingMalformed(_ path: String, line: Int) -> Problem {
        .setting(
            "setting_malformed",
            Bilingual("\(path) baris \(line): bukan NAMA=NILAI.", "\(path) line \(line): this is no NAME=VALUE."))
    }

    static func settingTwice(_ path: String, line: Int) -> Problem {
        .setting(
            "setting_repeated",
            Bilingual("\(path) baris \(line): nama ini sudah ada.", "\(path) line \(line): this name was given before.")
        )
    }

    static func databaseUnknown(_ name: String) -> Problem {
        Problem(
            code: "database_unknown", kind: .usage,
            what: Bilingual("\(name) bukan alamat PostgreSQL.", "\(name) is no address of PostgreSQL."),
            next: Bilingual("Contoh bentuknya: postgresql://host/nama.", "It looks like postgresql://host/name."))
    }

    static func witnessUnreadable(_ path: String) -> Problem {
        Problem(
            code: "witness_unreadable", kind: .badInput,
            what: Bilingual("\(path) bukan kepala log audit.", "\(path) is no head of an audit log."),
            next: Bilingual("Berikan keluaran teken audit head.", "Give what teken audit head printed."))
    }

    static let restoreNeedsWitness = Problem(
        code: "restore_needs_witness", kind: .usage,
        what: Bilingual(
            "Tanpa saksi tidak terlihat apa yang hilang dengan cadangan ini.",
            "Without a witness nobody can see what is lost with this backup."),
        next: Bilingual(
            "Berikan keluaran teken audit head dengan --witness, atau terima kehilangannya dengan --accept-loss.",
            "Give what teken audit head printed with --witness, or accept the loss with --accept-loss."))

    static func auditLogNotNamed(_ writers: [String]) -> Problem {
        Problem(
            code: "audit_log_not_named", kind: .usage,
            what: Bilingual("Ada beberapa log audit.", "There are several audit logs."),
            next: Bilingual("Sebut satu dengan --writer UUID.", "Name one with --writer UUID."),
            detail: writers.joined(separator: ", "))
    }

    static let recordMissing = Problem(
        code: "audit_record_missing", kind: .badInput,
        what: Bilingual("Catatan itu tidak ada dalam log.", "There is no such record in the log."),
        next: Bilingual("Periksa nomornya dengan teken audit head.", "Check its number with teken audit head."))
}

extension Problem {
    static let webhookUnusable = Problem(
        code: "webhook_unusable", kind: .usage,
        what: Bilingual("Alamat webhook itu tidak dapat dipakai.", "That address of a webhook cannot be used."),
        next: Bilingual(
            "Tulis http:// atau https:// dan nama host, tanpa nama pengguna atau kata sandi.",
            "Write http:// or https:// and a host, without a name or password."))
}
