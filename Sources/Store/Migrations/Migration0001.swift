import Database

extension Migration {
    static let m0001 = Migration(1, "installation, rising numbers and the audit log", compatibleFrom: 1) { dialect in
        let (integer, text, bytes) = (dialect.integer, dialect.text, dialect.bytes)
        let tables = [
            """
            CREATE TABLE installation (
                singleton \(integer) PRIMARY KEY CHECK (singleton = 1), id \(bytes) NOT NULL,
                created \(integer) NOT NULL, generation \(integer) NOT NULL
            )\(dialect.tableEnd)
            """,
            """
            CREATE TABLE rising_number (
                series \(text) PRIMARY KEY, value \(integer) NOT NULL
            )\(dialect.keyedTableEnd)
            """,
            """
            CREATE TABLE audit_log (
                writer \(bytes) PRIMARY KEY, node \(bytes) NOT NULL, generation \(integer) NOT NULL,
                size \(integer) NOT NULL, last \(bytes) NOT NULL, peaks \(bytes) NOT NULL, at \(integer) NOT NULL,
                UNIQUE (node, generation)
            )\(dialect.tableEnd)
            """,
            """
            CREATE TABLE audit_record (
                writer \(bytes) NOT NULL REFERENCES audit_log (writer), sequence \(integer) NOT NULL,
                leaf \(bytes) NOT NULL, line \(text) NOT NULL, PRIMARY KEY (writer, sequence)
            )\(dialect.keyedTableEnd)
            """,
            """
            CREATE TABLE audit_node (
                writer \(bytes) NOT NULL REFERENCES audit_log (writer), level \(integer) NOT NULL,
                position \(integer) NOT NULL, hash \(bytes) NOT NULL, PRIMARY KEY (writer, level, position)
            )\(dialect.keyedTableEnd)
            """,
            """
            CREATE TABLE audit_head (
                writer \(bytes) NOT NULL REFERENCES audit_log (writer), size \(integer) NOT NULL,
                text \(text) NOT NULL, PRIMARY KEY (writer, size)
            )\(dialect.keyedTableEnd)
            """,
        ]
        return dialect.driverTables + tables
            + ["audit_record", "audit_node", "audit_head"].flatMap { appendOnly($0, dialect) }
    }

    /// A table whose rows stay as they were written. Whoever owns the database can take this away again, and is found out by the
    /// log itself; it guards against mistakes.
    static func appendOnly(_ table: String, _ dialect: Dialect) -> [String] {
        switch dialect {
        case .sqlite:
            ["UPDATE", "DELETE"].map { change in
                """
                CREATE TRIGGER \(table)_refuses_\(change.lowercased()) BEFORE \(change) ON \(table)
                BEGIN SELECT RAISE(ABORT, 'rows of \(table) stay'); END
                """
            }
        case .postgres:
            [
                """
                CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME; END $$
                """,
                """
                CREATE TRIGGER \(table)_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON \(table)
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
                """,
            ]
        }
    }
}
