package import Domain

/// A value in a column, in one of the few forms that both databases keep alike.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// What a column can hold, and how it is held there.
package protocol SQLStorable {
    var sqlValue: SQLValue { get }

    /// Nil when the column holds something else.
    init?(sqlValue: SQLValue)
}

extension SQLValue: SQLStorable {
    package var sqlValue: SQLValue { self }
    package init?(sqlValue: SQLValue) { self = sqlValue }
}

extension Int64: SQLStorable {
    package var sqlValue: SQLValue { .integer(self) }

    package init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self = number
    }
}

extension Int: SQLStorable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }

    package init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self.init(exactly: number)
    }
}

/// Zero or one: SQLite has no truth of its own.
extension Bool: SQLStorable {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }

    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension String: SQLStorable {
    package var sqlValue: SQLValue { .text(self) }

    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self = text
    }
}

extension [UInt8]: SQLStorable {
    package var sqlValue: SQLValue { .bytes(self) }

    package init?(sqlValue: SQLValue) {
        guard case .bytes(let bytes) = sqlValue else { return nil }
        self = bytes
    }
}

/// Nanoseconds since 1970, which both databases compare and sort as they are.
extension Instant: SQLStorable {
    package var sqlValue: SQLValue { .integer(nanosecondsSince1970) }

    package init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self.init(nanosecondsSince1970: number)
    }
}

extension ID: SQLStorable where Subject: ~Copyable {
    package var sqlValue: SQLValue { .bytes(bytes) }

    package init?(sqlValue: SQLValue) {
        guard case .bytes(let bytes) = sqlValue else { return nil }
        self.init(bytes: bytes)
    }
}

extension Optional: SQLStorable where Wrapped: SQLStorable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }

    package init?(sqlValue: SQLValue) {
        if case .null = sqlValue {
            self = .none
        } else {
            guard let value = Wrapped(sqlValue: sqlValue) else { return nil }
            self = .some(value)
        }
    }
}

/// An enum of names or numbers is stored as its raw value, if it says that it may be.
extension SQLStorable where Self: RawRepresentable, RawValue: SQLStorable {
    package var sqlValue: SQLValue { rawValue.sqlValue }

    package init?(sqlValue: SQLValue) {
        guard let value = RawValue(sqlValue: sqlValue) else { return nil }
        self.init(rawValue: value)
    }
}
