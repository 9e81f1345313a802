import Crypto
import Domain
import Glibc

extension Problem {
    static func storage(_ code: String, _ what: Bilingual, _ next: Bilingual, _ detail: String?) -> Problem {
        Problem(code: code, exitCode: .storage, what: what, next: next, detail: detail)
    }

    private static func words(_ error: Int32) -> String { unsafe String(cString: strerror(error)) }

    static func cannotRead(_ path: String, _ error: Int32) -> Problem {
        .storage(
            error == ENOENT ? "file_not_found" : "file_unreadable",
            path == "-"
                ? Bilingual("Masukan standar tidak dapat dibaca.", "Standard input cannot be read.")
                : Bilingual("Berkas \(path) tidak dapat dibaca.", "The file \(path) cannot be read."),
            Bilingual("Periksa nama berkas dan hak aksesnya.", "Check its name and who may read it."), words(error))
    }

    static func cannotWrite(_ path: String, _ error: Int32) -> Problem {
        if path == "-" {
            return .storage(
                error == ENOSPC ? "disk_full" : "file_unwritable",
                Bilingual(
                    "Keluaran standar tidak dapat ditulis; yang sudah tertulis jangan dipakai.",
                    "Standard output cannot be written; do not use what may have been."),
                Bilingual("Periksa ke mana keluaran diarahkan.", "Check where the output goes."), words(error))
        }
        if error == ENOSPC || error == EDQUOT {
            return .storage(
                "disk_full",
                Bilingual(
                    "Ruang penyimpanan untuk \(path) habis. Tidak ada yang tertulis sebagian.",
                    "There is no space left for \(path). Nothing was left half-written."),
                Bilingual("Kosongkan ruang, lalu ulangi.", "Make room and try again."), words(error))
        }
        return .storage(
            "file_unwritable",
            Bilingual(
                "Berkas \(path) tidak dapat ditulis. Tidak ada yang tertulis sebagian.",
                "The file \(path) cannot be written. Nothing was left half-written."),
            Bilingual("Periksa folder dan hak aksesnya.", "Check the folder and who may write there."), words(error))
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

    static func notAPlainFile(_ path: String) -> Problem {
        .storage(
            "not_a_plain_file",
            Bilingual(
                "\(path) adalah folder atau perangkat, bukan berkas biasa.",
                "\(path) is a folder or a device, not a plain file."),
            Bilingual(
                "Sebutkan satu berkas; - berarti masukan atau keluaran standar.",
                "Name a file; - is standard input or output."), nil)
    }

    static func tooLarge(_ path: String, most: Int) -> Problem {
        Problem(
            code: "file_too_large", exitCode: .badInput,
            what: Bilingual(
                "\(path == "-" ? "Masukan standar" : "Berkas \(path)") lebih besar dari \(most) byte.",
                "\(path == "-" ? "Standard input" : "The file \(path)") is larger than \(most) bytes."),
            next: Bilingual("Periksa apakah ini berkas yang dimaksud.", "Check that it is the file you mean."))
    }

    static func openToOthers(_ path: String) -> Problem {
        Problem(
            code: "file_open_to_others", exitCode: .badInput,
            what: Bilingual(
                "Berkas rahasia \(path) dapat dibaca pengguna lain.", "Other users can read the secret file \(path)."),
            next: Bilingual("Jalankan: chmod 600 \(path)", "Run: chmod 600 \(path)"))
    }

    static func noPassphraseSource(_ option: String) -> Problem {
        Problem(
            code: "passphrase_source_missing", exitCode: .usage,
            what: Bilingual(
                "Tidak ada terminal untuk menanyakan passphrase.", "There is no terminal to ask for the passphrase."),
            next: Bilingual("Berikan \(option)-file atau \(option)-fd.", "Give \(option)-file or \(option)-fd."))
    }

    static func passphrasesDiffer() -> Problem {
        Problem(
            code: "passphrases_differ", exitCode: .badInput,
            what: Bilingual("Kedua passphrase tidak sama.", "The two passphrases are not the same."),
            next: Bilingual("Ulangi dan ketik yang sama dua kali.", "Try again and type the same one twice."))
    }

    static func notRotated(_ count: Int, of all: Int, exitCode: ExitCode) -> Problem {
        Problem(
            code: "keys_not_rotated", exitCode: exitCode,
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
            code: "interrupted", exitCode: .interrupted, what: Bilingual("Dibatalkan.", "Stopped."),
            next: Bilingual("Tidak ada yang berubah.", "Nothing was changed."))
    }

    static func processNotHardened(_ failure: ProcessHardening.Failure) -> Problem {
        Problem(
            code: "process_not_hardened", exitCode: .fault,
            what: Bilingual(
                "Memori proses tidak dapat dilindungi, jadi tidak ada kunci yang dibuka.",
                "The memory of the process cannot be protected, so no key is opened."),
            next: Bilingual(
                "Periksa batasan sistem (prctl, setrlimit).", "Check the system's limits (prctl, setrlimit)."),
            detail: "\(failure)")
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
