import Foundation
import TestSupport
import Testing

@Suite("Rotating the pepper of an installation") struct StorePepperTests {
    private static let rotate = ["key", "rotate-pepper"]

    /// The pepper file gets a new line before the old one.
    private func renewPepper(_ walk: AuthorityDesk) throws {
        let made = try walk.desk.shell(
            "$TEKEN pepper make pepper.new --keep data/pepper && mv pepper.new data/pepper")
        #expect(made.isSuccess, "\(made.errors)")
    }

    @Test func `goes as the operations page says, and the old pepper opens nothing after`() throws {
        let walk = try AuthorityDesk()
        let serials = [try walk.issue("Siti Percobaan"), try walk.issue("Budi Percobaan")]
        try walk.desk.shell("cp data/pepper pepper.old")
        try renewPepper(walk)
        #expect(try walk.sign(serials[0], to: "between.pdf").isSuccess)

        let run = try walk.teken(Self.rotate)
        #expect(run.isSuccess && run.errors.contains("the old line may go now"), "\(run.errors)")
        #expect(run.errors.contains("authority's keys: 4 moved, 0 current already, 0 not opened"), "\(run.errors)")
        #expect(run.errors.contains("signers' keys: 2 moved, 0 current already, 0 not opened"), "\(run.errors)")
        try walk.desk.shell("sed -i 2d data/pepper")
        #expect(try walk.desk.folder.read("data/pepper").count == 65)

        for (serial, name) in zip(serials, ["siti.pdf", "budi.pdf"]) {
            let signed = try walk.sign(serial, to: name, ["--level", "B-LT", "--offline"])
            #expect(signed.isSuccess, "\(signed.errors)")
            #expect(try walk.verdict(of: name).exitCode == 0)
        }
        let later = try walk.sign(walk.issue("Rina Percobaan"), to: "rina.pdf")
        #expect(later.isSuccess, "\(later.errors)")
        let again = try walk.teken(Self.rotate)
        #expect(again.isSuccess && again.errors.contains("the old line may go now"), "\(again.errors)")
        #expect(again.errors.contains("authority's keys: 0 moved, 4 current already, 0 not opened"), "\(again.errors)")
        #expect(again.errors.contains("signers' keys: 0 moved, 3 current already, 0 not opened"), "\(again.errors)")
        #expect(try walk.teken(["audit", "verify"]).isSuccess)
        #expect(try walk.teken(["audit", "export"]).output.matches(of: /"pepper.rotated"/).count == 2)

        try walk.desk.shell("cp pepper.old data/pepper")
        #expect(try walk.sign(serials[0], to: "old.pdf").exitCode == 4)
    }

    @Test func `names keys that do not open, moves the others, and keeps the old line`() throws {
        let walk = try AuthorityDesk()
        let serials = [try walk.issue("Siti Percobaan"), try walk.issue("Budi Percobaan")]
        // One bit inside the outer layer, with a checksum that does not fit any more.
        let key = try walk.desk.shell(
            """
            sqlite3 data/teken.db "UPDATE sealed_key SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB)
                WHERE certificate = (SELECT id FROM certificate WHERE lower(hex(serial)) = '\(serials[0])')"
            sqlite3 data/teken.db "SELECT lower(hex(id)) FROM sealed_key
                WHERE certificate = (SELECT id FROM certificate WHERE lower(hex(serial)) = '\(serials[0])')"
            """
        ).output.prefix(8)
        #expect(key.count == 8)
        try renewPepper(walk)
        let run = try walk.teken(Self.rotate)
        #expect(run.refuses("keys_not_rotated", exit: 3), "\(run.errors)")
        #expect(run.errors.contains("(signer's key \(key)-") && run.errors.contains("[sealed_key_damaged]"))
        #expect(run.errors.contains("1 of 6 keys") && run.errors.contains("The old one is still needed."))
        #expect(!run.errors.contains("may go now"))
        #expect(run.errors.contains("authority's keys: 4 moved") && run.errors.contains("signers' keys: 1 moved"))
        try walk.desk.shell("sed -i 2d data/pepper")
        #expect(try walk.sign(serials[1], to: "budi.pdf").isSuccess)
        // Revoked, it is gone, and nothing is left to be named.
        #expect(try walk.teken(["certificate", "revoke", serials[0], "--reason", "superseded"]).isSuccess)
        let again = try walk.teken(Self.rotate)
        #expect(again.isSuccess && again.errors.contains("the old line may go now"), "\(again.errors)")
    }

