import Authority
import Crypto
import Domain
import FoundationEssentials
import Problems
import Store

extension Command {
    private static let organisation = Option(
        name: "--organisation", value: "NAME", help: "whose authority it is: the organisation in its certificates",
        isRequired: true)
    private static let authorityName = Option(
        name: "--name", value: "NAME",
        help: "what its certificates are called, such as `Kota Contoh`; the organisation if not given")
    private static let country = Option(name: "--country", value: "CC", help: "two letters; ID if not given")
    private static let baseURL = Option(
        name: "--base-url", value: "URL",
        help: "where lists, answers and certificates will be reached; http://127.0.0.1:8080 if not given")
    private static let policyArc = Option(
        name: "--policy-arc", value: "OID", help: "your own arc for policies; a random one below 2.25 if not given")
    private static let rootOut = Option(
        name: "--root-key", value: "OUT", help: "where the root's key goes: to be taken away", isRequired: true)
    private static let recordOut = Option(
        name: "--record", value: "OUT", help: "where the record of the ceremony goes; - if not given")
    private static let shares = Option(
        name: "--shares", value: "M/N",
        help: "let M of N operators together open the issuing key, instead of the pepper")
    private static let shareFolder = Option(
        name: "--shares-into", value: "FOLDER", help: "with --shares: where the N files go, one for each operator")
    private static let clockUnchecked = Option(
        name: "--clock-unchecked", help: "stamp time although the kernel says that nobody keeps its clock right")

    static let initialise = Command(
        name: ["init"], summary: "hold the key ceremony: make an installation with its authority", operands: [],
        options: [
            DataFolder.option, organisation, authorityName, country, baseURL, policyArc, rootOut, recordOut, shares,
            shareFolder, clockUnchecked, Settings.database,
        ] + SecretSource.rootPassphrase.options,
        notes: [
            "Makes the folder, its settings (teken.conf), the pepper, the store and every key. The root's key leaves in one file,",
            "encrypted under a passphrase that is asked for twice; keep it where no machine is. Without it an issuing key cannot be",
            "renewed. The record is signed by the root: print it, and let the witnesses sign it too.",
        ]
    ) { arguments in
        let root = OutputFile(path: arguments.required(rootOut), isPrivate: true)
        let record = OutputFile(path: arguments.value(recordOut) ?? "-")
        try root.checkFree()
        try record.checkFree()
        let split = try ShareSplit(arguments.value(shares), into: arguments.value(shareFolder))
        let folder = try DataFolder.made(arguments)
        try checkUntouched(folder)
        // What cannot be honoured is said before anybody is asked for anything, and before anything is made.
        let text = try settingsText(arguments)
        let passphrase = try SecretSource.rootPassphrase.passphrase(arguments, confirming: true)
        try OutputFile(path: settingsPath(folder), isPrivate: true).write(text)
        let settings = try DataFolder(arguments)
        let secrets = try foundSecrets(in: settings, split: split)
        let store = try settings.createStore()
        let configuration = try AuthorityConfiguration(settings.settings).settings()
        let ceremony = Ceremony(configuration, store: store, vault: secrets.vault, clock: WallClock.now)
        let draw = try ceremony.draw()
        try root.write(
            draw.rootKey.withPrivateKey { (key) throws(CryptoError) in
                try TakenAwayKey.pem(of: key, under: passphrase)
            })
        try ceremony.found(draw)
        let authority = try Authority(
            configuration, store: store, vault: secrets.vault, clock: WallClock.now, readClock: WallClock.reading)
        try authority.makeOwnKeys()
        try authority.publishDueLists()
        try record.write(
            CeremonyRecord(of: authority, signedBy: draw.rootKey, program: "teken \(Teken.version)").printed)
        store.close()
        Console.note("teken: founded \(configuration.organisation) in \(settings.path)")
        Console.note("teken: take \(root.path) away, and keep the pepper apart from backups of the store")
    }

    private static func settingsPath(_ folder: DataFolder) -> String { "\(folder.path)/teken.conf" }

    /// Refuses a folder in which a ceremony was held, and one in which it was begun and cut off.
    private static func checkUntouched(_ folder: DataFolder) throws {
        let isBegun = [settingsPath(folder), VaultSecrets.pepperPath(folder)].contains {
            FileManager.default.fileExists(atPath: $0)
        }
        guard isBegun else { return }
        let keys = try? folder.openForReading().read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.keyStates()
        }
        throw keys.map(\.isEmpty) == false
            ? Problem(AuthorityError.alreadyFounded) : Problem.ceremonyCutOff(folder.path)
    }

    /// What `teken.conf` will say.
    private static func settingsText(_ arguments: borrowing CommandArguments) throws -> String {
        let organisation = arguments.required(organisation)
        let arc = try arguments.value(policyArc) ?? "2.25.\(Randomness.arcNumber())"
        var lines: [(Settings.Name, String)] = [
            (.organisation, organisation), (.authorityName, arguments.value(authorityName) ?? organisation),
            (.country, arguments.value(country) ?? "ID"),
            (.baseURL, arguments.value(baseURL) ?? "http://127.0.0.1:8080"), (.policyArc, arc),
        ]
        if let target = arguments.value(Settings.database) { lines.append((.database, target)) }
        if arguments.has(clockUnchecked) { lines.append((.clock, "unchecked")) }
        for (_, value) in lines where value.contains(where: \.isNewline) {
            throw Problem.settingMalformed("teken.conf", line: 1)
        }
        let text = lines.map { "\($0.0.rawValue)=\($0.1)\n" }.joined()
        _ = try AuthorityConfiguration(Settings(text: text)).settings()
        return text
    }

    private static func foundSecrets(in folder: DataFolder, split: ShareSplit?) throws -> VaultSecrets {
        let pepper = OutputFile(path: VaultSecrets.pepperPath(folder), isPrivate: true)
        try pepper.checkFree()
        try pepper.write(PepperFile.text(Peppers(current: Pepper.random())))
        let peppers = try PepperFile.read(
            InputFile.secret(pepper.path, most: PepperFile.bytesMax, isPrivate: true))
        guard let split else { return VaultSecrets(peppers: peppers, operators: nil) }
        return try VaultSecrets(peppers: peppers, operators: split.make())
    }
}

/// How a secret is split among operators, and where each part goes.
private struct ShareSplit {
    let threshold: Int
    let count: Int
    let folder: String

    init?(_ text: String?, into folder: String?) throws(Problem) {
        guard let text else {
            if folder != nil { throw .together("--shares-into", needs: "--shares") }
            return nil
        }
        guard let folder else { throw .together("--shares", needs: "--shares-into") }
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let threshold = numbers[0], let count = numbers[1], 2...16 ~= threshold,
            threshold...16 ~= count
        else { throw .sharesImpossible }
        (self.threshold, self.count, self.folder) = (threshold, count, folder)
        for index in 1...count { try file(index).checkFree() }
    }

    private func file(_ index: Int) -> OutputFile {
        OutputFile(path: "\(folder)/share-\(index)-of-\(count)", isPrivate: true)
    }

    func make() throws -> OperatorSecret {
        let secret = try OperatorSecret.random()
        for share in try secret.split(into: count, threshold: threshold) {
            try file(Int(share.index)).write(share.text())
        }
        return secret
    }
}

extension Randomness {
    /// Twenty-eight random bits: some readers take no longer number in an object identifier.
    static func arcNumber() throws(CryptoError) -> UInt32 {
        try bytes(4).reduce(0) { $0 << 8 | UInt32($1) } >> 4
    }
}
