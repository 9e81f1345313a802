import Channels
import Crypto
import Domain
import HTTP
import Problems
import Signing
import Store

extension API {
    private static let jobName = Schema.text(.hexadecimal(count: 2 * ID<Job>.byteCount))
    private static let running = "running"

    static let acceptedJob = Schema.object([
        .init("job", jobName, "what to ask for"), .init("state", .text(.words([running]))),
    ])

    static func accepted(_ id: ID<Job>) -> HTTPResponse {
        let name = Hexadecimal.text(id.bytes)
        var answer = json(["job": .text(name), "state": .text(running)], status: 202)
        answer.fields.append("Location", "/teken/v1/jobs/\(name)")
        return answer
    }

    /// Whoever signs is known and checked when this is answered; what is left is to sign.
    func accept(
        _ order: SentOrder, for client: ClientRecord, answering request: RepeatableRequest?
    ) throws(Refusal) -> HTTPResponse {
        let sizes = order.documents.map(\.file.count)
        guard house.policy.resultsKept != nil else { throw Refusal(400, .resultsNotKept) }
        guard sizes.allSatisfy({ $0 + Self.growthMax <= house.policy.keptBytesMax }) else {
            throw Refusal(413, .tooLongToBeKept(bytesMax: house.policy.keptBytesMax - Self.growthMax))
        }
        let bytes = sizes.reduce(0, +)
        guard jobs.reserve(bytes: bytes) else { throw .later(.tooManyJobs) }
        let (ready, job): (ReadyOrder, AcceptedJob)
        do throws(Refusal) {
            ready = try self.ready(order, for: client)
            job = try service { () throws(ServiceError) in try house.accept(for: client, answering: request) }
        } catch {
            jobs.giveBack(bytes: bytes)
            throw error
        }
        jobs.put(bytes: bytes) { turn in finish(job, ready, for: client, turn) }
        return Self.accepted(job.id)
    }

    /// What a signature may add to a document.
    private static let growthMax = 8 << 20

    private func finish(_ job: AcceptedJob, _ ready: ReadyOrder, for client: ClientRecord, _ turn: JobDesk.Turn) {
        do throws(Refusal) {
            switch turn {
            case .begin: _ = try ready.signed(house, for: client, keeping: true, of: job.request)
            case .tooLate:
                try ready.giveUp(house)
                throw Refusal(503, .jobInterrupted)
            }
        } catch {
            // Where not even this can be written down, whoever asks finds that its time is over.
            try? house.remember(error.remembered, briefly: false, of: job.request)
        }
    }

    var jobStandings: Operation {
        let document = Schema.object(
            [
                .optional("level", .text(.words(PDFSigning.Level.allCases.map(\.rawValue)))),
                .optional("digest", .text(.hexadecimal(count: 64)), "SHA-256 of the signed document, for a receipt"),
                .optional(
                    "result", .text(.hexadecimal(count: 2 * ID<KeptResult>.byteCount)), "where it can be fetched once"),
                .optional("problem", Refusal.schema, "why it was not signed"),
            ], choices: [Schema.Choice(sets: [["level", "digest", "result"], ["level", "digest"], ["problem"]])])
        return Operation(
            name: "askJob", method: .get, path: "/teken/v1/jobs/{id}", tag: "signing",
            summary: Bilingual("Sampai di mana pekerjaan yang diterima.", "How accepted work stands."),
            words:
                "For a day, to the application that sent it. What is refused stays refused, and nothing of it was signed: send it again "
                + "as a new request. A webhook (teken admin client webhook) tells when to ask.",
            pathFields: [.init("id", Self.jobName, "its name")],
            answers: [
                .json(
                    200, "How it stands; done and refused are for good.",
                    .object(
                        [
                            .init("job", Self.jobName),
                            .init("state", .text(.words([Self.running, "done", "refused"]))),
                            .optional(
                                "documents", .list(of: document, count: 1...settings.documentsMax),
                                "when it is done, in the order they were sent"),
                            .optional("problem", Refusal.schema, "why it was refused"),
                        ], choices: [Schema.Choice(sets: [[], ["documents"], ["problem"]])]))
            ],
            refusals: [404], example: [],
            work: .program(.sign) { call throws(Refusal) in
                guard let bytes = Hexadecimal.bytes(call.path["id"]), let id = ID<Job>(bytes: bytes) else {
                    throw Refusal(ServiceRefusal.noSuchJob)
                }
                let standing = try service { () throws(ServiceError) in
                    try house.standing(
                        of: id, for: call.client, interrupted: Refusal(503, .jobInterrupted).remembered)
                }
                return Self.json(.members([("job", .text(Hexadecimal.text(bytes)))] + Self.members(standing)))
            })
    }

    private static func members(_ standing: JobStanding) -> [(String, JSON)] {
        switch standing {
        case .ended(.results(let results)):
            [("state", .text("done")), ("documents", .array(results.map(json)))]
        case .ended(.words(let words)):
            [("state", .text("refused")), ("problem", Refusal(remembered: words).json)]
        case .running, .ended(.documents), .ended(.each), .ended(.signatures), .ended(.job):
            [("state", .text(running))]
        }
    }

    private static func json(_ result: RememberedAnswer.DocumentResult) -> JSON {
        switch result {
        case .kept(let document):
            .members(
                [
                    ("level", .text(document.level.rawValue)),
                    ("digest", .text(Hexadecimal.text(document.digest.bytes))),
                ] + (document.kept.map { [("result", .text(Hexadecimal.text($0.bytes)))] } ?? []))
        case .refused(let words): ["problem": Refusal(remembered: words).json]
        }
    }
}

extension Problem {
    fileprivate static let jobInterrupted = Problem(
        code: "job_interrupted", kind: .fault,
        what: Bilingual(
            "Layanan berhenti atau terlalu sibuk sebelum pekerjaan itu dimulai; tidak ada yang ditandatangani.",
            "The service ended or was too busy before that work was begun; nothing was signed."),
        next: Bilingual("Kirim lagi sebagai permintaan baru.", "Send it again as a new request."))

    fileprivate static let tooManyJobs = Problem(
        code: "too_many_jobs", kind: .fault,
        what: Bilingual("Terlalu banyak pekerjaan yang menunggu.", "Too much work is waiting."),
        next: Bilingual("Kirim lagi sebentar lagi.", "Send it again in a moment."))

    fileprivate static let resultsNotKept = Problem(
        code: "results_not_kept", kind: .notAllowed,
        what: Bilingual(
            "Layanan ini tidak menyimpan hasil, sehingga tidak dapat menandatangani belakangan.",
            "This service keeps no results, and so signs nothing afterwards."),
        next: Bilingual("Kirim tanpa \"later\".", "Send it without \"later\"."))

    fileprivate static func tooLongToBeKept(bytesMax: Int) -> Problem {
        Problem(
            code: "document_too_long_to_keep", kind: .badInput,
            what: Bilingual(
                "Dokumen lebih dari \(bytesMax) bita tidak disimpan, sehingga tidak dapat ditandatangani belakangan.",
                "A document of more than \(bytesMax) bytes is not kept, and so not signed afterwards."),
            next: Bilingual("Kirim tanpa \"later\".", "Send it without \"later\"."))
    }
}
