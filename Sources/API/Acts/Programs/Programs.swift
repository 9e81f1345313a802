import Crypto
import Domain
import HTTP
import JSONInput
import Registry
import Store

extension API {
    private static let programsMax = 100

    private static let addressCharactersMax = 43
    private static let addressesMax = 100

    static let scopes = Schema.Member(
        "scopes",
        .list(of: .text(.words(ClientScopes.named.map(\.name))), count: 0...ClientScopes.named.count),
        "what it may ask for")
    static let addresses = Schema.list(of: .text(.plain(charactersMax: addressCharactersMax)), count: 0...addressesMax)

    static let program = Schema.named(
        "Application",
        .object([
            .init("client", .text(.uuid)), .init("name", .text(.plain(charactersMax: 64))),
            .init("state", .text(.words(["enabled", "disabled", "suspended"]))),
            .init("institution", .nullable(.text(.lines(charactersMax: 200))), "null where it may act for all"), scopes,
            .init("addresses", addresses, "from which blocks it may call; from anywhere where there are none"),
        ]))

    var programs: [Operation] { [ownLook, programsList, programLook] }

    private var ownLook: Operation {
        Operation(
            name: "getOwnApplication", method: .get, path: "/teken/v1/clients/self", tag: "applications",
            summary: Bilingual(
                "Aplikasi mana yang bertanya, dan apa haknya?", "Which application asks, and what may it do?"),
            words: "Scopes are those of this request: a token may stand for fewer than its application has.",
            answers: [.json(200, "The application that asks.", Self.program)], example: [],
            work: .program([]) { call throws(Refusal) in
                var own = call.client
                own.scopes = call.scopes
                return Self.json(try told(own))
            })
    }

    private var programsList: Operation {
        Operation(
            name: "listApplications", method: .get, path: "/teken/v1/clients", tag: "applications",
            summary: Bilingual("Daftar aplikasi.", "The applications that this one looks after."),
            words: "In the order of their names. Where next is not null, ask again with after=NEXT.",
            queryFields: [.optional("after", .text(.uuid), "the next of the page before")],
            answers: [
                .json(
                    200, "A page.",
                    .object([
                        .init("applications", .list(of: Self.program, count: 0...Self.programsMax)),
                        .init("next", .nullable(.text(.uuid)), "null where none is left"),
                    ]))
            ],
            refusals: [404], example: [],
            work: .program(.administration) { call throws(Refusal) in
                let (all, places) = try registered { () throws(RegistryError) in
                    (try registry.programs(by: call.mandate), try registry.institutions())
                }
                var rest = all[...]
                if let last = call.query("after").flatMap({ ID<Client>($0) }) {
                    guard let index = all.firstIndex(where: { $0.id == last }) else { throw Refusal(.unknownClient) }
                    rest = all[(index + 1)...]
                }
                let page = rest.prefix(Self.programsMax)
                return Self.json([
                    "applications": .array(page.map { Self.told($0, places) }),
                    "next": .optional(page.count < rest.count ? page.last?.id.description : nil),
                ])
            })
    }

    private var programLook: Operation {
        Operation(
            name: "getApplication", method: .get, path: "/teken/v1/clients/{client}", tag: "applications",
            summary: Bilingual("Satu aplikasi.", "One application."), pathFields: [Self.clientPlace],
            answers: [.json(200, "The application.", Self.program)], refusals: [404], example: [],
            work: .program(.administration) { call throws(Refusal) in
                let id = try call.program
                let found = try registered { () throws(RegistryError) in try registry.program(id, by: call.mandate) }
                return Self.json(try told(found))
            })
    }

    static let clientPlace = Schema.Member("client", .text(.uuid), "its identifier")

    func told(_ program: ClientRecord) throws(Refusal) -> JSON {
        Self.told(program, try registered { () throws(RegistryError) in try registry.institutions() })
    }

    private static func told(_ program: ClientRecord, _ institutions: [InstitutionRecord]) -> JSON {
        [
            "client": .text("\(program.id)"), "name": .text(program.name), "state": .text(program.state.rawValue),
            "institution": .optional(program.institution.flatMap { id in institutions.first { $0.id == id }?.name }),
            "scopes": .texts(program.scopes.words.split(separator: " ").map(String.init)),
            "addresses": .texts(program.addresses.split(separator: " ").map(String.init)),
        ]
    }

    /// Scopes and blocks of addresses out of a body that was checked.
    static func scopes(_ sent: JSONInput?) -> ClientScopes {
        ClientScopes(words: (sent?["scopes"]?.elements ?? []).compactMap(\.text).joined(separator: " ")) ?? []
    }

    static func addresses(_ sent: JSONInput?) throws(Refusal) -> String {
        let words = (sent?["addresses"]?.elements ?? []).compactMap(\.text)
        for (index, word) in words.enumerated() where AddressBlock(word) == nil {
            throw .unusable(
                "addresses[\(index)]", "bukan blok alamat, seperti 192.0.2.0/24",
                "it is no block of addresses, such as 192.0.2.0/24")
        }
        return words.joined(separator: " ")
    }
}

extension Call {
    /// Which program the address names.
    var program: ID<Client> {
        get throws(Refusal) {
            guard let id = ID<Client>(path["client"]) else { throw Refusal(.unknownClient) }
            return id
        }
    }
}
