import Authority
import Crypto
import Domain
import Problems
import Store

extension Command {
    private static let pepper = Option(
        name: "--pepper", value: "FILE", help: "with FILE: the installation's pepper (teken pepper make)")

    static let keyRotatePepper = Command(
        name: ["key", "rotate-pepper"], summary: "put keys under the newest pepper; no passphrase is needed",
        operands: [Operand(name: "FILE", isRepeatable: true, isOptional: true)],
        options: [pepper] + DataFolder.options,
        notes: [
            "The pepper file holds the new pepper first and the old one behind it (teken pepper make --keep OLD).",
            "With --data every key in the installation's store is rotated, the authority's, the signers' and open sessions', to the pepper that the",
            "installation is set to; it may be at work meanwhile, and the command may be stopped and repeated.",
            "A key that cannot be rotated is named and left as it is; the others are rotated all the same.",
        ]
    ) { arguments in
        let paths = arguments.operands
        guard arguments.has(DataFolder.option) else {
            if arguments.has(Settings.database) {
                throw Problem.together(Settings.database.name, needs: DataFolder.option.name)
            }
            guard !paths.isEmpty else { throw Problem.missing("FILE", or: DataFolder.option.name) }
            guard let path = arguments.value(pepper) else { throw Problem.together("FILE", needs: pepper.name) }
            let peppers = try PepperFile.read(InputFile.secret(path, most: PepperFile.bytesMax, isPrivate: true))
            return try rotate(paths, to: peppers)
        }
        guard paths.isEmpty else { throw Problem.conflicting(DataFolder.option.name, "FILE") }
        // Keys under a pepper that the installation is not set to would open nowhere.
        guard !arguments.has(pepper) else { throw Problem.conflicting(DataFolder.option.name, pepper.name) }
        try rotateStore(DataFolder(arguments))
    }

    private static func rotate(_ paths: [String], to peppers: borrowing Peppers) throws {
        var refusals: [Problem] = []
        for path in paths {
            do {
                try rotate(path, to: peppers)
            } catch {
                refusals.append(Problem(facing: error).about(path))
            }
        }
        guard let first = refusals.first else { return }
        if paths.count == 1 { throw first }
        refusals.forEach(Console.report)
        throw Problem.notRotated(refusals.count, of: paths.count, kind: first.kind)
    }

    private static func rotate(_ path: String, to peppers: borrowing Peppers) throws {
        let file = try SealedKeyFile(path)
        guard let rotated = try file.sealed.rotated(to: peppers) else {
            return Console.note("teken: \(path) lies under pepper \(peppers.current.id) already")
        }
        try file.store(rotated)
        Console.note("teken: \(path) now lies under pepper \(peppers.current.id)")
    }

    /// The authority itself is not opened: one key of it that does not open must not keep the others where they are.
    private static func rotateStore(_ folder: DataFolder) throws {
        let secrets = try VaultSecrets(folder, shares: [])
        var rotation = PepperRotation(try folder.openStore())
        var kind: Problem.Kind?
        while let refusals = try rotation.step(to: secrets.peppers) {
            for refusal in refusals {
                let problem = Problem(refusal.error).about(refusal.key.words)
                Console.report(problem)
                kind = kind ?? problem.kind
            }
        }
        let (authority, signers, sessions) = (rotation.authority, rotation.signers, rotation.sessions)
        Console.note("teken: authority's keys: \(authority.words)")
        Console.note("teken: signers' keys: \(signers.words)")
        Console.note("teken: open sessions' keys: \(sessions.words)")
        if let kind {
            throw Problem.notRotated(
                authority.refused + signers.refused + sessions.refused,
                of: authority.all + signers.all + sessions.all, kind: kind)
        }
        Console.note(
            """
            teken: semua kunci di penyimpanan ada di bawah pepper \(secrets.peppers.current.id); baris lama boleh dihapus sekarang
                   every key in the store lies under pepper \(secrets.peppers.current.id): the old line may go now
                   → cadangan yang dibuat sebelum ini masih memerlukannya
                   → backups that were made before still need it
            """)
    }
}

extension PepperRotation.Counts {
    fileprivate var words: String {
        let held = heldByOperators > 0 ? ", \(heldByOperators) held by operators" : ""
        return "\(moved) moved, \(current) current already\(held), \(refused) not opened"
    }
}

extension PepperRotation.Refusal.Key {
    fileprivate var words: String {
        switch self {
        case .installation(let id): "installation's secret \(id)"
        case .authority(let id): "authority's key \(id)"
        case .signer(let id, let owner): "signer's key \(id), owner \(owner)"
        case .session(let id): "key of session \(id)"
        }
    }
}
