package import Domain

/// Somebody who stamps time: a name for messages and a way to send a request and get the answer's bytes.
///
/// The way is a value, so that the live one is wired where sockets are, and tests script theirs.
package struct TimestampAuthority: Sendable {
    package let name: String
    package let ask: @Sendable (_ request: [UInt8]) throws(TimestampFailure) -> [UInt8]

    package init(name: String, ask: @escaping @Sendable ([UInt8]) throws(TimestampFailure) -> [UInt8]) {
        self.name = name
        self.ask = ask
    }
}

/// The authorities to ask, in their order, and what makes a token of theirs good.
package struct TimestampAuthorities: Sendable {
    package let authorities: [TimestampAuthority]
    package let requirements: TimestampRequirements

    package init(_ authorities: [TimestampAuthority], requirements: TimestampRequirements) {
        self.authorities = authorities
        self.requirements = requirements
    }

    /// The first good token. An authority that fails in any way is passed over for the next one; each gets a fresh nonce.
    package func token(over digest: Digest, now: @Sendable () -> Instant) throws(CryptoError) -> TimestampToken {
        var refusals: [TimestampRefusal] = []
        for authority in authorities {
            let request = try TimestampRequest(over: digest, policy: requirements.policy)
            do {
                let answer = try authority.ask(request.der)
                return try request.accept(answer, requirements: requirements, now: now())
            } catch let failure as TimestampFailure {
                refusals.append(TimestampRefusal(authority: authority.name, failure: failure))
            } catch CryptoError.timestamp(let failure) {
                refusals.append(TimestampRefusal(authority: authority.name, failure: failure))
            } catch let error as CryptoError {
                throw error
            } catch {
                preconditionFailure("two kinds of error are thrown above")
            }
        }
        throw .noTimestamp(refusals)
    }
}

/// What a token must satisfy besides answering its request.
package struct TimestampRequirements: Sendable {
    /// Roots under which an authority's certificate is believed.
    package let anchors: [Certificate]
    /// Certificates that may lie between a root and the authority, when its answer leaves them out.
    package let intermediates: [Certificate]
    /// The object identifier of the policy to ask for and insist on.
    package let policy: String?
    /// How far the authority's time may be from ours.
    package let clockTolerance: Duration

    package static let usualClockTolerance = Duration.seconds(300)

    package init(
        anchors: [Certificate], intermediates: [Certificate] = [], policy: String? = nil,
        clockTolerance: Duration = usualClockTolerance
    ) {
        self.anchors = anchors
        self.intermediates = intermediates
        self.policy = policy
        self.clockTolerance = clockTolerance
    }
}
