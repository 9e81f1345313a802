package import Crypto
import Database
package import Domain

/// The columns that every reading of the table takes.
private let columns: SQL = """
    id, serial, issuer, shard, request, request_digest, profile, owner, key_digest, replaces, not_before, not_after,
    state, since, reason, invalid_since, replaced_by, to_be_signed, certificate
    """

private let newestFirst: SQL = """
    not_before DESC,
    CASE WHEN replaced_by IS NOT NULL THEN 2 WHEN state = 'revoked' THEN 1 ELSE 0 END, id
    """

/// In the place of a certificate whose owner was erased; no certificate begins so.
private let erasedMark: [UInt8] = [0]

extension Querying {
    package func certificate(_ id: ID<IssuedCertificate>) throws(Failure) -> CertificateRecord? {
        try first("SELECT \(columns) FROM certificate WHERE id = \(id)").map(Self.record)
    }

    package func certificate(
        _ serial: SerialNumber, of issuer: ID<AuthorityKey>
    ) throws(Failure) -> CertificateRecord? {
        try first("SELECT \(columns) FROM certificate WHERE issuer = \(issuer) AND serial = \(serial)")
            .map(Self.record)
    }

    /// What the serial's certificates are by whoever issued them; two issuers may have given out the same number.
    package func certificates(_ serial: SerialNumber) throws(Failure) -> [CertificateRecord] {
        try run("SELECT \(columns) FROM certificate WHERE serial = \(serial) ORDER BY id").map(Self.record)
    }

    package func certificate(askedBy request: ID<CertificateRequest>) throws(Failure) -> CertificateRecord? {
        try first("SELECT \(columns) FROM certificate WHERE request = \(request)").map(Self.record)
    }

    /// The owner's certificates, the newest first. Of several that were issued in one second, those come last whose place another has
    /// taken, and before them those that are revoked.
    package func certificates(of owner: ID<KeyOwner>) throws(Failure) -> [CertificateRecord] {
        try run("SELECT \(columns) FROM certificate WHERE owner = \(owner) ORDER BY \(newestFirst)").map(Self.record)
    }

    /// The first of these that was made: the owner's certificate for all that is asked in everyday work.
    func newestCertificate(of owner: ID<KeyOwner>) throws(Failure) -> CertificateRecord? {
        try first(
            """
            SELECT \(columns) FROM certificate WHERE owner = \(owner) AND state <> \(StoredState.intended)
            ORDER BY \(newestFirst) LIMIT 1
            """
        ).map(Self.record)
    }

    package func hasCertificate(forKey digest: [UInt8]) throws(Failure) -> Bool {
        try first("SELECT 1 AS found FROM certificate WHERE key_digest = \(digest)") != nil
    }

    /// Certificates that were decided on and are not signed yet, the oldest first.
    package func intendedCertificates(most: Int) throws(Failure) -> [CertificateRecord] {
        try run(
            """
            SELECT \(columns) FROM certificate WHERE state = \(StoredState.intended) ORDER BY not_before, id
            LIMIT \(most)
            """
        ).map(Self.record)
    }

    package func certificateCount(of issuer: ID<AuthorityKey>) throws(Failure) -> Int {
        try first("SELECT count(*) AS number FROM certificate WHERE issuer = \(issuer)").map { row throws(Failure) in
            try row["number"]
        } ?? 0
    }

    /// What has become of a certificate that was issued.
    func life(where condition: SQL, lock: SQL = "") throws(Failure) -> CertificateLife? {
        let row = try first(
            """
            SELECT not_before, not_after, state, since, reason, invalid_since, replaced_by FROM certificate
            WHERE \(condition) AND state <> \(StoredState.intended)\(lock)
            """)
        return try row.map { row throws(Failure) in try row.life() }
    }

    private static func record(_ row: StoredRow<Failure>) throws(Failure) -> CertificateRecord {
        let state: StoredState = try row["state"]
        return CertificateRecord(
            id: try row["id"], serial: try row["serial"], issuer: try row["issuer"], shard: try row["shard"],
            request: try row["request"], requestDigest: try row["request_digest"], profile: try row["profile"],
            owner: try row["owner"], keyDigest: try row["key_digest"], replaces: try row["replaces"],
            life: try row.life(), content: state == .intended ? .intended(try prepared(row)) : try made(row))
    }

    private static func made(_ row: StoredRow<Failure>) throws(Failure) -> CertificateRecord.Content {
        let bytes: [UInt8] = try row["certificate"]
        return bytes == erasedMark ? .erased : .made(try row.certificate("certificate"))
    }

