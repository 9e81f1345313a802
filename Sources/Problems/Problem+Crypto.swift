package import Crypto
package import Domain

extension Problem {
    /// The face of every refusal of `Crypto`. A new reason does not build until it has one.
    package init(_ error: CryptoError) {
        self =
            switch error {
            case .digest(let defect): .digest(defect)
            case .key(let defect): .key(defect)
            case .passphrase(let defect): .passphrase(defect)
            case .sealedKey(let defect): .sealedKey(defect)
            case .pepper(let defect): .pepper(defect)
            case .pkcs12(let defect): .pkcs12(defect)
            case .certificate(let defect): .certificate(defect)
            case .signature(let defect): .signature(defect)
            case .name(let defect): .name(defect)
            case .draft(let defect): .draft(defect)
            case .request(let defect): .request(defect)
            case .vaultedKey(let defect): .vaultedKey(defect)
            case .installationSecret(let defect): .installationSecret(defect)
            case .share(let defect): .share(defect)
            case .keyFile(let defect): .keyFile(defect)
            case .revocationList(let defect): .revocationList(defect)
            case .timestamp(let failure): .noTimestamp([("TSA", failure)])
            case .noTimestamp(let refusals): .noTimestamp(refusals.map { ($0.authority, $0.failure) })
            case .secureMemoryExhausted:
                .fault(
                    "secure_memory_exhausted",
                    Bilingual("Memori terkunci untuk kunci sudah penuh.", "The locked memory for keys is full."),
                    Bilingual("Ulangi setelah pekerjaan lain selesai.", "Try again when other work is done."), nil)
            case .secureMemoryUnavailable(let words):
                .fault(
                    "secure_memory_unavailable",
                    Bilingual(
                        "Memori tidak dapat dikunci, jadi tidak ada kunci yang dibuka.",
                        "Memory cannot be locked, so no key is opened."),
                    Bilingual(
                        "Naikkan batas memori terkunci (ulimit -l) menjadi 8 MiB.",
                        "Raise the limit of locked memory (ulimit -l) to 8 MiB."), words)
            case .library(let operation, let words):
                .fault(
                    "crypto_library_failed",
                    Bilingual(
                        "Pustaka kriptografi gagal. Tidak ada yang dikeluarkan.",
                        "The cryptographic library failed. Nothing was handed out."),
                    Bilingual("Laporkan kepada pengelola sistem.", "Report it to the operator."),
                    "\(operation): \(words)")
            }
    }

    package static func processNotHardened(_ failure: ProcessHardening.Failure) -> Problem {
        Problem(
            code: "process_not_hardened", kind: .fault,
            what: Bilingual(
                "Memori proses tidak dapat dilindungi, jadi tidak ada kunci yang dibuka.",
                "The memory of the process cannot be protected, so no key is opened."),
            next: Bilingual(
                "Periksa batasan sistem (prctl, setrlimit).", "Check the system's limits (prctl, setrlimit)."),
            detail: "\(failure)")
    }

    package static func input(_ code: String, _ what: Bilingual, _ next: Bilingual, _ detail: String? = nil) -> Problem
    {
        Problem(code: code, kind: .badInput, what: what, next: next, detail: detail)
    }

    package static func fault(_ code: String, _ what: Bilingual, _ next: Bilingual, _ detail: String?) -> Problem {
        Problem(code: code, kind: .fault, what: what, next: next, detail: detail)
    }

    private static func digest(_ defect: DigestDefect) -> Problem {
        let choose = Bilingual("Pakai SHA-256, SHA-384 atau SHA-512.", "Use SHA-256, SHA-384 or SHA-512.")
        return switch defect {
        case .weak(let name):
            .input(
                "digest_too_weak",
                Bilingual("\(name) terlalu lemah untuk tanda tangan.", "\(name) is too weak to sign."), choose)
        case .unknown(let name):
            .input("digest_unknown", Bilingual("Digest tidak dikenal.", "The digest is not known."), choose, name)
        case .wrongLength(let algorithm, let expected, let actual):
            .input(
                "digest_wrong_length",
                Bilingual(
                    "Digest \(algorithm.rawValue) panjangnya \(expected) byte, bukan \(actual).",
                    "A \(algorithm.rawValue) digest has \(expected) bytes, not \(actual)."),
                Bilingual("Kirim digest utuh, bukan berkasnya.", "Send the whole digest, not the file."))
        case .wrongAlgorithm(let expected, let actual):
            .input(
                "digest_wrong_algorithm",
                Bilingual(
                    "Diharapkan digest \(expected.rawValue), bukan \(actual.rawValue).",
                    "A \(expected.rawValue) digest is expected, not \(actual.rawValue)."),
                Bilingual("Samakan algoritma digest.", "Use the same digest throughout."))
        case .notHexadecimal:
            .input(
                "digest_not_hexadecimal", Bilingual("Digest bukan heksadesimal.", "The digest is not hexadecimal."),
                Bilingual("Tulis dengan angka 0-9 dan a-f.", "Write it with the digits 0-9 and a-f."))
        }
    }

