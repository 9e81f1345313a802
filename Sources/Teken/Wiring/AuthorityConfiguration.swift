import Authority
import Crypto
import Domain
import Problems

/// What an installation's settings say about its authority. One that cannot be honoured is refused by its name.
struct AuthorityConfiguration {
    private let told: Settings

    init(_ settings: Settings) {
        told = settings
    }

    func settings() throws -> AuthoritySettings {
        guard let arc = ObjectIdentifier(try demanded(.policyArc)) else {
            throw Problem.notAnObjectIdentifier(Settings.Name.policyArc.rawValue)
        }
        var settings = AuthoritySettings(
            organisation: try demanded(.organisation), name: try demanded(.authorityName),
            country: told[.country] ?? "ID", baseURL: try Self.address(demanded(.baseURL), of: .baseURL),
            policyArc: arc,
            practiceStatementURL: try told[.practiceStatement].map { (text) throws(Problem) in
                try Self.address(text, of: .practiceStatement)
            })
        settings.serverDomains = told[.serverDomains]?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        settings.weakKeys = try told[.weakKeys].map(Self.weakKeys) ?? .none
        try setKinds(of: &settings)
        try setTimes(of: &settings)
        switch told[.clock] {
        case nil, "kernel": break
        case "unchecked": settings.time.trust = ClockTrust.Bounds(errorMax: nil)
        default: throw Problem.unknownChoice(Settings.Name.clock.rawValue, among: ["kernel", "unchecked"])
        }
        return settings
    }

    private func setKinds(of settings: inout AuthoritySettings) throws(Problem) {
        settings.rootKind = try kind(.rootKey) ?? settings.rootKind
        settings.issuingKind = try kind(.issuingKey) ?? settings.issuingKind
        settings.statusKind = try kind(.statusKey) ?? settings.statusKind
        settings.timestampKind = try kind(.timestampKey) ?? settings.timestampKind
    }

    private func setTimes(of settings: inout AuthoritySettings) throws(Problem) {
        let (day, year) = (1...3_653, 1...50)
        settings.lifetimes.personDays = try number(.personDays, day) ?? settings.lifetimes.personDays
        settings.lifetimes.sealDays = try number(.sealDays, day) ?? settings.lifetimes.sealDays
        settings.lifetimes.serverDays = try number(.serverDays, 1...200) ?? settings.lifetimes.serverDays
        settings.lifetimes.mailDays = try number(.mailDays, day) ?? settings.lifetimes.mailDays
        settings.lifetimes.issuingYears = try number(.issuingYears, year) ?? settings.lifetimes.issuingYears
        settings.lifetimes.rootYears = try number(.rootYears, year) ?? settings.lifetimes.rootYears
        settings.lifetimes.renewalDays = try number(.renewalDays, 1...730) ?? settings.lifetimes.renewalDays
        if let hours = try number(.listHours, 1...240) { settings.status.listLifetime = .seconds(hours * 3_600) }
        if let minutes = try number(.listMinutes, 1...1_440) { settings.status.listInterval = .seconds(minutes * 60) }
        if let hours = try number(.answerHours, 1...168) { settings.status.answerLifetime = .seconds(hours * 3_600) }
        settings.certificatesPerList = try number(.certificatesPerList, 1...10_000_000) ?? settings.certificatesPerList
    }

    private static func weakKeys(_ path: String) throws -> WeakKeyList {
        guard let list = WeakKeyList(try InputFile.bytes(path, most: WeakKeyList.bytesMax)) else {
            throw Problem.weakKeysUnreadable(path)
        }
        return list
    }

    private func demanded(_ name: Settings.Name) throws(Problem) -> String {
        guard let text = told[name], !text.isEmpty else { throw .settingMissing(name.rawValue) }
        return text
    }

    private func kind(_ name: Settings.Name) throws(Problem) -> KeyKind? {
        guard let text = told[name] else { return nil }
        do throws(CryptoError) {
            return try KeyKind(named: text)
        } catch {
            throw .unknownChoice(name.rawValue, among: KeyKind.allCases.map(\.rawValue))
        }
    }

    private func number(_ name: Settings.Name, _ bounds: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = told[name] else { return nil }
        guard let number = Int(text), bounds.contains(number) else { throw .numberOutOfBounds(name.rawValue, bounds) }
        return number
    }

    /// Without a slash at its end, since paths are put behind it.
    static func address(_ text: String, of name: Settings.Name) throws(Problem) -> String {
        guard text.hasPrefix("http://") || text.hasPrefix("https://"), !text.contains(where: \.isWhitespace) else {
            throw .notAWebAddress(name.rawValue)
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
