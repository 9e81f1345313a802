import Crypto
package import Domain
package import Store

/// A key whose certificate ends before long, or has ended.
package struct RenewalReminder: Hashable, Sendable {
    package let key: ID<AuthorityKey>
    package let role: AuthorityKey.Role
    package let end: Instant
    /// What is left of it; nothing once it has ended.
    package let left: Duration
    package let isOver: Bool
}

extension Authority {
    /// What must be renewed soon: active keys in the last part of their lives, the nearest end first.
    ///
    /// An issuing key is due once it could no longer issue for a person's whole time, because certificates would come out shorter.
    package func reminders() -> [RenewalReminder] {
        let now = clock()
        let early = Duration.days(settings.lifetimes.renewalDays)
        return keyRecords.compactMap { record -> RenewalReminder? in
            guard record.state == .active, let end = record.certificate.notAfter else { return nil }
            let margin = record.role == .issuing ? early + .days(settings.lifetimes.personDays) : early
            let left = end.since(now)
            guard left <= margin else { return nil }
            return RenewalReminder(
                key: record.id, role: record.role, end: end, left: max(.zero, left), isOver: left < .zero)
        }.sorted { $0.end < $1.end }
    }
}
