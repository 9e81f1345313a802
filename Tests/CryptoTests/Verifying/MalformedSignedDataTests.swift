import Crypto
import TestSupport
import Testing

/// One way of spoiling a signature, and what must be found.
struct Spoiling: Sendable, CustomTestStringConvertible {
    enum Finding: Sendable {
        case defect(SignedDataDefect)
        case verdict(SignatureVerdict)
        case error(SignedDataError)
    }

    let testDescription: String
    let finding: Finding
    let signsAnew: Bool
    let spoil: @Sendable (inout SignedSample) throws -> Void

    static func left(
        _ name: String, _ finding: Finding, _ spoil: @escaping @Sendable (inout SignedSample) throws -> Void
    ) -> Spoiling { Spoiling(testDescription: name, finding: finding, signsAnew: false, spoil: spoil) }

    static func signed(
        _ name: String, _ finding: Finding, _ spoil: @escaping @Sendable (inout SignedSample) throws -> Void
    ) -> Spoiling { Spoiling(testDescription: name, finding: finding, signsAnew: true, spoil: spoil) }
}

@Suite("A spoilt CMS") struct MalformedSignedDataTests {
    private static let outside: [Spoiling] = [
        .left("is EnvelopedData", .error(.notSignedData("1.2.840.113549.1.7.3"))) {
            $0.cms[0] = .object(OID.envelopedData)
        },
        .left("is AuthEnvelopedData", .error(.notSignedData("1.2.840.113549.1.9.16.1.23"))) {
            $0.cms[0] = .object(OID.authEnvelopedData)
        },
        .left("is of no kind known", .error(.notSignedData("1.2.3.4.5.6.7"))) { $0.cms[0] = .object(OID.unknown) },
        .left("has a third field", .error(.unreadable)) { $0.cms.children.append(.null) },
        .left("has the content under another tag", .error(.unreadable)) { $0.cms[1].tag = 0xA1 },
        .left("has an empty content", .error(.unreadable)) { $0.cms[1].children = [] },
        .left("has no version", .error(.unreadable)) { $0.signedData.children.removeFirst() },
        .left("announces no digest", .defect(.emptyDigestAlgorithms)) { $0.signedData[1].children = [] },
        .left("announces another digest", .defect(.digestAlgorithmsMismatch)) {
            $0.signedData[1][0][0] = .object(OID.sha1)
        },
        .left("announces digests in a sequence", .error(.unreadable)) { $0.signedData[1].tag = 0x30 },
        .left("names no content", .error(.unreadable)) { $0.signedData[2].children = [] },
        .left("names another content", .defect(.wrongContentType)) { $0.signedData[2][0] = .object(OID.signedData) },
        .left("names another content than its attribute", .defect(.contentTypeAttributeWrong)) {
            $0.signedData[2][0] = .object(OID.signedData)
        },
        .left("holds its content", .defect(.contentPresent)) {
            $0.signedData[2].children.append(.context(0, [.octets(SignedSample.content)]))
        },
        .left("holds something that is no octets", .error(.unreadable)) {
            $0.signedData[2].children.append(.context(0, [.integer([1])]))
        },
        .left("holds two contents", .error(.unreadable)) {
            $0.signedData[2].children.append(.context(0, [.octets([1]), .octets([2])]))
        },
        .left("brings no certificates", .defect(.signingCertificateAbsent)) { $0.signedData.children.remove(at: 3) },
        .left("brings the issuers only", .defect(.signingCertificateAbsent)) { sample in
            let own = sample.certificate.der
            sample.certificates.children.removeAll { $0.encoded == own }
        },
        .left("brings another's certificate of the same name", .defect(.signingCertificateAbsent)) { sample in
            let own = sample.certificate.der
            let twin = try #require(DERTree(Fixture.certificates("signer-rsa2048-twin")[0].der))
            sample.certificates.children = sample.certificates.children.map { $0.encoded == own ? twin : $0 }
        },
        .left("brings a certificate that is none", .defect(.unreadableCertificate)) {
            $0.certificates.children.append(.sequence([.integer([1])]))
        },
        .left("brings certificates twice", .error(.unreadable)) {
            $0.signedData.children.insert($0.certificates, at: 3)
        },
        .left("brings a revocation list that is none", .defect(.unreadableRevocation)) {
            $0.signedData.children.insert(.context(1, [.sequence([.null])]), at: 4)
        },
        .left("brings revocation of no kind known", .defect(.unreadableRevocation)) {
            $0.signedData.children.insert(.context(1, [.context(1, [.object(OID.unknown), .null])]), at: 4)
        },
        .left("brings an OCSP answer that is none", .defect(.unreadableRevocation)) {
            $0.signedData.children.insert(.context(1, [.context(1, [.object(OID.ocspRevocation), .null])]), at: 4)
        },
        .left("has no signer", .defect(.noSigner)) { $0.signers.children = [] },
        .left("has two signers", .defect(.severalSigners)) { $0.signers.children.append($0.signer) },
        .left("leaves the signers out", .error(.unreadable)) { $0.signedData.children.removeLast() },
        .left("goes on behind the signers", .error(.unreadable)) { $0.signedData.children.append(.null) },
    ]

