package import Crypto
import Domain

/// The faces of what goes wrong with an authority's own keys and lists.
extension Problem {
    /// What the people's data are encrypted under.
    package static func installationSecret(_ defect: InstallationSecretDefect) -> Problem {
        let restore = Bilingual("Ambil dari cadangan.", "Take it from the backup.")
        return switch defect {
        case .damaged:
            .input(
                "installation_secret_damaged",
                Bilingual(
                    "Rahasia instalasi di penyimpanan ini rusak.", "The installation's secret in this store is damaged."
                ),
                restore)
        case .newerVersion(let version):
            .input(
                "installation_secret_newer_version",
                Bilingual(
                    "Rahasia instalasi disimpan program yang lebih baru (versi \(version)).",
                    "The installation's secret was stored by a newer program (version \(version))."),
                Bilingual("Perbarui program ini.", "Update this program."))
        case .pepperDoesNotOpen:
            Problem(
                code: "installation_secret_does_not_open", kind: .keyRefused,
                what: Bilingual(
                    "Pepper ini tidak membuka rahasia instalasi, atau rahasianya diubah.",
                    "This pepper does not open the installation's secret, or the secret was altered."),
                next: Bilingual(
                    "Periksa apakah berkas pepper milik instalasi ini.",
                    "Check that the pepper file is this installation's."))
        }
    }

    package static func vaultedKey(_ defect: VaultedKeyDefect) -> Problem {
        let restore = Bilingual("Ambil dari cadangan.", "Take it from the backup.")
        return switch defect {
        case .notAVaultedKey:
            .input(
                "not_a_vaulted_key", Bilingual("Berkas ini bukan kunci otoritas.", "This is not an authority's key."),
                Bilingual("Periksa nama berkasnya.", "Check which file it is."))
        case .damaged:
            .input(
                "vaulted_key_damaged", Bilingual("Kunci otoritas ini rusak.", "This authority's key is damaged."),
                restore)
        case .newerVersion(let version):
            .input(
                "vaulted_key_newer_version",
                Bilingual(
                    "Kunci ini disimpan program yang lebih baru (versi \(version)).",
                    "This key was stored by a newer program (version \(version))."),
                Bilingual("Perbarui program ini.", "Update this program."))
        case .otherKey:
            .input(
                "vaulted_key_of_other_purpose",
                Bilingual(
                    "Kunci ini bernama lain atau untuk hal lain.", "This key has another name, or another purpose."),
                Bilingual("Berikan kunci yang diminta.", "Give the key that is asked for."))
        case .heldByPepper:
            .input(
                "vaulted_key_held_by_pepper",
                Bilingual(
                    "Kunci ini dibuka pepper, bukan bagian operator.", "The pepper opens this key, and no shares."),
                Bilingual("Berikan berkas pepper.", "Give the pepper file."))
        case .heldByOperators:
            .input(
                "vaulted_key_held_by_operators",
                Bilingual("Kunci ini dibuka bagian para operator.", "Operators' shares open this key."),
                Bilingual("Kumpulkan bagian secukupnya.", "Gather enough of the shares."))
        case .secretDoesNotOpen:
            Problem(
                code: "vaulted_key_does_not_open", kind: .keyRefused,
                what: Bilingual(
                    "Rahasia ini tidak membuka kunci itu, atau kuncinya diubah.",
                    "This secret does not open that key, or the key was altered."),
                next: Bilingual(
                    "Berikan pepper atau bagian yang menyimpannya.", "Give the pepper or the shares that it lies under."
                ))
        case .inconsistent:
            .input(
                "vaulted_key_inconsistent",
                Bilingual("Isi kunci ini bukan kunci yang tertulis.", "What is inside is not the key that it says."),
                restore)
        }
    }

