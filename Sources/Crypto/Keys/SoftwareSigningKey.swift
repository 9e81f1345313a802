/// A signing key whose numbers lie in the locked heap of this process.
package final class SoftwareSigningKey: SigningKey {
    package let publicHalf: CheckingKey
    private let key: PrivateKey
    private let makings = Workbench<Making>()

    private final class Making {
        var making: SignatureMaking
        init(_ making: consuming SignatureMaking) { self.making = making }
    }

    package init(_ key: consuming PrivateKey) throws(CryptoError) {
        publicHalf = try CheckingKey(info: key.publicKeyInfo())
        self.key = key
    }

    package static func generate(_ kind: KeyKind) throws(CryptoError) -> SoftwareSigningKey {
        try SoftwareSigningKey(.generate(kind))
    }

    package func makeSignature(over digest: Digest, scheme: SignatureScheme) throws(CryptoError) -> [UInt8] {
        let method = SignatureMethod(scheme, digest.algorithm)
        let tool: Making
        if let ready = makings.take(method) {
            tool = ready
        } else {
            tool = Making(try SignatureMaking(with: key, scheme: scheme, digest: digest.algorithm))
        }
        let signature = try tool.making.sign(digest)
        makings.put(tool, for: method)
        return signature
    }

    /// Lends the key itself, for sealing it or writing it into a file that its owner takes away.
    package func withPrivateKey<Result>(
        _ body: (borrowing PrivateKey) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        try body(key)
    }
}
