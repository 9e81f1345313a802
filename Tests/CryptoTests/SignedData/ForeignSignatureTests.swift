import Crypto
import Domain
import TestSupport
import Testing

@Suite("A signature that was made elsewhere") struct ForeignSignatureTests {
    private let content = Array("Dokumen ini ditandatangani di tempat lain.\n".utf8)

    private func made(_ words: String, over content: [UInt8]) throws -> [UInt8] {
        let command = try OpenSSLCommand(
            "cms -sign -binary -md sha256 -in content -signer signer -inkey key -outform DER -out cms \(words)",
            with: [
                "content": content, "signer": Fixture.bytes("pki/signer-rsa2048.pem"),
                "key": Fixture.bytes("pki/signer-rsa2048.key"),
            ])
        return try command.file("cms")
    }

    @Test func `is taken when it is one over this digest`() throws {
        let digest = try Digest(.sha256, of: content)
        let der = try made("-cades", over: content)
        let signature = try CMSSignature(foreign: der, over: digest)
        #expect(signature.der == der)
        #expect(signature.messageDigest == digest.bytes)
        #expect(signature.value.count == 256)
    }

    @Test func `is refused over anything else`() throws {
        let der = try made("-cades", over: content)
        #expect(throws: CryptoError.signature(.overOtherContent)) {
            try CMSSignature(foreign: der, over: Digest(.sha256, of: content + [0]))
        }
    }

    @Test func `is refused when its signature does not hold`() throws {
        var der = try made("-cades", over: content)
        der[der.count - 9] ^= 1  // inside the signature value, which ends the structure
        #expect(throws: CryptoError.signature(.unreadable)) {
            try CMSSignature(foreign: der, over: Digest(.sha256, of: content))
        }
    }

    @Test(arguments: ["-nodetach", "-noattr", "-nocerts"]) func `is refused when it is of another kind`(
        words: String
    ) throws {
        let der = try made(words, over: content)
        #expect(throws: CryptoError.signature(.unreadable)) {
            try CMSSignature(foreign: der, over: Digest(.sha256, of: content))
        }
    }

    @Test func `is refused when it is none, or is followed by anything`() throws {
        let digest = try Digest(.sha256, of: content)
        let der = try made("-cades", over: content)
        for bytes in [[], Array("CMS".utf8), Array(der.dropLast()), der + [0]] {
            #expect(throws: CryptoError.signature(.unreadable)) { try CMSSignature(foreign: bytes, over: digest) }
        }
    }
}

@Suite("The size of a signature") struct SignatureSizeTests {
    @Test(arguments: SigningWay.all) func `is known before there is one`(way: SigningWay) throws {
        let identity = try Fixture.identity(way.kind.fixtureName)
        var signing = try CAdESSigning(as: identity, scheme: way.scheme, digest: way.digest, now: .wellInsideFixtures)
        let most = try signing.bytesMax()
        for byte in UInt8(0)..<20 {
            let signature = try signing.sign(Digest(way.digest, of: [byte]))
            #expect(signature.der.count <= most)
            // What an elliptic curve's two numbers may be shorter, and no more.
            #expect(signature.der.count >= most - 8)
        }
    }
}
