package import Crypto
package import Domain
package import HTTP
package import Problems
import Signing
package import Store

/// Why a request is not let in.
package enum GateRefusal: Error, Equatable, StoreFailing {
    /// It says nothing of who sent it.
    case noCredentials
    /// Of a program that is not known, or with a secret or token that is not its own: told as one.
    case wrongCredentials
    /// A token that was good once.
    case tokenExpired
    /// The program is known, and was switched off.
    case disabled
    case suspended
    /// It does not call from where it may.
    case address
    case scope(ClientScopes)
    /// The program asks more often than one may; so long it waits.
    case tooFast(Duration)
    case store(StoreError)
    case crypto(CryptoError)
}

extension GateRefusal {
    package var status: Int {
        switch self {
        case .noCredentials, .wrongCredentials, .tokenExpired: 401
        case .disabled, .suspended, .address, .scope: 403
        case .tooFast: 429
        case .store: 503
        case .crypto: 500
        }
    }

    /// What a browser or a library does about it by itself (RFC 9110 §11.6.1, RFC 6750 §3).
    package var fields: HTTPFields {
        switch self {
        case .noCredentials, .wrongCredentials: ["WWW-Authenticate": "Basic realm=\"Teken\", charset=\"UTF-8\""]
        case .tokenExpired: ["WWW-Authenticate": "Bearer realm=\"Teken\", error=\"invalid_token\""]
        case .scope(let scope):
            ["WWW-Authenticate": "Bearer realm=\"Teken\", error=\"insufficient_scope\", scope=\"\(scope.words)\""]
        case .tooFast(let wait): ["Retry-After": "\(max(1, Int((wait / .seconds(1)).rounded(.up))))"]
        case .store: ["Retry-After": "2"]
        case .disabled, .suspended, .address, .crypto: HTTPFields()
        }
    }

    package var problem: Problem {
        switch self {
        case .noCredentials:
            Problem(
                code: "credentials_missing", kind: .notAllowed,
                what: Bilingual(
                    "Permintaan ini tidak menyebut aplikasi pengirimnya.",
                    "The request does not say which application sends it."),
                next: Bilingual(
                    "Kirim username dan password aplikasi (Basic), atau token (Bearer).",
                    "Send the application's user name and password (Basic), or a token (Bearer)."))
        case .wrongCredentials:
            Problem(
                code: "credentials_wrong", kind: .notAllowed,
                what: Bilingual(
                    "Username, password atau token aplikasi salah.",
                    "The application's user name, password or token is wrong."),
                next: Bilingual(
                    "Periksa kredensial aplikasi, atau minta yang baru kepada admin.",
                    "Check the application's credentials, or ask an administrator for new ones."))
        case .tokenExpired:
            Problem(
                code: "token_expired", kind: .notAllowed,
                what: Bilingual("Masa token ini sudah lewat.", "This token's time is over."),
                next: Bilingual("Minta token baru.", "Ask for a new one."))
        case .disabled:
            Problem(
                code: "client_disabled", kind: .notAllowed,
                what: Bilingual("Aplikasi ini dinonaktifkan.", "This application was switched off."),
                next: Bilingual("Hubungi admin layanan.", "Ask the service's administrator."))
        case .suspended: Problem(.suspendedClient)
        case .address:
            Problem(
                code: "address_not_allowed", kind: .notAllowed,
                what: Bilingual(
                    "Aplikasi ini tidak boleh memanggil dari alamat ini.",
                    "This application may not call from this address."),
                next: Bilingual(
                    "Panggil dari alamat yang terdaftar, atau minta admin menambahkannya.",
                    "Call from an address that is registered, or have an administrator add this one."))
        case .scope(let scope):
            Problem(
                code: "scope_missing", kind: .notAllowed,
                what: Bilingual(
                    "Aplikasi ini tidak diizinkan untuk: \(scope.words).",
                    "This application may not do this: \(scope.words)."),
                next: Bilingual("Minta izinnya kepada admin.", "Ask an administrator for it."))
        case .tooFast:
            Problem(
                code: "client_too_fast", kind: .lockedOut,
                what: Bilingual(
                    "Aplikasi ini mengirim permintaan terlalu cepat.", "This application sends requests too fast."),
                next: Bilingual(
                    "Tunggu sebentar, lalu kirim lagi; kirim banyak dokumen dalam satu permintaan.",
                    "Wait a moment and send again; send many documents in one request."))
        case .store(let error): Problem(error)
        case .crypto(let error): Problem(error)
        }
    }
}
