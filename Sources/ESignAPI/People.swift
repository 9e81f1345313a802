import Authority
import Crypto
package import Domain
import HTTP
package import Problems
import Signing
import Store

extension ESignAPI {
    // MARK: Status

    /// Always 200: that somebody is not registered is an answer.
    func status(
        of name: PersonName?, for client: ClientRecord, unregistered number: Int
    ) throws(ESignFailure) -> HTTPResponse {
        let answer: (number: Int, status: String, message: String)
        if let person = try known(name, for: client) {
            answer =
                switch person.canSign(at: house.clock()) {
                case .can: (1111, "ISSUE", "User sudah terdaftar dan memiliki sertifikat dengan status ISSUE")
                case .cannot(let obstacle):
                    (obstacle.number, obstacle.status, Self.sentence(Problem(obstacle).what.indonesian))
                }
        } else {
            answer =
                number == 1110
                ? (number, "NOT_REGISTERED", "User belum terdaftar")
                : (number, "NOT_REGISTERED", "Pengguna tidak terdaftar")
        }
        return Self.json([
            "status_code": .integer(answer.number), "status": .text(answer.status), "message": .text(answer.message),
        ])
    }

    func statusSecond(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let sent = try SentJSON(request)
        return try status(of: try sent.personName(), for: client, unregistered: 2011)
    }

    // MARK: Profile and certificates

    func profile(of name: PersonName?, for client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        guard let person = try known(name, for: client) else { throw .nobody }
        let data: PersonData?
        do throws(StoreError) { data = try person.data(house.keys) } catch { throw ESignFailure(.store(error)) }
        guard let data else { throw .nobody }
        let certificate = person.certificate.map { record -> JSON in
            [
                "nomor_seri": .text(Hexadecimal.text(record.serial.bytes)),
                "status": .text(person.account.certificateStatus(at: house.clock()).rawValue),
                "berlaku_dari": .text(day(record.life.validity.notBefore)),
                "berlaku_sampai": .text(day(record.life.validity.notAfter)),
            ]
        }
        return Self.json([
            "success": .boolean(true),
            "data": [
                "nik": .text(data.nik), "nama": .text(data.name), "email": .text(data.email),
                "nip": .optional(data.employeeNumber), "jabatan": .optional(data.position),
                "nomor_telepon": .optional(data.phone), "unit_kerja": .optional(data.unit),
                "kota": .optional(data.city), "provinsi": .optional(data.province),
                "organisasi": .text(person.institution.name), "sertifikat": .array(certificate.map { [$0] } ?? []),
            ],
        ])
    }

    /// The signer's certificate first, then its issuer's, then the root: DER in base64.
    func chain(of id: String, for client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let record = try certificate(of: id, for: client)
        guard let own = record.certificate else { throw .nobody }
        let chain = [own] + house.authority.chain(of: record.issuer)
        return Self.json(["success": .boolean(true), "data": .texts(chain.map { Base64.text($0.der) })])
    }

    /// A person's, by number or address, or else a seal's by what it is called.
    private func certificate(of id: String, for client: ClientRecord) throws(ESignFailure) -> CertificateRecord {
        if let person = try known(PersonName(nik: id) ?? PersonName(email: id), for: client) {
            guard let record = person.certificate else {
                throw ESignFailure(ServiceRefusal.cannotSign(.noCertificate))
            }
            return record
        }
        do throws(ServiceError) {
            guard let record = try house.seal(SubscriberName(id), for: client).certificate else {
                throw .refused(.cannotSeal(.noCertificate))
            }
            return record
        } catch .refused(.unknownSeal) {
            throw .nobody
        } catch {
            throw ESignFailure(error)
        }
    }

    /// Nil for nobody, and for those of other institutions.
    private func known(_ name: PersonName?, for client: ClientRecord) throws(ESignFailure) -> PersonRecord? {
        guard let name else { return nil }
        do throws(ServiceError) {
            return try house.person(name, for: client)
        } catch .refused(.unknownPerson) {
            return nil
        } catch {
            throw ESignFailure(error)
        }
    }

    // MARK: Registration

    func registerFirst(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let form = SentForm(request)
        var sent = Wish()
        let names = ["nik", "nama", "nip", "email", "jabatan", "nomor_telepon", "unit_kerja", "kota", "provinsi"]
        for name in names { form.text(name).map { sent.set(name, $0) } }
        guard let nik = sent["nik"] else { throw .registration(4014, "NIK harus diisi", "The NIK is missing") }
        try register(sent, nik: nik, client)
        return Self.json(["message": .text("Pendaftaran berhasil")])
    }

