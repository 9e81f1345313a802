import Crypto
import Domain
import TestSupport
import Testing

@Suite("A stranger's SignedData") struct ForeignSignedDataTests {
    private let content = SignedSample.content

    /// What `openssl cms -sign` makes over the content with these words.
    private func made(_ words: String, by signer: String = "signer-rsa2048") throws -> [UInt8] {
        let command = try OpenSSLCommand(
            "cms -sign -binary -in content -signer signer -inkey key -certfile issuing -outform DER -out cms \(words)",
            with: [
                "content": content, "signer": Fixture.bytes("pki/\(signer).pem"),
                "key": Fixture.bytes("pki/\(signer).key"), "issuing": Fixture.bytes("pki/issuing.pem"),
            ])
        return try command.file("cms")
    }

    @Test(arguments: SigningWay.all) func `is sound when this house made it`(way: SigningWay) throws {
        let identity = try Fixture.identity(way.kind.fixtureName)
        var signing = try CAdESSigning(as: identity, scheme: way.scheme, digest: way.digest, now: .wellInsideFixtures)
        let digest = try Digest(way.digest, of: content)
        let made = try signing.sign(digest)
        let read = try ForeignSignedData(contents: made.der + [UInt8](repeating: 0, count: 500))
        #expect(read.defects == [])
        #expect(read.check(digest) == .holds)
        #expect(try read.check(Digest(way.digest, of: content + [0])) == .otherContent)
        #expect(read.der == made.der)
        #expect(read.signature == made.value)
        #expect(read.messageDigest == digest.bytes)
        #expect(read.signer == identity.certificate)
        #expect(read.certificates.count == 3)
        #expect(read.digestFunction == HashFunction(way.digest))
        let family: SignatureFamily =
            switch way.scheme {
            case .pkcs1: .rsaPKCS1
            case .pss: .rsaPSS
            case .ecdsa: .ecdsa
            }
        #expect(read.algorithms?.signature == family)
        #expect(read.algorithms?.digest == HashFunction(way.digest))
        #expect(read.algorithms.map { way.kind.rawValue.hasSuffix("-\($0.bits)") } == true)
    }

    @Test(
        arguments: [
            ("-md sha256", "signer-rsa2048", .sha256, [.signingTimePresent, .signingCertificateMissing]),
            ("-md sha256 -cades", "signer-rsa2048", .sha256, [.signingTimePresent]),
            ("-md sha1", "signer-rsa2048", .sha1, [.signingTimePresent, .signingCertificateMissing]),
            ("-md md5", "signer-rsa2048", .md5, [.signingTimePresent, .signingCertificateMissing]),
            ("-md sha384 -cades", "signer-p384", .sha384, [.signingTimePresent]),
            ("-md sha224 -cades", "signer-p256", .sha224, [.signingTimePresent]),
            ("-md sha256 -cades -keyid", "signer-rsa2048", .sha256, [.signingTimePresent]),
            (
                "-md sha256 -cades -keyopt rsa_padding_mode:pss -keyopt rsa_mgf1_md:sha1 -keyopt rsa_pss_saltlen:11",
                "signer-rsa2048", .sha256, [.signingTimePresent]
            ),
            ("-md sha256 -noattr", "signer-rsa2048", .sha256, [.noSignedAttributes, .signingCertificateMissing]),
            (
                "-md sha256 -noattr -keyopt rsa_padding_mode:pss", "signer-rsa2048", .sha256,
                [.noSignedAttributes, .signingCertificateMissing]
            ),
            ("-md sha256 -noattr", "signer-p256", .sha256, [.noSignedAttributes, .signingCertificateMissing]),
        ] as [(String, String, HashFunction, Set<SignedDataDefect>)])
    func `holds as openssl makes it, with what is wrong with it`(
        words: String, signer: String, function: HashFunction, defects: Set<SignedDataDefect>
    ) throws {
        let read = try ForeignSignedData(contents: made(words, by: signer))
        #expect(read.defects == defects)
        #expect(read.digestFunction == function)
        #expect(read.algorithms?.digest == function)
        #expect(try read.check(function.digest(of: content)) == .holds)
        let other = try read.check(function.digest(of: content + [0]))
        #expect(other == (defects.contains(.noSignedAttributes) ? .broken : .otherContent))
        let unfit = HashFunction.allCases.filter { $0 != function }
        for function in unfit {
            #expect(try read.check(function.digest(of: content)) == .otherDigestWanted(read.digestFunction ?? .md5))
        }
    }

