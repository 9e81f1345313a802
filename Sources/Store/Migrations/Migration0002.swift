import Database

extension Migration {
    /// Keys of the authority, the clock it was told to believe, the certificates it issues, the keys that sign under them, and its lists.
    ///
    /// What refers to rows of its own table may be checked at the end of a transaction, so that a restore need not know their order.
    static let m0002 = Migration(2, "the authority", compatibleFrom: 1) { dialect in
        let (integer, text, bytes) = (dialect.integer, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE authority_key (
                id \(bytes) PRIMARY KEY,
                role \(text) NOT NULL,
                state \(text) NOT NULL,
                public_key \(bytes) NOT NULL,
                certificate \(bytes) NOT NULL,
                kept \(bytes),
                issuer \(bytes) REFERENCES authority_key (id) DEFERRABLE,
                made \(integer) NOT NULL)\(dialect.tableEnd)
            """,
            """
            CREATE TABLE accepted_clock (
                singleton \(integer) PRIMARY KEY CHECK (singleton = 1),
                up_to \(integer) NOT NULL,
                at \(integer) NOT NULL)\(dialect.tableEnd)
            """,
            """
            CREATE TABLE certificate (
                id \(bytes) PRIMARY KEY,
                serial \(bytes) NOT NULL,
                issuer \(bytes) NOT NULL REFERENCES authority_key (id),
                shard \(integer) NOT NULL,
                request \(bytes) NOT NULL UNIQUE,
                request_digest \(bytes) NOT NULL,
                profile \(text) NOT NULL,
                owner \(bytes),
                key_digest \(bytes) NOT NULL UNIQUE,
                replaces \(bytes) REFERENCES certificate (id) DEFERRABLE,
                not_before \(integer) NOT NULL,
                not_after \(integer) NOT NULL,
                state \(text) NOT NULL CHECK (state IN ('intended', 'good', 'held', 'revoked')),
                since \(integer),
                reason \(integer),
                invalid_since \(integer),
                replaced_by \(bytes) REFERENCES certificate (id) DEFERRABLE,
                changed \(integer),
                to_be_signed \(bytes),
                certificate \(bytes),
                CHECK (state = 'intended' OR certificate IS NOT NULL),
                UNIQUE (issuer, serial))\(dialect.tableEnd)
            """,
            "CREATE INDEX certificate_serial ON certificate (serial)",
            "CREATE INDEX certificate_owner ON certificate (owner) WHERE owner IS NOT NULL",
            "CREATE INDEX certificate_changed ON certificate (issuer, changed) WHERE changed IS NOT NULL",
            "CREATE INDEX certificate_end ON certificate (not_after)",
            "CREATE INDEX certificate_intended ON certificate (not_before) WHERE state = 'intended'",
            """
            CREATE INDEX certificate_listed ON certificate (issuer, serial)
                WHERE state IN ('held', 'revoked')
            """,
            """
            CREATE INDEX certificate_listed_in_part ON certificate (issuer, shard, serial)
                WHERE state IN ('held', 'revoked')
            """,
            "CREATE INDEX certificate_shard ON certificate (issuer, shard)",
            """
            CREATE TABLE sealed_key (
                id \(bytes) PRIMARY KEY,
                owner \(bytes) NOT NULL,
                certificate \(bytes) NOT NULL UNIQUE REFERENCES certificate (id),
                bytes \(bytes) NOT NULL,
                made \(integer) NOT NULL)\(dialect.tableEnd)
            """,
            """
            CREATE TABLE revocation_list (
                issuer \(bytes) NOT NULL REFERENCES authority_key (id),
                shard \(integer) NOT NULL,
                number \(integer) NOT NULL,
                this_update \(integer) NOT NULL,
                next_update \(integer) NOT NULL,
                entries \(integer) NOT NULL,
                bytes \(integer) NOT NULL,
                changes \(integer) NOT NULL,
                is_whole \(integer) NOT NULL,
                PRIMARY KEY (issuer, shard, number))\(dialect.keyedTableEnd)
            """,
            """
            CREATE TABLE revocation_change (
                issuer \(bytes) NOT NULL REFERENCES authority_key (id),
                shard \(integer) NOT NULL,
                changes \(integer) NOT NULL,
                PRIMARY KEY (issuer, shard))\(dialect.keyedTableEnd)
            """,
            """
            CREATE TABLE revocation_list_piece (
                issuer \(bytes) NOT NULL,
                shard \(integer) NOT NULL,
                number \(integer) NOT NULL,
                piece \(integer) NOT NULL,
                bytes \(bytes) NOT NULL,
                PRIMARY KEY (issuer, shard, number, piece))\(dialect.tableEnd)
            """,
        ]
    }
}