    @Test func `needs the old pepper behind the new one`() throws {
        let walk = try AuthorityDesk()
        try walk.desk.writePepper("data/pepper")
        let run = try walk.teken(Self.rotate)
        #expect(run.refuses("keys_not_rotated", exit: 4), "\(run.errors)")
        #expect(
            run.errors.matches(of: /\(authority's key [0-9a-f-]{36}\)\n       \[vaulted_key_does_not_open\]/).count == 4
        )
    }

    @Test func `leaves keys that operators hold, and does without their shares`() throws {
        let desk = try Desk()
        try desk.write("kunci akar yang dibawa pergi\n", to: "root-passphrase")
        let run = try desk.shell(
            """
            set -e
            mkdir shares; export TEKEN_ROOT_KEY=p-384 TEKEN_ISSUING_KEY=p-256 TEKEN_TIMESTAMP_KEY=p-256
            $TEKEN init --data data --organisation 'Instansi Percobaan' --root-key root.key --root-passphrase-file root-passphrase \\
                --record record.txt --clock-unchecked --shares 2/3 --shares-into shares 2>/dev/null
            $TEKEN pepper make pepper.new --keep data/pepper 2>/dev/null; mv pepper.new data/pepper
            $TEKEN key rotate-pepper --data data
            sed -i 2d data/pepper
            $TEKEN certificate issue --data data --subject CN=Budi,C=ID --kind p-256 --passphrase-file passphrase \\
                --share-file shares/share-1-of-3 --share-file shares/share-3-of-3 2>/dev/null
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        #expect(run.errors.contains("3 moved, 0 current already, 1 held by operators, 0 not opened"), "\(run.errors)")
    }

    @Test func `comes to the same end wherever it is killed`() throws {
        let walk = try AuthorityDesk()
        let serials = [try walk.issue("Siti Percobaan"), try walk.issue("Budi Percobaan")]
        try renewPepper(walk)
        // Many more rows than go into one step; each is a copy of one of the two.
        let run = try walk.desk.shell(
            """
            sqlite3 data/teken.db "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                INSERT INTO sealed_key SELECT randomblob(16), owner, randomblob(16), bytes, made FROM n, sealed_key"
            for n in {1..6}; do
                $TEKEN key rotate-pepper --data data >/dev/null 2>&1 & victim=$!
                sleep 0.$((RANDOM % 30 + 10)); kill -9 $victim 2>/dev/null; wait $victim 2>/dev/null
            done
            $TEKEN key rotate-pepper --data data
            sed -i 2d data/pepper
            $TEKEN key rotate-pepper --data data
            """)
        let told = run.errors.matches(of: /signers' keys: (\d+) moved, (\d+) current already, 0 not opened/)
        #expect(run.isSuccess && told.count == 2, "\(run.errors)")
        #expect(told.map { Int($0.1)! + Int($0.2)! } == [40_002, 40_002] && told.last?.1 == "0", "\(run.errors)")
        for serial in serials { #expect(try walk.sign(serial, to: "signed.pdf").isSuccess) }
        let log = try walk.teken(["audit", "verify"])
        #expect(log.isSuccess, "\(log.output)\(log.errors)")
        let moved = try walk.teken(["audit", "export"]).output.split(separator: "\n")
            .filter { $0.contains("pepper.rotated") }.map { $0.matches(of: /"key:/).count }
        #expect(moved.reduce(0, +) == 40_006 && moved.max() == 500)
    }

    @Test(arguments: [
        (["key.sealed", "--data", "data", "--pepper", "pepper"], "options_conflict"),
        (["key.sealed", "--data", "data"], "options_conflict"),
        (["--data", "data", "--pepper", "pepper"], "options_conflict"), ([], "argument_missing"),
        (["--pepper", "pepper"], "argument_missing"), (["key.sealed"], "option_incomplete"),
        (["key.sealed", "--pepper", "pepper", "--database", "x"], "option_incomplete"),
    ])
    func `takes files or an installation, and not both`(words: [String], code: String) throws {
        let run = try Desk().teken(Self.rotate + words)
        #expect(run.refuses(code, exit: 2), "\(run.errors)")
    }

    @Test func `wants a store that is there`() throws {
        let desk = try Desk()
        try desk.shell("mkdir data; cp pepper data/pepper")
        #expect(try desk.teken(Self.rotate + ["--data", "data"]).refuses("store_not_created", exit: 6))
        #expect(try desk.teken(Self.rotate + ["--data", "none"]).refuses("data_folder_missing", exit: 6))
    }
}