    func registerSecond(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let json = try SentJSON(request)
        var sent = Wish()
        for name in ["nama", "email", "nik", "nip", "jabatan", "nomor_telepon"] {
            json.text(name).map { sent.set(name, $0) }
        }
        try register(sent, nik: sent["nik"] ?? "", client)
        return Self.json(["success": .boolean(true), "message": .text("Pendaftaran berhasil"), "data": .null])
    }

    private func register(_ sent: Wish, nik: String, _ client: ClientRecord) throws(ESignFailure) {
        guard let name = sent["nama"] else { throw .unfit("nama wajib diisi", "the name is missing") }
        guard let email = sent["email"] else { throw .unfit("email wajib diisi", "the address is missing") }
        guard PersonName(email: email) != nil else { throw .unfit("email", "the address") }
        guard nik.isEmpty || PersonName(nik: nik) != nil else { throw .unfit("nik", "the NIK") }
        var data = PersonData(nik: nik, name: name, email: email)
        data.employeeNumber = sent["nip"]
        data.position = sent["jabatan"]
        data.phone = sent["nomor_telepon"]
        data.unit = sent["unit_kerja"]
        data.city = sent["kota"]
        data.province = sent["provinsi"]
        guard data.phone == nil || data.phone.flatMap(PersonName.init(phone:)) != nil else {
            throw .unfit("nomor_telepon", "the telephone number")
        }
        switch registration(data, client) {
        case .registered: return
        case .known(.nik): throw .registration(4024, "NIK telah terdaftar", "That NIK is registered already")
        case .known(.email): throw .registration(4025, "Email telah terdaftar", "That address is registered already")
        case .known(.phone):
            throw .registration(4026, "Nomor telepon telah terdaftar", "That telephone number is registered already")
        case .refused(let problem): throw ESignFailure(4015, problem)
        case .failed(let problem): throw .ours(problem)
        }
    }

    /// A key that was ever elsewhere is not its owner's alone. The file is not opened, so that nobody tries passphrases on it here.
    func keystoreRefusal(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> ESignFailure {
        guard let nik = SentForm(request).text("nik") else {
            throw .registration(4014, "NIK harus diisi", "The NIK is missing")
        }
        guard try known(PersonName(nik: nik), for: client) != nil else { throw .nobody }
        return ESignFailure(
            4031,
            Problem(
                code: "keystore_not_taken", kind: .notAllowed,
                what: Bilingual(
                    "Kunci yang dibuat di tempat lain tidak diterima.", "Keys that were made elsewhere are not taken."),
                next: Bilingual(
                    "Terbitkan sertifikat di sini: kuncinya dibuat saat pemilik menyetel passphrase.",
                    "Have a certificate issued here: its key is made when its owner sets the passphrase.")), status: 403
        )
    }

    // MARK: How things are written

    static func json(_ body: JSON) -> HTTPResponse {
        .text(body.line, type: "application/json", mayBeCompressed: false)
    }

    /// Without its period, as the original writes it.
    private static func sentence(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

    /// `dd-mm-YYYY`.
    private func day(_ moment: Instant) -> String {
        localTime(moment).prefix(10).split(separator: "-").reversed().joined(separator: "-")
    }

    /// `YYYY-MM-DD HH:MM:SS` where the installation is.
    func localTime(_ moment: Instant) -> String {
        let local = moment + .seconds(settings.zone.minutesAhead * 60)
        return local.text.prefix(19).split(separator: "T").joined(separator: " ")
    }
}

/// What becomes of a wish to be registered.
package enum RegistrationOutcome: Sendable {
    case registered
    /// Somebody has that number or address already.
    case known(PersonName.Kind)
    case refused(Problem)
    /// Because of us.
    case failed(Problem)
}

extension SigningVerdict.Obstacle {
    /// The word that programs of the original know.
    fileprivate var status: String {
        switch self {
        case .notActivated: "NEW"
        case .waitingForVerification, .updatePending: "WAITING_FOR_VERIFICATION"
        case .noCertificate, .methodNotEsign: "NO_CERTIFICATE"
        case .onRenew: "RENEW"
        case .onRevoke, .revoked: "REVOKE"
        case .suspended, .promotionPending: "SUSPEND"
        case .expired: "EXPIRED"
        }
    }
}

extension ESignFailure {
    fileprivate static let nobody = ESignFailure(2011, Problem(.unknownPerson), status: 404)

    fileprivate static func registration(_ number: Int, _ what: String, _ english: String) -> ESignFailure {
        ESignFailure(
            number,
            Problem(
                code: "registration_refused", kind: .badInput, what: Bilingual("\(what).", "\(english)."),
                next: Bilingual("Perbaiki datanya, lalu kirim lagi.", "Correct the data and send them again.")))
    }

    fileprivate static func unfit(_ what: String, _ english: String) -> ESignFailure {
        .registration(
            4015, "Data tidak sesuai ketentuan : \(what)", "The data do not fit: \(english)")
    }
}
