package import Crypto
import Domain

extension Problem {
    package static func pkcs12(_ defect: PKCS12Defect) -> Problem {
        let export = Bilingual(
            "Ekspor ulang dengan: openssl pkcs12 -export", "Export it again with: openssl pkcs12 -export")
        return switch defect {
        case .malformed:
            .input("pkcs12_malformed", Bilingual("Berkas PKCS#12 rusak.", "The PKCS#12 file is damaged."), export)
        case .tooLarge(_, let most):
            .input(
                "pkcs12_too_large",
                Bilingual(
                    "Berkas PKCS#12 lebih besar dari \(most) byte.", "The PKCS#12 file is larger than \(most) bytes."),
                Bilingual("Periksa apakah ini berkas yang dimaksud.", "Check that it is the file you mean."))
        case .wrongPassword:
            Problem(
                code: "pkcs12_wrong_password", kind: .keyRefused,
                what: Bilingual("Kata sandi berkas PKCS#12 salah.", "The password of the PKCS#12 file is wrong."),
                next: Bilingual("Ulangi kata sandinya.", "Try the password again."))
        case .noIntegrityCheck:
            .input(
                "pkcs12_without_mac",
                Bilingual(
                    "Berkas PKCS#12 ini tanpa pengaman keutuhan (MAC).",
                    "This PKCS#12 file has no integrity check (MAC)."), export)
        case .unsupportedCipher(let name):
            .input(
                "pkcs12_cipher_unsupported",
                Bilingual(
                    "Berkas PKCS#12 ini dienkripsi dengan cara yang tidak diterima.",
                    "This PKCS#12 file is encrypted in a way that is not accepted."),
                Bilingual(
                    "Ekspor ulang dengan AES-256: openssl pkcs12 -legacy -in LAMA | openssl pkcs12 -export",
                    "Export it again with AES-256: openssl pkcs12 -legacy -in OLD | openssl pkcs12 -export"), name)
        case .tooManyIterations(let count, let most):
            .input(
                "pkcs12_too_many_iterations",
                Bilingual(
                    "Berkas PKCS#12 ini meminta \(count) putaran; batasnya \(most).",
                    "This PKCS#12 file asks for \(count) rounds; the limit is \(most)."), export)
        case .noKey:
            .input(
                "pkcs12_no_key", Bilingual("Berkas PKCS#12 ini tanpa kunci.", "This PKCS#12 file holds no key."), export
            )
        case .severalKeys(let count):
            .input(
                "pkcs12_several_keys",
                Bilingual(
                    "Berkas PKCS#12 ini memuat \(count) kunci; diharapkan satu.",
                    "This PKCS#12 file holds \(count) keys; one is expected."), export)
        case .noCertificate:
            .input(
                "pkcs12_no_certificate",
                Bilingual("Berkas PKCS#12 ini tanpa sertifikat.", "This PKCS#12 file holds no certificate."), export)
        case .noChain:
            .input(
                "pkcs12_no_chain",
                Bilingual(
                    "Berkas PKCS#12 ini tanpa sertifikat penerbit.",
                    "This PKCS#12 file lacks the issuer's certificate."),
                Bilingual("Tambahkan --chain PEM.", "Add --chain PEM."))
        }
    }
}
