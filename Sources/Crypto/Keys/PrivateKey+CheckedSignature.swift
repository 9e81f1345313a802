extension PrivateKey {
    /// Signs one digest and checks the signature with the public key before handing it out.
    package func checkedSignature(over digest: Digest, scheme: SignatureScheme) throws(CryptoError) -> [UInt8] {
        var making = try SignatureMaking(with: self, scheme: scheme, digest: digest.algorithm)
        let signature = try making.sign(digest)
        guard try publicKey().verifies(signature, over: digest, scheme: scheme) else {
            throw .signature(.failedOwnCheck)
        }
        return signature
    }
}
