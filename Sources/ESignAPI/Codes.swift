import Crypto
import Domain
import HTTP
import JSONInput
import Problems
import Signing
import Store

// Codes: what the original calls TOTP. One stands for a session, and whoever has it signs without the passphrase.
extension ESignAPI {
    private static let documentsField = "data"

    // MARK: Of a person

    /// A code is had for the passphrase alone. The original sends one to the signer, and nothing here could: a key opens for nobody
    /// else.
    func personCode(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let sent = try SentJSON(request)
        let order = SigningHouse.SessionOrder(count: try documentCount(sent), lifetime: house.policy.codeTime)
        guard let name = try sent.personName() else { throw ESignFailure(ServiceRefusal.unknownPerson) }
        try service { () throws(ServiceError) in try house.check(order) }
        let person = try service { () throws(ServiceError) in try house.person(name, for: client) }
        guard sent.has("passphrase") else { throw .codeNeedsPassphrase }
        let passphrase = try crypto { () throws(CryptoError) in try Passphrase(utf8: sent.secret("passphrase")) }
        let opened = try service { () throws(ServiceError) in
            try house.openCode(order, as: house.unlock(person, passphrase, for: client), for: client)
        }
        return Self.json([
            "success": .boolean(true), "message": .text("TOTP berhasil dibuat"),
            "data": Self.told(opened.code.text(), until: opened.terms.deadline),
        ])
    }

    // MARK: Of a seal

    /// A short session out of an activation, for so many documents.
    func sealCode(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let sent = try SentJSON(request)
        let (count, seal) = (try documentCount(sent), try seal(sent, client))
        let activation = try token(sent)
        let opened = try service { () throws(ServiceError) in
            try house.openSealing(count, with: activation, of: seal, for: client)
        }
        return Self.json(
            Self.told(opened.code.text(), until: opened.terms.deadline, saying: "TOTP berhasil dibuat"))
    }

    /// Says of an activation that it is still good. None is made here: its owner makes one, with the seal's passphrase.
    func activation(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let sent = try SentJSON(request)
        let seal = try seal(sent, client)
        guard let field = Self.codeFields.first(where: sent.has) else { throw .activationNeedsOwner }
        let activation = try token(sent)
        let terms = try service { () throws(ServiceError) in try house.activation(activation, of: seal, for: client) }
        return Self.json([
            "success": .boolean(true), "message": .null,
            "data": Self.told(
                sent.text(field) ?? "", until: terms.deadline, saying: "TOTP Aktivasi masih berlaku"),
        ])
    }

    func endActivation(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let sent = try SentJSON(request)
        let seal = try seal(sent, client)
        let activation = try token(sent)
        try service { () throws(ServiceError) in try house.endActivation(activation, of: seal, for: client) }
        return Self.json([
            "success": .boolean(true), "message": .text("TOTP Aktivasi berhasil dicabut"), "data": .null,
        ])
    }

    // MARK: What was sent, and how it is answered

    static let codeFields = ["totp", "otp"]

    /// Whichever of the two names a program gives it.
    func code(_ sent: SentJSON) throws(ESignFailure) -> Secret {
        guard let field = Self.codeFields.first(where: sent.has) else { throw .missing("totp") }
        return try crypto { () throws(CryptoError) in try sent.secret(field) }
    }

    private func token(_ sent: SentJSON) throws(ESignFailure) -> SessionToken { try token(shown: code(sent)) }

    func token(shown code: borrowing Secret) throws(ESignFailure) -> SessionToken {
        do throws(ServiceError) { return try house.token(shown: code) } catch { throw ESignFailure(error) }
    }

    private func seal(_ sent: SentJSON, _ client: ClientRecord) throws(ESignFailure) -> SealRecord {
        let name = try subscriber(sent)
        return try service { () throws(ServiceError) in try house.seal(name, for: client) }
    }

    /// Nil where no seal could be called that.
    func subscriber(_ sent: SentJSON) throws(ESignFailure) -> SubscriberName? {
        guard let text = sent.text("idSubscriber") else { throw .missing("idSubscriber") }
        return SubscriberName(text)
    }

    /// For how many documents the code is to be: a number, or one in a text.
    private func documentCount(_ sent: SentJSON) throws(ESignFailure) -> Int {
        guard let text = sent.text(Self.documentsField) else { throw .missing(Self.documentsField) }
        guard let count = Int(text), count > 0 else {
            throw .unusable(Self.documentsField, Bilingual("jumlah dokumen, mulai dari 1", "a number, from 1 on"))
        }
        return count
    }

    private static func told(_ code: String, until deadline: Instant, saying message: String? = nil) -> JSON {
        let milliseconds = String(1_000 + deadline.nanosecondsSince1970 / 1_000_000 % 1_000).dropFirst()
        let members: [(String, JSON)] = [
            ("totp", .text(code)), ("expires", .text("\(deadline.text.dropLast()).\(milliseconds)+0000")),
            ("result", .boolean(true)),
        ]
        return .members((message.map { [("message", JSON.text($0))] } ?? []) + members)
    }
}

extension ESignFailure {
    fileprivate static let codeNeedsPassphrase = ESignFailure(
        2035,
        Problem(
            code: "code_needs_passphrase", kind: .badInput,
            what: Bilingual(
                "Kode hanya dibuat dengan passphrase penandatangan; tidak ada yang dikirim ke mana pun.",
                "A code is made with the signer's passphrase alone; none is sent anywhere."),
            next: Bilingual("Kirim passphrase.", "Send the passphrase.")))

    fileprivate static let activationNeedsOwner = ESignFailure(
        2036,
        Problem(
            code: "activation_needs_owner", kind: .badInput,
            what: Bilingual(
                "Kode aktivasi hanya dibuat pemilik segel dengan passphrase segelnya; tidak ada yang dikirim ke mana pun.",
                "An activation's code is made by the seal's owner, with the seal's passphrase; none is sent anywhere."),
            next: Bilingual(
                "Minta pemilik segel mengaktifkannya (teken admin seal activate), lalu kirim kodenya sebagai totp.",
                "Ask the seal's owner to activate it (teken admin seal activate), then send the code as totp.")))
}
