import Database
import Domain
package import Store

extension Problem {
    private static func kept(
        _ code: String, _ what: Bilingual, _ next: Bilingual, _ detail: String? = nil
    ) -> Problem {
        Problem(code: code, kind: .storage, what: what, next: next, detail: detail)
    }

    private static let again = Bilingual("Ulangi sebentar lagi.", "Try again in a moment.")

    package init(_ error: StoreError) {
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

    package init(_ defect: BackupDefect) {
        self =
            switch defect {
            case .notABackup:
                Problem(
                    code: "not_a_backup", kind: .badInput,
                    what: Bilingual("Berkas itu bukan cadangan.", "That file is no backup."),
                    next: Bilingual("Berikan berkas dari teken backup.", "Give a file that teken backup made."))
            case .incomplete(let table):
                .backupDamaged("\(table): rows are missing")
            case .damaged(let words): .backupDamaged(words)
            case .auditBroken(let finding):
                Problem(
                    code: "backup_log_broken", kind: .badInput,
                    what: Bilingual(
                        "Log audit cadangan ini tidak utuh.", "The audit log of this backup does not hold."),
                    next: Bilingual(
                        "Cari cadangan yang utuh, atau terima dengan --accept-broken-log.",
                        "Look for one that does, or accept it with --accept-broken-log."), detail: finding.words)
            case .olderThanHead(let found, let witnessed):
                Problem(
                    code: "backup_older_than_witness", kind: .badInput,
                    what: Bilingual(
                        "Cadangan ini lebih tua daripada keadaan yang sudah diserahkan kepada pihak lain.",
                        "This backup is older than a state that was handed out."),
                    next: Bilingual(
                        "Cari cadangan yang lebih baru, atau terima kehilangannya dengan --accept-loss.",
                        "Look for a newer one, or accept the loss with --accept-loss."),
                    detail: "\(found) records, \(witnessed) witnessed")
            case .clockBehind(let now, let latest):
                Problem(
                    code: "clock_behind_backup", kind: .badInput,
                    what: Bilingual(
                        "Jam mesin ini lebih awal daripada yang tercatat dalam cadangan atau saksinya.",
                        "This machine's clock is behind what the backup or a witness has on record."),
                    next: Bilingual("Betulkan jamnya, lalu ulangi.", "Set the clock right, then do it again."),
                    detail: "\(now) is before \(latest)")
            }
    }

    private static func backupDamaged(_ detail: String) -> Problem {
        Problem(
            code: "backup_damaged", kind: .badInput,
            what: Bilingual("Cadangan ini rusak atau diubah.", "This backup is damaged or was changed."),
            next: Bilingual("Pakai cadangan lain.", "Use another one."), detail: detail)
    }
}
