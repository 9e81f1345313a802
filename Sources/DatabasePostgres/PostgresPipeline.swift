import CLibPQ
import Database

/// What was given to a connection and is not answered yet: sent together, it costs one way to the server and back (libpq,
/// "Pipeline Mode").
///
/// Once one of them fails the server leaves out all that follows, up to the end that `answers` sets.
@safe struct PostgresPipeline {
    private var unanswered = 0

    var isEmpty: Bool { unanswered == 0 }

    /// Servers answer while they are still being asked; nobody reads that before the end, and the way back holds only so much.
    var isFull: Bool { unanswered >= 100 }

    mutating func prepare(
        _ name: String, _ text: String, types: [Oid], on connection: OpaquePointer
    ) throws(DatabaseError) {
        try unsafe enter(connection)
        try unsafe sent(PQsendPrepare(connection, name, text, Int32(types.count), types), on: connection)
    }

    mutating func ask(
        _ name: String, _ parameters: PostgresParameters, on connection: OpaquePointer
    ) throws(DatabaseError) {
        try unsafe enter(connection)
        let status = unsafe parameters.withPointers { count, values, lengths, formats in
            unsafe PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1)
        }
        try unsafe sent(status, on: connection)
    }

    mutating func command(_ text: String, on connection: OpaquePointer) throws(DatabaseError) {
        try unsafe enter(connection)
        try unsafe sent(PQsendQueryParams(connection, text, 0, nil, nil, nil, nil, 1), on: connection)
    }

    /// Waits for all answers, of which the last one is told, or the first that says no. Nil where nothing was asked.
    mutating func answers(on connection: OpaquePointer) throws(DatabaseError) -> PostgresAnswer? {
        guard !isEmpty else { return nil }
        guard unsafe PQpipelineSync(connection) == 1 else { throw unsafe .lost(Self.words(of: connection)) }
        var last: PostgresAnswer?
        var failure: DatabaseError?
        for _ in 0..<unanswered {
            do throws(DatabaseError) {
                last = try unsafe PostgresAnswer(owning: PQgetResult(connection), of: connection, doing: "ask")
            } catch {
                failure = failure ?? error
            }
            // Behind each statement's answer stands nothing, as its end.
            while let more = unsafe PQgetResult(connection) { unsafe PQclear(more) }
        }
        unanswered = 0
        unsafe PQclear(PQgetResult(connection))
        let isOver = unsafe PQexitPipelineMode(connection) == 1
        if let failure { throw failure }
        guard isOver else { throw unsafe .lost(Self.words(of: connection)) }
        return last
    }

    private func enter(_ connection: OpaquePointer) throws(DatabaseError) {
        guard isEmpty else { return }
        guard unsafe PQenterPipelineMode(connection) == 1 else { throw unsafe .lost(Self.words(of: connection)) }
    }

    private mutating func sent(_ status: Int32, on connection: OpaquePointer) throws(DatabaseError) {
        guard status == 1 else { throw unsafe .lost(Self.words(of: connection)) }
        unanswered += 1
    }

    private static func words(of connection: OpaquePointer) -> String {
        unsafe PostgresText.line(PQerrorMessage(connection))
    }
}