    @Test func `says the time that its signer claims`() throws {
        let before = Instant.now
        let read = try ForeignSignedData(contents: made("-md sha256"))
        let claimed = try #require(read.signingTime)
        #expect(claimed >= before - .seconds(2) && claimed <= Instant.now + .seconds(2))
    }

    @Test func `finds a signer elsewhere that it does not bring, and says so`() throws {
        let der = try made("-md sha256 -cades -nocerts")
        let alone = try ForeignSignedData(contents: der)
        #expect(alone.defects.contains(.signingCertificateAbsent))
        #expect(alone.signer == nil)
        #expect(try alone.check(Digest(.sha256, of: content)) == .uncheckable)
        let known = try Fixture.certificates("chain-signer-rsa2048")
        let read = try ForeignSignedData(contents: der, besides: known)
        #expect(read.defects == [.signingCertificateAbsent, .signingTimePresent])
        #expect(read.signer == known[0])
        #expect(try read.check(Digest(.sha256, of: content)) == .holds)
    }

    @Test func `is checked by no one when two signed it`() throws {
        var sample = try SignedSample()
        sample.signers.children.append(sample.signer)
        let read = try ForeignSignedData(contents: sample.der)
        #expect(try read.check(Digest(.sha256, of: content)) == .uncheckable)
    }

    @Test func `is checked over its attributes as they stand`() throws {
        var sample = try SignedSample()
        sample.attributes.children.sort { !$0.encoded.lexicographicallyPrecedes($1.encoded) }
        try sample.sign(sorted: false)
        let read = try ForeignSignedData(contents: sample.der)
        #expect(read.defects == [.attributesNotSorted])
        #expect(try read.check(Digest(.sha256, of: content)) == .holds)
    }

    @Test func `is read in BER, and said to be`() throws {
        let sample = try SignedSample()
        let digest = try Digest(.sha256, of: content)
        for der in [
            sample.cms.indefinite,
            [0x30, 0x80] + sample.cms[0].encoded + sample.cms[1].indefinite + [0, 0],
            [0x30, 0x84, 0, 0] + Array(sample.der.dropFirst(2)),  // a length in more bytes than it needs
        ] {
            let read = try ForeignSignedData(contents: der + [0, 0, 0])
            #expect(read.defects == [.notDER])
            #expect(read.check(digest) == .holds)
        }
        var pieces = sample
        let signature = sample.signer[5].content
        pieces.signer[5] = DERTree(
            tag: 0x24, children: [.octets(Array(signature[..<100])), .octets(Array(signature[100...]))])
        let read = try ForeignSignedData(contents: pieces.der)
        #expect(read.defects == [.notDER])
        #expect(read.check(digest) == .holds)
    }

    @Test func `may be followed by zeros, and by nothing else`() throws {
        let der = try SignedSample().der
        let behind = try ForeignSignedData(contents: der + [0, 0, 1])
        #expect(behind.defects == [.trailingBytes])
        #expect(try ForeignSignedData(contents: der + [0, 0, 0]).defects == [])
    }

    @Test func `tells what it commits to and by which policy`() throws {
        var sample = try SignedSample()
        let approval = "2a864886f70d0109100605"
        sample.add(attribute: OID.commitmentType, [.sequence([.object(approval)])])
        sample.add(
            attribute: "2a864886f70d010910020f",
            [.sequence([.object(OID.unknown), .sequence([.sequence([.object(OID.sha256)]), .octets([1])])])])
        try sample.sign()
        let read = try ForeignSignedData(contents: sample.der)
        #expect(read.defects == [])
        #expect(read.commitmentType == "1.2.840.113549.1.9.16.6.5")
        #expect(read.signaturePolicy == "1.2.3.4.5.6.7")
    }

    @Test func `takes protected algorithms that are those in use`() throws {
        var sample = try SignedSample()
        let digest = DERTree.sequence([sample.signer[2][0], .null])
        let way = DERTree.context(1, [sample.signer[4][0]])
        sample.add(attribute: OID.algorithmProtection, [.sequence([digest, way])])
        try sample.sign()
        #expect(try ForeignSignedData(contents: sample.der).defects == [])
    }

