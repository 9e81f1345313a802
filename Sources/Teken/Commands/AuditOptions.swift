import Domain
import Store

extension Command.Option {
    static let witness = Command.Option(
        name: "--witness", value: "FILE", help: "heads that were handed out and lay elsewhere meanwhile",
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

    func writer() throws(Problem) -> ID<AuditWriter>? {
        guard let text = value(.writer) else { return nil }
        guard let writer = ID<AuditWriter>(text) else { throw .notAnIdentifier(Command.Option.writer.name) }
        return writer
    }
}
