/// The keys this house makes and takes in.
package enum KeyKind: String, CaseIterable, Sendable {
    case rsa2048 = "RSA-2048"
    case rsa3072 = "RSA-3072"
    case rsa4096 = "RSA-4096"
    case p256 = "P-256"
    case p384 = "P-384"

    /// Reads the name in either case, with or without dashes; `rsa` alone is the default, RSA-2048.
    package init(named name: String) throws(CryptoError) {
        let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
        if plain == "rsa" { self = .rsa2048; return }
        let known = Self.allCases.first { $0.rawValue.lowercased().filter { $0 != "-" } == plain }
        guard let known else { throw .key(.unsupported(String(name.prefix(40)))) }
        self = known
    }

    var rsaBits: Int? {
        switch self {
        case .rsa2048: 2_048
        case .rsa3072: 3_072
        case .rsa4096: 4_096
        case .p256, .p384: nil
        }
    }

    /// The code in a sealed key; never reused for another kind.
    var code: UInt8 {
        switch self {
        case .rsa2048: 1
        case .rsa3072: 2
        case .rsa4096: 3
        case .p256: 4
        case .p384: 5
        }
    }

    init?(code: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}
