import Crypto
import Database
import Domain
import Foundation
import HTTP
import JSONInput
import Signing
import Store
import Synchronization
import TestSupport
import Testing

@Suite("Work that is accepted") struct JobTests {
    private static let later: [(String, JSON)] = [("later", .boolean(true))]

    /// Asks until it has ended.
    private func ended(_ api: APISample, _ job: String) throws -> JSONInput {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let answer = try api.ask(.get, "/teken/v1/jobs/\(job)")
            #expect(answer.status == 200)
            if try answer.json["state"]?.text != "running" { return try answer.json }
            usleep(20_000)
        }
        throw Unexpected(words: "it never ended")
    }

    private func accepted(_ answer: HTTPResponse) throws -> String {
        let job = try #require(try answer.json["job"]?.text)
        #expect(answer.status == 202 && answer.fields["Location"] == "/teken/v1/jobs/\(job)")
        return job
    }

    private func messages(_ api: APISample) throws -> [String] {
        let keys = api.office.house.keys
        var told: [String] = []
        while let message = try api.office.store.write({ (transaction) throws(StoreError) in
            try transaction.lend(for: .seconds(60))
        }) {
            told.append(String(decoding: try message.content(keys) ?? [], as: UTF8.self))
            try api.office.store.write { (transaction) throws(StoreError) in try transaction.sent(message) }
        }
        return told
    }

    private func wantToHear(_ api: APISample) throws {
        let webhook = try WebhookRecord(
            "http://127.0.0.1:9", secret: .random(count: 32), of: api.office.client.id, api.office.house.keys)
        try api.office.store.write { (transaction) throws(StoreError) in try transaction.set(webhook) }
    }

    @Test(arguments: Backend.all) func `is signed afterwards, told of, and fetched`(backend: Backend) throws {
        let api = try APISample(backend)
        try wantToHear(api)
        let letter = try APISample.letter.get()
        let job = try accepted(api.sign(Self.later, files: [letter, letter]))
        let standing = try ended(api, job)
        #expect(standing["state"]?.text == "done")
        let documents = try #require(standing["documents"]?.elements)
        #expect(documents.count == 2)
        for document in documents {
            let result = try #require(document["result"]?.text)
            let fetched = try api.ask(.get, "/teken/v1/results/\(result)")
            #expect(fetched.status == 200 && fetched.content.starts(with: letter))
            let digest = try Hexadecimal.text(Digest(.sha256, of: fetched.content).bytes)
            #expect(document["digest"]?.text == digest && document["level"]?.text == "B-T")
            #expect(try api.ask(.get, "/teken/v1/receipts/\(digest)").status == 200)
        }
        let told = try messages(api)
        #expect(told.count == 1)
        let message = try JSONInput(Array(told[0].utf8))
        #expect(message["type"]?.text == "job.ended" && message["job"]?.text == job && message["state"]?.text == "done")
    }

    @Test func `in a session uses it up as anything else does`() throws {
        let api = try APISample()
        let session = try api.session([("count", .integer(1))])
        let first = try accepted(api.sign(Self.later, as: [("session", .text(session))]))
        #expect(try ended(api, first)["state"]?.text == "done")
        let second = try accepted(api.sign(Self.later, as: [("session", .text(session))]))
        let standing = try ended(api, second)
        #expect(standing["state"]?.text == "refused" && standing["problem"]?["code"]?.text == "session_used")
    }

    @Test func `has its signer checked before it is accepted`() throws {
        let api = try APISample()
        let wrong = try api.sign(Self.later, as: [("nik", .text(APISample.nik)), ("passphrase", .text("Salah#2026"))])
        #expect(try wrong.status == 403 && wrong.code == "wrong_passphrase")
        let nobody = try api.sign(
            Self.later, as: [("nik", .text("9999990101909999")), ("passphrase", .text("Contoh#2026"))])
        #expect(try nobody.code == "unknown_person")
    }

    @Test func `is refused for good with the document's own reason, and told of as well`() throws {
        let api = try APISample()
        try wantToHear(api)
        let job = try accepted(api.sign(Self.later, files: [Array("bukan PDF".utf8)]))
        let standing = try ended(api, job)
        #expect(standing["state"]?.text == "refused" && standing["documents"] == nil)
        #expect(standing["problem"]?["status"]?.integer == 422)
        let told = try messages(api)
        #expect(told.count == 1 && told[0].contains(#""state":"refused""#))
    }

    @Test func `may leave out the documents that cannot be signed`() throws {
        let api = try APISample()
        let files = [try APISample.letter.get(), Array("bukan PDF".utf8)]
        let standing = try ended(api, accepted(api.sign(Self.later + [("partial", .boolean(true))], files: files)))
        let documents = try #require(standing["documents"]?.elements)
        #expect(standing["state"]?.text == "done" && documents.count == 2)
        #expect(documents[0]["result"]?.text != nil && documents[1]["problem"]?["status"]?.integer == 422)
    }

    @Test func `is the same work for whoever repeats the request, and signed once`() throws {
        let api = try APISample()
        let session = try api.session([("count", .integer(2))])
        let key = ["Idempotency-Key": "nanti-1"]
        let first = try accepted(api.sign(Self.later, as: [("session", .text(session))], with: key))
        let again = try accepted(api.sign(Self.later, as: [("session", .text(session))], with: key))
        #expect(first == again)
        #expect(try ended(api, first)["state"]?.text == "done")
        let other = try accepted(api.sign(Self.later, as: [("session", .text(session))]))
        #expect(try ended(api, other)["state"]?.text == "done")
        let now = try api.sign(as: [("session", .text(session))], with: key)
        #expect(try now.status == 422 && now.code == "repeat_key_of_other")
    }

    @Test func `is nobody else's business`() throws {
        let api = try APISample()
        let job = try accepted(api.sign(Self.later))
        for (name, client) in [(job, "kepegawaian"), (String(repeating: "0", count: 32), "surat")] {
            let answer = try api.ask(.get, "/teken/v1/jobs/\(name)", as: client)
            #expect(try answer.status == 404 && answer.code == "no_such_job")
        }
        #expect(try api.ask(.get, "/teken/v1/jobs/x").wrongFields == ["id"])
        _ = try ended(api, job)
    }

    @Test func `that a service never finished is ended for whoever asks, and cannot be signed any more`() throws {
        let api = try APISample { $0.jobTime = .seconds(60) }
        try wantToHear(api)
        let (house, client) = (api.office.house, api.office.client)
        let lost = try house.accept(for: client, answering: nil)
        let name = Hexadecimal.text(lost.id.bytes)
        #expect(try api.ask(.get, "/teken/v1/jobs/\(name)").json["state"]?.text == "running")
        api.office.base.clock.move(.seconds(60))
        for _ in 0..<2 {
            let standing = try api.ask(.get, "/teken/v1/jobs/\(name)").json
            #expect(standing["state"]?.text == "refused" && standing["problem"]?["code"]?.text == "job_interrupted")
        }
        #expect(try messages(api).count == 1)
        // Whoever held it comes back, and nothing of his leaves.
        let person = try house.person(#require(PersonName(nik: APISample.nik)), for: client)
        let signer = try house.unlock(person, .of(OfficeSample.passphrase), for: client)
        var refusal: ServiceError?
        do throws(ServiceError) {
            _ = try house.sign([], as: signer, for: client, keeping: true, of: lost.request)
        } catch {
            refusal = error
        }
        #expect(refusal == .refused(.stillRunning))
    }

    @Test func `is not accepted where nothing is kept, or not so much`() throws {
        let none = try APISample { $0.resultsKept = nil }
        let refused = try none.sign(Self.later)
        #expect(try refused.status == 400 && refused.code == "results_not_kept")
        let little = try APISample { $0.keptBytesMax = 8 << 20 }
        let long = try little.sign(Self.later)
        #expect(try long.status == 413 && long.code == "document_too_long_to_keep")
    }

    @Test func `is ended without a signature where the service ends before it is begun`() throws {
        let api = try APISample()
        try wantToHear(api)
        let (begun, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        for _ in 0..<2 {
            #expect(api.jobs.reserve(bytes: 1))
            api.jobs.put(bytes: 1) { _ in
                begun.signal()
                go.wait()
            }
        }
        for _ in 0..<2 { begun.wait() }
        let job = try accepted(api.sign(Self.later))
        #expect(try api.ask(.get, "/teken/v1/jobs/\(job)").json["state"]?.text == "running")
        #expect(!api.jobs.stop(within: .milliseconds(10)))
        let standing = try ended(api, job)
        #expect(standing["state"]?.text == "refused" && standing["problem"]?["code"]?.text == "job_interrupted")
        #expect(try messages(api).count == 1)
        // The try that was counted for the passphrase was taken back.
        let tries = try api.office.store.read { (snapshot) throws(StoreError) in
            try snapshot.run("SELECT code FROM attempt").count
        }
        #expect(tries == 0)
        let late = try api.sign(Self.later)
        #expect(try late.status == 503 && late.code == "too_many_jobs" && late.fields["Retry-After"] == "2")
        for _ in 0..<2 { go.signal() }
        #expect(api.jobs.stop(within: .seconds(20)))
    }
}

@Suite("The desk where work waits") struct JobDeskTests {
    private static func desk(_ change: (inout JobDesk.Limits) -> Void = { _ in }) throws -> JobDesk {
        var limits = JobDesk.Limits(width: 1)
        change(&limits)
        return try JobDesk(limits)
    }

    @Test func `takes so much, and so many bytes, and no more`() throws {
        let desk = try Self.desk { ($0.waitingMax, $0.bytesMax) = (2, 100) }
        #expect(desk.reserve(bytes: 60) && !desk.reserve(bytes: 41) && desk.reserve(bytes: 40))
        #expect(!desk.reserve(bytes: 0))
        desk.giveBack(bytes: 60)
        #expect(desk.reserve(bytes: 60))
    }

    @Test func `has room again once work is done`() throws {
        let desk = try Self.desk { $0.bytesMax = 100 }
        let done = DispatchSemaphore(value: 0)
        for _ in 0..<5 {
            let end = ContinuousClock.now + .seconds(20)
            while !desk.reserve(bytes: 100), ContinuousClock.now < end { usleep(1_000) }
            desk.put(bytes: 100) { _ in done.signal() }
            #expect(done.wait(timeout: .now() + 20) == .success)
        }
    }

    @Test func `ends what waits when it is stopped, and waits for what runs`() throws {
        let desk = try Self.desk()
        let (begun, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let turns = Mutex<[JobDesk.Turn]>([])
        for number in 0..<3 {
            #expect(desk.reserve(bytes: 1))
            desk.put(bytes: 1) { turn in
                turns.withLock { $0.append(turn) }
                if number == 0 {
                    begun.signal()
                    go.wait()
                }
            }
        }
        begun.wait()
        #expect(!desk.stop(within: .milliseconds(50)))
        #expect(turns.withLock { $0 } == [.begin, .tooLate, .tooLate] && !desk.reserve(bytes: 0))
        go.signal()
        #expect(desk.stop(within: .seconds(20)))
    }

    @Test func `does not begin what has waited too long`() throws {
        let desk = try Self.desk { $0.waitMax = .zero }
        let turn = Mutex<JobDesk.Turn?>(nil)
        let done = DispatchSemaphore(value: 0)
        #expect(desk.reserve(bytes: 1))
        desk.put(bytes: 1) { given in
            turn.withLock { $0 = given }
            done.signal()
        }
        #expect(done.wait(timeout: .now() + 20) == .success && turn.withLock { $0 } == .tooLate)
    }
}