    private static func key(_ defect: KeyDefect) -> Problem {
        let kinds = KeyKind.allCases.map(\.rawValue).joined(separator: ", ")
        let choose = Bilingual("Pakai salah satu: \(kinds).", "Use one of: \(kinds).")
        return switch defect {
        case .unsupported(let name):
            .input(
                "key_unsupported",
                Bilingual("Kunci \(name) tidak dipakai di sini.", "A key of \(name) is not used here."),
                choose)
        case .unreadable:
            .input("key_unreadable", Bilingual("Kunci tidak terbaca.", "The key cannot be read."), choose)
        case .inconsistent:
            .input(
                "key_inconsistent",
                Bilingual("Angka-angka kunci tidak saling cocok.", "The numbers of the key do not belong together."),
                Bilingual("Minta kunci yang utuh dari pembuatnya.", "Ask its maker for an intact one."))
        case .schemeDoesNotFit(let kind, _):
            .input(
                "scheme_does_not_fit",
                Bilingual(
                    "Kunci \(kind.rawValue) tidak menandatangani dengan cara itu.",
                    "A \(kind.rawValue) key does not sign that way."),
                Bilingual(
                    "PKCS#1 dan PSS untuk RSA, ECDSA untuk P-256 dan P-384.",
                    "PKCS#1 and PSS are for RSA, ECDSA for P-256 and P-384."))
        case .saltTooLong(let bytes, let most):
            .input(
                "salt_length_impossible",
                Bilingual("Salt PSS \(bytes) byte tidak muat.", "A PSS salt of \(bytes) bytes does not fit."),
                Bilingual("Pakai 0 sampai \(most) byte.", "Use 0 to \(most) bytes."))
        }
    }

    private static func passphrase(_ defect: PassphraseDefect) -> Problem {
        let bounds = "\(Passphrase.charactersMin)-\(Passphrase.charactersMax)"
        let next = Bilingual("Pakai \(bounds) karakter.", "Use \(bounds) characters.")
        return switch defect {
        case .empty:
            .input("passphrase_empty", Bilingual("Passphrase kosong.", "The passphrase is empty."), next)
        case .tooShort:
            .input(
                "passphrase_too_short", Bilingual("Passphrase terlalu pendek.", "The passphrase is too short."), next)
        case .tooLong:
            .input(
                "passphrase_too_long",
                Bilingual(
                    "Passphrase terlalu panjang; tidak ada yang dipotong diam-diam.",
                    "The passphrase is too long; nothing is cut off silently."), next)
        case .notUTF8:
            .input(
                "passphrase_not_utf8", Bilingual("Passphrase bukan UTF-8.", "The passphrase is not UTF-8."),
                Bilingual("Simpan berkasnya sebagai UTF-8.", "Save its file as UTF-8."))
        case .controlCharacter:
            .input(
                "passphrase_control_character",
                Bilingual(
                    "Passphrase memuat karakter kontrol, misalnya tab atau baris baru.",
                    "The passphrase holds a control character, such as a tab or a line break."),
                Bilingual("Hapus karakter itu.", "Take it out."))
        case .unassignedCharacter:
            .input(
                "passphrase_unassigned_character",
                Bilingual(
                    "Passphrase memuat karakter yang belum dikenal Unicode.",
                    "The passphrase holds a character that Unicode does not define yet."),
                Bilingual("Ganti karakter itu.", "Use another one."))
        }
    }

    private static func sealedKey(_ defect: SealedKeyDefect) -> Problem {
        let restore = Bilingual("Ambil dari cadangan.", "Take it from the backup.")
        return switch defect {
        case .refused:
            Problem(
                code: "sealed_key_refused", kind: .keyRefused,
                what: Bilingual(
                    "Kunci tidak terbuka: passphrase salah, atau berkas rusak, milik orang lain, atau pepper lain.",
                    "The key did not open: the passphrase is wrong, or the file is damaged, another owner's, or under another pepper."
                ),
                next: Bilingual(
                    "Ulangi passphrase; pengelola dapat memeriksa berkas dengan: teken key info FILE --pepper FILE",
                    "Try the passphrase again; the operator can examine the file: teken key info FILE --pepper FILE"))
        case .notASealedKey:
            .input(
                "not_a_sealed_key", Bilingual("Berkas ini bukan kunci tersegel.", "This file is not a sealed key."),
                Bilingual("Periksa nama berkasnya.", "Check which file it is."))
        case .damaged:
            .input("sealed_key_damaged", Bilingual("Kunci tersegel ini rusak.", "This sealed key is damaged."), restore)
        case .pepperDoesNotOpen:
            Problem(
                code: "pepper_does_not_open", kind: .keyRefused,
                what: Bilingual(
                    "Pepper ini tidak membuka kunci itu, atau berkasnya diubah.",
                    "This pepper does not open that key, or the file was altered."),
                next: Bilingual(
                    "Berikan pepper yang menyegelnya, atau ambil berkas dari cadangan.",
                    "Give the pepper it was sealed under, or take the file from the backup."))
        case .newerVersion(let version):
            .input(
                "sealed_key_newer_version",
                Bilingual(
                    "Kunci ini disegel program yang lebih baru (versi \(version)).",
                    "This key was sealed by a newer program (version \(version))."),
                Bilingual("Perbarui program ini.", "Update this program."))
        case .parametersBeyondCeiling(let parameters):
            .input(
                "kdf_beyond_ceiling",
                Bilingual(
                    "Kunci ini meminta kerja Argon2id di atas batas.",
                    "This key asks for more Argon2id work than is allowed."), restore, "\(parameters.words)")
        case .parametersBelowFloor(let parameters):
            .input(
                "kdf_below_floor",
                Bilingual("Parameter Argon2id ini tidak berlaku.", "These Argon2id parameters are not defined."),
                restore, "\(parameters.words)")
        }
    }

