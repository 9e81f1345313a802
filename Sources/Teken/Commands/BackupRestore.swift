import DatabaseSQLite
import Problems
import Store

extension Command {
    private static let acceptLoss = Option(
        name: "--accept-loss",
        help: "restore a backup that may be older than what others saw; what came after it is gone")
    private static let acceptBrokenLog = Option(
        name: "--accept-broken-log", help: "restore a backup whose audit log does not hold")

    static let backup = Command(
        name: ["backup"], summary: "write the whole store into one file, while it is in use",
        operands: [Operand(name: "OUT")], options: DataFolder.options + [.force],
        notes: [
            "The file is of one kind whichever database it came from, and restores into either. It is read again and its audit",
            "log verified. A log that does not hold is told, with exit code 10; the backup is made all the same. It holds personal",
            "data as the database does; the pepper is not in it.",
        ]
    ) { arguments in
        let store = try DataFolder(arguments).openForReading()
        let file = OutputFile(path: arguments.operands[0], isPrivate: true, overwrites: arguments.has(.force))
        guard file.path != "-" else { throw Problem.notAPlainFile(file.path) }
        try file.checkFree()
        var isIntact = false
        try file.write(filling: { temporary in
            let (manifest, audit) = try store.backUp(to: SQLiteArchive(path: temporary), at: WallClock.now())
            Console.note("teken: \(manifest.rows) rows of \(manifest.counts.count) tables; audit log:\n\(audit.words)")
            isIntact = audit.isIntact
        })
        if !isIntact { ExitCode.disproven.leave() }
    }

    static let restore = Command(
        name: ["restore"], summary: "fill an empty database from a backup",
        operands: [Operand(name: "IN")], options: DataFolder.options + [.witness, acceptLoss, acceptBrokenLog],
        notes: [
            "Wants a head that was handed out, as --witness: only it shows how old the backup is. With --accept-loss it goes without,",
            "or back behind one: certificates that were revoked since are good again until their revocations are applied anew.",
            "Nothing is restored over something. Numbers that only rise go on higher; the audit logs of the backup are closed and",
            "a new one begins.",
        ]
    ) { arguments in
        var consent = RestoreConsent()
        (consent.toLoss, consent.toBrokenLog) = (arguments.has(acceptLoss), arguments.has(acceptBrokenLog))
        let witnesses = try arguments.witnesses()
        guard consent.toLoss || !witnesses.isEmpty else { throw Problem.restoreNeedsWitness }
        let folder = try DataFolder.made(arguments)
        let restored = try Store.restore(
            SQLiteArchive(path: arguments.operands[0]), to: folder.driver(), node: folder.node(),
            witnesses: witnesses, consent: consent, clock: WallClock.now)
        restored.store.close()
        Console.note(
            """
            teken: restored \(restored.manifest.rows) rows of \(restored.manifest.counts.count) tables, as of \
            \(restored.manifest.madeAt); generation \(restored.store.installation.generation); audit log:
            \(restored.audit.words)
            """)
        guard consent.toLoss else { return }
        for loss in restored.restoration.losses {
            Console.note("teken: lost: \(loss.witnessed - loss.found) records of \(loss.writer), from \(loss.found) on")
        }
        Console.note(
            """
            teken: what was revoked after \(restored.manifest.madeAt) is good again here. Take the newest list of each issuing key \
            from where it was published and apply it: teken revocations apply LIST
            """)
    }
}
