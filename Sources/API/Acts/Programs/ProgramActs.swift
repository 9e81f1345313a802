import Crypto
import Domain
import HTTP
import JSONInput
import Registry
import Store

extension API {
    var programActs: [Operation] {
        [
            entering, newSecret,
            change(
                "setScopes", "scopes", Bilingual("Tetapkan hak aplikasi.", "Set what an application may ask for."),
                .object([Self.scopes]), #"{"scopes": ["sign", "status"]}"#
            ) { (id, sent, mandate) throws(Refusal) in
                try registered { () throws(RegistryError) in
                    try registry.set(Self.scopes(sent), of: id, by: mandate)
                }
            },
            change(
                "setAddresses", "addresses",
                Bilingual("Tetapkan dari mana aplikasi boleh memanggil.", "Set where an application may call from."),
                .object([.init("addresses", Self.addresses, "blocks; none for anywhere")]),
                #"{"addresses": ["192.0.2.0/24"]}"#
            ) { (id, sent, mandate) throws(Refusal) in
                let addresses = try Self.addresses(sent)
                try registered { () throws(RegistryError) in
                    try registry.set(addresses: addresses, of: id, by: mandate)
                }
            },
            change(
                "disableApplication", "disable",
                Bilingual("Hentikan aplikasi.", "Let an application do nothing any more.")
            ) { (id, _, mandate) throws(Refusal) in
                try registered { () throws(RegistryError) in try registry.disable(id, by: mandate) }
            },
            change(
                "enableApplication", "enable",
                Bilingual(
                    "Izinkan lagi aplikasi yang dihentikan atau ditangguhkan.",
                    "Let an application work again that was disabled or suspended.")
            ) { (id, _, mandate) throws(Refusal) in
                try registered { () throws(RegistryError) in try registry.enable(id, by: mandate) }
            },
        ]
    }

    private static let limits = "An application gives no scope that it has not itself, and changes none that has more."

    /// With a body where there is a schema.
    private func change(
        _ name: String, _ verb: String, _ summary: Bilingual, _ schema: Schema? = nil, _ body: String = "",
        _ work: @escaping @Sendable (ID<Client>, JSONInput?, Mandate) throws(Refusal) -> Void
    ) -> Operation {
        Operation(
            name: name, method: .post, path: "/teken/v1/clients/{client}/\(verb)", tag: "applications",
            summary: summary, words: verb == "disable" ? "" : Self.limits, pathFields: [Self.clientPlace],
            bodies: schema.map { [Operation.Body(type: "application/json", schema: $0)] } ?? [],
            rules: schema == nil ? RouteRules() : Self.small,
            answers: [.json(200, "The application as it is now.", Self.program)], refusals: [404],
            example: schema == nil ? ["-X POST"] : ["-H 'Content-Type: application/json'", "-d '\(body)'"],
            work: .program(.administration) { call throws(Refusal) in
                let id = try call.program
                let sent = try schema.map { schema throws(Refusal) in try Sent(call.request, schema).root }
                try work(id, sent, call.mandate)
                let now = try registered { () throws(RegistryError) in try registry.program(id, by: call.mandate) }
                return Self.json(try told(now))
            })
    }

    // MARK: Secrets

    private static let secret = Schema.object([
        .init("client", .text(.uuid)),
        .init("secret", .text(.plain(charactersMax: 64)), "told this once: the service keeps a code of it"),
    ])

    private static func told(_ id: ID<Client>, _ secret: borrowing Secret, status: Int) -> HTTPResponse {
        let text = unsafe secret.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
        return json(["client": .text("\(id)"), "secret": .text(text)], status: status)
    }

    private func fresh() throws(Refusal) -> Secret {
        do throws(RegistryError) { return try Registry.freshSecret() } catch { throw Refusal(error) }
    }

    private var newSecret: Operation {
        Operation(
            name: "replaceSecret", method: .post, path: "/teken/v1/clients/{client}/secret", tag: "applications",
            summary: Bilingual("Beri aplikasi rahasia baru.", "Give an application a new secret."),
            words: "The old one, and every token, is good for nothing then. \(Self.limits)",
            pathFields: [Self.clientPlace], answers: [.json(200, "The secret.", Self.secret)], refusals: [404],
            example: ["-X POST"],
            work: .program(.administration) { call throws(Refusal) in
                let id = try call.program
                let secret = try fresh()
                try registered { () throws(RegistryError) in
                    try registry.set(secret: secret, of: id, by: call.mandate)
                }
                return Self.told(id, secret, status: 200)
            })
    }

    private static let draft = Schema.object([
        .init("name", .text(.plain(charactersMax: 64)), "letters, digits, full stops, underscores and hyphens"),
        .optional(
            "institution", .nullable(.text(.plain(charactersMax: 64))),
            "whose people it may act for; missing for the asking application's own, null for everybody's"), scopes,
        .optional("addresses", addresses, "from which blocks it may call; from anywhere if missing"),
    ])

    private var entering: Operation {
        Operation(
            name: "enterApplication", method: .post, path: "/teken/v1/clients", tag: "applications",
            summary: Bilingual("Daftarkan aplikasi.", "Enter an application."), words: Self.limits,
            bodies: [Operation.Body(type: "application/json", schema: Self.draft)], rules: Self.small,
            answers: [.json(201, "Its identifier and secret.", Self.secret)], refusals: [404, 409],
            example: [
                "-H 'Content-Type: application/json'",
                #"-d '{"name": "kepegawaian", "institution": "Kota Contoh", "scopes": ["sign", "status"]}'"#,
            ],
            work: .program(.administration) { call throws(Refusal) in
                let sent = try Sent(call.request, Self.draft).root
                let draft = Registry.ProgramDraft(
                    sent["name"]?.text ?? "", institution: try place(sent["institution"], call),
                    scopes: Self.scopes(sent), addresses: try Self.addresses(sent))
                let secret = try fresh()
                let id = try registered { () throws(RegistryError) in
                    try registry.enter(draft, secret: secret, by: call.mandate)
                }
                return Self.told(id, secret, status: 201)
            })
    }

    /// Nil for everybody's people.
    private func place(_ sent: JSONInput?, _ call: Call) throws(Refusal) -> ID<Institution>? {
        guard sent?.isNull == true else { return try institution(sent?.text, for: call) }
        guard call.client.institution == nil else {
            throw .unusable(
                "institution", "aplikasi ini hanya untuk instansinya sendiri",
                "the asking application is for its own institution only")
        }
        return nil
    }
}
