import Crypto
import Domain
package import Store

extension Authority {
    /// Signs where each audit log stands, with the key that is there for it, and has the time of it stamped. Whoever is handed these
    /// lines finds out about every later change of what was before.
    package func sealAuditHeads() throws(AuthorityError) -> [SealedAuditHead] {
        let key = try keys.active(.audit).key
        let scheme = SignatureMethod(usualFor: key.kind).scheme
        let signer = AuditHeadSigner(publicKey: key.publicKeyInfo) { (digest) throws(CryptoError) in
            try key.sign(digest, scheme: scheme)
        }
        let now = clock()
        let stamps = TimestampAuthorities(
            [timestamps],
            requirements: TimestampRequirements(anchors: keys.records.filter { $0.role == .root }.map(\.certificate)))
        do throws(StoreError) {
            return try store.sealAuditHeads(at: now, signer: signer) { (digest) throws(CryptoError) in
                try stamps.token(over: digest) { now }.der
            }
        } catch {
            throw .store(error)
        }
    }
}