    @Test func `gives out the timestamps it carries`() throws {
        var sample = try SignedSample()
        let token = DERTree.sequence([.integer([1])])
        let second = DERTree.sequence([.integer([2])])
        sample.signer.children.append(
            .context(
                1,
                [
                    SignedSample.attribute("2a864886f70d010910020e", [token]),
                    SignedSample.attribute("2a864886f70d010910020e", [second]),
                    SignedSample.attribute("2a864886f70d010910021b", [token]),
                    SignedSample.attribute("04008d450204", [token]),
                ]))
        sample.add(attribute: "2a864886f70d0109100214", [second])
        try sample.sign()
        let read = try ForeignSignedData(contents: sample.der)
        #expect(read.defects == [])
        #expect(read.signatureTimestamps == [token.encoded, second.encoded])
        #expect(read.contentTimestamps == [second.encoded])
        #expect(read.archiveTimestampCount == 2)
    }

    @Test func `holds the digest it signs in the old way of PDFs`() throws {
        let digest = try HashFunction.sha1.digest(of: content)
        let command = try OpenSSLCommand(
            "cms -sign -binary -nodetach -md sha1 -in content -signer signer -inkey key -outform DER -out cms",
            with: [
                "content": digest.bytes, "signer": Fixture.bytes("pki/signer-rsa2048.pem"),
                "key": Fixture.bytes("pki/signer-rsa2048.key"),
            ])
        let read = try ForeignSignedData(contents: command.file("cms"), place: .documentDigest)
        #expect(read.defects == [.signingTimePresent, .signingCertificateMissing])
        #expect(read.check(enclosedDigest: digest) == .holds)
        #expect(try read.check(enclosedDigest: HashFunction.sha1.digest(of: [])) == .otherContent)
        #expect(try read.check(enclosedDigest: HashFunction.sha256.digest(of: content)) == .otherDigestWanted(.sha1))
        let detached = try ForeignSignedData(contents: SignedSample().der, place: .documentDigest)
        #expect(detached.defects == [.contentMissing])
        #expect(detached.check(enclosedDigest: digest) == .uncheckable)
    }

    @Test func `is verified with Ed25519 too`() throws {
        var sample = try SignedSample()
        let maya = try Certificate.all(pem: Fixture.bytes("pki/signer-ed25519.pem"))[0]
        let tree = try #require(DERTree(maya.der))
        sample.certificates.children = [tree]
        sample.signer[1] = .sequence([tree[0][3], tree[0][1]])
        sample.signer[4] = .sequence([.object("2b6570")])
        sample.signedData[1][0][0] = .object("608648016503040203")
        sample.signer[2][0] = .object("608648016503040203")
        sample[attribute: OID.messageDigest][1][0] = try .octets(HashFunction.sha512.digest(of: content).bytes)
        sample[attribute: OID.signingCertificateV2][1][0][0][0][0] = try .octets(
            HashFunction.sha256.digest(of: maya.der).bytes)
        sample[attribute: OID.signingCertificateV2][1][0][0][0].children.removeLast(
            sample[attribute: OID.signingCertificateV2][1][0][0][0].children.count - 1)
        sample.attributes.children.sort { $0.encoded.lexicographicallyPrecedes($1.encoded) }
        var set = sample.attributes
        set.tag = 0x31
        let command = try OpenSSLCommand(
            "pkeyutl -sign -rawin -inkey key -in message -out signature",
            with: ["key": Fixture.bytes("pki/signer-ed25519.key"), "message": set.encoded])
        sample.signer[5].content = try command.file("signature")
        let read = try ForeignSignedData(contents: sample.der)
        #expect(read.defects == [])
        #expect(read.algorithms?.signature == .eddsa)
        #expect(try read.check(Digest(.sha512, of: content)) == .holds)
        sample.signer[5].content[3] ^= 1
        #expect(try ForeignSignedData(contents: sample.der).check(Digest(.sha512, of: content)) == .broken)
    }
}

@Suite("The limits of a stranger's SignedData") struct SignedDataLimitTests {
    private func read(_ change: (inout SignedSample) throws -> Void) throws -> SignedDataError? {
        var sample = try SignedSample()
        try change(&sample)
        do throws(SignedDataError) {
            _ = try ForeignSignedData(contents: sample.der)
            return nil
        } catch {
            return error
        }
    }

    @Test func `are fifty certificates`() throws {
        let extra = try #require(DERTree(Fixture.certificates("root")[0].der))
        let fill = { (count: Int) in
            try read { sample in
                sample.certificates.children += [DERTree](
                    repeating: extra, count: count - sample.certificates.children.count)
            }
        }
        #expect(try fill(50) == nil)
        #expect(try fill(51) == .tooManyCertificates(most: 50))
    }

