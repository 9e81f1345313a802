/// A session: its owner has unlocked a key once, for so many signatures by one program, until a moment.
///
/// The count is taken in the store, where several nodes meet; this says what may be taken.
package struct SigningSession: Hashable, Sendable {
    package struct Terms: Hashable, Sendable {
        package let owner: ID<Person>
        package let client: ID<Client>
        package let certificate: ID<IssuedCertificate>
        /// How many signatures there may be in all.
        package let count: Int
        /// Only over these digests, each once; nil where any may be signed.
        package let digests: Set<[UInt8]>?
        package let deadline: Instant

        package init(
            owner: ID<Person>, client: ID<Client>, certificate: ID<IssuedCertificate>, count: Int,
            digests: Set<[UInt8]>?, deadline: Instant
        ) {
            precondition(count > 0, "a session is for a signature at least")
            self.owner = owner
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
        guard client == terms.client else { return .refused(.foreign) }
        guard !isEnded else { return .refused(.ended) }
        guard now < terms.deadline else { return .refused(.expired) }
        guard digests.count <= terms.count - used else { return .refused(.countUsed) }
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

    /// By its owner or its program, or because the key, the passphrase or the certificate is no more. Repeating is harmless.
    package mutating func end() { isEnded = true }
}

/// The subject of a program's identifier: an application that calls the API.
package enum Client {}
