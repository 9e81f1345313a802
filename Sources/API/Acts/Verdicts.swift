import Crypto
import Domain
import HTTP
import Problems
import Signing
import Store

extension API {
    static let small = RouteRules(bodies: [.bytes(["application/json"])], bodyBytesMax: 256 << 10)

    static let sentence = Schema.named(
        "Sentence",
        .object([
            .init("id", .text(.plain(charactersMax: 2_000)), "in Indonesian"),
            .init("en", .text(.plain(charactersMax: 2_000)), "in English"),
        ]))

    private static let person = Schema.object(
        PersonReference.members, choices: [Schema.Choice(sets: PersonReference.names.map { [$0] })])

    var verdicts: Operation {
        Operation(
            name: "getVerdict", method: .post, path: "/teken/v1/verdicts", tag: "people",
            summary: Bilingual("Apakah seseorang dapat menandatangani sekarang?", "Can somebody sign now?"),
            words: "If not, the one reason, a sentence for people, and what to do next.",
            bodies: [Operation.Body(type: "application/json", schema: Self.person)], rules: Self.small,
            answers: [
                .json(
                    200, "The verdict.",
                    .object([
                        .init("person", .text(.uuid), "the identifier by which later requests may name this person"),
                        .init("can_sign", .boolean),
                        .init(
                            "reason", .nullable(.text(.words(SigningVerdict.Obstacle.allCases.map(\.rawValue))))),
                        .init("sentence", Self.sentence), .init("next", Self.sentence),
                        .init(
                            "certificate",
                            .nullable(
                                .object([
                                    .init("serial", .text(.plain(charactersMax: 80)), "hexadecimal"),
                                    .init("status", .text(.words(CertificateStatus.allCases.map(\.rawValue)))),
                                    .init("not_before", .text(.moment)), .init("not_after", .text(.moment)),
                                ]))),
                    ]))
            ],
            refusals: [404],
            example: ["-H 'Content-Type: application/json'", #"-d '{"nik": "9999990101900001"}'"#],
            work: .program(.status) { call throws(Refusal) in try verdict(call) })
    }

    private func verdict(_ call: Call) throws(Refusal) -> HTTPResponse {
        guard let reference = PersonReference(try Sent(call.request, Self.person).root) else {
            throw Refusal(ServiceRefusal.unknownPerson)
        }
        let person = try person(reference, for: call.client)
        let now = house.clock()
        let (reason, sentence, next): (JSON, Bilingual, Bilingual)
        switch person.canSign(at: now) {
        case .can:
            reason = .null
            sentence = Bilingual("Pengguna dapat menandatangani.", "The person can sign.")
            next = Bilingual("Kirim dokumen dan passphrase.", "Send a document and the passphrase.")
        case .cannot(let obstacle):
            let problem = Problem(obstacle)
            (reason, sentence, next) = (.text(obstacle.rawValue), problem.what, problem.next)
        }
        let certificate = person.certificate.map { record -> JSON in
            [
                "serial": .text(Hexadecimal.text(record.serial.bytes)),
                "status": .text(person.account.certificateStatus(at: now).rawValue),
                "not_before": .text(record.life.validity.notBefore.text),
                "not_after": .text(record.life.validity.notAfter.text),
            ]
        }
        return Self.json([
            "person": .text("\(person.id)"), "can_sign": .boolean(reason == .null), "reason": reason,
            "sentence": sentence.json, "next": next.json, "certificate": certificate ?? .null,
        ])
    }
}

extension Bilingual {
    var json: JSON { ["id": .text(indonesian), "en": .text(english)] }
}
