import DatabaseSQLite
import Store

extension Command {
    private static let acceptLoss = Option(
        name: "--accept-loss", help: "restore a backup that is older than a witness; what came after it is gone")

    static let backup = Command(
        name: ["backup"], summary: "write the whole store into one file, while it is in use",
        operands: [Operand(name: "OUT")], options: DataFolder.options + [.force],
        notes: [
            "The file is of one kind whichever database it came from, and restores into either. It is read again and its audit",
            "log verified before it gets its name. It holds personal data as the database does; the pepper is not in it.",
        ]
    ) { arguments in
        let store = try DataFolder(arguments).openForReading()
        let file = OutputFile(path: arguments.operands[0], isPrivate: true, overwrites: arguments.has(.force))
        guard file.path != "-" else { throw Problem.notAPlainFile(file.path) }
        try file.checkFree()
        try file.write(filling: { temporary in
            let (manifest, audit) = try store.backUp(to: SQLiteArchive(path: temporary), at: WallClock.now())
            Console.note("teken: \(manifest.rows) rows of \(manifest.counts.count) tables; audit log:\n\(audit.words)")
        })
    }

    static let restore = Command(
        name: ["restore"], summary: "fill an empty database from a backup",
        operands: [Operand(name: "IN")], options: DataFolder.options + [.witness, acceptLoss],
        notes: [
            "Nothing is restored over something. What could be used once cannot be used any more; numbers that only rise go on",
            "higher; the audit logs of the backup are closed and a new one begins.",
        ]
    ) { arguments in
        let folder = try DataFolder.made(arguments)
        let restored = try Store.restore(
            SQLiteArchive(path: arguments.operands[0]), to: folder.driver(), node: folder.node(),
            witnesses: arguments.witnesses(), isLossAccepted: arguments.has(acceptLoss), clock: WallClock.now)
        restored.store.close()
        Console.note(
            """
            teken: restored \(restored.manifest.rows) rows of \(restored.manifest.counts.count) tables, as of \
            \(restored.manifest.madeAt); generation \(restored.store.installation.generation); audit log:
            \(restored.audit.words)
            """)
    }
}