    @Test func `are fifty revocation answers`() throws {
        let answer = DERTree.context(1, [.object(OID.ocspRevocation), .null])
        let fill = { (count: Int) in
            try read { $0.signedData.children.insert(.context(1, [DERTree](repeating: answer, count: count)), at: 4) }
        }
        #expect(try fill(50) == nil)
        #expect(try fill(51) == .tooManyRevocations(most: 50))
    }

    @Test func `are sixty-four signers`() throws {
        let fill = { (count: Int) in
            try read { $0.signers.children = [DERTree](repeating: $0.signer, count: count) }
        }
        #expect(try fill(64) == nil)
        #expect(try fill(65) == .tooManySigners(most: 64))
    }

    @Test func `are sixty-four attributes`() throws {
        let extra = SignedSample.attribute(OID.unknown, [.null])
        let fill = { (count: Int) in
            try read {
                $0.attributes.children += [DERTree](repeating: extra, count: count - $0.attributes.children.count)
            }
        }
        #expect(try fill(64) == nil)
        #expect(try fill(65) == .tooManyAttributes(most: 64))
    }

    @Test func `are ten thousand elements of a list`() throws {
        let extra = DERTree.sequence([DERTree(tag: 0x06, content: [42])])
        let fill = { (count: Int) in
            try read { $0.signedData[1].children += [DERTree](repeating: extra, count: count - 1) }
        }
        #expect(try fill(10_000) == nil)
        #expect(try fill(10_001) == .unreadable)
    }

    @Test func `are a mebibyte`() throws {
        func sized(_ count: Int) -> [UInt8] {
            [0x30, 0x83, UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255)]
                + [UInt8](repeating: 0, count: count)
        }
        #expect(throws: SignedDataError.unreadable) { try ForeignSignedData(contents: sized((1 << 20) - 5)) }
        #expect(throws: SignedDataError.tooLarge(bytesMax: 1 << 20)) {
            try ForeignSignedData(contents: sized((1 << 20) - 4))
        }
    }

    @Test func `keep indefinite lengths from lying in each other without end`() {
        let deep = [UInt8](repeating: 0, count: 200_000).indices.map { UInt8($0 & 1 == 0 ? 0x30 : 0x80) }
        #expect(throws: SignedDataError.unreadable) { try ForeignSignedData(contents: deep) }
    }
}

@Suite("A bare RSA signature") struct BareRSASignatureTests {
    private let content = SignedSample.content

    private func contents() throws -> [UInt8] {
        let command = try OpenSSLCommand(
            "dgst -sha1 -sign key -out signature content",
            with: ["key": Fixture.bytes("pki/signer-rsa2048.key"), "content": content])
        return try DERTree.octets(command.file("signature")).encoded
    }

    @Test func `holds over the digest it was made over, by its key`() throws {
        let signer = try Fixture.certificates("chain-signer-rsa2048")[0]
        let read = try BareRSASignature(contents: contents() + [0, 0], signer: signer)
        #expect(read.defects == [])
        #expect(read.algorithms == AlgorithmUse(digest: .sha1, signature: .rsaPKCS1, key: .rsa, bits: 2_048))
        #expect(try read.check(HashFunction.sha1.digest(of: content)) == .holds)
        #expect(try read.check(HashFunction.sha1.digest(of: [])) == .broken)
        #expect(try read.check(HashFunction.sha256.digest(of: content)) == .otherDigestWanted(.sha1))
        let twin = try BareRSASignature(contents: contents(), signer: Fixture.certificates("signer-rsa2048-twin")[0])
        #expect(try twin.check(HashFunction.sha1.digest(of: content)) == .broken)
    }

    @Test func `is found wanting`() throws {
        let signer = try Fixture.certificates("chain-signer-rsa2048")[0]
        #expect(try BareRSASignature(contents: contents() + [1], signer: signer).defects == [.trailingBytes])
        let curve = try BareRSASignature(contents: contents(), signer: Fixture.certificates("signer-p256")[0])
        #expect(curve.defects == [.keyUnusable])
        #expect(try curve.check(HashFunction.sha1.digest(of: content)) == .uncheckable)
        for bytes in [[], [0x30, 0], Array(try contents().dropLast())] {
            #expect(throws: SignedDataError.unreadable) { try BareRSASignature(contents: bytes, signer: signer) }
        }
    }
}
