/// What a program may ask for.
package struct ClientScopes: OptionSet, Hashable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static let sign = ClientScopes(rawValue: 1 << 0)
    package static let seal = ClientScopes(rawValue: 1 << 1)
    package static let status = ClientScopes(rawValue: 1 << 2)
    package static let verify = ClientScopes(rawValue: 1 << 3)
    package static let register = ClientScopes(rawValue: 1 << 4)
    package static let certificates = ClientScopes(rawValue: 1 << 5)
    package static let receipts = ClientScopes(rawValue: 1 << 6)
    package static let administration = ClientScopes(rawValue: 1 << 7)

    /// By the names that programs give, in the order they are written in.
    package static let named: [(name: String, scope: ClientScopes)] = [
        ("sign", .sign), ("seal", .seal), ("status", .status), ("verify", .verify), ("register", .register),
        ("certificates", .certificates), ("receipts", .receipts), ("admin", .administration),
    ]

    /// What an office application needs.
    package static let usual: ClientScopes = [.sign, .seal, .status, .verify, .certificates, .receipts]

    /// Nil where a word is none of ours.
    package init?(words: String) {
        var scopes: ClientScopes = []
        for word in words.split(separator: " ") {
            guard let found = Self.named.first(where: { $0.name == word }) else { return nil }
            scopes.insert(found.scope)
        }
        self = scopes
    }

    package var words: String { Self.named.filter { contains($0.scope) }.map(\.name).joined(separator: " ") }
}
