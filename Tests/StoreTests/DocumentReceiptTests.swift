import Crypto
import Database
import Domain
import Store
import TestSupport
import Testing

@Suite("The receipt of a signed document") struct DocumentReceiptTests {
    private static let client = ID<Client>.fixture(0xC1)

    private func record(
        _ store: Store, _ digest: Digest, _ operation: AuditOperation = .documentSigned, by client: ID<Client> = client
    ) throws {
        let event = AuditEvent(operation, .done, client: AuditSubject(.client, client), document: digest)
        try store.write { (transaction) throws(StoreError) in _ = try transaction.record(event) }
    }

    @Test(arguments: Backend.all) func `is found by what was handed out, for whoever it was handed to`(
        backend: Backend
    ) throws {
        let fresh = try backend.freshStore()
        let digests = try (0..<30).map { try Digest(.sha256, of: [UInt8($0)]) }
        for digest in digests { try record(fresh.store, digest) }
        try record(fresh.store, Digest(.sha256, of: [99]), .hashSigned)
        for digest in [digests[0], digests[29]] {
            let receipt = try #require(try fresh.store.documentReceipt(of: digest, for: Self.client))
            #expect(receipt.proof.line.contains(Hexadecimal.text(digest.bytes)))
            #expect(receipt.head == nil && !receipt.isSealed)
            #expect(try fresh.store.documentReceipt(of: digest, for: .fixture(0xC2)) == nil)
        }
        #expect(try fresh.store.documentReceipt(of: Digest(.sha256, of: [99]), for: Self.client) == nil)
        #expect(try fresh.store.documentReceipt(of: Digest(.sha512, of: [0]), for: Self.client) == nil)
    }

    @Test(arguments: Backend.all) func `leads to the newest head once there is one behind it`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let (old, young) = (try Digest(.sha256, of: [1]), try Digest(.sha256, of: [2]))
        try record(fresh.store, old)
        let head = try #require(try fresh.store.sealAuditHeads(at: .noon).first)
        try record(fresh.store, young)
        let sealed = try #require(try fresh.store.documentReceipt(of: old, for: Self.client))
        #expect(sealed.isSealed && sealed.head == head && sealed.proof.root == head.head.root)
        let waiting = try #require(try fresh.store.documentReceipt(of: young, for: Self.client))
        #expect(!waiting.isSealed && waiting.proof.since?.root == head.head.root)
    }

    @Test func `costs no walk through the log`() throws {
        let fresh = try Backend.sqlite.freshStore()
        let connection = try fresh.database.driver.openReader()
        let rows = try connection.run(
            """
            EXPLAIN QUERY PLAN SELECT writer, sequence, line FROM audit_record
            WHERE instr(line, '"operation":"document.signed"') > 0
                AND substr(line, instr(line, '"document":"SHA-256:') + 20, 64) = \("00")
            """)
        let plan: String = try #require(rows.first)["detail"]
        #expect(plan.contains("audit_record_document"), "\(plan)")
    }
}
