import Database
import Domain
import Store

extension Problem {
    private static func kept(
        _ code: String, _ what: Bilingual, _ next: Bilingual, _ detail: String? = nil
    ) -> Problem {
        Problem(code: code, exitCode: .storage, what: what, next: next, detail: detail)
    }

    private static let again = Bilingual("Ulangi sebentar lagi.", "Try again in a moment.")

    init(_ error: StoreError) {
        self =
            switch error {
            case .database(let error): Problem(error)
            case .notCreated:
                .kept(
                    "store_not_created", Bilingual("Di sini belum ada penyimpanan.", "There is no store here yet."),
                    Bilingual("Buat dengan: teken store create", "Make one with: teken store create"))
            case .notEmpty:
                .kept(
                    "store_not_empty", Bilingual("Basis datanya tidak kosong.", "The database is not empty."),
                    Bilingual("Pilih folder atau basis data lain.", "Choose another folder or database."))
            case .overloaded:
                .kept(
                    "store_overloaded",
                    Bilingual("Terlalu banyak yang menunggu ditulis.", "Too much waits to be written."), Self.again)
            case .readOnly:
                .kept(
                    "store_read_only",
                    Bilingual("Penyimpanan dibuka hanya untuk dibaca.", "The store was opened for reading alone."),
                    Bilingual("Laporkan kepada pengelola sistem.", "Report it to the operator."))
            case .closed:
                .kept(
                    "store_closed", Bilingual("Penyimpanan sedang ditutup.", "The store is being closed."), Self.again)
            case .restoredMeanwhile:
                .kept(
                    "store_restored_meanwhile",
                    Bilingual(
                        "Basis data ini dipulihkan dari cadangan selagi program ini berjalan; tidak ada yang ditulis.",
                        "This database was restored from a backup while this program ran; nothing was written."),
                    Bilingual("Jalankan ulang program ini.", "Restart this program."))
            case .auditBroken(let defect): .auditBroken("\(defect)")
            case .backup(let defect): Problem(defect)
            case .cryptography(let error): Problem(error)
            }
    }

    private static func auditBroken(_ detail: String) -> Problem {
        .kept(
            "audit_log_broken",
            Bilingual(
                "Log audit tidak cocok dengan dirinya sendiri; tidak ada yang ditulis.",
                "The audit log does not fit itself; nothing is written."),
            Bilingual("Jalankan teken audit verify dan selidiki.", "Run teken audit verify and find out why."), detail)
    }

    init(_ defect: BackupDefect) {
        self =
            switch defect {
            case .notABackup:
                Problem(
                    code: "not_a_backup", exitCode: .badInput,
                    what: Bilingual("Berkas itu bukan cadangan.", "That file is no backup."),
                    next: Bilingual("Berikan berkas dari teken backup.", "Give a file that teken backup made."))
            case .incomplete(let table):
                .backupDamaged("\(table): rows are missing")
            case .damaged(let words): .backupDamaged(words)
            case .auditBroken(let finding):
                Problem(
                    code: "backup_log_broken", exitCode: .badInput,
                    what: Bilingual(
                        "Log audit cadangan ini tidak utuh.", "The audit log of this backup does not hold."),
                    next: Bilingual(
                        "Cari cadangan yang utuh, atau terima dengan --accept-broken-log.",
                        "Look for one that does, or accept it with --accept-broken-log."), detail: finding.words)
            case .olderThanHead(let found, let witnessed):
                Problem(
                    code: "backup_older_than_witness", exitCode: .badInput,
                    what: Bilingual(
                        "Cadangan ini lebih tua daripada keadaan yang sudah diserahkan kepada pihak lain.",
                        "This backup is older than a state that was handed out."),
                    next: Bilingual(
                        "Cari cadangan yang lebih baru, atau terima kehilangannya dengan --accept-loss.",
                        "Look for a newer one, or accept the loss with --accept-loss."),
                    detail: "\(found) records, \(witnessed) witnessed")
            case .clockBehind(let now, let latest):
                Problem(
                    code: "clock_behind_backup", exitCode: .badInput,
                    what: Bilingual(
                        "Jam mesin ini lebih awal daripada yang tercatat dalam cadangan atau saksinya.",
                        "This machine's clock is behind what the backup or a witness has on record."),
                    next: Bilingual("Betulkan jamnya, lalu ulangi.", "Set the clock right, then do it again."),
                    detail: "\(now) is before \(latest)")
            }
    }

    private static func backupDamaged(_ detail: String) -> Problem {
        Problem(
            code: "backup_damaged", exitCode: .badInput,
            what: Bilingual("Cadangan ini rusak atau diubah.", "This backup is damaged or was changed."),
            next: Bilingual("Pakai cadangan lain.", "Use another one."), detail: detail)
    }
}

extension Problem {
    static let dataFolderNotNamed = Problem(
        code: "data_folder_not_named", exitCode: .usage,
        what: Bilingual("Folder data belum disebut.", "The data folder is not named."),
        next: Bilingual("Berikan --data DIR, atau isi TEKEN_DATA.", "Give --data DIR, or set TEKEN_DATA."))

    static func dataFolderMissing(_ path: String) -> Problem {
        .kept(
            "data_folder_missing", Bilingual("Folder data \(path) tidak ada.", "The data folder \(path) is not there."),
            Bilingual("Periksa namanya.", "Check its name."))
    }

    static func nodeUnreadable(_ path: String) -> Problem {
        .kept(
            "node_unreadable", Bilingual("\(path) bukan nama simpul.", "\(path) is no node's name."),
            Bilingual("Kembalikan isinya, atau hapus.", "Put its contents back, or remove it."))
    }

    private static func setting(_ code: String, _ what: Bilingual) -> Problem {
        Problem(
            code: code, exitCode: .usage, what: what, next: Bilingual("Perbaiki baris itu.", "Correct that line."))
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
            code: "database_unknown", exitCode: .usage,
            what: Bilingual("\(name) bukan alamat PostgreSQL.", "\(name) is no address of PostgreSQL."),
            next: Bilingual("Contoh bentuknya: postgresql://host/nama.", "It looks like postgresql://host/name."))
    }

    static func witnessUnreadable(_ path: String) -> Problem {
        Problem(
            code: "witness_unreadable", exitCode: .badInput,
            what: Bilingual("\(path) bukan kepala log audit.", "\(path) is no head of an audit log."),
            next: Bilingual("Berikan keluaran teken audit head.", "Give what teken audit head printed."))
    }

    static let restoreNeedsWitness = Problem(
        code: "restore_needs_witness", exitCode: .usage,
        what: Bilingual(
            "Tanpa saksi tidak terlihat apa yang hilang dengan cadangan ini.",
            "Without a witness nobody can see what is lost with this backup."),
        next: Bilingual(
            "Berikan keluaran teken audit head dengan --witness, atau terima kehilangannya dengan --accept-loss.",
            "Give what teken audit head printed with --witness, or accept the loss with --accept-loss."))

    static func auditLogNotNamed(_ writers: [String]) -> Problem {
        Problem(
            code: "audit_log_not_named", exitCode: .usage,
            what: Bilingual("Ada beberapa log audit.", "There are several audit logs."),
            next: Bilingual("Sebut satu dengan --writer UUID.", "Name one with --writer UUID."),
            detail: writers.joined(separator: ", "))
    }

    static let recordMissing = Problem(
        code: "audit_record_missing", exitCode: .badInput,
        what: Bilingual("Catatan itu tidak ada dalam log.", "There is no such record in the log."),
        next: Bilingual("Periksa nomornya dengan teken audit head.", "Check its number with teken audit head."))
}
