import Crypto
import Domain
import TestSupport
import Testing

@Suite("A stranger's timestamp") struct ForeignTimestampTests {
    private let content = Array("Kapan surat ini ada?\n".utf8)

    /// A token as `openssl ts` makes it over the content.
    private func token(
        over function: HashFunction = .sha256, by name: String = "tsa", extra: String = "", certificates: Bool = true
    ) throws -> [UInt8] {
        let configuration = """
            [tsa]
            default_tsa = one
            [one]
            serial = serial
            default_policy = 1.2.3.4.1
            digests = sha1, sha256, sha384, sha512
            signer_digest = sha256
            accuracy = secs:1, millisecs:500, microsecs:100
            clock_precision_digits = 6
            ess_cert_id_chain = no
            ess_cert_id_alg = sha256
            \(extra)
            """
        let digest = Hexadecimal.text(try function.digest(of: content).bytes)
        let words = "-digest \(digest) -\(function.rawValue) -no_nonce" + (certificates ? " -cert" : "")
        let request = try OpenSSLCommand("ts -query \(words) -out request").file("request")
        return try OpenSSLCommand(
            "ts -reply -config configuration -queryfile request -signer signer -inkey key -chain chain "
                + "-token_out -out token",
            with: [
                "configuration": Array(configuration.utf8), "request": request, "serial": Array("0A1B2C\n".utf8),
                "signer": Fixture.bytes("pki/\(name).pem"), "key": Fixture.bytes("pki/\(name).key"),
                "chain": Fixture.bytes("pki/chain-tsa.pem"),
            ]
        ).file("token")
    }

    @Test(arguments: [HashFunction.sha1, .sha256, .sha384, .sha512])
    func `is read, and holds`(function: HashFunction) throws {
        let before = Instant.now - .seconds(2)
        let stamp = try ForeignTimestamp(token: token(over: function))
        #expect(stamp.defects == [])
        #expect(stamp.signedData.defects == [.signingTimePresent])
        #expect(stamp.check() == .holds)
        #expect(try stamp.imprint == function.digest(of: content))
        #expect(stamp.stamps(content))
        #expect(!stamp.stamps(content + [0]))
        #expect(try stamp.stamps(function.digest(of: content)))
        #expect(try !stamp.stamps(HashFunction.sha3x256.digest(of: content)))
        #expect(stamp.time >= before && stamp.time <= .now + .seconds(2))
        #expect(stamp.accuracy == .seconds(1) + .microseconds(500_100))
        #expect(stamp.serial == [0x0A, 0x1B, 0x2D])
        #expect(stamp.policy == "1.2.3.4.1")
        #expect(try stamp.authority == Fixture.certificates("tsa")[0])
        #expect(stamp.signedData.certificates.count == 4)  // its own twice, for the chain begins with it
    }

    @Test func `stamps a digest of ours`() throws {
        let stamp = try ForeignTimestamp(token: token())
        #expect(try stamp.stamps(Digest(.sha256, of: content)))
        #expect(try !stamp.stamps(Digest(.sha512, of: content)))
    }

    @Test func `may leave its certificate to be known from elsewhere`() throws {
        let bare = try token(certificates: false)
        #expect(try ForeignTimestamp(token: bare).check() == .uncheckable)
        let stamp = try ForeignTimestamp(token: bare, besides: Fixture.certificates("chain-tsa"))
        #expect(stamp.check() == .holds)
        #expect(stamp.signedData.defects.contains(.signingCertificateAbsent))
    }

    /// The token with another `TSTInfo`, its digest signed anew, as an authority might that errs.
    private func remade(
        by name: String = "tsa", _ change: (inout DERTree) throws -> Void
    ) throws -> [UInt8] {
        var token = try #require(DERTree(token()))
        var info = try #require(DERTree(token[1][0][2][1][0].content))
        try change(&info)
        token[1][0][2][1][0].content = info.encoded
        let last = token[1][0].children.count - 1
        let attributes = token[1][0][last][0][3].children
        let place = try #require(attributes.firstIndex { $0[0].content == [UInt8](hex: OID.messageDigest) })
        token[1][0][last][0][3][place][1][0] = try .octets(HashFunction.sha256.digest(of: info.encoded).bytes)
        var set = token[1][0][last][0][3]
        set.tag = 0x31
        token[1][0][last][0][5].content = try Fixture.privateKey("tsa").checkedSignature(
            over: Digest(.sha256, of: set.encoded), scheme: .pkcs1)
        return token.encoded
    }

