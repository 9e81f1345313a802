import Crypto
import Domain
import FoundationEssentials
import Glibc
import Problems

extension Problem {
    static func cannotWrite(_ path: String, _ error: Int32) -> Problem {
        if path == "-" {
            return .storage(
                error == ENOSPC ? "disk_full" : "file_unwritable",
                Bilingual(
                    "Keluaran standar tidak dapat ditulis; yang sudah tertulis jangan dipakai.",
                    "Standard output cannot be written; do not use what may have been."),
                Bilingual("Periksa ke mana keluaran diarahkan.", "Check where the output goes."), systemWords(error))
        }
        if error == ENOSPC || error == EDQUOT {
            return .storage(
                "disk_full",
                Bilingual(
                    "Ruang penyimpanan untuk \(path) habis. Tidak ada yang tertulis sebagian.",
                    "There is no space left for \(path). Nothing was left half-written."),
                Bilingual("Kosongkan ruang, lalu ulangi.", "Make room and try again."), systemWords(error))
        }
        return .storage(
            "file_unwritable",
            Bilingual(
                "Berkas \(path) tidak dapat ditulis. Tidak ada yang tertulis sebagian.",
                "The file \(path) cannot be written. Nothing was left half-written."),
            Bilingual("Periksa folder dan hak aksesnya.", "Check the folder and who may write there."),
            systemWords(error))
    }

    static func cannotMakeFolder(_ path: String, _ error: Int32) -> Problem {
        error == ENOENT
            ? dataFolderMissing(URL(filePath: path).deletingLastPathComponent().relativePath)
            : cannotWrite(path, error)
    }

    static func changedMeanwhile(_ path: String) -> Problem {
        .storage(
            "file_changed_meanwhile",
            Bilingual(
                "Berkas \(path) baru saja diganti proses lain dan tidak ditimpa.",
                "The file \(path) was replaced by another process just now and was left alone."),
            Bilingual("Ulangi.", "Do it again."), nil)
    }

    static func alreadyThere(_ path: String) -> Problem {
        .storage(
            "file_exists",
            Bilingual(
                "Berkas \(path) sudah ada dan tidak ditimpa.", "The file \(path) is there already and was left alone."),
            Bilingual("Pilih nama lain, atau tambahkan --force.", "Choose another name, or add --force."), nil)
    }

    static func openToOthers(_ path: String) -> Problem {
        Problem(
            code: "file_open_to_others", kind: .badInput,
            what: Bilingual(
                "Berkas rahasia \(path) dapat dibaca pengguna lain.", "Other users can read the secret file \(path)."),
            next: Bilingual("Jalankan: chmod 600 \(path)", "Run: chmod 600 \(path)"))
    }

    static func noPassphraseSource(_ option: String) -> Problem {
        Problem(
            code: "passphrase_source_missing", kind: .usage,
            what: Bilingual(
                "Tidak ada terminal untuk menanyakan passphrase.", "There is no terminal to ask for the passphrase."),
            next: Bilingual("Berikan \(option)-file atau \(option)-fd.", "Give \(option)-file or \(option)-fd."))
    }

    static func passphrasesDiffer() -> Problem {
        Problem(
            code: "passphrases_differ", kind: .badInput,
            what: Bilingual("Kedua passphrase tidak sama.", "The two passphrases are not the same."),
            next: Bilingual("Ulangi dan ketik yang sama dua kali.", "Try again and type the same one twice."))
    }

    static func notRotated(_ count: Int, of all: Int, kind: Kind) -> Problem {
        Problem(
            code: "keys_not_rotated", kind: kind,
            what: Bilingual(
                "\(count) dari \(all) kunci tidak dipindahkan ke pepper baru; yang lain sudah. Pepper lama masih diperlukan.",
                "\(count) of \(all) keys were not put under the new pepper; the others were. The old one is still needed."
            ),
            next: Bilingual(
                "Perbaiki yang disebut di atas, lalu ulangi untuk semuanya.",
                "Mend those named above, then repeat the command for all of them."))
    }

    static func interrupted() -> Problem {
        Problem(
            code: "interrupted", kind: .interrupted, what: Bilingual("Dibatalkan.", "Stopped."),
            next: Bilingual("Tidak ada yang berubah.", "Nothing was changed."))
    }
}

extension Problem {
    static func nothingToTrust(_ path: String) -> Problem {
        .input(
            "nothing_to_trust",
            Bilingual("\(path) tidak memuat sertifikat.", "\(path) holds no certificate."),
            Bilingual(
                "Berikan sertifikat induk sebagai PEM atau DER.", "Give the root's certificate as PEM or DER."))
    }

    static func materialUnreadable(_ path: String) -> Problem {
        .input(
            "material_unreadable",
            Bilingual(
                "\(path) bukan sertifikat, CRL atau jawaban OCSP.",
                "\(path) is no certificate, CRL or OCSP answer."),
            Bilingual("Berikan berkas PEM atau DER yang utuh.", "Give a whole PEM or DER file."))
    }
}
