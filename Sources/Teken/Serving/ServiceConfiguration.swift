import API
import ClientGate
import Crypto
import Domain
import ESignAPI
import Problems
import Signing
import Verification

/// What an installation's settings say about signing and verifying for programs. One that cannot be honoured is refused by its name.
struct ServiceConfiguration {
    private static let anchorBytesMax = 16 << 20

    private let told: Settings

    init(_ settings: Settings) {
        told = settings
    }

    func policy() throws(Problem) -> SigningHouse.Policy {
        var policy = SigningHouse.Policy()
        switch told[.level] {
        case nil, "B-T": policy.level = .timestamp
        case "B-B": policy.level = .signature
        default: throw .unknownChoice(Settings.Name.level.rawValue, among: ["B-B", "B-T"])
        }
        switch told[.seal] {
        case nil, "standard": policy.seal = .standard
        case "high": policy.seal = .high
        default: throw .unknownChoice(Settings.Name.seal.rawValue, among: ["standard", "high"])
        }
        if let minutes = try number(.resultMinutes, 0...10_080) {
            policy.resultsKept = minutes == 0 ? nil : .seconds(minutes * 60)
        }
        let sessionMinutesMax = Int(policy.sessionTimeMax.components.seconds / 60)
        if let minutes = try number(.codeMinutes, 1...sessionMinutesMax) { policy.codeTime = .seconds(minutes * 60) }
        if let days = try number(.activationDays, 1...3_650) { policy.activationTimeMax = .seconds(days * 86_400) }
        policy.activationCountMax = try number(.activationDocuments, 1...100_000_000) ?? policy.activationCountMax
        return policy
    }

    func pace() throws(Problem) -> ClientPace? {
        try number(.clientRate, 1...100_000).map { ClientPace(perSecond: $0) }
    }

    func esign() throws(Problem) -> ESignSettings {
        var settings = ESignSettings()
        settings.zone = try zone() ?? settings.zone
        settings.boxReading = try choice(.esignBox) ?? settings.boxReading
        settings.tagAnchor = try choice(.esignTag) ?? settings.tagAnchor
        switch told[.esignUnregistered] {
        case nil, "1110": break
        case "2011": settings.unregisteredNumber = 2011
        default: throw .unknownChoice(Settings.Name.esignUnregistered.rawValue, among: ["1110", "2011"])
        }
        if let mebibytes = try documentMebibytes() {
            settings.documentBytesMax = mebibytes << 20
            settings.requestBytesMax = max(settings.requestBytesMax, mebibytes << 20 + mebibytes << 19)
        }
        return settings
    }

    func api() throws(Problem) -> APISettings {
        var settings = APISettings()
        settings.zone = try zone() ?? settings.zone
        if let mebibytes = try documentMebibytes() {
            settings.documentBytesMax = mebibytes << 20
            settings.formBytesMax = max(settings.formBytesMax, mebibytes << 20)
            settings.requestBytesMax = max(settings.requestBytesMax, mebibytes << 20 + mebibytes << 19)
        }
        return settings
    }

    private func zone() throws(Problem) -> CivilZone? {
        guard let text = told[.zone] else { return nil }
        guard let zone = CivilZone(text) else {
            throw .unknownChoice(Settings.Name.zone.rawValue, among: ["WIB", "WITA", "WIT", "UTC", "+HH:MM"])
        }
        return zone
    }

    private func documentMebibytes() throws(Problem) -> Int? { try number(.documentMiB, 1...1_024) }

    /// Whose signatures a verdict believes, besides this installation's own: `NAME=PEM` with commas between.
    func anchors() throws -> [TrustAnchor] {
        var anchors: [TrustAnchor] = []
        for word in (told[.trust] ?? "").split(separator: ",") {
            let parts = word.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard parts.count == 2 else { throw Problem.nothingToTrust(String(word)) }
            let found = try Certificate.all(pem: InputFile.bytes(parts[1], most: Self.anchorBytesMax))
            guard !found.isEmpty else { throw Problem.nothingToTrust(parts[1]) }
            anchors += found.map { TrustAnchor(name: parts[0], certificate: $0.der) }
        }
        return anchors
    }

    private func number(_ name: Settings.Name, _ bounds: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = told[name] else { return nil }
        guard let number = Int(text), bounds ~= number else { throw .numberOutOfBounds(name.rawValue, bounds) }
        return number
    }

    private func choice<Value: RawRepresentable & CaseIterable>(
        _ name: Settings.Name
    ) throws(Problem) -> Value? where Value.RawValue == String {
        guard let text = told[name] else { return nil }
        guard let value = Value(rawValue: text) else {
            throw .unknownChoice(name.rawValue, among: Value.allCases.map(\.rawValue))
        }
        return value
    }
}
