import Crypto
import Domain
import Store

/// Whoever answers about the certificates of one issuer.
struct Responder: Sendable {
    let issuer: ID<AuthorityKey>
    let hashes: IssuerHashes
    let voice: OCSPResponder
    /// An answer holds no longer than the certificate of whoever gives it.
    let end: Instant
}

extension KeyRing {
    /// The voices of all issuers whose answering key is open.
    func responders() throws(AuthorityError) -> [Responder] {
        var found: [Responder] = []
        for issuer in issuers {
            guard let status = try? active(.status, below: issuer.id) else { continue }  // closed or not made yet
            found.append(
                try AuthorityError.crypto { () throws(CryptoError) in
                    Responder(
                        issuer: issuer.id, hashes: try IssuerHashes(of: issuer.certificate),
                        voice: try OCSPResponder(
                            certificate: status.certificate, issuer: issuer.certificate, key: status.key),
                        end: status.validity.notAfter)
                })
        }
        return found
    }
}
