import Crypto
import Database
import Domain
import Foundation
import TestSupport
import Testing

@testable import Store

extension Store {
    /// So many records in one commit.
    func record(_ count: Int) throws(StoreError) {
        try write { (transaction) throws(StoreError) in
            for _ in 0..<count { try transaction.record(AuditEvent(.hashSigned, .done)) }
        }
    }
}

@Suite("Verifying the log") struct AuditVerificationTests {
    private static let count = 300

    private func full(_ backend: Backend) throws -> FreshStore {
        let fresh = try backend.freshStore()
        try fresh.store.record(Self.count - 1)
        return fresh
    }

    private func finding(_ fresh: FreshStore, _ witnesses: [SealedAuditHead] = []) throws -> AuditFinding? {
        try Store.openForReading(fresh.database.driver).verifyAudit(witnesses: witnesses).logs.compactMap(\.finding)
            .first
    }

    private func sealed(_ fresh: FreshStore) throws -> SealedAuditHead {
        return try #require(
            try fresh.store.sealAuditHeads(at: .noon, signer: Fixture.headSigner()).first)
    }

    @Test(arguments: Backend.all) func `finds nothing where nothing was done`(backend: Backend) throws {
        let fresh = try full(backend)
        let head = try sealed(fresh)
        try fresh.store.record(50)
        let report = try fresh.store.verifyAudit(witnesses: [head])
        #expect(report.isIntact && report.logs.map(\.size) == [Self.count + 50])
        #expect(report.logs.map(\.headsConfirmed) == [2])
    }

    private static let meddling: [(String, [SQL], AuditFinding)] = [
        (
            "changed",
            ["UPDATE audit_record SET line = replace(line, 'hash.signed', 'hash.sIgned') WHERE sequence = 7"],
            .recordChanged(7)
        ),
        (
            "changed in time", ["UPDATE audit_record SET line = replace(line, '2026', '2025') WHERE sequence = 7"],
            .recordChanged(7)
        ),
        (
            "another hash",
            ["UPDATE audit_record SET leaf = (SELECT leaf FROM audit_record WHERE sequence = 8) WHERE sequence = 7"],
            .recordChanged(7)
        ),
        ("deleted", ["DELETE FROM audit_record WHERE sequence = 7"], .recordMissing(7)),
        ("the first deleted", ["DELETE FROM audit_record WHERE sequence = 0"], .recordMissing(0)),
        (
            "closed up behind a deletion",
            [
                "DELETE FROM audit_record WHERE sequence = 7",
                "UPDATE audit_record SET sequence = 7 WHERE sequence = 299",
            ], .recordChanged(7)
        ),
        (
            "inserted",
            [
                "INSERT INTO audit_record (writer, sequence, leaf, line) SELECT writer, 300, leaf, line FROM audit_record WHERE sequence = 299"
            ], .recordChanged(300)
        ),
        (
            "reordered",
            [
                "UPDATE audit_record SET sequence = -1 WHERE sequence = 7",
                "UPDATE audit_record SET sequence = 7 WHERE sequence = 8",
                "UPDATE audit_record SET sequence = 8 WHERE sequence = -1",
            ], .recordChanged(7)
        ),
        ("cut", ["DELETE FROM audit_record WHERE sequence >= 290"], .endChanged(found: 290, said: 300)),
        (
            "a root changed", ["UPDATE audit_node SET hash = (SELECT leaf FROM audit_record WHERE sequence = 1)"],
            .nodeChanged(level: 8, position: 0)
        ),
        ("a root deleted", ["DELETE FROM audit_node"], .nodeChanged(level: 8, position: 0)),
        (
            "a root invented",
            ["INSERT INTO audit_node (writer, level, position, hash) SELECT writer, 16, 0, hash FROM audit_node"],
            .nodeChanged(level: 16, position: 0)
        ),
        (
            "the end moved", ["UPDATE audit_log SET last = (SELECT leaf FROM audit_record WHERE sequence = 1)"],
            .endChanged(found: 300, said: 300)
        ),
        ("a head changed", ["UPDATE audit_head SET text = replace(text, 'root ', 'rooot ')"], .headUnreadable),
        (
            "a signature changed", ["UPDATE audit_head SET text = replace(text, 'signature 30', 'signature 31')"],
            .headSignatureBroken(300)
        ),
        ("its peaks cut", ["UPDATE audit_log SET peaks = last"], .endChanged(found: 300, said: 300)),
        ("its end garbled", ["UPDATE audit_log SET last = writer"], .endChanged(found: 300, said: 300)),
        ("its moment moved", ["UPDATE audit_log SET at = at + 1"], .endChanged(found: 300, said: 300)),
        ("given to another node", ["UPDATE audit_log SET node = writer"], .logChanged),
        ("given to another generation", ["UPDATE audit_log SET generation = 7"], .logChanged),
        (
            "deleted but for its heads",
            ["DELETE FROM audit_record", "DELETE FROM audit_node", "DELETE FROM audit_log"], .logUnknown
        ),
        (
            "deleted but for its roots",
            ["DELETE FROM audit_record", "DELETE FROM audit_head", "DELETE FROM audit_log"], .logUnknown
        ),
        ("all records deleted", ["DELETE FROM audit_record"], .endChanged(found: 0, said: 300)),
    ]

    @Test(arguments: Backend.all) func `finds everything that is done to it, and names the first`(backend: Backend)
        throws
    {
        for (what, statements, expected) in Self.meddling {
            let fresh = try full(backend)
            _ = try sealed(fresh)
            fresh.store.close()
            for statement in statements { try fresh.meddle(statement) }
            #expect(try finding(fresh) == expected, "\(what)")
        }
    }

    /// Whoever changes a record makes its hash fit; what is behind it gives him away.
    @Test(arguments: [
        (7, "done", "dOne", AuditFinding.chainBroken(8)), (299, "done", "dOne", .endChanged(found: 300, said: 300)),
        (7, "\"at\":\"2026", "\"at\":\"2016", .timeNotRising(7)),
        (7, "\"sequence\":7,", "\"sequence\":8,", .recordChanged(7)),
        (7, "\"previous\":\"", "\"previous\":\"0", .chainBroken(7)),
    ]) func `finds a record whose hash was made to fit`(
        sequence: Int, old: String, new: String, expected: AuditFinding
    ) throws {
        let fresh = try full(.sqlite)
        let line = try fresh.store.lines[sequence].replacing(old, with: new)
        fresh.store.close()
        let leaf = try MerkleTree.leaf(line).bytes
        try fresh.meddle("UPDATE audit_record SET line = \(line), leaf = \(leaf) WHERE sequence = \(sequence)")
        #expect(try finding(fresh) == expected)
    }

    @Test func `finds random changes of single bytes, all of them`() throws {
        let rounds = Int(ProcessInfo.processInfo.environment["TEKEN_TAMPERING"] ?? "") ?? 60
        let fresh = try full(.sqlite)
        fresh.store.close()
        let connection = try fresh.database.driver.openWriter(creating: false)
        try connection.execute("DROP TRIGGER audit_record_refuses_update")
        for _ in 0..<rounds {
            let sequence = Int.random(in: 0..<Self.count)
            let row = try #require(try connection.first("SELECT line FROM audit_record WHERE sequence = \(sequence)"))
            let line: String = try row["line"]
            var bytes = Array(line.utf8)
            let place = bytes.indices.randomElement() ?? 0
            bytes[place] = UInt8.random(in: 32..<127)
            let changed = String(decoding: bytes, as: UTF8.self)
            guard changed != line else { continue }
            // With its hash made to fit: what is left to find it by is the record after it, and the end.
            let leaf = try MerkleTree.leaf(changed).bytes
            try connection.run("UPDATE audit_record SET line = \(changed), leaf = \(leaf) WHERE sequence = \(sequence)")
            #expect(try finding(fresh) != nil, "byte \(place) of record \(sequence)")
            let old = try MerkleTree.leaf(line).bytes
            try connection.run("UPDATE audit_record SET line = \(line), leaf = \(old) WHERE sequence = \(sequence)")
        }
        #expect(try finding(fresh) == nil)
    }

    /// Somebody owns the database and makes a whole new log, which fits itself in everything. Only who kept a head can tell, or
    /// who knows whose key signs them.
    @Test(arguments: Backend.all) func `finds a log made anew by a head that lay elsewhere`(backend: Backend) throws {
        let fresh = try full(backend)
        let head = try sealed(fresh)
        let log = try #require(try fresh.store.auditLogs().first)
        fresh.store.close()
        try fresh.rebuild(log)
        #expect(try finding(fresh) == nil)
        #expect(try finding(fresh, [head]) == .headContradicted(Self.count))
        #expect(try !fresh.store.lines.contains { $0.contains("done") })
        // With a head of his own, too.
        let stranger = try PrivateKeyBox()
        let reopened = try fresh.reopened()
        _ = try reopened.sealAuditHeads(at: .noon, signer: stranger.signer())
        let trusted = try Fixture.headSigner().publicKey
        let report = try reopened.verifyAudit()
        #expect(report.isIntact && report.logs.map(\.headsOfUnnamedKeys) == [1])
        let size = Self.count
        #expect(try reopened.verifyAudit(headKeys: [trusted]).logs.map(\.finding) == [.headOfStranger(size)])
        let other = try full(backend)
        #expect(try finding(other, [head]) == .logMissing)
    }

    @Test func `takes no head that is not signed by a key it was told, and those kept only of the authority`() throws {
        let fresh = try full(.sqlite)
        let store = fresh.store
        let bare = try #require(try store.auditLogs().first?.head(at: .noon))
        let unsigned = try SealedAuditHead(bare)
        let mine = try Fixture.headSigner().publicKey
        #expect(
            try store.verifyAudit(witnesses: [unsigned], headKeys: [mine]).logs.map(\.finding) == [.headOfStranger(300)]
        )
        _ = try sealed(fresh)
        #expect(try store.verifyAudit(headKeys: [mine]).isIntact)
        #expect(try store.verifyAudit(headKeys: [mine]).logs.map(\.headsOfUnnamedKeys) == [0])
        func authority(has key: [UInt8]) throws {
            try store.write { (transaction) throws(StoreError) in
                try transaction.run(
                    """
                    INSERT INTO authority_key (id, role, state, public_key, certificate, made)
                    VALUES (\(Array(key.prefix(16))), 'audit', 'retired', \(key), \(key), 0)
                    """)
            }
        }
        try authority(has: PrivateKeyBox().key.publicKeyInfo())
        #expect(try store.verifyAudit().logs.map(\.finding) == [.headOfStranger(300)])
        try fresh.store.write { (transaction) throws(StoreError) in try transaction.run("DELETE FROM authority_key") }
        try authority(has: mine)
        #expect(try store.verifyAudit(witnesses: [unsigned]).isIntact)
    }

    @Test func `reads several heads out of one text`() throws {
        let fresh = try full(.sqlite)
        let store = try fresh.reopened(node: .fixture(7))
        let heads = try store.sealAuditHeads(at: .noon, signer: Fixture.headSigner())
        let text = heads.map(\.text).joined()
        #expect(heads.count == 2 && SealedAuditHead.all(in: text) == heads)
        for bad in ["", text + "x", "x" + text, "\n" + text, text + "\n", text.replacing("size 300", with: "size 0")] {
            #expect(SealedAuditHead.all(in: bad) == nil)
        }
        // Each of them counts, whichever comes last.
        let long = try #require(heads.first { $0.head.size == Self.count })
        let first = try #require(SealedAuditHead(long.head.text.replacing("size 300", with: "size 299")))
        for witnesses in [[first] + heads, heads + [first]] {
            #expect(try store.verifyAudit(witnesses: witnesses).logs.compactMap(\.finding) == [.headContradicted(299)])
        }
    }

    @Test func `finds more heads than it reads at once, each in its place`() throws {
        let fresh = try Backend.sqlite.freshStore()
        for _ in 0..<600 {
            try fresh.store.record(1)
            _ = try fresh.store.sealAuditHeads(at: .noon)
        }
        #expect(try fresh.store.verifyAudit().logs.map(\.headsConfirmed) == [600])
        fresh.store.close()
        try fresh.meddle("UPDATE audit_head SET text = (SELECT text FROM audit_head WHERE size = 555) WHERE size = 556")
        #expect(try finding(fresh) == .headUnreadable)
    }

    @Test(arguments: Backend.all) func `takes heads to the letter`(backend: Backend) throws {
        let fresh = try full(backend)
        let head = try sealed(fresh)
        #expect(SealedAuditHead(head.text) == head)
        #expect(try head.isSignatureGood() == true)
        for (old, new) in [
            ("size 300", "size 0300"), ("at 2026", "at  2026"), ("head 1", "head 2"), ("\nkey", "\n\nkey"),
        ] {
            #expect(SealedAuditHead(head.text.replacing(old, with: new)) == nil, "\(new)")
        }
        let other = try #require(SealedAuditHead(head.text.replacing("size 300", with: "size 299")))
        #expect(try other.isSignatureGood() == false)
        #expect(try finding(fresh, [other]) == .headContradicted(299))
    }

    @Test func `tells when a clock went back, and keeps the order all the same`() throws {
        let fresh = try Backend.sqlite.freshStore()
        let store = try fresh.reopened { .noon - .seconds(3_600) }
        try store.record(3)
        #expect(try store.verifyAudit().isIntact)
        let line = try #require(try store.lines.last)
        #expect(
            line.contains(#""at":"2026-06-01T12:00:00.00000000"#) && line.contains(#""clock":"2026-06-01T11:00:00."#))
    }
}

