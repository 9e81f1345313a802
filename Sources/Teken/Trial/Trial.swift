import Domain

/// The people and programs of a trial: all of them synthetic, and one for each state that an account can be in.
enum Trial {
    struct Person: Sendable {
        let nik: String
        let name: String
        /// How the account stands, and so what comes of signing with it.
        let state: Bilingual

        var email: String {
            name.lowercased().split(separator: " ").joined(separator: ".") + "@contoh.example"
        }
    }

    struct Program: Sendable {
        let name: String
        let secret: String
        let isOfOneInstitution: Bool
        let scopes: ClientScopes
    }

    /// Opens every key of a trial.
    static let passphrase = "Contoh#2026"
    /// What programs call its seal by.
    static let seal = "segel-contoh"
    static let sealName = "Segel Elektronik Kota Contoh"
    /// Where the code lies that activates it for `demo`.
    static let activationFile = "seal.activation"
    static let organisation = "Instansi Percobaan"
    static let institution = "Kota Contoh"
    static let otherInstitution = "Dinas Kesehatan Contoh"

    static let people: [Person] = TrialPart.allCases.map { part in
        Person(
            nik: "99999901019000" + (part.rawValue < 10 ? "0" : "") + "\(part.rawValue)", name: part.name,
            state: part.state)
    }

    static let programs: [Program] = [
        Program(
            name: "demo", secret: "demo", isOfOneInstitution: true, scopes: ClientScopes.usual.union(.register)),
        Program(
            name: "demo-admin", secret: "demo-admin", isOfOneInstitution: false,
            scopes: ClientScopes(ClientScopes.named.map(\.scope))),
    ]
}

/// What somebody in a trial is there to show; the number is the end of the NIK.
enum TrialPart: Int, CaseIterable {
    case signer = 1
    case withoutCertificate
    case new
    case waiting
    case expired
    case renewing
    case suspended
    case revoked
    case changing
    case promoted
    case withOwnKey
    case ofOtherInstitution
    case verifikator
    case ra
    case admin

    var name: String {
        switch self {
        case .signer: "Siti Contoh"
        case .withoutCertificate: "Budi Contoh"
        case .new: "Dewi Contoh"
        case .waiting: "Agus Contoh"
        case .expired: "Rina Contoh"
        case .renewing: "Joko Contoh"
        case .suspended: "Wati Contoh"
        case .revoked: "Hendra Contoh"
        case .changing: "Yanti Contoh"
        case .promoted: "Bambang Contoh"
        case .withOwnKey: "Ningsih Contoh"
        case .ofOtherInstitution: "Slamet Contoh"
        case .verifikator: "Endang Contoh"
        case .ra: "Rahmat Contoh"
        case .admin: "Putri Contoh"
        }
    }

    var state: Bilingual {
        switch self {
        case .signer: Bilingual("dapat menandatangani", "can sign")
        case .withoutCertificate: Bilingual("belum punya sertifikat", "has no certificate yet")
        case .new: Bilingual("belum diaktifkan", "not activated yet")
        case .waiting: Bilingual("menunggu verifikasi", "waits for verification")
        case .expired: Bilingual("sertifikat kedaluwarsa", "the certificate has ended")
        case .renewing: Bilingual("sertifikat sedang diperbarui", "the certificate is being renewed")
        case .suspended: Bilingual("sertifikat ditangguhkan", "the certificate is on hold")
        case .revoked: Bilingual("sertifikat dicabut", "the certificate is revoked")
        case .changing: Bilingual("perubahan data menunggu", "a change of data waits")
        case .promoted: Bilingual("permohonan peran menunggu", "a request for a role waits")
        case .withOwnKey: Bilingual("kunci tidak disimpan di sini", "the key is not kept here")
        case .ofOtherInstitution:
            Bilingual("dapat menandatangani, instansi lain", "can sign, of the other institution")
        case .verifikator: Bilingual("verifikator, dapat menandatangani", "verifikator, can sign")
        case .ra: Bilingual("RA, belum punya sertifikat", "RA, has no certificate yet")
        case .admin: Bilingual("admin, belum punya sertifikat", "admin, has no certificate yet")
        }
    }

    /// What an account is entered as where no event leads there.
    var role: Role {
        switch self {
        case .signer, .withoutCertificate, .new, .waiting, .expired, .renewing, .suspended, .revoked, .changing,
            .promoted, .withOwnKey, .ofOtherInstitution:
            .user
        case .verifikator: .verifikator
        case .ra: .ra
        case .admin: .admin
        }
    }
}