    private static func prepared(_ row: StoredRow<Failure>) throws(Failure) -> PreparedCertificate {
        let bytes: [UInt8] = try row["to_be_signed"]
        do throws(CryptoError) {
            return try PreparedCertificate(toBeSigned: bytes)
        } catch {
            throw .store(.database(.unexpectedValue(column: "to_be_signed")))
        }
    }
}

extension Transaction {
    /// Writes down a certificate that is about to be signed, or one that its ceremony brings along.
    package func insert(_ record: CertificateRecord) throws(Failure) {
        let columns: (state: StoredState, toBeSigned: [UInt8]?, certificate: [UInt8]?) =
            switch record.content {
            case .intended(let prepared): (.intended, prepared.toBeSigned, nil)
            case .made(let certificate): (.good, nil, certificate.der)
            case .erased: preconditionFailure("what was erased is not entered again")
            }
        try run(
            """
            INSERT INTO certificate (id, serial, issuer, shard, request, request_digest, profile, owner, key_digest,
                replaces, not_before, not_after, state, to_be_signed, certificate)
            VALUES (\(record.id), \(record.serial), \(record.issuer), \(record.shard), \(record.request),
                \(record.requestDigest), \(record.profile), \(record.owner), \(record.keyDigest), \(record.replaces),
                \(record.life.validity.notBefore), \(record.life.validity.notAfter), \(columns.state),
                \(columns.toBeSigned), \(columns.certificate))
            """)
    }

    /// The signed certificate takes the place of what was to be signed. False where somebody else has done so already.
    package func complete(_ id: ID<IssuedCertificate>, with certificate: Certificate) throws(Failure) -> Bool {
        try change(
            """
            UPDATE certificate SET state = \(StoredState.good), certificate = \(certificate.der),
                to_be_signed = NULL
            WHERE id = \(id) AND state = \(StoredState.intended)
            """) == 1
    }

    /// The record, kept from others until this transaction ends.
    package func lockedCertificate(_ id: ID<IssuedCertificate>) throws(Failure) -> CertificateRecord? {
        _ = try run("SELECT id FROM certificate WHERE id = \(id)\(dialect.rowLock)")
        return try certificate(id)
    }

    /// What has become of the certificate, and nobody changes it until this transaction ends; others may look the same way.
    package func steadyLife(of id: ID<IssuedCertificate>) throws(Failure) -> CertificateLife? {
        try life(where: "id = \(id)", lock: dialect.sharedRowLock)
    }

    /// Takes away what names the owner, of certificates that were made; their numbers, and what became of them, stay.
    func eraseCertificates(of owner: ID<KeyOwner>) throws(Failure) {
        try run(
            """
            UPDATE certificate SET certificate = \(erasedMark)
            WHERE owner = \(owner) AND state <> \(StoredState.intended)
            """)
    }

    package func set(_ life: CertificateLife, of id: ID<IssuedCertificate>) throws(Failure) {
        let columns: (state: StoredState, since: Instant?, reason: Int?, invalidSince: Instant?) =
            switch life.state {
            case .good: (.good, nil, nil, nil)
            case .held(let since): (.held, since, nil, nil)
            case .revoked(let end): (.revoked, end.at, end.reason.rawValue, end.invalidSince)
            }
        try run(
            """
            UPDATE certificate SET state = \(columns.state), since = \(columns.since), reason = \(columns.reason),
                invalid_since = \(columns.invalidSince), replaced_by = \(life.replacement)
            WHERE id = \(id)
            """)
    }
}

extension StoredRow {
    /// What has become of the certificate.
    func life() throws(Failure) -> CertificateLife {
        guard let validity = Validity(from: try self["not_before"], to: try self["not_after"]) else {
            throw .store(.database(.unexpectedValue(column: "not_after")))
        }
        let state: StoredState = try self["state"]
        let known: CertificateLife.State =
            switch state {
            case .intended, .good: .good
            case .held: .held(since: try self["since"])
            case .revoked:
                .revoked(
                    CertificateLife.Revocation(
                        at: try self["since"], reason: RevocationReason(code: try self["reason"]),
                        invalidSince: try self["invalid_since"]))
            }
        return CertificateLife(validity, state: known, replacement: try self["replaced_by"])
    }
}

/// How far a certificate has come, as its row says it.
enum StoredState: String, SQLStorable {
    case intended
    case good
    case held
    case revoked
}
