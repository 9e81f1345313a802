/// What one guess at a passphrase costs: the parameters of Argon2id (RFC 9106), kept with each sealed key.
package struct KDFParameters: Hashable, Sendable {
    package let memoryKiB: UInt32
    package let passes: UInt32
    package let lanes: UInt8

    package init(memoryKiB: UInt32, passes: UInt32, lanes: UInt8) {
        self.memoryKiB = memoryKiB
        self.passes = passes
        self.lanes = lanes
    }

    /// 64 MiB, three passes: the second choice of RFC 9106 §4 on one lane; about 140 ms of one core.
    package static let standard = KDFParameters(memoryKiB: 64 << 10, passes: 3, lanes: 1)

    /// 256 MiB: four times the price for whoever guesses, and for us.
    package static let high = KDFParameters(memoryKiB: 256 << 10, passes: 3, lanes: 1)

    /// What a stored key may ask for at most; more would make a tampered row a bomb.
    package static let ceiling = KDFParameters(memoryKiB: 1 << 20, passes: 10, lanes: 8)

    var isWithinCeiling: Bool {
        memoryKiB <= Self.ceiling.memoryKiB && passes <= Self.ceiling.passes && lanes <= Self.ceiling.lanes
    }

    /// The least Argon2 itself is defined for: one pass, and 8 KiB for each lane (RFC 9106 §3.1).
    var isDefined: Bool {
        passes >= 1 && lanes >= 1 && memoryKiB >= 8 * UInt32(lanes)
    }

    /// Whether a key sealed this way deserves to be sealed again: cheaper to guess in memory or in passes.
    package func isWeaker(than policy: KDFParameters) -> Bool {
        memoryKiB < policy.memoryKiB || passes < policy.passes
    }

    /// What a renewal asks for: in memory and in passes the dearer of the two, so that it makes no guess cheaper.
    func raised(to policy: KDFParameters) -> KDFParameters {
        KDFParameters(
            memoryKiB: max(memoryKiB, policy.memoryKiB), passes: max(passes, policy.passes), lanes: policy.lanes)
    }
}
