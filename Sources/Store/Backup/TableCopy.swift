import Database
import Domain

/// Copies the rows of one table from one database to another, a few at a time.
struct TableCopy {
    /// With a dozen columns still far below what either database takes in one statement.
    private static let rowsAtOnce = 64

    let table: String
    let columns: [String]

    /// Tables in the order they were made, in which a row finds what it refers to in other tables. Those of its own table come in
    /// any order, and a certificate names the one that took its place; see `Dialect.referencesLater`. Names come out of a file
    /// of SQLite's that our own steps have made.
    static func all(in archive: any DatabaseConnection) throws(DatabaseError) -> [TableCopy] {
        var copies: [TableCopy] = []
        let left = [Schema.historyTable, BackupManifest.table, BackupManifest.countTable]
        let tables = try archive.run(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
        for row in tables {
            let table: String = try row["name"]
            guard !left.contains(table) else { continue }
            var columns: [String] = []
            for column in try archive.run("SELECT name FROM pragma_table_info(\(table)) ORDER BY cid") {
                columns.append(try column["name"])
            }
            // What is pasted below are plain words, or it is no file of ours.
            guard
                ([table] + columns).allSatisfy({
                    $0.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }
                })
            else { throw .corrupt("a table of another program") }
            copies.append(TableCopy(table: table, columns: columns))
        }
        return copies
    }

    /// How many rows there were.
    func run(from source: any DatabaseConnection, to target: any DatabaseConnection) throws(DatabaseError) -> Int {
        var (count, waiting): (Int, [[SQLValue]]) = (0, [])
        try source.each(SQL(trusted: "SELECT \(columns.joined(separator: ", ")) FROM \(table)")) {
            (row) throws(DatabaseError) in
            waiting.append(row.values)
            count += 1
            if waiting.count == Self.rowsAtOnce {
                try target.run(insertion(of: waiting))
                waiting.removeAll(keepingCapacity: true)
            }
        }
        if !waiting.isEmpty { try target.run(insertion(of: waiting)) }
        return count
    }

    private func insertion(of rows: [[SQLValue]]) -> SQL {
        var statement = SQL(trusted: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES ")
        for (index, row) in rows.enumerated() {
            for (place, value) in row.enumerated() {
                statement.append(SQL(trusted: place > 0 ? ", " : index > 0 ? "), (" : "("))
                statement.append("\(value)")
            }
        }
        statement.append(")")
        return statement
    }
}
