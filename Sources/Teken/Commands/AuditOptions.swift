import Crypto
import Domain
import Problems
import Store

extension Command.Option {
    static let witness = Command.Option(
        name: "--witness", value: "FILE", help: "heads that were handed out and lay elsewhere meanwhile",
        isRepeatable: true)
    static let headKey = Command.Option(
        name: "--head-key", value: "PEM", help: "a key, or its certificate, that signs heads; others are refused",
        isRepeatable: true)
    static let writer = Command.Option(
        name: "--writer", value: "UUID", help: "the log meant, where there are several")
}

extension CommandArguments {
    private static let witnessBytesMax = 1 << 20

    func witnesses() throws -> [SealedAuditHead] {
        try values(.witness).flatMap { path in
            guard let heads = SealedAuditHead.all(in: try InputFile.text(path, most: Self.witnessBytesMax)) else {
                throw Problem.witnessUnreadable(path)
            }
            return heads
        }
    }

    /// `SubjectPublicKeyInfo` of each key that may sign heads.
    func headKeys() throws -> [[UInt8]] {
        try values(.headKey).flatMap { path in
            let text = try InputFile.bytes(path, most: Self.witnessBytesMax)
            let keys = try PEMBlocks.all(in: text, labelled: PEMBlocks.publicKey) ?? []
            return keys.isEmpty ? try Certificate.all(pem: text).map { try $0.publicKeyInfo() } : keys
        }
    }

    func writer() throws(Problem) -> ID<AuditWriter>? {
        guard let text = value(.writer) else { return nil }
        guard let writer = ID<AuditWriter>(text) else { throw .notAnIdentifier(Command.Option.writer.name) }
        return writer
    }
}
