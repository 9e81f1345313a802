import Crypto
import Database
import DatabaseSQLite
import Delivery
import Domain
import Foundation
import Store
import Synchronization
import TestSupport
import Testing

/// A store with two programs that want to be told at addresses of a server on loopback, and a clock that stands until it is moved.
private struct OutboxSample {
    static let surat = ID<Client>.fixture(0xC1)
    static let kepegawaian = ID<Client>.fixture(0xC2)
    static let secret = [UInt8](repeating: 0x5E, count: 32)

    let store: Store
    let keys: InstallationKeys
    let clock = TestClock(.noon)
    private let database: FreshDatabase

    init(_ backend: Backend = .sqlite, at url: String) throws {
        database = try backend.freshDatabase()
        store = try Store.create(database.driver, node: FreshStore.node, clock: clock.read)
        keys = try InstallationKeys(.of([UInt8](repeating: 7, count: WrappedSecret.secretBytes)))
        for (id, name) in [(Self.surat, "surat"), (Self.kepegawaian, "kepegawaian")] {
            let client = try ClientRecord(
                id: id, name: name, secret: Array("rahasia".utf8), institution: nil, scopes: .usual, keys)
            let webhook = try WebhookRecord("\(url)/\(name)", secret: .of(Self.secret), of: id, keys)
            try store.write { (transaction) throws(StoreError) in
                try transaction.insert(client)
                try transaction.set(webhook)
            }
        }
    }

    func delivery(_ change: (inout Delivery.Policy) -> Void = { _ in }) -> Delivery {
        var policy = Delivery.Policy()
        change(&policy)
        return Delivery(store: store, keys: keys, policy: policy, clock: clock.read)
    }

    @discardableResult func put(_ words: String, for client: ID<Client> = surat) throws -> ID<OutboxMessage> {
        let id = ID<OutboxMessage>(random: try Randomness.bytes(16))
        let draft = try OutboxDraft(id, Array(words.utf8), for: client, keys)
        try store.write { (transaction) throws(StoreError) in try transaction.put(draft) }
        return id
    }

    func entries() throws -> [OutboxEntry] {
        try store.read { (snapshot) throws(StoreError) in try snapshot.outbox(most: 100) }
    }
}

private func answer(_ status: String) -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
}

@Suite("A message's signature") struct WebhookSignatureTests {
    @Test func `is told from any other, and good for a few minutes`() throws {
        let secret = OutboxSample.secret
        let fields = try WebhookSignature.fields(of: "a", Array("{}".utf8), at: .noon, .of(secret))
        func isOurs(
            _ changes: [String: String] = [:], _ said: [UInt8] = Array("{}".utf8), lacking: String = "",
            at now: Instant = .noon,
            under key: [UInt8] = secret
        ) throws -> Bool {
            try WebhookSignature.isOurs({ $0 == lacking ? nil : changes[$0] ?? fields[$0] }, said, at: now, .of(key))
        }
        #expect(try isOurs() && isOurs(at: .noon + .seconds(300)) && isOurs(at: .noon - .seconds(300)))
        #expect(try !isOurs(at: .noon + .seconds(301)) && !isOurs(at: .noon - .seconds(301)))
        #expect(try !isOurs(["webhook-id": "b"]) && !isOurs(["webhook-timestamp": "1"]))
        #expect(try !isOurs(["webhook-signature": "v1,AAAA"]) && !isOurs(["webhook-timestamp": "x"]))
        #expect(try !isOurs(lacking: "webhook-signature") && !isOurs([:], Array("[]".utf8)))
        #expect(try !isOurs(under: [UInt8](repeating: 1, count: 32)))
    }
}