    private static let signerFields: [Spoiling] = [
        .left("has a signer with another number", .defect(.signingCertificateAbsent)) {
            $0.signer[1][1].content[1] ^= 1
        },
        .left("has a signer of another issuer", .defect(.signingCertificateAbsent)) { $0.signer[1][0].children = [] },
        .left("has a signer with another key identifier", .defect(.signingCertificateAbsent)) {
            $0.signer[1] = DERTree(tag: 0x80, content: [UInt8](repeating: 7, count: 20))
        },
        .left("has a signer named in no known way", .error(.unreadable)) {
            $0.signer[1] = DERTree(tag: 0x81, content: [1])
        },
        .left("has a signer without a version", .error(.unreadable)) { $0.signer.children.removeFirst() },
        .left("digests in an unknown way", .defect(.algorithmUnknown)) { $0.signer[2][0] = .object(OID.unknown) },
        .left("digests with parameters", .defect(.algorithmUnknown)) {
            $0.signer[2].children = [$0.signer[2][0], .integer([1])]
        },
        .left("digests in another way", .verdict(.otherDigestWanted(.sha384))) {
            $0.signer[2][0] = .object(OID.sha384)
        },
        .left("digests in another way than it announces", .defect(.digestAlgorithmsMismatch)) {
            $0.signer[2][0] = .object(OID.sha384)
        },
        .left("signs in an unknown way", .defect(.algorithmUnknown)) { $0.signer[4][0] = .object(OID.unknown) },
        .left("signs in a way its key cannot", .defect(.keyUnusable)) {
            $0.signer[4] = .sequence([.object(OID.ecdsaWithSHA256)])
        },
        .left("signs with another digest", .defect(.digestAlgorithmsMismatch)) {
            $0.signer[4][0] = .object(OID.sha384WithRSA)
        },
        .left("signs with SHA-1 behind a better digest", .verdict(.broken)) {
            $0.signer[4][0] = .object(OID.sha1WithRSA)
        },
        .left("signs with parameters where none belong", .defect(.algorithmUnknown)) {
            $0.signer[4] = .sequence([.object(OID.sha256WithRSA), .integer([1])])
        },
        .left("says PSS of a plain signature", .verdict(.broken)) { $0.signer[4] = .sequence([.object(OID.pss)]) },
        .left("says PSS with a trailer of its own", .defect(.algorithmUnknown)) {
            $0.signer[4] = .sequence([.object(OID.pss), .sequence([.context(3, [.integer([2])])])])
        },
        .left("says PSS with a mask of its own", .defect(.algorithmUnknown)) {
            $0.signer[4] = .sequence([
                .object(OID.pss), .sequence([.context(1, [.sequence([.object(OID.unknown)])])]),
            ])
        },
        .left("has a cut signature", .verdict(.broken)) { $0.signer[5].content.removeLast() },
        .left("has an empty signature", .verdict(.broken)) { $0.signer[5].content = [] },
        .left("has a changed signature", .verdict(.broken)) { $0.signer[5].content[100] ^= 1 },
        .left("has a signature of zeros", .verdict(.broken)) {
            $0.signer[5].content = [UInt8](repeating: 0, count: 256)
        },
        .left("has another's signature", .verdict(.broken)) { sample in
            var set = sample.attributes
            set.tag = 0x31
            sample.signer[5].content = try Fixture.privateKey("signer-rsa2048-twin").checkedSignature(
                over: Digest(.sha256, of: set.encoded), scheme: .pkcs1)
        },
        .left("has a signature that is a number", .error(.unreadable)) { $0.signer[5].tag = 0x02 },
        .left("goes on behind the signature", .error(.unreadable)) { $0.signer.children.append(.null) },
        .left("has an unsigned attribute that is none", .error(.unreadable)) {
            $0.signer.children.append(.context(1, [.null]))
        },
        .left("lost its signed attributes", .defect(.noSignedAttributes)) { $0.signer.children.remove(at: 3) },
        .left("lost its signed attributes and with them its signature", .verdict(.broken)) {
            $0.signer.children.remove(at: 3)
        },
        .left("has a changed attribute", .verdict(.broken)) {
            $0[attribute: OID.signingCertificateV2][1][0].children.append(.sequence([]))
        },
    ]