    private static func pepper(_ defect: PepperDefect) -> Problem {
        switch defect {
        case .malformed:
            .input(
                "pepper_malformed", Bilingual("Berkas pepper tidak terbaca.", "The pepper file cannot be read."),
                Bilingual(
                    "Isinya satu atau dua baris, masing-masing 64 angka heksadesimal.",
                    "It holds one or two lines of 64 hexadecimal digits each."))
        }
    }

    private static func certificate(_ defect: CertificateDefect) -> Problem {
        switch defect {
        case .unreadable:
            .input(
                "certificate_unreadable", Bilingual("Sertifikat tidak terbaca.", "A certificate cannot be read."),
                Bilingual("Berikan sertifikat X.509 sebagai PEM.", "Give X.509 certificates as PEM."))
        case .none:
            .input(
                "certificate_missing",
                Bilingual("Berkas ini tidak memuat sertifikat.", "This file holds no certificate."),
                Bilingual("Berikan sertifikat X.509 sebagai PEM.", "Give X.509 certificates as PEM."))
        case .keyDoesNotMatch:
            .input(
                "certificate_key_mismatch",
                Bilingual("Sertifikat ini bukan untuk kunci itu.", "This certificate is not for that key."),
                Bilingual(
                    "Berikan sertifikat kunci ini, yang pertama dalam berkas.",
                    "Give this key's certificate, first in the file."))
        case .notForSigning:
            .input(
                "certificate_not_for_signing",
                Bilingual(
                    "Sertifikat ini tidak diterbitkan untuk tanda tangan.",
                    "This certificate was not issued for signing."),
                Bilingual("Minta sertifikat tanda tangan.", "Ask for a signing certificate."))
        case .weakSignature:
            .input(
                "certificate_signature_weak",
                Bilingual(
                    "Sertifikat dalam rantai ini ditandatangani dengan cara yang sudah lemah, misalnya SHA-1.",
                    "A certificate in this chain was signed in a way that is weak by now, such as SHA-1."),
                Bilingual("Minta sertifikat baru dari penerbitnya.", "Ask its issuer for a new one."))
        case .notYetValid:
            .input(
                "certificate_not_yet_valid",
                Bilingual("Sertifikat ini belum berlaku.", "This certificate is not valid yet."),
                Bilingual("Periksa jam mesin ini dan masa berlakunya.", "Check this machine's clock and its dates."))
        case .expired:
            .input(
                "certificate_expired", Bilingual("Sertifikat ini sudah kedaluwarsa.", "This certificate has expired."),
                Bilingual("Ajukan sertifikat baru.", "Request a new certificate."))
        case .chainBroken:
            .input(
                "certificate_chain_broken",
                Bilingual(
                    "Ada sertifikat yang bukan penerbit dalam rantai ini.",
                    "A certificate in the file is no issuer in this chain."),
                Bilingual("Sertakan penerbitnya saja, sampai root.", "Include its issuers only, up to the root."))
        }
    }

    private static func signature(_ defect: SignatureDefect) -> Problem {
        switch defect {
        case .failedOwnCheck:
            .fault(
                "signature_failed_check",
                Bilingual(
                    "Tanda tangan yang baru dibuat tidak lolos pemeriksaan dan tidak dikeluarkan.",
                    "The signature just made did not pass its check and was not handed out."),
                Bilingual(
                    "Periksa memori dan prosesor mesin ini sebelum menandatangani lagi.",
                    "Check this machine's memory and processor before signing again."), nil)
        case .unreadable:
            .input(
                "signature_unreadable", Bilingual("Tanda tangan tidak terbaca.", "The signature cannot be read."),
                Bilingual("Berikan CMS sebagai DER.", "Give CMS as DER."))
        case .overOtherContent:
            .input(
                "signature_over_other_content",
                Bilingual(
                    "Tanda tangan ini dibuat atas dokumen lain.", "This signature was made over another document."),
                Bilingual(
                    "Tandatangani sidik yang dicetak saat dokumen disiapkan.",
                    "Sign the digest that was printed when the document was prepared."))
        case .notPAdES(let defect): notPAdES(defect)
        }
    }
}

extension KDFParameters {
    /// `64 MiB, 3 passes, 1 lane`, in figures that a person compares.
    package var words: String { "m=\(memoryKiB) KiB, t=\(passes), p=\(lanes)" }
}
