import Crypto
import Database
import DatabasePostgres
import DatabaseSQLite
import Domain
import FoundationEssentials
import Glibc
import Problems
import Store

/// Where an installation keeps what is its own: `teken.conf`, the name of this node, and the database unless that is elsewhere.
struct DataFolder {
    static let option = Command.Option(
        name: "--data", value: "DIR", help: "the installation's data folder; TEKEN_DATA if not given")
    static let options = [option] + Settings.Name.allCases.compactMap(\.option)

    let path: String
    let settings: Settings

    /// The folder that a command is told, which is there.
    init(_ arguments: borrowing CommandArguments) throws {
        let environment = ProcessInfo.processInfo.environment
        let told = arguments.value(Self.option) ?? environment["TEKEN_DATA"] ?? ""
        guard !told.isEmpty else { throw Problem.dataFolderNotNamed }
        var status = stat()
        guard unsafe stat(told, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw Problem.dataFolderMissing(told)
        }
        path = told
        settings = try Settings(
            file: "\(told)/teken.conf", environment: environment,
            flag: { option in Settings.Name.allCases.contains { $0.option == option } ? arguments.value(option) : nil })
    }

    /// One that is there, with these settings and no others.
    init(path: String, settings: Settings) {
        (self.path, self.settings) = (path, settings)
    }

    /// The same, made if it is not there, for its owner alone.
    static func made(_ arguments: borrowing CommandArguments) throws -> DataFolder {
        let told = arguments.value(option) ?? ProcessInfo.processInfo.environment["TEKEN_DATA"] ?? ""
        if !told.isEmpty, unsafe mkdir(told, 0o700) != 0, errno != EEXIST {
            throw Problem.cannotMakeFolder(told, errno)
        }
        return try DataFolder(arguments)
    }

    func driver() throws(Problem) -> any DatabaseDriver {
        guard let target = settings[.database] else { return SQLiteDriver(path: "\(path)/teken.db") }
        guard target.hasPrefix("postgresql://") || target.hasPrefix("postgres://") else {
            throw .databaseUnknown(Settings.Name.database.rawValue)
        }
        return PostgresDriver(target: target)
    }

    func createStore() throws -> Store {
        try Store.create(driver(), node: node(), clock: WallClock.now)
    }

    func openStore() throws -> Store {
        try Store.open(driver(), node: node(), clock: WallClock.now)
    }

    /// Beside a process that writes, which is not disturbed.
    func openForReading() throws -> Store {
        try Store.openForReading(driver())
    }

    /// The name of this node among those that share a store; made when it is first asked for.
    func node() throws -> ID<StoreNode> {
        let file = "\(path)/node"
        if FileManager.default.fileExists(atPath: file) {
            let text = try InputFile.text(file, most: 100)
            guard let node = ID<StoreNode>(String(text.prefix { !$0.isNewline })) else {
                throw Problem.nodeUnreadable(file)
            }
            return node
        }
        let node = ID<StoreNode>(random: try Randomness.bytes(ID<StoreNode>.byteCount))
        try OutputFile(path: file, isPrivate: true).write("\(node)\n")
        return node
    }
}
