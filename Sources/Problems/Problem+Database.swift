package import Database
import Domain

extension Problem {
    private static func database(
        _ code: String, _ what: Bilingual, _ next: Bilingual, _ detail: String? = nil
    ) -> Problem {
        Problem(code: code, kind: .storage, what: what, next: next, detail: detail)
    }

    private static let again = Bilingual("Ulangi sebentar lagi.", "Try again in a moment.")
    private static let report = Bilingual("Laporkan kepada pengelola sistem.", "Report it to the operator.")

    package init(_ error: DatabaseError) {
        self =
            switch error {
            case .uniqueViolated(let table):
                .database("row_exists", Bilingual("Datanya sudah ada.", "It is there already."), Self.report, table)
            case .constraintViolated(let words):
                .database(
                    "row_refused", Bilingual("Aturan basis data menolaknya.", "A rule of the database refused it."),
                    Self.report, words)
            case .zeroInText:
                .database(
                    "text_with_zero", Bilingual("Teks memuat byte nol.", "A text holds a zero byte."), Self.report)
            case .unexpectedValue(let column):
                .database(
                    "database_value_unexpected",
                    Bilingual("Basis data berisi nilai yang tidak terduga.", "The database holds an unexpected value."),
                    Self.report, column)
            case .busy:
                .database("database_busy", Bilingual("Basis data sibuk.", "The database is busy."), Self.again)
            case .inUse(let lock):
                .database(
                    "database_in_use",
                    Bilingual(
                        "Proses lain sedang menulis ke basis data ini.", "Another process writes to this database."),
                    Bilingual(
                        "Hentikan layanannya dahulu; dengan PostgreSQL keduanya dapat berjalan bersama.",
                        "Stop the service first; with PostgreSQL both may run at the same time."), lock)
            case .conflict:
                .database(
                    "database_conflict",
                    Bilingual("Dua penulisan saling menghalangi.", "Two writers were in each other's way."), Self.again)
            case .tooSlow:
                .database(
                    "database_too_slow", Bilingual("Basis data terlalu lambat.", "The database is too slow."),
                    Self.again)
            case .lost(let words):
                .database(
                    "database_lost",
                    Bilingual("Sambungan ke basis data putus.", "The connection to the database broke."),
                    Self.again, words)
            case .unreachable(let words):
                .database(
                    "database_unreachable",
                    Bilingual("Basis data tidak dapat dihubungi.", "The database cannot be reached."),
                    Bilingual("Periksa alamat dan layanannya.", "Check its address and whether it runs."), words)
            case .outcomeUnknown(let words):
                .database(
                    "database_outcome_unknown",
                    Bilingual(
                        "Tidak diketahui apakah perubahan terakhir tersimpan.",
                        "It is not known whether the last change was kept."),
                    Bilingual("Periksa dahulu sebelum mengulang.", "Look before doing it again."), words)
            case .missing(let path):
                .database(
                    "database_missing", Bilingual("Basis datanya tidak ada.", "The database is not there."),
                    Bilingual("Periksa foldernya.", "Check the folder."), path)
            case .full:
                .database(
                    "database_full",
                    Bilingual(
                        "Ruang basis data habis; tidak ada yang tertulis.",
                        "The database has no room; nothing was written."),
                    Bilingual("Kosongkan ruang; layanan lanjut sendiri.", "Make room; the service goes on by itself."))
            case .readOnly:
                .database(
                    "database_read_only",
                    Bilingual("Basis data tidak boleh ditulis.", "The database may not be written."),
                    Bilingual("Periksa hak aksesnya.", "Check who may write there."))
            case .inputOutput(let words):
                .database(
                    "database_disk_failed",
                    Bilingual("Cakram basis data gagal.", "The disk of the database failed."),
                    Bilingual("Periksa cakramnya, lalu jalankan ulang.", "Check the disk, then start again."), words)
            case .corrupt(let words):
                .database(
                    "database_damaged", Bilingual("Basis datanya rusak.", "The database is damaged."),
                    Bilingual("Pulihkan dari cadangan.", "Restore a backup."), words)
            case .schemaTooNew(let found, let known):
                .database(
                    "database_of_newer_program",
                    Bilingual(
                        "Basis data ini milik teken yang lebih baru.", "This database belongs to a newer teken."),
                    Bilingual("Perbarui program ini.", "Update this program."), "step \(found), known \(known)")
            case .schemaTooOld(let found, let needed):
                .database(
                    "database_of_older_program",
                    Bilingual(
                        "Basis data ini milik teken yang lebih tua.", "This database belongs to an older teken."),
                    Bilingual("Jalankan layanannya sekali.", "Start the service once."),
                    "step \(found), needed \(needed)")
            case .notDurable(let words):
                .database(
                    "database_not_durable",
                    Bilingual(
                        "Server basis data tidak menjamin yang dikukuhkannya.",
                        "The database server does not keep what it confirms."),
                    Bilingual("Nyalakan fsync di server.", "Turn fsync on in the server."), words)
            case .unsuitable(let words):
                .database(
                    "database_unsuitable",
                    Bilingual("Basis data ini tidak dapat dipakai.", "This database cannot be used."),
                    Bilingual("Lihat docs/storage.md.", "See docs/storage.md."), words)
            case .library(let operation, let words):
                Problem(
                    code: "database_library_failed", kind: .fault,
                    what: Bilingual("Pustaka basis data gagal.", "The database library failed."), next: Self.report,
                    detail: "\(operation): \(words)")
            }
    }
}
