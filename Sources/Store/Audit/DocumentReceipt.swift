package import Crypto
import Database
package import Domain

/// That a document was signed here and is on record, for whoever has the document.
package struct DocumentReceipt: Hashable, Sendable {
    package let proof: AuditReceipt
    /// The newest head of that log that was sealed; nil where none ever was.
    package let head: SealedAuditHead?
    /// Whether the proof leads to that head's own root, and so needs nobody's word but the head's. A record younger than the head is
    /// proven in the log as it stands, and the head to be the log's beginning.
    package var isSealed: Bool { head.map { $0.head.size == proof.size && $0.head.root == proof.root } ?? false }
}

extension Store {
    /// The receipt of a document that a program had signed: by the SHA-256 of the whole as it was handed out. Nil for what this
    /// program had not signed.
    package func documentReceipt(
        of digest: Digest, for client: ID<Client>
    ) throws(StoreError) -> DocumentReceipt? {
        guard digest.algorithm == .sha256 else { return nil }
        // An identifier is digits and hyphens, and quotes in a record stand around what we chose: nothing else reads like this.
        let mark = "\"client\":\"\(AuditSubject(.client, client).text)\""
        let found = try read { (snapshot) throws(StoreError) -> (ID<AuditWriter>, Int, SealedAuditHead?)? in
            let dialect = snapshot.dialect
            let (column, condition) = (SQL(trusted: dialect.digestInRecord), SQL(trusted: dialect.isRecordOfDocument))
            let rows = try snapshot.run(
                """
                SELECT writer, sequence, line FROM audit_record
                WHERE \(condition) AND \(column) = \(Hexadecimal.text(digest.bytes)) ORDER BY writer, sequence
                """)
            for row in rows {
                let line: String = try row["line"]
                guard line.contains(mark) else { continue }
                let writer: ID<AuditWriter> = try row["writer"]
                return (writer, try row["sequence"], try Self.newestHead(of: writer, snapshot))
            }
            return nil
        }
        guard let (writer, sequence, head) = found else { return nil }
        let size = head?.head.size ?? 0
        let proof =
            size > sequence
            ? try auditReceipt(of: sequence, in: writer, size: size)
            : try auditReceipt(of: sequence, in: writer, since: size > 0 ? size : nil)
        guard let proof else { throw .auditBroken(.treeMismatch) }
        return DocumentReceipt(proof: proof, head: head)
    }

    private static func newestHead(
        of writer: ID<AuditWriter>, _ snapshot: Snapshot<StoreError>
    ) throws(StoreError) -> SealedAuditHead? {
        let row = try snapshot.first(
            "SELECT text FROM audit_head WHERE writer = \(writer) ORDER BY size DESC LIMIT 1")
        guard let row else { return nil }
        guard let head = SealedAuditHead(try row["text"]) else { throw .auditBroken(.headUnreadable) }
        return head
    }
}
