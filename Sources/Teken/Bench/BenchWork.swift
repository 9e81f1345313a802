import Crypto
import Domain

/// The pieces of work that the benchmarks repeat; each call makes one for one thread.
enum BenchWork {
    typealias Work = PairedMeasurement.Work

    static func signing(
        _ key: borrowing PrivateKey, _ digest: Digest
    ) throws -> Work {
        let scheme = SignatureScheme(usualFor: key.kind)
        let making = Held(try SignatureMaking(with: key, scheme: scheme, digest: digest.algorithm))
        return { _ = try making.value.sign(digest) }
    }

    static func checkedSigning(_ key: borrowing PrivateKey, _ digest: Digest) throws -> Work {
        let scheme = SignatureScheme(usualFor: key.kind)
        let making = Held(try SignatureMaking(with: key, scheme: scheme, digest: digest.algorithm))
        let check = Held(try SignatureCheck(by: key.publicKey(), scheme: scheme, digest: digest.algorithm))
        return {
            guard try check.value.passes(making.value.sign(digest), over: digest) else {
                throw CryptoError.signature(.failedOwnCheck)
            }
        }
    }

    static func cadesSigning(_ identity: borrowing SigningIdentity, _ digest: Digest) throws -> Work {
        let signing = Held(
            try CAdESSigning(
                as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: digest.algorithm,
                now: WallClock.now()))
        return { _ = try signing.value.sign(digest) }
    }

    static func bareSigning(_ key: borrowing PrivateKey, _ digest: Digest) throws -> Work {
        let bare = Held(try BareOperation.Signing(with: key, over: digest))
        return { bare.value.run() }
    }

    /// Opens a key sealed for nobody, under a pepper of the moment.
    static func unlocking(_ key: borrowing PrivateKey, _ parameters: KDFParameters) throws -> Work {
        let peppers = Held(Peppers(current: try .random()))
        var word = Array("sembarang kata".utf8)
        let passphrase = Held(try Passphrase(utf8: Secret(wiping: &word)))
        let id = ID<SealedKey>(random: try Randomness.bytes(16))
        let owner = ID<KeyOwner>(random: try Randomness.bytes(16))
        let sealed = try SealedKey.seal(
            key, id: id, owner: owner, under: passphrase.value, peppers: peppers.value, parameters: parameters)
        return {
            _ = try sealed.open(
                id: id, owner: owner, with: passphrase.value, peppers: peppers.value, policy: parameters)
        }
    }
}

/// Keeps a value that has one owner where an escaping closure can reach it.
private final class Held<Value: ~Copyable> {
    var value: Value

    init(_ value: consuming Value) {
        self.value = value
    }
}
