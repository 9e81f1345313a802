import Crypto
import Domain
import HTTP
import JSONInput
import Registry
import Signing
import Store

extension API {
    private static let wish = Schema.object([
        .optional(
            "institution", .text(.plain(charactersMax: 64)),
            "its name; the application's own if missing, and needed where it is bound to none"),
        .init("nik", .text(.digits(most: 16))), .init("name", .text(.plain(charactersMax: 64)), "as on the card"),
        .init("email", .text(.email)), .optional("phone", .text(.plain(charactersMax: 40))),
        .optional("employee_number", .text(.plain(charactersMax: 100)), "such as a NIP"),
        .optional("position", .text(.plain(charactersMax: 200))), .optional("unit", .text(.plain(charactersMax: 200))),
        .optional("city", .text(.plain(charactersMax: 200))), .optional("province", .text(.plain(charactersMax: 200))),
        .optional(
            "method", .text(.words(EnrolmentMethod.allCases.map(\.rawValue))),
            "esign if missing: the key is kept here; own: it is not"),
    ])

    var registration: Operation {
        Operation(
            name: "registerPerson", method: .post, path: "/teken/v1/people", tag: "people",
            summary: Bilingual("Daftarkan seseorang.", "Register somebody."),
            words: "The account is new: somebody has to vouch for the data before there is a certificate.",
            isRepeatable: true,
            bodies: [Operation.Body(type: "application/json", schema: Self.wish)], rules: Self.small,
            answers: [.json(201, "How the account stands.", PersonStanding.state)], refusals: [404, 409],
            example: [
                "-H 'Content-Type: application/json'", "-H \"Idempotency-Key: $(uuidgen)\"",
                #"-d '{"nik": "9999990101900021", "name": "Tri Contoh", "email": "tri.contoh@contoh.example"}'"#,
            ],
            work: .program(.register) { call throws(Refusal) in
                let sent = try Sent(call.request, Self.wish).root
                let asked = Self.wish.members.map { Array("\($0.name) \(sent[$0.name]?.text ?? "")".utf8) }
                return try once(call, asking: [Array("register".utf8)] + asked) { request throws(Refusal) in
                    try register(sent, call, answering: request)
                }
            })
    }

    private func register(
        _ sent: JSONInput, _ call: Call, answering request: RepeatableRequest?
    ) throws(Refusal) -> JSON {
        var data = PersonData(
            nik: sent["nik"]?.text ?? "", name: sent["name"]?.text ?? "", email: sent["email"]?.text ?? "")
        (data.phone, data.employeeNumber) = (sent["phone"]?.text, sent["employee_number"]?.text)
        (data.position, data.unit) = (sent["position"]?.text, sent["unit"]?.text)
        (data.city, data.province) = (sent["city"]?.text, sent["province"]?.text)
        let method = sent["method"]?.text.flatMap(EnrolmentMethod.init) ?? .esign
        let place = try institution(sent["institution"]?.text, for: call)
        let (person, registry, house) = (data, registry, house)
        return try registered { () throws(RegistryError) in
            try registry.register(person, into: place, by: nil, client: call.client, method: method) {
                (id, transaction) throws(RegistryError) in
                let answer = try registry.standing(of: id, in: transaction).stateJSON
                guard let request else { return answer }
                let words: KeptWords
                do throws(CryptoError) {
                    words = try house.kept(Array(answer.line.utf8), for: request)
                } catch {
                    throw .crypto(error)
                }
                guard try words.keep(in: transaction) else { throw .refused(.overtaken) }
                return answer
            }
        }
    }

    /// The institution that is named, or else the program's own.
    func institution(_ name: String?, for call: Call) throws(Refusal) -> ID<Institution> {
        if let name {
            return try registered { () throws(RegistryError) in
                try registry.institution(named: name, by: call.mandate).id
            }
        }
        guard let own = call.client.institution else { throw .missing("institution") }
        return own
    }
}
