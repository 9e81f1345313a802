import Crypto
import Database
package import Domain

extension Transaction {
    /// Revoked certificates of which nothing but their lines on a list is there, for measuring how long lists are made.
    package func insertMeasuredRevocations(of issuer: ID<AuthorityKey>, _ numbers: Range<Int>) throws(Failure) {
        for number in numbers {
            let name = (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * (15 - $0))) }
            // Spread like random ones, and never zero in front.
            let serial = [0x40] + name.reversed()[..<8] + name[8...]
            try run(
                """
                INSERT INTO certificate (id, serial, issuer, shard, request, request_digest, profile, key_digest,
                    not_before, not_after, state, since, reason, certificate)
                VALUES (\(name), \(Array(serial)), \(issuer), 0, \(name), \(name), 'measured', \(name), \(now),
                    \(now + .seconds(86_400)), 'revoked', \(now + .seconds(number % 100_000)), \(number % 6), \(name))
                """)
        }
    }
}