extension Fixture {
    static let headKey = Result<PrivateKeyBox, any Error> { try PrivateKeyBox() }

    static func headSigner() throws -> AuditHeadSigner { try headKey.get().signer() }
}

extension FreshStore {
    /// A log of as many records, by the same name, that fits itself in everything and tells something else.
    func rebuild(_ log: AuditLog) throws {
        try meddle("DELETE FROM audit_record", "DELETE FROM audit_node", "DELETE FROM audit_head")
        let connection = try database.driver.openWriter(creating: false)
        var tail = AuditTail(writer: log.writer, opening: log.opening)
        try connection.transaction(.writing) { () throws(DatabaseError) in
            for _ in 0..<log.size {
                guard let record = try? tail.append(AuditEvent(.hashSigned, .refused), at: .noon) else { throw .full }
                try connection.run(
                    """
                    INSERT INTO audit_record (writer, sequence, leaf, line)
                    VALUES (\(log.writer), \(record.place.sequence), \(record.place.leaf.bytes), \(record.line))
                    """)
                for node in record.completed {
                    try connection.run(
                        """
                        INSERT INTO audit_node (writer, level, position, hash)
                        VALUES (\(log.writer), \(node.level), \(node.position), \(node.hash.bytes))
                        """)
                }
            }
            try connection.run(tail.update(from: log.size))
        }
    }
}

/// Keeps a key, which has one owner, where a closure can reach it.
final class PrivateKeyBox: Sendable {
    let key: PrivateKey

    init() throws {
        key = try PrivateKey.generate(.p256)
    }

    func signer() throws -> AuditHeadSigner {
        AuditHeadSigner(publicKey: try key.publicKeyInfo()) { [self] (digest) throws(CryptoError) in
            try key.checkedSignature(over: digest, scheme: .ecdsa)
        }
    }
}
