import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("An installation's store, from the command line", .waiting) struct StoreCommandTests {
    private static let databases = ["sqlite", "postgres"]

    /// A desk whose folder `data` has a store in it, or the settings that lead to one.
    private func desk(_ database: String) throws -> Desk {
        let desk = try Desk()
        if database == "postgres" {
            try FileManager.default.createDirectory(atPath: desk.path("data"), withIntermediateDirectories: true)
            let server = try PostgresServer.running()
            let target = try server.freshTarget()
            let schema = target.split(separator: "=").last?.dropLast() ?? ""
            try desk.write(
                "TEKEN_DATABASE=postgresql://teken@/postgres?host=\(server.folder)&options=-c%20search_path%3D\(schema)\n",
                to: "data/teken.conf")
        }
        let run = try desk.teken(["store", "create", "--data", "data"])
        #expect(run.isSuccess, "\(run.errors)")
        return desk
    }

    @Test(arguments: databases) func `is backed up and restored, and its log is whole before and after`(
        database: String
    ) throws {
        let desk = try desk(database)
        let run = try desk.shell(
            """
            set -eu
            "$TEKEN" audit verify --data data
            "$TEKEN" audit head --data data > head
            "$TEKEN" audit export --data data --out export
            "$TEKEN" audit proof 0 --since 1 --data data > proof
            "$TEKEN" backup backup --data data 2>/dev/null
            "$TEKEN" restore backup --data other --witness head 2>/dev/null
            "$TEKEN" audit verify --data other --witness head --json
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasSuffix(": 1 records, 0 heads confirmed, whole"))
        #expect(lines[1].hasPrefix(#"{"intact":true,"logs":["#) && lines[1].contains(#""headsConfirmed":1"#))
        let judge = try desk.run(
            "python3",
            [
                Fixture.repository.appending(path: "tools/audit-verify").path, "export", "--head", "head", "--proof",
                "proof",
            ])
        #expect(judge.isSuccess && judge.output.contains(": 1 records"), "\(judge.errors)")
        #expect(try desk.mode("backup") == 0o600 && desk.mode("other/teken.db") == 0o600)
    }

    @Test func `says when its log was changed, and by what exit code`() throws {
        let desk = try desk("sqlite")
        let run = try desk.shell(
            """
            sqlite3 data/teken.db "DROP TRIGGER audit_record_refuses_update; UPDATE audit_record SET line = line || ' '"
            "$TEKEN" audit verify --data data; echo "exit $?"
            "$TEKEN" audit verify --data data --json | tr ',' '\\n' | grep code
            "$TEKEN" backup backup --data data 2>note; echo "exit $?"; grep -c 'record 0 was changed' note
            "$TEKEN" restore backup --data fresh --accept-loss 2>&1 | tail -n 1
            "$TEKEN" restore backup --data fresh --accept-loss --accept-broken-log 2>&1 | tail -n 1
            """)
        #expect(run.output.contains("BROKEN: record 0 was changed\nexit 10\n"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("{\"code\":\"record_changed\"\nexit 10\n1\n"), "\(run.output)")
        #expect(run.output.contains("[backup_log_broken]") && run.output.hasSuffix("teken revocations apply LIST\n"))
    }

    @Test(arguments: [
        ("audit verify", "data_folder_not_named", 2), ("audit verify --data nowhere", "data_folder_missing", 6),
        ("store create --data none/here", "data_folder_missing", 6),
        ("trial --data none/here", "data_folder_missing", 6),
        ("audit verify --data empty", "store_not_created", 6), ("store create --data data", "store_not_empty", 6),
        ("audit verify --data data --witness passphrase", "witness_unreadable", 3),
        ("audit verify --data data --head-key passphrase", "certificate_missing", 3),
        ("audit proof 7 --data data", "audit_record_missing", 3),
        ("audit proof x --data data", "number_out_of_bounds", 2),
        ("audit head --data data --writer x", "not_an_identifier", 2),
        ("audit verify --data data --database mysql://x", "database_unknown", 2),
        ("audit verify --data data --database postgresql://nobody@/x?host=/nonexistent", "database_unreachable", 6),
        ("restore backup --data fresh", "restore_needs_witness", 2),
        ("restore passphrase --data fresh --accept-loss", "backup_damaged", 3),
        ("restore nothing --data fresh --accept-loss", "database_missing", 6),
        ("restore backup --data data --accept-loss", "store_not_empty", 6),
        ("backup backup --data data", "file_exists", 6),
        ("backup - --data data", "not_a_plain_file", 6), ("audit verify --data odd", "setting_unknown", 2),
        ("store create --data odder", "node_unreadable", 6),
        ("restore odd/teken.conf --data fresh --accept-loss", "backup_damaged", 3),
    ])
    func `refuses by name what it cannot do`(words: String, code: String, exit: Int32) throws {
        let desk = try desk("sqlite")
        try desk.shell(
            """
            mkdir empty odd odder; echo 'TEKEN_DATABSE=x' > odd/teken.conf; echo nobody > odder/node
            "$TEKEN" backup backup --data data
            """)
        let run = try desk.teken(words.split(separator: " ").map(String.init))
        #expect(run.refuses(code, exit: exit), "\(words): \(run.exitCode) \(run.output)\(run.errors)")
    }

    @Test func `is written by one process at a time`() throws {
        let desk = try desk("sqlite")
        let run = try desk.shell(
            """
            exec 9>>data/teken.db.writer; flock 9
            "$TEKEN" restore nothing --data data --accept-loss 9>&-; "$TEKEN" audit verify --data data 9>&-
            "$TEKEN" store create --data data 9>&-
            """)
        #expect(
            run.errors.hasSuffix("[database_in_use]\n") && run.output.contains("whole"), "\(run.output)\(run.errors)")
    }
}
