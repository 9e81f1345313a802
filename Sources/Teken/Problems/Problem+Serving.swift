import Domain
import Problems
import Glibc
import HTTPServer

extension Problem {
    init(_ error: ServerError) {
        let check = Bilingual("Periksa TEKEN_LISTEN.", "Look at TEKEN_LISTEN.")
        self =
            switch error {
            case .unusableAddress(let address):
                .input(
                    "address_unusable",
                    Bilingual("\(address) bukan alamat yang dapat dipakai.", "\(address) is no address to listen on."),
                    check)
            case .system("bind", EADDRNOTAVAIL), .system("bind", EACCES):
                .input(
                    "address_unusable",
                    Bilingual(
                        "Alamat itu bukan milik mesin ini, atau tidak boleh dipakai.",
                        "That address is not this machine's, or may not be used."), check)
            case .addressInUse(let address):
                .storage(
                    "address_in_use",
                    Bilingual("Alamat \(address) sudah dipakai.", "Somebody answers at \(address) already."),
                    Bilingual(
                        "Hentikan proses itu, atau pilih alamat lain.", "End that process, or choose another address."),
                    nil)
            case .unusableIdentity:
                .input(
                    "tls_identity_unusable",
                    Bilingual(
                        "Sertifikat dan kunci TLS tidak dapat dipakai bersama.",
                        "The TLS certificates and key cannot be used together."),
                    Bilingual(
                        "Periksa TEKEN_TLS_CERTIFICATE, TEKEN_TLS_KEY dan TEKEN_TLS_CLIENTS.",
                        "Look at TEKEN_TLS_CERTIFICATE, TEKEN_TLS_KEY and TEKEN_TLS_CLIENTS."))
            case .noTLS, .system, .library, .unknownLibrary:
                .fault(
                    "server_not_started",
                    Bilingual("Server tidak dapat dijalankan.", "The server cannot be started."),
                    Bilingual(
                        "Periksa pemasangan libmicrohttpd 0.9.75 dan batas sistem.",
                        "Look at the installation of libmicrohttpd 0.9.75 and the system's limits."), "\(error)")
            }
    }

    static let trialBeyondLoopback = Problem(
        code: "trial_beyond_loopback", kind: .usage,
        what: Bilingual(
            "Percobaan hanya dilayani untuk mesin ini sendiri.", "A trial is served to this machine alone."),
        next: Bilingual(
            "Pakai 127.0.0.1, atau buat pemasangan sungguhan dengan teken init.",
            "Use 127.0.0.1, or make a real installation with teken init."))

    static func notAListener(_ name: String) -> Problem {
        Problem(
            code: "not_a_listener", kind: .usage,
            what: Bilingual(
                "\(name) tidak menyebut alamat untuk didengarkan.", "\(name) names no address to listen on."),
            next: Bilingual(
                "Tulis 127.0.0.1:8080, [::1]:8080 atau unix:/jalur.", "Write 127.0.0.1:8080, [::1]:8080 or unix:/path.")
        )
    }

    static func notAnAddressBlock(_ name: String) -> Problem {
        Problem(
            code: "not_an_address_block", kind: .usage,
            what: Bilingual("\(name) tidak menyebut blok alamat.", "\(name) names no block of addresses."),
            next: Bilingual("Tulis seperti 10.0.0.0/8 atau unix.", "Write one such as 10.0.0.0/8, or unix."))
    }
}
