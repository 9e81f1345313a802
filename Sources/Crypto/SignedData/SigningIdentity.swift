/// A key with the certificate that names its owner and the certificates above that.
package struct SigningIdentity: ~Copyable {
    package let key: PrivateKey
    package let certificate: Certificate
    /// From the signer's issuer upwards, as far as known.
    package let chain: [Certificate]

    /// Takes the signer's certificate first and the others in any order; those that do not belong to its chain are refused.
    package init(key: consuming PrivateKey, certificates: [Certificate]) throws(CryptoError) {
        guard let certificate = certificates.first else { throw .certificate(.none) }
        guard try certificate.publicKeyInfo() == key.publicKeyInfo() else { throw .certificate(.keyDoesNotMatch) }
        guard certificate.isForSigning else { throw .certificate(.notForSigning) }
        // A root's own signature proves nothing, so nothing is asked of it.
        guard certificates.allSatisfy({ $0.isSelfIssued || $0.isSoundlySigned }) else {
            throw .certificate(.weakSignature)
        }
        let chain = CertificateChain.above(certificate, amongOthers: certificates)
        guard certificates.allSatisfy({ $0 == certificate || chain.contains($0) }) else {
            throw .certificate(.chainBroken)
        }
        self.certificate = certificate
        self.chain = chain
        self.key = key
    }
}

/// Puts certificates in the order of their issuing.
enum CertificateChain {
    /// The issuers of a certificate, nearest first, as far as they are among the others.
    static func above(_ certificate: Certificate, amongOthers others: [Certificate]) -> [Certificate] {
        var chain: [Certificate] = []
        var left = others.filter { $0 != certificate }
        var top = certificate
        while !top.isSelfIssued, let index = left.firstIndex(where: { $0.mayHaveIssued(top) }) {
            top = left.remove(at: index)
            chain.append(top)
        }
        return chain
    }
}
