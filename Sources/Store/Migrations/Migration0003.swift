import Database

extension Migration {
    /// People and their institutions, programs, sessions, and what guards them against guessing and repeating.
    static let m0003 = Migration(3, "people and programs", compatibleFrom: 1) { dialect in
        let (integer, text, bytes) = (dialect.integer, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE installation_secret (
                singleton \(integer) PRIMARY KEY CHECK (singleton = 1),
                id \(bytes) NOT NULL,
                wrapped \(bytes) NOT NULL)\(dialect.tableEnd)
            """,
            """
            CREATE TABLE institution (
                id \(bytes) PRIMARY KEY,
                name \(text) NOT NULL UNIQUE,
                rules \(integer) NOT NULL)\(dialect.tableEnd)
            """,
            """
            CREATE TABLE person (
                id \(bytes) PRIMARY KEY,
                institution \(bytes) NOT NULL REFERENCES institution (id),
                verification \(text) NOT NULL,
                issuance \(text),
                renewal \(text),
                is_revoking \(integer) NOT NULL,
                role \(text) NOT NULL,
                promotion \(text) NOT NULL,
                method \(text) NOT NULL,
                data_key \(bytes),
                data \(bytes),
                made \(integer) NOT NULL,
                CHECK ((data_key IS NULL) = (data IS NULL)))\(dialect.tableEnd)
            """,
            "CREATE INDEX person_institution ON person (institution, made)",
            """
            CREATE TABLE person_name (
                kind \(text) NOT NULL,
                code \(bytes) NOT NULL,
                person \(bytes) NOT NULL REFERENCES person (id),
                PRIMARY KEY (kind, code))\(dialect.keyedTableEnd)
            """,
            "CREATE INDEX person_name_person ON person_name (person)",
            """
            CREATE TABLE client (
                id \(bytes) PRIMARY KEY,
                name \(text) NOT NULL UNIQUE,
                secret_code \(bytes) NOT NULL,
                institution \(bytes) REFERENCES institution (id),
                scopes \(integer) NOT NULL,
                addresses \(text) NOT NULL,
                state \(text) NOT NULL,
                made \(integer) NOT NULL)\(dialect.tableEnd)
            """,
            """
            CREATE TABLE signing_session (
                id \(bytes) PRIMARY KEY,
                owner \(bytes) NOT NULL,
                client \(bytes) NOT NULL REFERENCES client (id),
                certificate \(bytes) NOT NULL REFERENCES certificate (id),
                count \(integer) NOT NULL,
                used \(integer) NOT NULL CHECK (used >= 0 AND used <= count),
                has_digests \(integer) NOT NULL,
                deadline \(integer) NOT NULL,
                key \(bytes))\(dialect.tableEnd)
            """,
            "CREATE INDEX signing_session_owner ON signing_session (owner)",
            "CREATE INDEX signing_session_deadline ON signing_session (deadline)",
            """
            CREATE TABLE session_digest (
                session \(bytes) NOT NULL REFERENCES signing_session (id),
                digest \(bytes) NOT NULL,
                is_used \(integer) NOT NULL,
                PRIMARY KEY (session, digest))\(dialect.keyedTableEnd)
            """,
            """
            CREATE TABLE attempt (
                code \(bytes) PRIMARY KEY,
                in_window \(integer) NOT NULL,
                window_end \(integer) NOT NULL,
                in_row \(integer) NOT NULL)\(dialect.keyedTableEnd)
            """,
            "CREATE INDEX attempt_end ON attempt (window_end)",
            """
            CREATE TABLE kept_result (
                code \(bytes) PRIMARY KEY,
                client \(bytes) NOT NULL REFERENCES client (id),
                deadline \(integer) NOT NULL,
                is_taken \(integer) NOT NULL)\(dialect.keyedTableEnd)
            """,
            "CREATE INDEX kept_result_deadline ON kept_result (deadline)",
            """
            CREATE TABLE kept_result_piece (
                code \(bytes) NOT NULL REFERENCES kept_result (code),
                piece \(integer) NOT NULL,
                bytes \(bytes) NOT NULL,
                PRIMARY KEY (code, piece))\(dialect.tableEnd)
            """,
        ]
    }
}
