package import Crypto
import Database
package import Domain

/// Where a program wants to be told what becomes of its work, and the secret it knows our words by.
package struct WebhookRecord: Equatable, Sendable {
    package let client: ID<Client>
    package let address: String
    private let sealedSecret: [UInt8]

    /// `address` was looked at before.
    package init(
        _ address: String, secret: borrowing Secret, of client: ID<Client>, _ keys: InstallationKeys
    ) throws(CryptoError) {
        self.client = client
        self.address = address
        let bytes = unsafe secret.withBytes { unsafe Array($0) }
        sealedSecret = try Self.key(of: client, keys).seal(bytes, purpose: Self.purpose)
    }

    fileprivate init<Failure>(_ row: StoredRow<Failure>) throws(Failure) {
        client = try row["client"]
        address = try row["address"]
        sealedSecret = try row["secret"]
    }

    /// Nil where it was changed, or moved from another program's row.
    package func secret(_ keys: InstallationKeys) throws(CryptoError) -> Secret? {
        guard var bytes = try Self.key(of: client, keys).open(sealedSecret, purpose: Self.purpose) else { return nil }
        return try Secret(wiping: &bytes)
    }

    private static let purpose = Array("webhook".utf8)

    private static func key(of client: ID<Client>, _ keys: InstallationKeys) throws(CryptoError) -> ContentKey {
        try ContentKey(forName: purpose + client.bytes, keys)
    }

    fileprivate var values: SQL { "\(client), \(address), \(sealedSecret)" }
}

extension Querying {
    package func webhook(of client: ID<Client>) throws(Failure) -> WebhookRecord? {
        try first("SELECT client, address, secret FROM webhook WHERE client = \(client)").map { row throws(Failure) in
            try WebhookRecord(row)
        }
    }
}

extension Transaction {
    /// From now on this one is the program's. Messages that wait go there.
    package func set(_ webhook: WebhookRecord) throws(Failure) {
        try run("DELETE FROM webhook WHERE client = \(webhook.client)")
        try run("INSERT INTO webhook (client, address, secret, made) VALUES (\(webhook.values), \(now))")
    }

    /// The program is told nothing any more, also not what waits. False where it had none.
    package func removeWebhook(of client: ID<Client>) throws(Failure) -> Bool {
        try run("DELETE FROM outbox WHERE client = \(client) AND state = 'waiting'")
        return try change("DELETE FROM webhook WHERE client = \(client)") == 1
    }
}
