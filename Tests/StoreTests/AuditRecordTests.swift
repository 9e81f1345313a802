import Crypto
import Database
import Domain
import Store
import TestSupport
import Testing

extension Store {
    @discardableResult func record(_ event: AuditEvent) throws(StoreError) -> AuditPlace {
        try write { (transaction) throws(StoreError) in try transaction.record(event) }
    }

    /// Lines of all logs, in their order.
    var lines: [String] {
        get throws {
            try read { (snapshot) throws(StoreError) in
                var lines: [String] = []
                for row in try snapshot.run("SELECT line FROM audit_record ORDER BY writer, sequence") {
                    lines.append(try row["line"])
                }
                return lines
            }
        }
    }
}

@Suite("A record") struct AuditRecordTests {
    @Test(arguments: Backend.all) func `is one line, with all that was said and no more`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let place = try fresh.store.record(
            AuditEvent(
                .documentSigned, .done, actor: AuditSubject(.person, ID<Int>.fixture(1)),
                client: AuditSubject(.client, ID<Int>.fixture(2)), objects: [AuditSubject(.key, ID<Int>.fixture(3))],
                document: Digest(.sha256, of: []), serial: [0x0A, 0xFF], code: AuditCode("some_code")))
        let lines = try fresh.store.lines
        #expect(place.sequence == 1 && lines.count == 2)
        let previous = Hexadecimal.text(try MerkleTree.leaf(lines[0]).bytes)
        #expect(
            lines[1] == """
                {"writer":"\(place.writer)","sequence":1,"previous":"\(previous)","at":"2026-06-01T12:00:00.000000001Z",\
                "operation":"document.signed","outcome":"done","actor":"person:01010101-0101-4101-8101-010101010101",\
                "client":"client:02020202-0202-4202-8202-020202020202",\
                "objects":["key:03030303-0303-4303-8303-030303030303"],\
                "document":"SHA-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",\
                "serial":"0aff","code":"some_code"}
                """)
        #expect(try MerkleTree.leaf(lines[1]) == place.leaf)
    }

    @Test(arguments: Backend.all) func `goes with the body that wrote it`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let store = fresh.store
        Threads.run(12) { thread in
            _ = try? store.write { (transaction) throws(Refusal) in
                try transaction.record(AuditEvent(.hashSigned, .done))
                if thread % 3 == 0 { throw .notToday }
            }
        }
        let lines = try store.lines
        #expect(lines.count == 1 + 8)
        // Numbers and hashes continue over what was undone.
        for (index, line) in lines.enumerated() {
            let previous = index == 0 ? "null" : "\"\(Hexadecimal.text(try MerkleTree.leaf(lines[index - 1]).bytes))\""
            #expect(line.contains("\"sequence\":\(index),\"previous\":\(previous),"))
        }
    }
}
