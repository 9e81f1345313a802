package import Database

/// Which of an issuer's lists a certificate is on.
package enum ListShard: Hashable, Sendable {
    /// The list of them all.
    case all
    /// One part, counted from one, of an issuer with many certificates.
    case part(Int)

    /// In the name of the list's file.
    package var suffix: String {
        switch self {
        case .all: ""
        case .part(let number): "-\(number)"
        }
    }
}

extension ListShard: SQLStorable {
    package var sqlValue: SQLValue {
        switch self {
        case .all: .integer(0)
        case .part(let number): .integer(Int64(number))
        }
    }

    package init?(sqlValue: SQLValue) {
        guard let number = Int(sqlValue: sqlValue), number >= 0 else { return nil }
        self = number == 0 ? .all : .part(number)
    }
}
