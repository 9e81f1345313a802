/// Why a certificate was revoked (RFC 5280 §5.3.1); the numbers are those of its lists.
package enum RevocationReason: Int, CaseIterable, Sendable {
    case unspecified = 0
    case keyCompromise = 1
    case authorityCompromise = 2
    case affiliationChanged = 3
    case superseded = 4
    case cessationOfOperation = 5
    case certificateHold = 6
    case removeFromList = 8
    case privilegeWithdrawn = 9
    case attributeAuthorityCompromise = 10

    /// A number that stands for nothing is as good as none.
    package init(code: Int) { self = RevocationReason(rawValue: code) ?? .unspecified }

    /// Whether an authority may give it to a certificate that it revokes for good. A hold has an event of its own, and leaving a
    /// list is no reason.
    package var isFinal: Bool {
        switch self {
        case .unspecified, .keyCompromise, .authorityCompromise, .affiliationChanged, .superseded,
            .cessationOfOperation,
            .privilegeWithdrawn:
            true
        case .certificateHold, .removeFromList, .attributeAuthorityCompromise: false
        }
    }
}
