package import Crypto
import Domain
import Store

/// What was done at a ceremony, in words that are printed, kept, and signed by the root.
package struct CeremonyRecord: Sendable {
    /// What the signature is over, to the last byte.
    package let text: String
    package let signature: [UInt8]
    package let digest: Digest

    /// For whoever reads the paper: the text, and the signature behind it.
    package var printed: String {
        """
        \(text)
        -----BEGIN TEKEN CEREMONY SIGNATURE-----
        \(signatureLines)
        -----END TEKEN CEREMONY SIGNATURE-----

        """
    }

    private var signatureLines: String {
        let text = Base64.text(signature)
        return stride(from: 0, to: text.utf8.count, by: 64)
            .map { text.dropFirst($0).prefix(64) }.joined(separator: "\n")
    }

    /// Tells of the keys that a new authority has, and signs it with the root's key, which will not be at hand again.
    package init(
        of authority: Authority, signedBy rootKey: SoftwareSigningKey, program: String
    ) throws(AuthorityError) {
        let store = authority.store.installation
        var lines = [
            "UPACARA KUNCI / KEY CEREMONY", "",
            "Instalasi / installation: \(store.id)", "Dibuat / created:          \(store.created)",
            "Program / program:        \(program)", "Organisasi / organisation: \(authority.settings.organisation)",
            "Alamat / address:         \(authority.settings.baseURL)",
            "Kebijakan / policies:     \(authority.settings.policyArc.text)", "",
        ]
        for record in authority.keyRecords.reversed() { lines += try Self.lines(of: record) }
        lines += ["Saksi / witnesses:", "", "", ""]
        let text = lines.joined(separator: "\n")
        let method = SignatureMethod(usualFor: rootKey.kind)
        (digest, signature) = try AuthorityError.crypto { () throws(CryptoError) in
            let digest = try Digest(method.digest, of: Array(text.utf8))
            return (digest, try rootKey.sign(digest, scheme: method.scheme))
        }
        self.text = text
        let told = digest
        try authority.store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try transaction.record(AuditEvent(.ceremonyHeld, .done, document: told))
        }
    }

    private static func lines(of record: AuthorityKey) throws(AuthorityError) -> [String] {
        try AuthorityError.crypto { () throws(CryptoError) in
            let certificate = record.certificate
            return [
                "\(record.role.rawValue.uppercased()): \(certificate.subject)",
                "  kunci / key:                \(try PublicKey(info: record.publicKeyInfo).kind.rawValue)",
                "  disimpan / kept:            \(record.kept == nil ? "dibawa pergi / taken away" : "tersegel / sealed")",
                "  nomor seri / serial:        \(try certificate.serialNumber())",
                "  berlaku / valid:            \(told(certificate.notBefore)) - \(told(certificate.notAfter))",
                "  SHA-256 sertifikat / of it: \(Hexadecimal.text(try Digest(.sha256, of: certificate.der).bytes))",
                "  SHA-256 kunci / of its key: \(Hexadecimal.text(try Digest(.sha256, of: record.publicKeyInfo).bytes))",
                "",
            ]
        }
    }

    private static func told(_ moment: Instant?) -> String { moment?.description ?? "?" }
}
