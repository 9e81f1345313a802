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

    /// Opens a key sealed for nobody under a pepper of the moment, or fails to, in the way asked for.
    static func unlocking(
        _ key: borrowing PrivateKey, _ parameters: KDFParameters, wrong: Wrong? = nil
    ) throws -> Work {
        let peppers = Held(Peppers(current: try .random()))
        let given = Held(try passphrase(wrong == .passphrase ? "kata yang salah" : "sembarang kata"))
        let id = ID<SealedKey>(random: try Randomness.bytes(16))
        let owner = ID<KeyOwner>(random: try Randomness.bytes(16))
        var sealed = try SealedKey.seal(
            key, id: id, owner: owner, under: passphrase("sembarang kata"), peppers: peppers.value,
            parameters: parameters)
        if wrong == .byte {
            var bytes = sealed.bytes
            bytes[bytes.count / 2] ^= 1
            sealed = SealedKey(bytes: bytes)
        }
        let claimed = wrong == .owner ? ID<KeyOwner>(random: try Randomness.bytes(16)) : owner
        return { [sealed] in
            do throws(CryptoError) {
                _ = try sealed.open(
                    id: id, owner: claimed, with: given.value, peppers: peppers.value, policy: parameters)
            } catch {
                guard wrong != nil, error == .sealedKey(.refused) else { throw error }
            }
        }
    }

    /// Why an unlock of a benchmark is refused.
    enum Wrong: String, CaseIterable {
        case passphrase
        case owner
        case byte
    }

    private static func passphrase(_ text: String) throws -> Passphrase {
        var word = Array(text.utf8)
        return try Passphrase(utf8: Secret(wiping: &word))
    }
}

extension BenchWork {
    /// Keeps a value that has one owner where an escaping closure can reach it.
    final class Held<Value: ~Copyable> {
        var value: Value

        init(_ value: consuming Value) {
            self.value = value
        }
    }
}