    private static let attributes: [Spoiling] = [
        .signed("has no signed attributes in their field", .defect(.messageDigestMissing)) {
            $0.attributes.children = []
        },
        .signed("leaves the content type out", .defect(.contentTypeAttributeMissing)) {
            $0.remove(attribute: OID.contentType)
        },
        .signed("signs another content type", .defect(.contentTypeAttributeWrong)) {
            $0[attribute: OID.contentType][1][0] = .object(OID.signedData)
        },
        .signed("signs two content types", .defect(.malformedAttribute)) {
            $0[attribute: OID.contentType][1].children.append(.object(OID.signedData))
        },
        .signed("signs a number for a content type", .defect(.malformedAttribute)) {
            $0[attribute: OID.contentType][1][0] = .integer([1])
        },
        .signed("leaves the digest out", .defect(.messageDigestMissing)) { $0.remove(attribute: OID.messageDigest) },
        .signed("has the digest in two attributes", .defect(.messageDigestTwice)) {
            $0.add(attribute: OID.messageDigest, [.octets([UInt8](repeating: 1, count: 32))])
        },
        .signed("has two digests in one attribute", .defect(.messageDigestTwice)) {
            $0[attribute: OID.messageDigest][1].children.append(.octets([UInt8](repeating: 1, count: 32)))
        },
        .signed("has a digest attribute without value", .defect(.messageDigestMissing)) {
            $0[attribute: OID.messageDigest][1].children = []
        },
        .signed("signs a number for a digest", .defect(.malformedAttribute)) {
            $0[attribute: OID.messageDigest][1][0].tag = 0x02
        },
        .signed("signs another digest", .verdict(.otherContent)) {
            $0[attribute: OID.messageDigest][1][0].content[31] ^= 1
        },
        .signed("signs half a digest", .verdict(.otherContent)) {
            $0[attribute: OID.messageDigest][1][0].content.removeLast(16)
        },
        .signed("signs an empty digest", .verdict(.otherContent)) {
            $0[attribute: OID.messageDigest][1][0].content = []
        },
        .signed("names no certificate", .defect(.signingCertificateMissing)) {
            $0.remove(attribute: OID.signingCertificateV2)
        },
        .signed("names a certificate by another digest", .defect(.signingCertificateMismatch)) {
            $0[attribute: OID.signingCertificateV2][1][0][0][0][0].content[0] ^= 1
        },
        .signed("names a certificate by an unknown function", .defect(.signingCertificateMismatch)) {
            $0[attribute: OID.signingCertificateV2][1][0][0][0].children.insert(
                .sequence([.object(OID.unknown)]), at: 0)
        },
        .signed("names a certificate of another number", .defect(.signingCertificateMismatch)) { sample in
            let issuer = sample.signer[1][0]
            sample[attribute: OID.signingCertificateV2][1][0][0][0].children = [
                sample[attribute: OID.signingCertificateV2][1][0][0][0][0],
                .sequence([.sequence([.context(4, [issuer])]), .integer([9])]),
            ]
        },
        .signed("names an empty list of certificates", .defect(.signingCertificateMismatch)) {
            $0[attribute: OID.signingCertificateV2][1][0][0].children = []
        },
        .signed("names certificates twice over", .defect(.signingCertificateMismatch)) {
            $0[attribute: OID.signingCertificateV2][1].children.append($0[attribute: OID.signingCertificateV2][1][0])
        },
        .signed("names its certificate in two attributes", .defect(.duplicateAttributes)) {
            $0.attributes.children.append($0[attribute: OID.signingCertificateV2])
        },
        .signed("names its certificate as a number", .defect(.signingCertificateMismatch)) {
            $0[attribute: OID.signingCertificateV2][1][0] = .integer([1])
        },
        .signed("says the time", .defect(.signingTimePresent)) {
            $0.add(attribute: OID.signingTime, [DERTree(tag: 0x17, content: Array("260601120000Z".utf8))])
        },
        .signed("says no time that is one", .defect(.malformedAttribute)) {
            $0.add(attribute: OID.signingTime, [DERTree(tag: 0x17, content: Array("kemarin".utf8))])
        },
        .signed("protects another digest", .defect(.algorithmProtectionMismatch)) {
            $0.add(
                attribute: OID.algorithmProtection,
                [.sequence([.sequence([.object(OID.sha384)]), DERTree(tag: 0xA1, children: $0.signer[4].children)])])
        },
        .signed("protects another way of signing", .defect(.algorithmProtectionMismatch)) {
            $0.add(
                attribute: OID.algorithmProtection,
                [.sequence([$0.signer[2], .context(1, [.object(OID.sha384WithRSA), .null])])])
        },
        .signed("protects a code instead", .defect(.algorithmProtectionMismatch)) {
            $0.add(
                attribute: OID.algorithmProtection,
                [.sequence([$0.signer[2], DERTree(tag: 0xA2, children: $0.signer[4].children)])])
        },
        .signed("commits to nothing", .defect(.malformedAttribute)) {
            $0.add(attribute: OID.commitmentType, [.null])
        },
        .signed("brings Adobe's revocation, which is none", .defect(.unreadableRevocation)) {
            $0.add(attribute: OID.adobeRevocation, [.sequence([.context(0, [.sequence([.null])])])])
        },
        .signed("has an attribute without a set", .error(.unreadable)) {
            $0.attributes.children.append(.sequence([.object(OID.unknown), .null]))
        },
    ]

