import CSQLite
import Database

/// The library as it is installed here, which may be another one than it was compiled against.
package enum SQLiteLibrary {
    /// `STRICT` and `RETURNING` (sqlite.org/changes.html, 3.37.0).
    static let oldest: Int32 = 3_037_000

    package static var version: Int32 { sqlite3_libversion_number() }

    /// Whether a version may damage a database when two connections write or move the log into the file at the same moment
    /// (the WAL-reset bug of 3.7.0 to 3.51.2; Debian 12 has 3.40.1 without a correction).
    ///
    /// Here only one connection in one process ever does either, which is why such a version may be used at all.
    package static func needsSingleWriter(_ version: Int32) -> Bool {
        3_007_000...3_051_002 ~= version
    }

    static func check(_ version: Int32 = version) throws(DatabaseError) {
        guard version >= oldest else { throw .unsuitable("SQLite \(words(version)); 3.37.0 or newer is needed") }
        guard sqlite3_threadsafe() != 0 else { throw .unsuitable("SQLite was built for one thread") }
    }

    static func words(_ version: Int32) -> String {
        "\(version / 1_000_000).\(version / 1_000 % 1_000).\(version % 1_000)"
    }
}
