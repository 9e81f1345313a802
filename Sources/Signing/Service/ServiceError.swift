package import Authority
package import Crypto
package import Domain
package import Store

/// Why a use case did not come to its end.
package enum ServiceError: Error, Equatable, StoreFailing {
    /// The rules said no.
    case refused(ServiceRefusal)
    case signing(SigningError)
    case crypto(CryptoError)
    case store(StoreError)
    case authority(AuthorityError)
}

/// What the rules say no with; each has a face of its own in every API.
package enum ServiceRefusal: Equatable, Sendable {
    /// Nobody of that number or address, or of an institution that the program has nothing to do with.
    case unknownPerson
    case cannotSign(SigningVerdict.Obstacle)
    /// No seal of that name, or of an institution that the program has nothing to do with.
    case unknownSeal
    case cannotSeal(SealVerdict.Obstacle)
    case wrongPassphrase
    /// Too many tries; the owner gets in through another program, or later.
    case lockedOut(until: Instant)
    /// So many wrong tries in a row that somebody has to set it free.
    case blocked
    /// The certificate was revoked or put on hold while it was signed with.
    case overtaken
    /// The program is not one that may do anything now.
    case suspendedClient
    case session(SigningSession.Refusal)
    /// A digest that nobody signs.
    case unusableDigest
    case sessionCountBeyond(most: Int)
    case sessionTimeBeyond(most: Duration)
    case activationCountBeyond(most: Int)
    case activationTimeBeyond(most: Duration)
    /// The key of a request that may be repeated has no characters, or too many.
    case repeatKeyUnusable
    case repeatKeyOfOther
    /// The same request is being worked on.
    case stillRunning
    case noSuchResult
    case noSuchJob
}

extension ServiceError {
    static func crypto<Value: ~Copyable>(_ body: () throws(CryptoError) -> Value) throws(ServiceError) -> Value {
        do throws(CryptoError) { return try body() } catch { throw .crypto(error) }
    }

    static func store<Value>(_ body: () throws(StoreError) -> Value) throws(ServiceError) -> Value {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }
}
