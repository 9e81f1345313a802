import Signing

/// The options that say what may be fetched for a verdict.
enum FetchOptions {
    typealias Option = Command.Option

    private static let anywhere = Option(
        name: "--fetch-private", help: "ask addresses inside this network as well, which certificates may name")

    static let all = [anywhere]

    static func isUsed(_ arguments: borrowing CommandArguments) -> Bool { arguments.has(anywhere) }

    static func source(_ arguments: borrowing CommandArguments) throws -> MaterialSource {
        MaterialSource { _, _ in nil }
    }
}