@Suite("A message to a program") struct DeliveryTests {
    @Test(arguments: Backend.all) func `comes with a signature that a program of another language checks`(
        backend: Backend
    ) throws {
        let server = try ScriptedServer { _, _ in answer("204 No Content") }
        let sample = try OutboxSample(backend, at: server.url)
        let id = try sample.put(#"{"type":"job.ended"}"#)
        #expect(try sample.delivery().sendNext())
        let request = try #require(server.heads.first)
        #expect(request.hasPrefix("POST /surat HTTP/1.1") && request.hasSuffix(#"{"type":"job.ended"}"#))
        #expect(request.contains("webhook-id: \(id)\r\n") && request.contains("Content-Type: application/json\r\n"))
        let folder = try TemporaryFolder()
        let judge = """
            import base64, hashlib, hmac, sys
            head, body = open(sys.argv[1], newline="").read().split("\\r\\n\\r\\n", 1)
            fields = dict(line.split(": ", 1) for line in head.split("\\r\\n")[1:] if ": " in line)
            key = base64.b64decode(sys.argv[2].removeprefix("whsec_"))
            text = f"{fields['webhook-id']}.{fields['webhook-timestamp']}.{body}".encode()
            code = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
            sys.exit(0 if fields["webhook-signature"] == "v1," + code else 1)
            """
        let run = try ProgramRun.of(
            "python3",
            [
                "-c", judge, try folder.write(Array(request.utf8), to: "request"),
                WebhookSignature.text(of: .of(OutboxSample.secret)),
            ])
        #expect(run.isSuccess, "\(run.errors)")
        #expect(try sample.entries().map(\.state) == [.sent])
        #expect(try !sample.delivery().sendNext())
    }

    @Test(arguments: Backend.all) func `that is not taken is sent again, later each time, and given up at last`(
        backend: Backend
    ) throws {
        let server = try ScriptedServer { _, _ in answer("503 Service Unavailable") }
        let sample = try OutboxSample(backend, at: server.url)
        try sample.put("a")
        let delivery = sample.delivery { policy in
            (policy.waits, policy.patience) = ([.seconds(5), .seconds(60)], .seconds(120))
        }
        for (tries, wait) in [(1, 5), (2, 60)] {
            #expect(try delivery.sendNext())
            let entry = try #require(try sample.entries().first)
            #expect(entry.state == .waiting && entry.tries == tries && entry.trouble == "status 503")
            #expect(entry.nextTry == sample.clock.read() + .seconds(wait))
            sample.clock.move(.seconds(wait - 1))
            #expect(try !delivery.sendNext())
            sample.clock.move(.seconds(1))
        }
        #expect(try delivery.sendNext())
        #expect(try sample.entries().map(\.state) == [.failed] && server.requests.count == 3)
        let figures = try delivery.figures
        #expect(figures.waiting == 0 && figures.failed == 1 && figures.oldest == nil)
    }

    @Test func `that was given up is sent when an operator wants it`() throws {
        let isWell = Mutex(false)
        let server = try ScriptedServer { _, _ in
            answer(isWell.withLock { $0 } ? "200 OK" : "410 Gone")
        }
        let sample = try OutboxSample(at: server.url)
        let id = try sample.put("a")
        let delivery = sample.delivery { $0.patience = .zero }
        #expect(try delivery.sendNext() && sample.entries().map(\.state) == [.failed])
        isWell.withLock { $0 = true }
        let retried = try sample.store.write { (transaction) throws(StoreError) in try transaction.retry(id) }
        #expect(try retried && delivery.sendNext() && sample.entries().map(\.state) == [.sent])
        #expect(try !sample.store.write { (transaction) throws(StoreError) in try transaction.retry(id) })
    }

    @Test func `of a program that is not there keeps its others waiting for a while, and nobody else's`() throws {
        let server = try ScriptedServer { path, _ in answer(path == "/surat" ? "500 Oops" : "200 OK") }
        let sample = try OutboxSample(at: server.url)
        for _ in 0..<3 { try sample.put("a") }
        try sample.put("b", for: OutboxSample.kepegawaian)
        let delivery = sample.delivery()
        while try delivery.sendNext() {}
        #expect(server.requests.map { $0.split(separator: " ")[1] }.sorted() == ["/kepegawaian", "/surat"])
        sample.clock.move(.seconds(5))
        while try delivery.sendNext() {}
        #expect(server.requests.count { $0.contains("/surat") } == 2)
    }

    @Test(arguments: Backend.all) func `is sent by one of many that look at the same time`(backend: Backend) throws {
        let server = try ScriptedServer { _, _ in answer("200 OK") }
        let sample = try OutboxSample(backend, at: server.url)
        for number in 0..<20 {
            try sample.put("\(number)", for: number % 2 == 0 ? OutboxSample.surat : OutboxSample.kepegawaian)
        }
        Threads.run(6) { _ in
            do {
                let end = ContinuousClock.now + .seconds(60)
                while try sample.entries().contains(where: { $0.state == .waiting }), ContinuousClock.now < end {
                    _ = try sample.delivery().sendNext()
                }
            } catch {
                Issue.record("\(error)")
            }
        }
        let bodies = server.heads.compactMap { $0.split(separator: "\r\n\r\n").last }.compactMap { Int($0) }
        #expect(bodies.sorted() == Array(0..<20))
        #expect(try sample.entries().allSatisfy { $0.state == .sent && $0.tries == 1 })
    }

    @Test(arguments: Backend.all) func `is taken over from a node that never says what became of it`(backend: Backend)
        throws
    {
        let server = try ScriptedServer { _, _ in answer("200 OK") }
        let sample = try OutboxSample(backend, at: server.url)
        try sample.put("a")
        let lost = try sample.store.write { (transaction) throws(StoreError) in try transaction.lend(for: .seconds(30))
        }
        let old = try #require(lost)
        #expect(try !sample.delivery().sendNext())
        sample.clock.move(.seconds(30))
        #expect(try sample.delivery().sendNext())
        // Who comes back too late has no say any more.
        try sample.store.write { (transaction) throws(StoreError) in
            try transaction.failed(old, "late", next: nil, others: .noon)
        }
        #expect(try sample.entries().map(\.state) == [.sent])
    }

    @Test func `is not written for a program that wants to be told nothing, and goes with its wish`() throws {
        let sample = try OutboxSample(at: "http://127.0.0.1:9")
        try sample.put("a")
        let (first, second) = try sample.store.write { (transaction) throws(StoreError) in
            (
                try transaction.removeWebhook(of: OutboxSample.surat),
                try transaction.removeWebhook(of: OutboxSample.surat)
            )
        }
        #expect(first && !second)
        try sample.put("b")
        #expect(try sample.entries().isEmpty)
    }

    @Test func `lies in the store so that nobody reads it there, or moves it`() throws {
        let sample = try OutboxSample(at: "http://127.0.0.1:9")
        try sample.put("rahasia")
        let rows = try sample.store.read { (snapshot) throws(StoreError) in
            try snapshot.run("SELECT o.content, w.secret FROM outbox o JOIN webhook w ON w.client = o.client")
                .map { "\($0)" }
        }
        let (plain, secret) = (Array("rahasia".utf8), OutboxSample.secret)
        #expect(rows.count == 1 && !rows[0].contains("\(plain.dropFirst())".dropLast()))
        #expect(!rows[0].contains("\(secret)".dropFirst().dropLast()))
        try sample.store.write { (transaction) throws(StoreError) in
            try transaction.run(
                "UPDATE webhook SET secret = (SELECT secret FROM webhook WHERE client = \(OutboxSample.kepegawaian))")
        }
        #expect(try sample.delivery().sendNext())
        let entry = try #require(try sample.entries().first)
        #expect(entry.state == .failed && entry.trouble == "changed in the store")
    }

    @Test func `to nobody there, or to somebody who says nothing, tells why it was not taken`() throws {
        let sample = try OutboxSample(at: "http://127.0.0.1:9")
        try sample.put("a")
        #expect(try sample.delivery().sendNext())
        #expect(try sample.entries().first?.trouble == "cannot be reached")
        let silent = try OutboxSample(at: try ScriptedServer { _, _ in "" }.url)
        try silent.put("a")
        #expect(try silent.delivery().sendNext())
        #expect(try ["no answer of HTTP", "cannot be reached"].contains(silent.entries().first?.trouble ?? ""))
    }

    @Test func `is seen for a week after it was sent`() throws {
        let server = try ScriptedServer { _, _ in answer("200 OK") }
        let sample = try OutboxSample(at: server.url)
        try sample.put("a")
        try sample.put("b", for: OutboxSample.kepegawaian)
        #expect(try sample.delivery().sendNext())
        let gone = try sample.store.write { (transaction) throws(StoreError) in
            [
                try transaction.forgetMessages(madeBefore: .noon, most: 9),
                try transaction.forgetMessages(madeBefore: .noon + .seconds(1), most: 9),
            ]
        }
        #expect(gone == [0, 1])
    }

    @Test(arguments: Backend.all)
    func `of a backup is not sent by who restores it, and its program still has its webhook`(
        backend: Backend
    ) throws {
        let sample = try OutboxSample(at: "http://127.0.0.1:9")
        try sample.put("a")
        let folder = try TemporaryFolder()
        _ = try sample.store.backUp(to: SQLiteArchive(path: folder.path("backup")), at: .noon)
        let target = try backend.freshDatabase()
        let anew = try Store.restore(
            SQLiteArchive(path: folder.path("backup")), to: target.driver, node: .fixture(0xB0),
            clock: sample.clock.read)
        let (left, webhook) = try anew.store.read { (snapshot) throws(StoreError) in
            (try snapshot.outbox(most: 9), try snapshot.webhook(of: OutboxSample.surat))
        }
        #expect(left.isEmpty && webhook?.address == "http://127.0.0.1:9/surat")
    }
}
