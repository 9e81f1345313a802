import Crypto
import Domain
import Synchronization

/// Keys of sessions that sign again and again: each is opened once, and wiped soon after its last signature.
///
/// What a session may is asked of the store each time. Here lies only what its token would open again, for whoever shows that token:
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
        var used = ContinuousClock.now
    }

    private let held = Mutex<[Name: Held]>([:])
    private let most: Int
    private let idleTime: Duration

    init(most: Int, idleTime: Duration) {
        (self.most, self.idleTime) = (most, idleTime)
    }

    var count: Int { held.withLock { $0.count } }

    /// The key that this token opens; `open` opens it where it does not lie open.
    func key(
        _ name: Name, open: () throws(CryptoError) -> PrivateKey
    ) throws(CryptoError) -> PrivateKey {
        let lent = held.withLock { held -> PrivateKey? in
            held[name]?.used = .now
            return held[name]?.owner.key.another()
        }
        if let lent { return lent }
        let key = try open()
        let owner = Owner(key.another())
        held.withLock { held in
            Self.wipe(&held, idleFor: idleTime)
            if held.count < most { held[name] = Held(owner: owner) }
        }
        return key
    }

    /// Whoever has been lent a key has it until his signature is made.
    func wipeIdle() { held.withLock { Self.wipe(&$0, idleFor: idleTime) } }

    private static func wipe(_ held: inout [Name: Held], idleFor time: Duration) {
        let limit = ContinuousClock.now - time
        held = held.filter { $0.value.used > limit }
    }
}
