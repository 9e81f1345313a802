import Authority
import Crypto
import Domain
import Metrics
import Store

/// What must not grow old unseen: lists of revoked certificates, and the authority's own certificates.
enum AuthorityMetrics {
    static func add(_ authority: Authority, to registry: MetricsRegistry) {
        registry.gauge("teken_authority_list_age_seconds", "How long ago each list in force was made.") {
            lists(of: authority) { list, now in now.since(list.thisUpdate) }
        }
        registry.gauge(
            "teken_authority_list_left_seconds", "How long each list in force is still good for; below zero it is not."
        ) { lists(of: authority) { list, now in list.nextUpdate.since(now) } }
        registry.gauge(
            "teken_authority_certificate_left_seconds",
            "How long the certificate of each key at work is still good for; below zero it is not."
        ) {
            let now = WallClock.now()
            return authority.keyRecords.filter { $0.state == .active }.compactMap { key in
                key.certificate.notAfter.map { end in
                    Reading(end.since(now) / .seconds(1), ["role": key.role.rawValue, "key": "\(key.id)"])
                }
            }
        }
    }

    /// None where the store cannot be read, which a collector takes for missing and not for fresh.
    private static func lists(
        of authority: Authority, _ time: (RevocationListRecord, Instant) -> Duration
    ) -> [Reading] {
        do throws(AuthorityError) {
            let now = WallClock.now()
            return try authority.listsInForce().map { list in
                let part =
                    switch list.shard {
                    case .all: "all"
                    case .part(let number): "\(number)"
                    }
                return Reading(time(list, now) / .seconds(1), ["issuer": "\(list.issuer)", "part": part])
            }
        } catch {
            return []
        }
    }
}
