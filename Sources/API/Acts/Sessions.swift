import Crypto
import Domain
import HTTP
import JSONInput
import Signing
import Store

extension API {
    private static let digestBytesMax = 64

    private var sessionOrder: Schema {
        .object(
            PersonReference.members + [
                .init("passphrase", .text(.secret(charactersMax: 1_024))),
                .init("count", .integer(1...house.policy.sessionCountMax), "how many signatures"),
                .optional(
                    "lifetime_seconds", .integer(1...Int(house.policy.sessionTimeMax.components.seconds)),
                    "300 if missing"),
                .optional(
                    "digests",
                    .list(of: .text(.base64(bytesMax: Self.digestBytesMax)), count: 1...house.policy.sessionCountMax),
                    "only these may be signed, each once: digests, or the SHA-256 of documents as they will be sent"),
            ], choices: [Schema.Choice(sets: PersonReference.names.map { [$0] })])
    }

    var sessionAnswer: Schema {
        .object([
            .init("session", .text(.hexadecimal(count: Signer.tokenDigits))),
            .init("count", .integer(1...house.policy.sessionCountMax)), .init("expires", .text(.moment)),
        ])
    }

    static func opened(_ token: String, _ terms: SigningSession.Terms) -> HTTPResponse {
        json(
            ["session": .text(token), "count": .integer(terms.count), "expires": .text(terms.deadline.text)],
            status: 201)
    }

    private static let sessionName = Schema.object([.init("session", .text(.hexadecimal(count: Signer.tokenDigits)))])

    var sessionOpening: Operation {
        let order = sessionOrder
        var rules = Self.small
        rules.lane = .passphrase
        return Operation(
            name: "openSession", method: .post, path: "/teken/v1/sessions", tag: "sessions",
            summary: Bilingual(
                "Buka sesi: passphrase sekali, banyak tanda tangan.", "Open a session: one passphrase, many signatures."
            ),
            words: "The session is a secret: whoever has it signs in the person's name, through this application.",
            bodies: [Operation.Body(type: "application/json", schema: order)], rules: rules,
            answers: [.json(201, "The session.", sessionAnswer)],
            refusals: [404, 409, 429],
            example: [
                "-H 'Content-Type: application/json'",
                #"-d '{"nik": "9999990101900001", "passphrase": "Contoh#2026", "count": 20}'"#,
            ],
            work: .program(.sign) { call throws(Refusal) in try openSession(call, order) })
    }

    private func openSession(_ call: Call, _ schema: Schema) throws(Refusal) -> HTTPResponse {
        let sent = try Sent(call.request, schema).root
        guard let reference = PersonReference(sent), let count = sent["count"]?.whole else {
            throw Refusal(ServiceRefusal.unknownPerson)
        }
        var order = SigningHouse.SessionOrder(count: count, digests: try Self.agreed(sent["digests"]))
        if let seconds = sent["lifetime_seconds"]?.whole { order.lifetime = .seconds(seconds) }
        let wanted = order
        try service { () throws(ServiceError) in try house.check(wanted) }
        let person = try person(reference, for: call.client)
        let signer = try unlock(person, sent.secret("passphrase"), for: call.client)
        let opened: SigningHouse.OpenedSession
        do throws(ServiceError) {
            opened = try house.openSession(wanted, as: signer, for: call.client)
        } catch {
            throw Refusal(error)
        }
        return Self.opened(opened.token.text(), opened.terms)
    }

    private static func agreed(_ sent: JSONInput?) throws(Refusal) -> Set<[UInt8]>? {
        guard let elements = sent?.elements else { return nil }
        let lengths = DigestAlgorithm.allCases.map(\.byteCount)
        var digests: Set<[UInt8]> = []
        for (index, element) in elements.enumerated() {
            guard let bytes = element.decoded, lengths.contains(bytes.count) else {
                throw .unusable("digests[\(index)]", "bukan sidik SHA-2", "it is no digest of SHA-2")
            }
            digests.insert(bytes)
        }
        return digests
    }

    var sessionEnding: Operation {
        Operation(
            name: "endSession", method: .post, path: "/teken/v1/sessions/end", tag: "sessions",
            summary: Bilingual("Tutup sesi.", "End a session."), words: "Repeating is harmless.",
            bodies: [Operation.Body(type: "application/json", schema: Self.sessionName)], rules: Self.small,
            answers: [Operation.Answer(status: 204, words: "It is ended.")], refusals: [404],
            example: ["-H 'Content-Type: application/json'", #"-d '{"session": "…"}'"#],
            work: .program(.sign) { call throws(Refusal) in
                let sent = try Sent(call.request, Self.sessionName).root
                let id = try Signer.token(sent["session"]?.text ?? "").id
                try service { () throws(ServiceError) in try house.endSession(id, for: call.client) }
                return HTTPResponse(status: 204)
            })
    }
}
