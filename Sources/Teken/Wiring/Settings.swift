import Domain
import FoundationEssentials
import Problems

/// What an installation is told. A flag beats the environment, and the environment beats `teken.conf` in the data folder.
struct Settings {
    /// Every name that may stand in the file or the environment.
    enum Name: String, CaseIterable {
        case database = "TEKEN_DATABASE"
        case pepper = "TEKEN_PEPPER"
        case trial = "TEKEN_TRIAL"

        // Where it serves.
        case listen = "TEKEN_LISTEN"
        case tlsCertificate = "TEKEN_TLS_CERTIFICATE"
        case tlsKey = "TEKEN_TLS_KEY"
        case tlsClients = "TEKEN_TLS_CLIENTS"
        case proxies = "TEKEN_PROXIES"
        case observers = "TEKEN_OBSERVERS"

        // What it does for programs.
        case clientRate = "TEKEN_CLIENT_RATE"
        case level = "TEKEN_LEVEL"
        case seal = "TEKEN_SEAL"
        case trust = "TEKEN_TRUST"
        case zone = "TEKEN_ZONE"
        case documentMiB = "TEKEN_DOCUMENT_MIB"
        case resultMinutes = "TEKEN_RESULT_MINUTES"
        case codeMinutes = "TEKEN_CODE_MINUTES"
        case activationDays = "TEKEN_ACTIVATION_DAYS"
        case activationDocuments = "TEKEN_ACTIVATION_DOCUMENTS"
        case esignBox = "TEKEN_ESIGN_BOX"
        case esignTag = "TEKEN_ESIGN_TAG"
        case esignUnregistered = "TEKEN_ESIGN_UNREGISTERED"

        // The authority.
        case organisation = "TEKEN_ORGANISATION"
        case authorityName = "TEKEN_AUTHORITY_NAME"
        case country = "TEKEN_COUNTRY"
        case baseURL = "TEKEN_BASE_URL"
        case policyArc = "TEKEN_POLICY_ARC"
        case practiceStatement = "TEKEN_PRACTICE_STATEMENT"
        case serverDomains = "TEKEN_SERVER_DOMAINS"
        case weakKeys = "TEKEN_WEAK_KEYS"
        case clock = "TEKEN_CLOCK"
        case rootKey = "TEKEN_ROOT_KEY"
        case issuingKey = "TEKEN_ISSUING_KEY"
        case statusKey = "TEKEN_STATUS_KEY"
        case timestampKey = "TEKEN_TIMESTAMP_KEY"
        case personDays = "TEKEN_PERSON_DAYS"
        case sealDays = "TEKEN_SEAL_DAYS"
        case serverDays = "TEKEN_SERVER_DAYS"
        case mailDays = "TEKEN_MAIL_DAYS"
        case issuingYears = "TEKEN_ISSUING_YEARS"
        case rootYears = "TEKEN_ROOT_YEARS"
        case renewalDays = "TEKEN_RENEWAL_DAYS"
        case listHours = "TEKEN_LIST_HOURS"
        case listMinutes = "TEKEN_LIST_MINUTES"
        case answerHours = "TEKEN_ANSWER_HOURS"
        case certificatesPerList = "TEKEN_CERTIFICATES_PER_LIST"

        /// The flag of the same meaning, where every command with a data folder has one.
        var option: Command.Option? { self == .database ? Settings.database : nil }
    }

    static let database = Command.Option(
        name: "--database", value: "URL",
        help: "postgresql://… instead of a file in the data folder; TEKEN_DATABASE if not given")

    private static let bytesMax = 64 << 10

    private let values: [Name: String]

    /// The file need not be there; one that is must be understood to its last line.
    init(
        file path: String, environment: [String: String], flag: (Command.Option) -> String?
    ) throws {
        var values = try Self.read(path)
        for name in Name.allCases {
            if let value = environment[name.rawValue], !value.isEmpty { values[name] = value }
            if let option = name.option, let value = flag(option) { values[name] = value }
        }
        self.values = values
    }

    /// What a text of such lines says, and nothing else.
    init(text: String) throws(Problem) {
        values = try Self.parse(text, from: "teken.conf")
    }

    subscript(_ name: Name) -> String? { values[name] }

    /// Whether everybody knows the passphrases and secrets in it, so that it must be reached from this machine alone.
    func isTrial() throws(Problem) -> Bool {
        switch self[.trial] {
        case nil, "no": return false
        case "yes": return true
        default: throw .unknownChoice(Name.trial.rawValue, among: ["yes", "no"])
        }
    }

    private static func read(_ path: String) throws -> [Name: String] {
        guard FileManager.default.fileExists(atPath: path) else { return [:] }
        return try parse(InputFile.text(path, most: bytesMax), from: path)
    }

    /// Lines of `NAME=VALUE`; empty ones and those that begin with `#` say nothing.
    static func parse(_ text: String, from path: String) throws(Problem) -> [Name: String] {
        var values: [Name: String] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") { continue }
            // What stands behind the mark may be a secret: a message names the line and its name alone.
            guard let mark = line.firstIndex(of: "=") else { throw .settingMalformed(path, line: index + 1) }
            let words = line[..<mark].split(whereSeparator: \.isWhitespace)
            guard words.count == 1, let name = Name(rawValue: String(words[0])) else {
                throw .settingUnknown(path, line: index + 1)
            }
            guard values[name] == nil else { throw .settingTwice(path, line: index + 1) }
            let value = line[line.index(after: mark)...].drop(while: \.isWhitespace)
            values[name] = String(value.reversed().drop(while: \.isWhitespace).reversed())
        }
        return values
    }
}
