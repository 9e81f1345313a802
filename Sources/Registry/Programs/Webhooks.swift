package import Crypto
package import Domain
package import Store

extension Registry {
    /// Where a program is told what becomes of its work: an operator's decision alone, because this server is sent there. The address
    /// was looked at before; the secret is shown once, and opened by every node that sends.
    package func set(
        webhook address: String, secret: borrowing Secret, of id: ID<Client>
    ) throws(RegistryError) {
        let keys = keys
        let webhook: WebhookRecord
        do throws(CryptoError) {
            webhook = try WebhookRecord(address, secret: secret, of: id, keys)
        } catch {
            throw .crypto(error)
        }
        let event = Self.changed(id)
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            guard try transaction.lockedClient(id) != nil else { throw .refused(.unknownClient) }
            try transaction.set(webhook)
            try transaction.record(event)
        }
    }

    /// The program is told nothing any more, also not what still waits.
    package func removeWebhook(of id: ID<Client>) throws(RegistryError) {
        let event = Self.changed(id)
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            guard try transaction.lockedClient(id) != nil else { throw .refused(.unknownClient) }
            guard try transaction.removeWebhook(of: id) else { throw .refused(.noWebhook) }
            try transaction.record(event)
        }
    }

    /// Sends once more what waits or was given up.
    package func retry(_ message: ID<OutboxMessage>) throws(RegistryError) {
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            guard try transaction.retry(message) else { throw .refused(.unknownMessage) }
        }
    }

    private static func changed(_ program: ID<Client>) -> AuditEvent {
        AuditEvent(.clientChanged, .done, objects: [AuditSubject(.client, program)])
    }
}