    @Test(arguments: outside + signerFields + attributes) func `never passes`(spoiling: Spoiling) throws {
        var sample = try SignedSample()
        try spoiling.spoil(&sample)
        if spoiling.signsAnew { try sample.sign() }
        #expect(sample.der != (try SignedSample().der))
        try expect(spoiling.finding, in: sample.der)
    }

    private func expect(_ finding: Spoiling.Finding, in der: [UInt8]) throws {
        let digest = try Digest(.sha256, of: SignedSample.content)
        do throws(SignedDataError) {
            let read = try ForeignSignedData(contents: der)
            switch finding {
            case .defect(let defect): #expect(read.defects.contains(defect), "\(read.defects)")
            case .verdict(let verdict): #expect(read.check(digest) == verdict)
            case .error(let error): Issue.record("read, and should be \(error)")
            }
            #expect(!(read.defects.isEmpty && read.check(digest) == .holds))
        } catch {
            guard case .error(let wanted) = finding else {
                Issue.record("\(error)")
                return
            }
            #expect(error == wanted)
        }
    }

    @Test func `was sound before it was spoilt`() throws {
        var sample = try SignedSample()
        #expect(try ForeignSignedData(contents: sample.der).defects == [])
        try sample.sign()
        let read = try ForeignSignedData(contents: sample.der)
        #expect(read.defects == [])
        #expect(try read.check(Digest(.sha256, of: SignedSample.content)) == .holds)
    }

    @Test func `never passes with any byte of its signer changed`() throws {
        let sample = try SignedSample()
        let der = sample.der
        let digest = try Digest(.sha256, of: SignedSample.content)
        // Without its header and its version, a number that says nothing but which fields it may have.
        let signer = sample.signer.encoded.count - 4 - 3
        for place in der.count - signer..<der.count {
            var changed = der
            changed[place] ^= 1 << UInt8(place % 5)  // not 0x20: the letters of a name are the same in either case
            guard let read = try? ForeignSignedData(contents: changed) else { continue }
            #expect(!(read.defects.isEmpty && read.check(digest) == .holds), "byte \(place)")
        }
    }

    @Test func `never passes when it is cut`() throws {
        let der = try SignedSample().der
        for count in stride(from: 0, to: der.count, by: 7) {
            #expect(throws: SignedDataError.unreadable) { try ForeignSignedData(contents: Array(der.prefix(count))) }
        }
    }
}
