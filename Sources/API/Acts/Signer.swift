import Crypto
import Domain
import HTTP
import JSONInput
import Signing
import Store

/// Whom a request is about.
enum PersonReference: Sendable {
    case name(PersonName)
    case id(ID<Person>)

    /// As requests have it: by number, by address, or by the identifier that is no personal data.
    static let members: [Schema.Member] = [
        .optional("nik", .text(.digits(most: 32)), "the person's NIK"),
        .optional("email", .text(.email), "or the address"),
        .optional("person", .text(.uuid), "or the identifier that this API answers with"),
    ]
    static let names = ["nik", "email", "person"]

    /// Out of a body that was checked.
    init?(_ input: JSONInput) {
        if let nik = input["nik"]?.text, let name = PersonName(nik: nik) {
            self = .name(name)
        } else if let email = input["email"]?.text, let name = PersonName(email: email) {
            self = .name(name)
        } else if let id = input["person"]?.text.flatMap({ ID<Person>($0) }) {
            self = .id(id)
        } else {
            return nil
        }
    }

    /// So that a repeated request is known again.
    var asked: [UInt8] {
        switch self {
        case .name(let name): Array("\(name.kind.rawValue) \(name.text)".utf8)
        case .id(let id): Array("person \(id)".utf8)
        }
    }
}

/// Who signs. What opens the key stays where it was sent, and is wiped there, until it is needed.
struct Signer {
    enum Way {
        case passphrase(PersonReference)
        case session(ID<SigningSession>)
    }

    let way: Way
    private let source: JSONInput

    static let tokenDigits = 2 * (ID<SigningSession>.byteCount + SessionKey.tokenBytes)
    static let members =
        PersonReference.members + [
            .optional("passphrase", .text(.secret(charactersMax: 1_024)), "the person's passphrase"),
            .optional("session", .text(.hexadecimal(count: tokenDigits)), "or a session that the person has opened"),
        ]
    static let choice = Schema.Choice(
        sets: PersonReference.names.map { [$0, "passphrase"] } + [["session"]])

    init(_ input: JSONInput) throws(Refusal) {
        source = input
        if let text = input["session"]?.text {
            way = .session(try Self.token(text).id)
        } else if let person = PersonReference(input) {
            way = .passphrase(person)
        } else {
            throw Refusal(ServiceRefusal.unknownPerson)
        }
    }

    /// A passphrase takes its time, in a lane of its own; what is signed in a session is quick. This is told before anything is read:
    /// the word somewhere else, or written so that it might be hidden, only leads to the slower lane.
    @Sendable static func lane(of body: HTTPBody) -> Lane {
        let order: WipedBytes?
        switch body {
        case .bytes(let bytes): order = bytes
        case .form(let form):
            let parts = form.parts.filter { $0.name == "order" }
            if parts.count == 1, case .bytes(let bytes) = parts[0].content { order = bytes } else { order = nil }
        case .none, .file: order = nil
        }
        guard let order, !order.contains("passphrase"), !order.contains("\\u") else { return .passphrase }
        return .quick
    }

    func passphrase() throws(Refusal) -> Secret { try source.secret("passphrase") }

    func token() throws(Refusal) -> SessionToken { try Self.token(source["session"]?.text ?? "") }

    static func token(_ text: String) throws(Refusal) -> SessionToken {
        let token: SessionToken?
        do throws(CryptoError) { token = try SessionToken(text.lowercased()) } catch { throw Refusal(error) }
        guard let token else { throw Refusal(ServiceRefusal.session(.foreign)) }
        return token
    }

    var asked: [UInt8] {
        switch way {
        case .passphrase(let person): person.asked
        case .session(let id): Array("session \(id)".utf8)
        }
    }
}

extension API {
    func person(_ reference: PersonReference, for client: ClientRecord) throws(Refusal) -> PersonRecord {
        try service { () throws(ServiceError) in
            switch reference {
            case .name(let name): try house.person(name, for: client)
            case .id(let id): try house.person(id, for: client)
            }
        }
    }

    func unlock(
        _ person: PersonRecord, _ secret: borrowing Secret, for client: ClientRecord
    ) throws(Refusal) -> UnlockedSigner {
        let passphrase: Passphrase
        do throws(CryptoError) { passphrase = try Passphrase(utf8: secret) } catch { throw Refusal(error) }
        do throws(ServiceError) { return try house.unlock(person, passphrase, for: client) } catch {
            throw Refusal(error)
        }
    }
}
