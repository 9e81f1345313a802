import Domain
import HTTP
import Registry
import Store

extension API {
    var people: [Operation] { [registration, peopleList, personLook] }

    private var peopleList: Operation {
        Operation(
            name: "listPeople", method: .get, path: "/teken/v1/people", tag: "people",
            summary: Bilingual("Daftar pengguna.", "The people that the application looks after."),
            words:
                "In the order they were registered in, one institution after the other, numbers masked. Where next is not null, ask "
                + "again with after=NEXT. A page that is narrowed to a status may be short, or empty, and still have a next one.",
            queryFields: [
                .optional("after", .text(.uuid), "the next of the page before"),
                .optional("limit", .integer(1...PeopleQuery.most), "\(PeopleQuery.most) if missing"),
                .optional("verification", .text(.words(PersonStanding.verificationWords))),
                .optional("certificate", .text(.words(PersonStanding.certificateWords))),
                .optional(
                    "institution", .text(.plain(charactersMax: 64)), "for an application that is bound to none"),
            ],
            answers: [
                .json(
                    200, "A page.",
                    .object([
                        .init("people", .list(of: PersonStanding.listed, count: 0...PeopleQuery.most)),
                        .init("next", .nullable(.text(.uuid)), "null where nobody is left"),
                    ]))
            ],
            refusals: [404], example: [],
            work: .program(.administration) { call throws(Refusal) in
                var query = PeopleQuery()
                query.last = call.query("after").flatMap { ID<Person>($0) }
                query.most = call.query("limit").flatMap { Int($0) } ?? query.most
                query.verification = call.query("verification").map { word in
                    Set(VerificationStatus.all.filter { $0.word == word })
                }
                query.certificate = call.query("certificate").flatMap(CertificateStatus.init)
                let wanted = query
                let page = try registered { () throws(RegistryError) in
                    try registry.people(wanted, of: call.query("institution"), by: call.mandate)
                }
                return Self.json([
                    "people": .array(page.people.map(\.listedJSON)), "next": .optional(page.next?.description),
                ])
            })
    }

    private var personLook: Operation {
        Operation(
            name: "getPerson", method: .get, path: "/teken/v1/people/{person}", tag: "people",
            summary: Bilingual(
                "Siapa seseorang, dan bagaimana akunnya.", "Who somebody is, and how the account stands."),
            pathFields: [PersonStanding.place],
            answers: [.json(200, "The person, whole.", PersonStanding.whole)], refusals: [404], example: [],
            work: .program(.administration) { call throws(Refusal) in
                let id = try call.person
                let standing = try registered { () throws(RegistryError) in
                    try registry.standing(of: id, by: call.mandate)
                }
                return Self.json(standing.wholeJSON)
            })
    }
}
