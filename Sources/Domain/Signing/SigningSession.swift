/// A session: its owner has unlocked a key once, for so many signatures by one program, until a moment.
///
/// The count is taken in the store, where several nodes meet; this says what may be taken.
package struct SigningSession: Hashable, Sendable {
    /// Whose key it is, and what for.
    package enum Purpose: Hashable, Sendable {
        /// A person's signatures.
        case signing(ID<Person>)
        /// The consent of a seal's owner, for a long time. Nothing is signed in it: it lends its count to short sessions.
        case activation(ID<Seal>)
        /// A seal's signatures, as many as its activation has lent.
        case sealing(ID<Seal>, under: ID<SigningSession>)
    }

    package struct Terms: Hashable, Sendable {
        package let purpose: Purpose
        package let client: ID<Client>
        package let certificate: ID<IssuedCertificate>
        /// How many signatures there may be in all.
        package let count: Int
        /// Only over these digests, each once; nil where any may be signed.
        package let digests: Set<[UInt8]>?
        package let deadline: Instant

        package init(
            _ purpose: Purpose, client: ID<Client>, certificate: ID<IssuedCertificate>, count: Int,
            digests: Set<[UInt8]>? = nil, deadline: Instant
        ) {
            precondition(count > 0, "a session is for a signature at least")
            self.purpose = purpose
            self.client = client
            self.certificate = certificate
            self.count = count
            self.digests = digests
            self.deadline = deadline
        }
    }

    package enum Outcome: Hashable, Sendable {
        case taken(left: Int)
        case refused(Refusal)
    }

    package enum Refusal: String, CaseIterable, Hashable, Sendable {
        /// Another program's: told as if it were not there.
        case foreign
        case ended
        case expired
        /// Nothing is signed in an activation, and nothing lent from any other session.
        case otherPurpose
        /// More than is left.
        case countUsed
        /// Not one of those it was opened for.
        case digestNotAgreed
        case digestUsed
    }

    package let terms: Terms
    package private(set) var used: Int
    package private(set) var usedDigests: Set<[UInt8]>
    package private(set) var isEnded: Bool

    package init(_ terms: Terms, used: Int = 0, usedDigests: Set<[UInt8]> = [], isEnded: Bool = false) {
        self.terms = terms
        self.used = used
        self.usedDigests = usedDigests
        self.isEnded = isEnded
    }

    /// All of them or none.
    package mutating func take(_ digests: [[UInt8]], by client: ID<Client>, at now: Instant) -> Outcome {
        let isToLend = if case .activation = terms.purpose { true } else { false }
        if let refusal = refusal(of: digests.count, suiting: !isToLend, by: client, at: now) {
            return .refused(refusal)
        }
        if let agreed = terms.digests {
            guard digests.allSatisfy(agreed.contains) else { return .refused(.digestNotAgreed) }
            guard Set(digests).count == digests.count, usedDigests.isDisjoint(with: digests) else {
                return .refused(.digestUsed)
            }
            usedDigests.formUnion(digests)
        }
        used += digests.count
        return .taken(left: terms.count - used)
    }

    /// So many signatures go to a short session, and do not come back: whoever asks for more than he needs has used them.
    package mutating func lend(_ count: Int, by client: ID<Client>, at now: Instant) -> Outcome {
        precondition(count > 0, "a session is for a signature at least")
        let isToLend = if case .activation = terms.purpose { true } else { false }
        if let refusal = refusal(of: count, suiting: isToLend, by: client, at: now) { return .refused(refusal) }
        used += count
        return .taken(left: terms.count - used)
    }

    private func refusal(of count: Int, suiting isSuited: Bool, by client: ID<Client>, at now: Instant) -> Refusal? {
        guard client == terms.client else { return .foreign }
        guard isSuited else { return .otherPurpose }
        guard !isEnded else { return .ended }
        guard now < terms.deadline else { return .expired }
        return count <= terms.count - used ? nil : .countUsed
    }

    /// By its owner or its program, or because the key, the passphrase or the certificate is no more. Repeating is harmless.
    package mutating func end() { isEnded = true }
}

/// The subject of a program's identifier: an application that calls the API.
package enum Client {}
