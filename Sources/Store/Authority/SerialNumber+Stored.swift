package import Crypto
package import Database

extension SerialNumber: SQLStorable {
    package var sqlValue: SQLValue { .bytes(bytes) }

    package init?(sqlValue: SQLValue) {
        guard case .bytes(let bytes) = sqlValue else { return nil }
        self.init(bytes)
    }
}
