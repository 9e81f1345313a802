/// A key that an authority signs with, wherever its private half lies: in the locked heap, later in a token.
///
/// Nothing else in this room assumes that the private half can be reached. Many threads sign at once.
package protocol SigningKey: AnyObject, Sendable {
    /// The public half, by which every signature is checked before it leaves.
    var publicHalf: CheckingKey { get }

    /// Makes one signature, unchecked: only `sign` calls this.
    func makeSignature(over digest: Digest, scheme: SignatureScheme) throws(CryptoError) -> [UInt8]
}

extension SigningKey {
    package var kind: KeyKind { publicHalf.kind }

    /// `SubjectPublicKeyInfo`, DER.
    package var publicKeyInfo: [UInt8] { publicHalf.info }

    /// Signs one digest; what leaves has passed its check with the public key.
    package func sign(_ digest: Digest, scheme: SignatureScheme) throws(CryptoError) -> [UInt8] {
        let signature = try makeSignature(over: digest, scheme: scheme)
        guard try publicHalf.passes(signature, over: digest, scheme: scheme) else {
            throw .signature(.failedOwnCheck)
        }
        return signature
    }
}

/// A public key made ready to check signatures on many threads at once.
package final class CheckingKey: Sendable {
    package let kind: KeyKind
    /// `SubjectPublicKeyInfo`, DER.
    package let info: [UInt8]
    private let key: PublicKey
    private let checks = Workbench<Check>()

    private final class Check {
        var check: SignatureCheck
        init(_ check: consuming SignatureCheck) { self.check = check }
    }

    package init(info: [UInt8]) throws(CryptoError) {
        let key = try PublicKey(info: info)
        kind = key.kind
        self.info = info
        self.key = key
    }

    package func passes(
        _ signature: [UInt8], over digest: Digest, scheme: SignatureScheme
    ) throws(CryptoError) -> Bool {
        let method = SignatureMethod(scheme, digest.algorithm)
        let tool: Check
        if let ready = checks.take(method) {
            tool = ready
        } else {
            tool = Check(try SignatureCheck(by: key, scheme: scheme, digest: digest.algorithm))
        }
        let isGood = try tool.check.passes(signature, over: digest)
        checks.put(tool, for: method)
        return isGood
    }
}

/// Tools that one thread at a time works with, kept for whoever comes next. One whose work failed is not brought back.
final class Workbench<Tool>: Sendable {
    /// More threads than this make theirs anew.
    static var toolsMax: Int { 64 }

    private let shelf = PlainLock<[SignatureMethod: [Tool]]>([:])

    func take(_ method: SignatureMethod) -> Tool? { shelf.withLock { $0[method]?.popLast() } }

    func put(_ tool: Tool, for method: SignatureMethod) {
        shelf.withLock { shelf in
            if shelf[method, default: []].count < Self.toolsMax { shelf[method, default: []].append(tool) }
        }
    }
}