    package static func share(_ defect: ShareDefect) -> Problem {
        let again = Bilingual("Ketik ulang dari kertasnya.", "Type it again from the paper.")
        return switch defect {
        case .mistyped(let group):
            .input(
                "share_mistyped",
                Bilingual("Kelompok ke-\(group) salah ketik.", "Group \(group) has a typing error."), again)
        case .wrongLength(let characters, let expected):
            .input(
                "share_wrong_length",
                Bilingual(
                    "Bagian itu \(characters) karakter, seharusnya \(expected).",
                    "The share has \(characters) characters, not \(expected)."), again)
        case .damaged:
            .input("share_damaged", Bilingual("Bagian itu tidak utuh.", "The share is not intact."), again)
        case .newerVersion(let version):
            .input(
                "share_newer_version",
                Bilingual(
                    "Bagian itu dibuat program yang lebih baru (versi \(version)).",
                    "The share was made by a newer program (version \(version))."),
                Bilingual("Perbarui program ini.", "Update this program."))
        case .mixed:
            .input(
                "shares_of_different_sets",
                Bilingual("Bagian-bagian itu bukan satu perangkat.", "The shares are not of one set."),
                Bilingual("Cocokkan nama perangkatnya.", "Compare the names of their sets."))
        case .twice(let index):
            .input(
                "share_given_twice",
                Bilingual("Bagian nomor \(index) diberikan dua kali.", "Share number \(index) was given twice."),
                Bilingual("Minta bagian dari operator lain.", "Ask another operator for a share."))
        case .tooFew(let needed, let given):
            .input(
                "shares_too_few",
                Bilingual("Perlu \(needed) bagian, baru ada \(given).", "It needs \(needed) shares, and has \(given)."),
                Bilingual("Minta bagian dari operator lain.", "Ask another operator for a share."))
        case .doNotFit:
            Problem(
                code: "shares_do_not_fit", kind: .keyRefused,
                what: Bilingual(
                    "Bagian-bagian itu tidak menghasilkan rahasianya: salah satunya palsu.",
                    "The shares do not make the secret again: one of them is not genuine."),
                next: Bilingual("Coba dengan bagian operator lain.", "Try with another operator's share."))
        }
    }

    package static func keyFile(_ defect: KeyFileDefect) -> Problem {
        switch defect {
        case .unreadable:
            .input(
                "key_file_unreadable",
                Bilingual("Berkas kunci terenkripsi tidak terbaca.", "The encrypted key file cannot be read."),
                Bilingual("Berikan PKCS#8 terenkripsi sebagai PEM.", "Give encrypted PKCS#8 as PEM."))
        case .otherEncryption:
            .input(
                "key_file_other_encryption",
                Bilingual("Berkas kunci itu dienkripsi dengan cara lain.", "The key file is encrypted in another way."),
                Bilingual(
                    "Enkripsi ulang dengan: openssl pkcs8 -topk8 -scrypt",
                    "Encrypt it again: openssl pkcs8 -topk8 -scrypt"))
        case .tooCostly:
            .input(
                "key_file_too_costly",
                Bilingual(
                    "Berkas kunci itu meminta kerja di atas batas.", "The key file asks for more work than is allowed."),
                Bilingual(
                    "Enkripsi ulang dengan: openssl pkcs8 -topk8 -scrypt",
                    "Encrypt it again: openssl pkcs8 -topk8 -scrypt"))
        case .wrongPassphrase:
            Problem(
                code: "key_file_wrong_passphrase", kind: .keyRefused,
                what: Bilingual(
                    "Passphrase itu tidak membuka berkas kunci.", "The passphrase does not open the key file."),
                next: Bilingual("Ulangi passphrase.", "Try the passphrase again."))
        }
    }

    package static func revocationList(_ defect: RevocationListDefect) -> Problem {
        let report = Bilingual("Laporkan kepada pengelola sistem.", "Report it to the operator.")
        return switch defect {
        case .validityReversed:
            .input(
                "crl_validity_reversed",
                Bilingual("Daftar itu berakhir sebelum mulai.", "The list would end before it begins."),
                Bilingual("Periksa jadwal penerbitannya.", "Check when it is to be issued."))
        case .issuerMayNotRevoke:
            .input(
                "crl_issuer_may_not_sign",
                Bilingual(
                    "Penerbit itu tidak boleh menandatangani daftar pencabutan.",
                    "That issuer may not sign revocation lists."),
                Bilingual("Pakai otoritas dengan cRLSign.", "Use an authority with cRLSign."))
        case .entriesChanged:
            .fault(
                "crl_entries_changed",
                Bilingual(
                    "Isi daftar berubah ketika ditulis; tidak ada yang dikeluarkan.",
                    "The list's entries changed while it was written; nothing was handed out."), report, nil)
        case .tooLong:
            .fault(
                "crl_too_long", Bilingual("Daftar itu melebihi 2 GiB.", "The list would exceed 2 GiB."), report, nil)
        }
    }
}
