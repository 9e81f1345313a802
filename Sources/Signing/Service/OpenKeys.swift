import Crypto
import Domain
import Synchronization

/// Keys of sessions that sign again and again: each is opened once, and wiped soon after its last signature.
///
/// What a session may is asked of the store each time, at the latest in the commit of what was signed. Here lies only what its token would open again, for whoever shows that token:
/// opening takes longer than signing, and what OpenSSL works out for a key once stays with it.
final class OpenKeys: Sendable {
    /// Stands for a session and its token, and tells nothing of 256 random bits.
    struct Name: Hashable {
        private let digest: Digest

        init(_ token: borrowing SessionToken) throws(CryptoError) {
            var hashing = try Hashing(.sha256)
            try hashing.update(token.id.bytes)
            try unsafe token.secret.withBytes { bytes throws(CryptoError) in try unsafe hashing.update(bytes) }
            digest = try hashing.finish()
        }
    }

    private final class Owner: Sendable {
        let key: PrivateKey

        init(_ key: consuming PrivateKey) { self.key = key }
    }

    private struct Held {
        let owner: Owner
        let standing: SigningHouse.Standing
        var used = ContinuousClock.now
    }

    /// A key, and how its session stood when it was opened.
    struct Opened: ~Copyable {
        let key: PrivateKey
        let standing: SigningHouse.Standing
    }

    private let held = Mutex<[Name: Held]>([:])
    private let most: Int
    private let idleTime: Duration

    init(most: Int, idleTime: Duration) {
        (self.most, self.idleTime) = (most, idleTime)
    }

    var count: Int { held.withLock { $0.count } }

    /// What this token has opened, where it still lies open.
    func lent(_ name: Name) -> Opened? {
        held.withLock { held -> Opened? in
            held[name]?.used = .now
            return held[name].map { Opened(key: $0.owner.key.another(), standing: $0.standing) }
        }
    }

    /// The key that this token opens; `open` opens it where it does not lie open.
    func key(
        _ name: Name, of standing: SigningHouse.Standing, open: () throws(CryptoError) -> PrivateKey
    ) throws(CryptoError) -> PrivateKey {
        if let lent = lent(name) { return lent.key.another() }
        let key = try open()
        let owner = Owner(key.another())
        held.withLock { held in
            Self.wipe(&held, idleFor: idleTime)
            if held.count < most { held[name] = Held(owner: owner, standing: standing) }
        }
        return key
    }

    /// Whoever asks on with a session that is over does not keep its key open with that.
    func wipe(_ name: Name) { held.withLock { $0[name] = nil } }

    /// Whoever has been lent a key has it until his signature is made.
    func wipeIdle() { held.withLock { Self.wipe(&$0, idleFor: idleTime) } }

    private static func wipe(_ held: inout [Name: Held], idleFor time: Duration) {
        let limit = ContinuousClock.now - time
        held = held.filter { $0.value.used > limit }
    }
}
