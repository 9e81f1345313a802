package import Crypto
import Database
package import Domain

/// The subject of the identifier under which a result is kept: whoever has it may fetch the result, once.
package enum KeptResult {}

/// What is kept for a program that has lost its answer, or fetches it later: encrypted under its name, which is not kept.
package struct KeptResultDraft: Sendable {
    private static let pieceBytes = 1 << 20

    package let id: ID<KeptResult>
    let code: [UInt8]
    let pieces: [[UInt8]]

    /// Encrypts it, which is done before a transaction is begun.
    package init(_ id: ID<KeptResult>, _ bytes: [UInt8], _ keys: InstallationKeys) throws(CryptoError) {
        self.id = id
        code = try keys.code(.contentName, id.bytes)
        let key = try ContentKey(forName: id.bytes, keys)
        var pieces: [[UInt8]] = []
        for start in stride(from: 0, to: max(bytes.count, 1), by: Self.pieceBytes) {
            let piece = Array(bytes[start..<min(start + Self.pieceBytes, bytes.count)])
            pieces.append(try key.seal(piece, purpose: Self.purpose(pieces.count)))
        }
        self.pieces = pieces
    }

    fileprivate static func purpose(_ piece: Int) -> [UInt8] { Array("piece \(piece)".utf8) }
}

/// A result as it lay there, taken out for good.
package struct TakenResult: Sendable {
    let id: ID<KeptResult>
    let pieces: [[UInt8]]

    /// Nil where anything of it was changed. Opened outside of the transaction that took it: others write meanwhile.
    package func open(_ keys: InstallationKeys) throws(CryptoError) -> [UInt8]? {
        let key = try ContentKey(forName: id.bytes, keys)
        var bytes: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            guard let opened = try key.open(piece, purpose: KeptResultDraft.purpose(index)) else { return nil }
            bytes += opened
        }
        return bytes
    }
}

extension Transaction {
    package func insert(_ result: KeptResultDraft, of client: ID<Client>, until deadline: Instant) throws(Failure) {
        try run(
            """
            INSERT INTO kept_result (code, client, deadline, is_taken)
            VALUES (\(result.code), \(client), \(deadline), \(false))
            """)
        for (index, piece) in result.pieces.enumerated() {
            try run("INSERT INTO kept_result_piece (code, piece, bytes) VALUES (\(result.code), \(index), \(piece))")
        }
    }

    /// The result, for the program it was kept for; nil where there is none, its time is over, or it was taken already.
    package func take(
        _ id: ID<KeptResult>, for client: ID<Client>, _ keys: InstallationKeys
    ) throws(Failure) -> TakenResult? {
        let code: [UInt8]
        do throws(CryptoError) { code = try keys.code(.contentName, id.bytes) } catch {
            throw .store(.cryptography(error))
        }
        // What was taken stays as a row until its time is over; its bytes go at once.
        let isThere =
            try change(
                """
                UPDATE kept_result SET is_taken = \(true)
                WHERE code = \(code) AND client = \(client) AND is_taken = \(false) AND deadline > \(now)
                """) == 1
        guard isThere else { return nil }
        let pieces: [[UInt8]] = try run("SELECT bytes FROM kept_result_piece WHERE code = \(code) ORDER BY piece")
            .map { row throws(Failure) in try row["bytes"] }
        try run("DELETE FROM kept_result_piece WHERE code = \(code)")
        return TakenResult(id: id, pieces: pieces)
    }

    /// Results whose time is over, a few at a time. How many went.
    package func forgetResults(endedBefore end: Instant, most: Int) throws(Failure) -> Int {
        let old: [[UInt8]] = try run(
            "SELECT code FROM kept_result WHERE deadline < \(end) ORDER BY deadline LIMIT \(most)"
        ).map { row throws(Failure) in try row["code"] }
        for code in old {
            try run("DELETE FROM kept_result_piece WHERE code = \(code)")
            try run("DELETE FROM kept_result WHERE code = \(code)")
        }
        return old.count
    }
}
