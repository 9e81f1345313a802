package import Crypto
import Database
package import Domain

/// A person's key as it is stored, and which certificate it signs under.
package struct SealedKeyRecord: Sendable {
    package let id: ID<SealedKey>
    package let owner: ID<KeyOwner>
    package let certificate: ID<IssuedCertificate>
    package let key: SealedKey

    package init(id: ID<SealedKey>, owner: ID<KeyOwner>, certificate: ID<IssuedCertificate>, key: SealedKey) {
        self.id = id
        self.owner = owner
        self.certificate = certificate
        self.key = key
    }
}

extension Querying {
    /// Nil once the key was destroyed.
    package func sealedKey(for certificate: ID<IssuedCertificate>) throws(Failure) -> SealedKeyRecord? {
        guard let row = try first("SELECT id, owner, bytes FROM sealed_key WHERE certificate = \(certificate)") else {
            return nil
        }
        return SealedKeyRecord(
            id: try row["id"], owner: try row["owner"], certificate: certificate,
            key: SealedKey(bytes: try row["bytes"]))
    }

    /// Keys in the order of their names, from behind one of them: for whoever walks through more than memory holds.
    package func sealedKeys(after id: ID<SealedKey>?, most: Int) throws(Failure) -> [SealedKeyRecord] {
        let behind: SQL =
            switch id {
            case .some(let id): " WHERE id > \(id)"
            case .none: ""
            }
        let rows = try run("SELECT id, owner, certificate, bytes FROM sealed_key\(behind) ORDER BY id LIMIT \(most)")
        return try rows.map { row throws(Failure) in
            SealedKeyRecord(
                id: try row["id"], owner: try row["owner"], certificate: try row["certificate"],
                key: SealedKey(bytes: try row["bytes"]))
        }
    }
}

extension Transaction {
    package func insert(_ record: SealedKeyRecord) throws(Failure) {
        try run(
            """
            INSERT INTO sealed_key (id, owner, certificate, bytes, made)
            VALUES (\(record.id), \(record.owner), \(record.certificate), \(record.key.bytes), \(now))
            """)
    }

    /// The same key under a new seal: another passphrase, another pepper, other parameters. False where it was sealed anew or
    /// destroyed since it was read; what others did meanwhile stays.
    package func reseal(_ record: SealedKeyRecord, as key: SealedKey) throws(Failure) -> Bool {
        try change(
            "UPDATE sealed_key SET bytes = \(key.bytes) WHERE id = \(record.id) AND bytes = \(record.key.bytes)") == 1
    }

    /// Destroys the key for good. SQLite overwrites its place at once, PostgreSQL in time; backups age out.
    package func destroySealedKey(for certificate: ID<IssuedCertificate>) throws(Failure) -> Bool {
        try change("DELETE FROM sealed_key WHERE certificate = \(certificate)") > 0
    }
}
