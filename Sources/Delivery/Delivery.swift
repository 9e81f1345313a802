package import Crypto
package import Domain
import HTTPClient
package import Store

/// Sends what waits in the outbox, one message at a time. Any number of nodes may do so: each message is lent to one.
package struct Delivery: Sendable {
    package struct Policy: Sendable {
        package var connectTime = Duration.seconds(5)
        package var totalTime = Duration.seconds(10)
        /// Between one try and the next; the last one again and again.
        package var waits: [Duration] = [5, 30, 120, 600, 1_800, 3_600].map { .seconds($0) }
        /// After a try that came to nothing: so long the same program is told nothing else either.
        package var pauseMax = Duration.seconds(30)
        /// What was not taken after so long is given up.
        package var patience = Duration.seconds(2 * 86_400)

        package init() {}
    }

    private let store: Store
    private let keys: InstallationKeys
    private let policy: Policy
    private let clock: @Sendable () -> Instant

    package init(
        store: Store, keys: InstallationKeys, policy: Policy = Policy(), clock: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.keys = keys
        self.policy = policy
        self.clock = clock
    }

    package var figures: OutboxFigures {
        get throws(StoreError) {
            try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in try snapshot.outboxFigures() }
        }
    }

    /// Sends the next message that is due. False where there is none.
    package func sendNext() throws(StoreError) -> Bool {
        let now = clock()
        let isDue = try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.hasDueMessage(at: now)
        }
        guard isDue else { return false }
        // Longer than a try takes, so that it is nobody else's meanwhile.
        let loan = policy.totalTime + .seconds(20)
        let lent = try store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.lend(for: loan)
        }
        guard let message = lent else { return false }
        let trouble = try trouble(of: message)
        try store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            guard let trouble else { return try transaction.sent(message) }
            let wait = policy.waits[min(message.tries, policy.waits.count) - 1]
            let isGivenUp = trouble.isForGood || (transaction.now + wait).since(message.made) > policy.patience
            try transaction.failed(
                message, trouble.words, next: isGivenUp ? nil : transaction.now + wait,
                others: transaction.now + min(wait, policy.pauseMax))
        }
        return true
    }

    /// Why a message was not taken; nil where it was.
    private struct Trouble {
        let words: String
        var isForGood = false
    }

    private func trouble(of message: LentMessage) throws(StoreError) -> Trouble? {
        let webhook = try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.webhook(of: message.client)
        }
        guard let webhook else { return Trouble(words: "no webhook", isForGood: true) }
        let fields: [String: String]
        let content: [UInt8]
        do throws(CryptoError) {
            guard let opened = try message.content(keys), let secret = try webhook.secret(keys) else {
                return Trouble(words: "changed in the store", isForGood: true)
            }
            content = opened
            fields = try WebhookSignature.fields(of: "\(message.id)", content, at: clock(), secret)
        } catch {
            return Trouble(words: "not signed")
        }
        do throws(HTTPClientError) {
            let answer = try HTTPClient.post(
                HTTPPost(
                    url: webhook.address, contentType: "application/json", accept: "*/*", fields: fields, body: content,
                    limits: HTTPLimits(
                        connectTime: policy.connectTime, totalTime: policy.totalTime, answerBytesMax: 64 << 10)))
            return 200..<300 ~= answer.status ? nil : Trouble(words: "status \(answer.status)")
        } catch {
            return Trouble(words: error.word)
        }
    }
}

extension HTTPClientError {
    /// Without anything of the address or the answer.
    fileprivate var word: String {
        switch self {
        case .unusableURL: "the address cannot be used"
        case .addressRefused: "the address is not allowed"
        case .unreachable: "cannot be reached"
        case .timedOut: "no answer in time"
        case .answerTooLarge: "the answer is too long"
        case .tls: "TLS failed"
        case .brokenAnswer: "no answer of HTTP"
        case .library: "libcurl failed"
        }
    }
}
