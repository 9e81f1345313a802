import Crypto
import Delivery
import Domain
import HTTP
import Problems
import Signing
import Store

/// A trial's program hears here what it is told, and people see it.
struct Inbox: Sendable {
    static let path = "/inbox"
    private static let shown = 100

    private let store: Store
    private let keys: InstallationKeys
    private let clock: @Sendable () -> Instant
    private let zone: CivilZone

    /// `zone` is where people read the time.
    init(_ house: SigningHouse, in zone: CivilZone) {
        (store, keys, clock) = (house.store, house.keys, house.clock)
        self.zone = zone
    }

    var routes: [Route] {
        var rules = RouteRules(bodies: [.bytes(["application/json"])], bodyBytesMax: 64 << 10)
        rules.deadline = .seconds(10)
        return [
            Route("inbox", .get, Self.path) { request, _, _ in page(at: request.head.origin) },
            Route("inbox.message", .post, Self.path, rules: rules) { request, _, _ in
                isOurs(request) ? HTTPResponse(status: 204) : HTTPRefusal.problemPage(.noSuchRoute, request.head)
            },
        ]
    }

    /// What any program does with what it hears.
    private func isOurs(_ request: HTTPRequest) -> Bool {
        guard case .bytes(let bytes) = request.body,
            let webhook = try? store.read({ (snapshot: Snapshot<StoreError>) throws(StoreError) in
                try snapshot.client(named: Trial.programs[0].name).flatMap { client throws(StoreError) in
                    try snapshot.webhook(of: client.id)
                }
            }), let secret = try? webhook.secret(keys)
        else { return false }
        let isOurs = try? WebhookSignature.isOurs({ request.fields[$0] }, bytes.copy(), at: clock(), secret)
        return isOurs ?? false
    }

    private struct Message {
        let entry: OutboxEntry
        let program: String
        let words: String
    }

    private func messages() throws(StoreError) -> [Message] {
        let keys = keys
        return try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            var messages: [Message] = []
            for entry in try snapshot.outbox(most: Self.shown) {
                let content = try snapshot.content(of: entry.id, keys) ?? []
                messages.append(
                    Message(
                        entry: entry, program: try snapshot.client(entry.client)?.name ?? "",
                        words: String(decoding: content, as: UTF8.self)))
            }
            return messages
        }
    }

    private func page(at address: String) -> HTTPResponse {
        let found = (try? messages()) ?? []
        let list =
            found.isEmpty
            ? "<p>Belum ada pesan. <span lang=\"en\">No message yet.</span></p>"
            : """
            <dl>
            \(found.map(row).joined(separator: "\n"))
            </dl>
            """
        return PlainPage.response(
            "Kotak masuk", heading: "Kotak masuk",
            body: """
                <p>Semua yang diberitahukan kepada aplikasi dalam uji coba ini, yang terbaru di atas.<br>
                <span lang="en">All that programs are told in this trial, the newest on top.</span></p>
                </header>
                <main>
                \(list)
                <section>
                <h2>Coba · <span lang="en">Try it</span></h2>
                <p>Permintaan ini dijawab seketika; pesannya datang setelah ditandatangani.
                <span lang="en">This is answered at once, and the message comes once it is signed.</span></p>
                <pre tabindex="0"><code>curl -u demo:demo -F document=@surat.pdf \\
                  -F 'order={"nik": "\(Trial.people[0].nik)", "later": true,
                            "passphrase": "\(Trial.passphrase)"}' \\
                  \(PlainPage.escaped(address))/teken/v1/signatures/documents</code></pre>
                <p><a href="/">Beranda · <span lang="en">Start</span></a></p>
                </section>
                </main>
                """)
    }

    private func row(_ message: Message) -> String {
        let (indonesian, english) = message.entry.words
        return """
            <dt>\(CivilTime(message.entry.made, in: zone).indonesian), <code>\(PlainPage.escaped(message.program))</code>:
            <strong>\(indonesian)</strong> · <span lang="en">\(english)</span></dt>
            <dd><code>\(PlainPage.escaped(message.words))</code></dd>
            """
    }
}

extension OutboxEntry {
    fileprivate var words: (indonesian: String, english: String) {
        switch state {
        case .waiting where tries == 0: ("menunggu", "waiting")
        case .waiting: ("belum diterima, dicoba lagi (\(tries) kali)", "not taken yet, tried \(tries) times")
        case .sent: ("diterima", "taken")
        case .failed: ("tidak pernah diterima", "never taken")
        }
    }
}
