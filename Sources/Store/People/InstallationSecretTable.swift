package import Crypto
import Database
package import Domain

/// The installation's secret as it lies in the store.
package struct StoredInstallationSecret: Sendable {
    package let id: ID<WrappedSecret>
    package let wrapped: WrappedSecret

    package init(id: ID<WrappedSecret>, wrapped: WrappedSecret) {
        self.id = id
        self.wrapped = wrapped
    }
}

extension Querying {
    /// Nil before the first person or program was entered.
    package func installationSecret() throws(Failure) -> StoredInstallationSecret? {
        try first("SELECT id, wrapped FROM installation_secret").map { row throws(Failure) in
            StoredInstallationSecret(id: try row["id"], wrapped: WrappedSecret(bytes: try row["wrapped"]))
        }
    }
}

extension Transaction {
    /// Keeps the first one there is: of two nodes that start at once, one makes it.
    package func keepFirst(_ secret: StoredInstallationSecret) throws(Failure) -> StoredInstallationSecret {
        try run(
            """
            INSERT INTO installation_secret (singleton, id, wrapped) VALUES (1, \(secret.id), \(secret.wrapped.bytes))
            ON CONFLICT (singleton) DO NOTHING
            """)
        return try installationSecret() ?? secret
    }

    /// Under another pepper. False where it was put under one meanwhile.
    package func rewrap(_ secret: StoredInstallationSecret, as wrapped: WrappedSecret) throws(Failure) -> Bool {
        try change(
            "UPDATE installation_secret SET wrapped = \(wrapped.bytes) WHERE wrapped = \(secret.wrapped.bytes)") == 1
    }
}
