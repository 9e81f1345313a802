import Crypto
import Domain
import HTTP
import JSONInput
import Problems
import Signing
import Store

extension API {
    private static let seal = Schema.Member(
        "seal", .text(.plain(charactersMax: SubscriberName.charactersMax)), "what the seal is called (idSubscriber)")
    /// As long as either form of one may be.
    private static let codeCharactersMax = 128

    var sealVerdicts: Operation {
        Operation(
            name: "getSealVerdict", method: .post, path: "/teken/v1/seals/verdicts", tag: "seals",
            summary: Bilingual("Apakah sebuah segel dapat dibubuhkan sekarang?", "Can a seal be used now?"),
            words: "If not, the one reason, a sentence for people, and what to do next.",
            bodies: [Operation.Body(type: "application/json", schema: .object([Self.seal]))], rules: Self.small,
            answers: [
                .json(
                    200, "The verdict.",
                    .object([
                        .init("can_seal", .boolean),
                        .init("reason", .nullable(.text(.words(SealVerdict.Obstacle.allCases.map(\.rawValue))))),
                        .init("sentence", Self.sentence), .init("next", Self.sentence),
                    ]))
            ],
            refusals: [404],
            example: ["-H 'Content-Type: application/json'", #"-d '{"seal": "segel-contoh"}'"#],
            work: .program(.status) { call throws(Refusal) in
                sealVerdict(of: try seal(Sent(call.request, .object([Self.seal])).root, for: call.client))
            })
    }

    private func sealVerdict(of seal: SealRecord) -> HTTPResponse {
        let (reason, sentence, next): (JSON, Bilingual, Bilingual)
        switch seal.canSeal(at: house.clock()) {
        case .can:
            reason = .null
            sentence = Bilingual("Segel dapat dibubuhkan.", "The seal can be used.")
            next = Bilingual(
                "Buka sesi dengan kode aktivasi dari pemilik segel.", "Open a session with the activation of its owner."
            )
        case .cannot(let obstacle):
            let problem = Problem(obstacle)
            (reason, sentence, next) = (.text(obstacle.rawValue), problem.what, problem.next)
        }
        return Self.json([
            "can_seal": .boolean(reason == .null), "reason": reason, "sentence": sentence.json, "next": next.json,
        ])
    }

    private var sealSessionOrder: Schema {
        .object([
            Self.seal,
            .init(
                "activation", .text(.secret(charactersMax: Self.codeCharactersMax)),
                "the code that its owner has handed over"),
            .init(
                "count", .integer(1...house.policy.sessionCountMax),
                "how many documents; they are taken from the activation"),
        ])
    }

    var sealSessionOpening: Operation {
        let order = sealSessionOrder
        return Operation(
            name: "openSealSession", method: .post, path: "/teken/v1/seals/sessions", tag: "seals",
            summary: Bilingual("Buka sesi untuk membubuhkan segel.", "Open a session that seals."),
            words:
                "Its documents go where those of people go, with this session; the application needs the permission sign there.",
            bodies: [Operation.Body(type: "application/json", schema: order)], rules: Self.small,
            answers: [.json(201, "The session.", sessionAnswer)], refusals: [404, 409],
            example: [
                "-H 'Content-Type: application/json'",
                #"-d '{"seal": "segel-contoh", "activation": "…", "count": 10}'"#,
            ],
            work: .program(.seal) { call throws(Refusal) in try openSealSession(call, order) })
    }

    private func openSealSession(_ call: Call, _ schema: Schema) throws(Refusal) -> HTTPResponse {
        let sent = try Sent(call.request, schema).root
        let seal = try seal(sent, for: call.client)
        let code = try sent.secret("activation")
        let count = sent["count"]?.whole ?? 0
        do throws(ServiceError) {
            let opened = try house.openSealing(count, with: house.token(shown: code), of: seal, for: call.client)
            return Self.opened(try house.token(of: opened.code).text(), opened.terms)
        } catch {
            throw Refusal(error)
        }
    }

    private func seal(_ sent: JSONInput, for client: ClientRecord) throws(Refusal) -> SealRecord {
        let name = sent["seal"]?.text.flatMap(SubscriberName.init)
        return try service { () throws(ServiceError) in try house.seal(name, for: client) }
    }
}
