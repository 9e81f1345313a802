import Crypto
import TestSupport
import Testing

/// A signature of ours, taken apart, to be changed in one place and signed anew or not.
struct SignedSample {
    static let content = Array("Surat keputusan ini palsu atau tidak.\n".utf8)

    private static let name = "signer-rsa2048"

    var cms: DERTree
    let certificate: Certificate

    init() throws {
        let identity = try Fixture.identity(Self.name)
        certificate = identity.certificate
        var signing = try CAdESSigning(as: identity, scheme: .pkcs1, digest: .sha256, now: .wellInsideFixtures)
        let made = try signing.sign(Digest(.sha256, of: Self.content)).der
        cms = try #require(DERTree(made))
    }

    /// Version, digest algorithms, content, certificates, signers.
    var signedData: DERTree {
        get { cms[1][0] }
        set { cms[1][0] = newValue }
    }

    var certificates: DERTree {
        get { signedData[3] }
        set { signedData[3] = newValue }
    }

    var signers: DERTree {
        get { signedData[4] }
        set { signedData[4] = newValue }
    }

    /// Version, identifier, digest algorithm, signed attributes, signature algorithm, signature.
    var signer: DERTree {
        get { signers[0] }
        set { signers[0] = newValue }
    }

    var attributes: DERTree {
        get { signer[3] }
        set { signer[3] = newValue }
    }

    /// The attribute of a type, to be changed.
    subscript(attribute type: String) -> DERTree {
        get { attributes.children.first { $0[0].content == [UInt8](hex: type) } ?? DERTree(tag: 5, content: []) }
        set {
            guard let index = attributes.children.firstIndex(where: { $0[0].content == [UInt8](hex: type) }) else {
                return
            }
            attributes[index] = newValue
        }
    }

    mutating func remove(attribute type: String) {
        attributes.children.removeAll { $0[0].content == [UInt8](hex: type) }
    }

    mutating func add(attribute type: String, _ values: [DERTree]) {
        attributes.children.append(Self.attribute(type, values))
    }

    static func attribute(_ type: String, _ values: [DERTree]) -> DERTree {
        .sequence([.object(type), .set(values)])
    }

    /// Signs the attributes as they are now, in order or as they stand.
    mutating func sign(sorted: Bool = true) throws {
        if sorted { attributes.children.sort { $0.encoded.lexicographicallyPrecedes($1.encoded) } }
        var set = attributes
        set.tag = 0x31
        signer[5].content = try Fixture.privateKey(Self.name).checkedSignature(
            over: Digest(.sha256, of: set.encoded), scheme: .pkcs1)
    }

    var der: [UInt8] { cms.encoded }
}

extension DERTree {
    static func object(_ hex: String) -> DERTree { DERTree(tag: 0x06, content: [UInt8](hex: hex)) }
    static func set(_ children: [DERTree]) -> DERTree { DERTree(tag: 0x31, children: children) }
    static func octets(_ bytes: [UInt8]) -> DERTree { DERTree(tag: 0x04, content: bytes) }
    static func context(_ number: UInt8, _ children: [DERTree]) -> DERTree {
        DERTree(tag: 0xA0 | number, children: children)
    }
    static let null = DERTree(tag: 0x05, content: [])

    /// The same in BER: this element of an indefinite length, those inside as they are.
    var indefinite: [UInt8] { [tag, 0x80] + children.flatMap(\.encoded) + [0, 0] }
}

/// Object identifiers, encoded.
enum OID {
    static let data = "2a864886f70d010701"
    static let signedData = "2a864886f70d010702"
    static let envelopedData = "2a864886f70d010703"
    static let authEnvelopedData = "2a864886f70d0109100117"
    static let contentType = "2a864886f70d010903"
    static let messageDigest = "2a864886f70d010904"
    static let signingTime = "2a864886f70d010905"
    static let algorithmProtection = "2a864886f70d010934"
    static let commitmentType = "2a864886f70d0109100210"
    static let signingCertificateV2 = "2a864886f70d010910022f"
    static let adobeRevocation = "2a864886f72f010108"
    static let ocspRevocation = "2b06010505071002"
    static let sha1 = "2b0e03021a"
    static let sha256 = "608648016503040201"
    static let sha384 = "608648016503040202"
    static let sha1WithRSA = "2a864886f70d010105"
    static let sha256WithRSA = "2a864886f70d01010b"
    static let sha384WithRSA = "2a864886f70d01010c"
    static let ecdsaWithSHA256 = "2a8648ce3d040302"
    static let pss = "2a864886f70d01010a"
    static let unknown = "2a0304050607"
}