    @Test(
        arguments: [
            ("20260601120000Z", 0), ("20260601120000.5Z", 500_000_000), ("20260601120000.123456789Z", 123_456_789),
            ("20260601120000.0000000019Z", 1),
        ])
    func `gives the time to the fraction`(text: String, nanoseconds: Int) throws {
        let token = try remade { $0[4].content = Array(text.utf8) }
        let stamp = try ForeignTimestamp(token: token)
        #expect(stamp.time == .noon + .nanoseconds(nanoseconds))
        #expect(stamp.check() == .holds)
        #expect(stamp.defects == [])
    }

    @Test func `is found wanting in what it says`() throws {
        let version = try ForeignTimestamp(token: remade { $0[0] = .integer([2]) })
        #expect(version.defects == [.wrongVersion])
        let function = try ForeignTimestamp(token: remade { $0[2][0][0] = .object(OID.unknown) })
        #expect(function.defects == [.imprintUnknown])
        #expect(!function.stamps(content))
        let cut = try ForeignTimestamp(token: remade { $0[2][1].content.removeLast() })
        #expect(cut.defects == [.imprintUnknown])
        let accuracy = try ForeignTimestamp(token: remade { $0[5][1].content = [0x7F, 0xFF] })
        #expect(accuracy.defects == [.accuracyUnreadable])
        let extended = try ForeignTimestamp(
            token: remade {
                let critical = DERTree.sequence([
                    .object(OID.unknown), DERTree(tag: 1, content: [255]), .octets([5, 0]),
                ])
                $0.children.append(.context(1, [critical]))
            })
        #expect(extended.defects == [.unknownCriticalExtension])
        let root = try #require(DERTree(Fixture.certificates("root")[0].der))
        let named = try ForeignTimestamp(
            token: remade { $0.children.append(.context(0, [.context(4, [root[0][5]])])) })
        #expect(named.defects == [.otherAuthorityNamed])
        for stamp in [version, function, cut, accuracy, extended, named] { #expect(stamp.check() == .holds) }
    }

    @Test func `is told from one by a certificate for other things`() throws {
        var cms = try #require(DERTree(token()))
        let plain = try Fixture.certificates("tsa-no-eku")[0]
        let tree = try #require(DERTree(plain.der))
        let last = cms[1][0].children.count - 1
        cms[1][0][3].children = [tree]
        cms[1][0][last][0][1] = .sequence([tree[0][3], tree[0][1]])
        let stamp = try ForeignTimestamp(token: cms.encoded)
        #expect(stamp.defects == [.certificateNotForTimestamps])
        #expect(stamp.signedData.defects.contains(.signingCertificateMismatch))
        #expect(stamp.check() == .broken)
    }

    @Test func `does not hold when anything of it is changed`() throws {
        let token = try token()
        var cms = try #require(DERTree(token))
        cms[1][0][2][1][0].content[30] ^= 1
        let stamp = try? ForeignTimestamp(token: cms.encoded)
        #expect(stamp?.check() != .holds)
        cms = try #require(DERTree(token))
        let last = cms[1][0].children.count - 1
        cms[1][0][last][0][5].content[9] ^= 1
        #expect(try ForeignTimestamp(token: cms.encoded).check() == .broken)
    }

    @Test func `is none when it is something else`() throws {
        #expect(throws: SignedDataError.unreadable) { try ForeignTimestamp(token: SignedSample().der) }
        #expect(throws: SignedDataError.unreadable) { try ForeignTimestamp(token: remade { $0[4] = .null }) }
        #expect(throws: SignedDataError.unreadable) { try ForeignTimestamp(token: remade { $0.children = [] }) }
        #expect(throws: SignedDataError.unreadable) { try ForeignTimestamp(token: []) }
    }

    @Test func `is found in a signature that carries it`() throws {
        let identity = try Fixture.identity("signer-rsa2048")
        var signing = try CAdESSigning(as: identity, scheme: .pkcs1, digest: .sha256, now: .wellInsideFixtures)
        let signature = try signing.sign(Digest(.sha256, of: content))
        let authorities = try TimestampAuthorities(
            [TimestampResponder.shared.authority("/")],
            requirements: TimestampRequirements(anchors: Fixture.certificates("root")))
        let token = try authorities.token(over: signature.timestampImprint(.sha256), now: { .now })
        let read = try ForeignSignedData(contents: signature.timestamped(by: token).der)
        #expect(read.defects == [])
        #expect(read.signatureTimestamps == [token.der])
        let stamp = try ForeignTimestamp(token: read.signatureTimestamps[0])
        #expect(stamp.check() == .holds)
        #expect(stamp.stamps(read.signature))
        #expect(stamp.time.secondsSince1970 == token.time.secondsSince1970)
    }
}
