/// The short public name of a set of shares, made from the secret that they share.
package struct ShareSetID: Hashable, Sendable, CustomStringConvertible {
    package static let byteCount = 8

    let bytes: [UInt8]

    package var description: String { Hexadecimal.text(bytes) }
}

/// A secret of 256 bits that nobody has alone: it is split among operators, and some of them together make it again.
package struct OperatorSecret: ~Copyable {
    package let id: ShareSetID
    let secret: Secret

    package static func random() throws(CryptoError) -> OperatorSecret {
        try OperatorSecret(.random(count: OperatorShare.valueBytes))
    }

    init(_ secret: consuming Secret) throws(CryptoError) {
        precondition(secret.count == OperatorShare.valueBytes, "an operators' secret has its length")
        let name = try HKDF.derive(from: secret, label: Array("teken share set".utf8), count: ShareSetID.byteCount)
        id = ShareSetID(bytes: unsafe name.withBytes { unsafe Array($0) })
        self.secret = secret
    }

    /// Splits it into shares numbered from 1, any `threshold` of which are enough.
    package func split(into count: Int, threshold: Int) throws(CryptoError) -> [OperatorShare] {
        precondition(
            (SecretSharing.thresholdMin...count).contains(threshold) && count <= SecretSharing.sharesMax,
            "at least two of at most sixteen")
        var shares: [OperatorShare] = []
        try SecretSharing.split(secret, into: count, threshold: threshold) { index, value throws(CryptoError) in
            shares.append(OperatorShare(set: id, threshold: UInt8(threshold), index: index, value: value))
        }
        return shares
    }

    /// Makes the secret again. Shares that do not belong together are told by their fault; those of more operators than are
    /// needed must all be right.
    package init(from shares: [OperatorShare]) throws(CryptoError) {
        guard let first = shares.first else { throw .share(.tooFew(needed: SecretSharing.thresholdMin, given: 0)) }
        guard shares.allSatisfy({ $0.set == first.set && $0.threshold == first.threshold }) else {
            throw .share(.mixed)
        }
        var seen: Set<UInt8> = []
        for share in shares where !seen.insert(share.index).inserted { throw .share(.twice(share.index)) }
        guard shares.count >= Int(first.threshold) else {
            throw .share(.tooFew(needed: Int(first.threshold), given: shares.count))
        }
        let made = try OperatorSecret(SecretSharing.combine(shares))
        guard made.id == first.set else { throw .share(.doNotFit) }
        self = made
    }
}

/// One operator's part of a secret. Fewer parts than are needed tell nothing of it.
package final class OperatorShare: Sendable {
    package static let valueBytes = 32

    package let set: ShareSetID
    /// How many shares are needed.
    package let threshold: UInt8
    package let index: UInt8
    let value: Secret

    init(set: ShareSetID, threshold: UInt8, index: UInt8, value: consuming Secret) {
        self.set = set
        self.threshold = threshold
        self.index = index
        self.value = value
    }
}

/// What is wrong with shares, so that the operators know who types again.
package enum ShareDefect: Equatable, Sendable {
    /// A group of six characters, counted from 1, has a slip.
    case mistyped(group: Int)
    case wrongLength(characters: Int, expected: Int)
    /// Every group is right in itself, and together they are no share.
    case damaged
    case newerVersion(UInt8)
    /// Of different sets.
    case mixed
    case twice(UInt8)
    case tooFew(needed: Int, given: Int)
    /// One of them, or several, are not what was once handed out.
    case doNotFit
}
