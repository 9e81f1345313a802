import Database
package import Domain

extension Transaction {
    /// Counts a try of whatever the code stands for, or says why there may be none. Of many at the same time each sees the ones
    /// before it.
    package func begin(_ code: [UInt8], _ bounds: Attempts.Bounds) throws(Failure) -> Attempts.Outcome {
        try run(
            """
            INSERT INTO attempt (code, in_window, window_end, in_row)
            VALUES (\(code), 0, \(Instant(nanosecondsSince1970: 0)), 0) ON CONFLICT (code) DO NOTHING
            """)
        var attempts = try attempts(code)
        let outcome = attempts.begin(at: now, bounds)
        if outcome == .proceed { try set(attempts, code) }
        return outcome
    }

    /// How many were made since the last right one.
    package func triesInRow(_ code: [UInt8]) throws(Failure) -> Int { try attempts(code).inRow }

    /// It was right: the row of wrong ones is over.
    package func succeed(_ code: [UInt8]) throws(Failure) {
        try run("DELETE FROM attempt WHERE code = \(code)")
    }

    /// It was never made. Where none is left there is no row, and so nothing that signers of one program would wait for.
    package func withdraw(_ code: [UInt8]) throws(Failure) {
        var attempts = try attempts(code)
        attempts.withdraw()
        if attempts.inWindow == 0, attempts.inRow == 0 { try succeed(code) } else { try set(attempts, code) }
    }

    /// Windows that are long over and no longer row; what is blocked stays. How many went.
    package func forgetAttempts(endedBefore end: Instant, inRowBelow bound: Int) throws(Failure) -> Int {
        try change("DELETE FROM attempt WHERE window_end < \(end) AND in_row < \(bound)")
    }

    private func attempts(_ code: [UInt8]) throws(Failure) -> Attempts {
        let row = try first(
            "SELECT in_window, window_end, in_row FROM attempt WHERE code = \(code)\(dialect.rowLock)")
        return try row.map { row throws(Failure) in
            Attempts(inWindow: try row["in_window"], windowEnd: try row["window_end"], inRow: try row["in_row"])
        } ?? Attempts()
    }

    private func set(_ attempts: Attempts, _ code: [UInt8]) throws(Failure) {
        try run(
            """
            UPDATE attempt SET in_window = \(attempts.inWindow), window_end = \(attempts.windowEnd),
                in_row = \(attempts.inRow) WHERE code = \(code)
            """)
    }
}
