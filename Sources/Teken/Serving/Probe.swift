import Authority
import Channels
import Crypto
import Documents
import Domain
import PDF
import Signing
import Store
import Verification

/// A letter that is signed, stamped and judged to see that it can be done: with a key that nobody has, and that is gone afterwards.
struct Probe {
    private static let time = Duration.seconds(20)
    private static let letterBytes = 4_096

    let desk: DocumentDesk
    let authority: Authority
    let isStamped: Bool

    /// What was found wrong, as an error; nil where the letter came back signed and whole.
    func run(at now: Instant) throws -> DocumentVerdict {
        let letter = try MemoryFile(SampleDocument.bytes(of: Self.letterBytes))
        var request = SignatureRequest(
            date: CivilTime(now, in: .wib).pdfDate, contentsBytes: 0, identifier: try Randomness.bytes(16))
        request.signerName = "Teken"
        let roots = authority.keyRecords.filter { $0.role == .root }.map(\.certificate)
        let stamping = Stamping(
            TimestampAuthorities([authority.timestamps], requirements: TimestampRequirements(anchors: roots)),
            without: .refuse, now: { now })
        let identity = try Self.identity(at: now)
        var signing = try PDFSigning(
            desk, as: identity, scheme: .ecdsa, digest: .sha256, now: now, stamping: isStamped ? stamping : nil)
        let signed = try signing.sign(letter, SignatureTask(request), client: nil, deadline: Self.time)
        return try PDFVerification(desk, anchors: [], revocation: .whenKnown)
            .verify(signed.document.memoryFile(), at: now, deadline: Self.time)
    }

    private static func identity(at now: Instant) throws -> SigningIdentity {
        let own = try PrivateKey.generate(.p256)
        let key = try SoftwareSigningKey(PrivateKey(pkcs8: own.pkcs8()))
        let certificate = try CertificateDraft(
            serial: SerialNumber(random: Randomness.bytes(SerialNumber.randomBytes)), issuer: .itself,
            subject: DistinguishedName([(.commonName, "Teken")]), publicKeyInfo: key.publicKeyInfo,
            notBefore: now - .seconds(60), notAfter: now + .seconds(600),
            extensions: [.endEntity, .keyUsage([.digitalSignature, .nonRepudiation])]
        ).prepared(for: key).signed(by: key)
        return try SigningIdentity(key: own, certificates: [certificate])
    }
}
