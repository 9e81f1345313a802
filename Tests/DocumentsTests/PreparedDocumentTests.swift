import Channels
import Crypto
import Domain
import PDF
import TestSupport
import Testing

@testable import Documents

@Suite("A prepared document") struct PreparedDocumentTests {
    private static let file = PDFSketch.onePage.withTable

    private func original(_ bytes: [UInt8] = file) throws -> OriginalBytes {
        try OriginalBytes(of: MemoryFile(bytes))
    }

    /// What an honest worker makes of the file.
    private func section(contentsBytes: Int = 8_192) throws -> UpdateSection {
        let request = SignatureRequest(
            date: "D:20260601120000Z", contentsBytes: contentsBytes, identifier: [UInt8](repeating: 7, count: 16))
        return try SignaturePreparation(PDFDocument.open(DocumentBytes(Self.file)), for: request).section(
            appearance: nil)
    }

    /// What is said of a section, or nil where it is believed.
    private func defect(_ section: UpdateSection, of bytes: [UInt8] = file) throws -> DocumentError? {
        let original = try original(bytes)
        let hashing = try OriginalHash(original, .sha256).take()
        do throws(DocumentError) {
            _ = try PreparedDocument(original, made: section, hashing)
            return nil
        } catch {
            return error
        }
    }

    @Test func `has the digest of the whole file but the hole`() throws {
        let section = try section()
        let original = try original()
        let prepared = try PreparedDocument(original, made: section, OriginalHash(original, .sha256).take())
        let whole = Self.file + section.bytes
        let signed = Array(whole[..<section.hole.lowerBound]) + Array(whole[section.hole.upperBound...])
        #expect(prepared.digest == (try Digest(.sha256, of: signed)))
        #expect(prepared.contentsBytes == 8_192)
        #expect(prepared.waiting.update == section.bytes)
    }

    @Test func `is refused for another document`() throws {
        let section = try section()
        #expect(try defect(section) == nil)
        #expect(try defect(section, of: Self.file + [0x0A]) == .answerRejected(.otherDocument))
        #expect(try defect(section, of: Array(Self.file.dropLast())) == .answerRejected(.otherDocument))
    }

    @Test func `is refused when it leaves out more or less than its hole`() throws {
        let honest = try section()
        for (lower, upper) in [(-1, 0), (0, 1), (1, 0), (0, -1), (-2, -2), (2, 2), (-100, 0), (0, 50)] {
            let hole = honest.hole.lowerBound + lower..<honest.hole.upperBound + upper
            let lying = UpdateSection(originalBytes: honest.originalBytes, bytes: honest.bytes, hole: hole)
            let found = try defect(lying)
            #expect(found == .answerRejected(.byteRange) || found == .answerRejected(.otherHole))
        }
    }

    @Test func `is refused when its byte range says something else`() throws {
        let honest = try section()
        var bytes = honest.bytes
        let text = Array("/ByteRange [0 ".utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: text) }) + text.count
        bytes[place] = bytes[place] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
        let lying = UpdateSection(originalBytes: honest.originalBytes, bytes: bytes, hole: honest.hole)
        #expect(try defect(lying) == .answerRejected(.byteRange))
    }

    @Test func `is refused when its hole holds anything but zeros between brackets`() throws {
        let honest = try section()
        let start = honest.hole.lowerBound - honest.originalBytes
        for (place, byte) in [
            (0, UInt8(ascii: "(")), (1, UInt8(ascii: "1")), (honest.hole.count / 2, 0x20),
            (honest.hole.count - 1, 0x30),
        ] {
            var bytes = honest.bytes
            bytes[start + place] = byte
            let lying = UpdateSection(originalBytes: honest.originalBytes, bytes: bytes, hole: honest.hole)
            #expect(try defect(lying) == .answerRejected(.otherHole))
        }
    }

    private func sign(_ digest: Digest) throws -> CMSSignature {
        var signing = try CAdESSigning(
            as: Fixture.identity("signer-rsa2048"), scheme: .pkcs1, digest: .sha256, now: .wellInsideFixtures)
        return try signing.sign(digest)
    }

    @Test func `takes the signature over its digest, in digits`() throws {
        let section = try section()
        let original = try original()
        let prepared = try PreparedDocument(original, made: section, OriginalHash(original, .sha256).take())
        let signature = try sign(prepared.digest)
        let signed = try prepared.embed(signature)
        let start = section.hole.lowerBound - section.originalBytes + 1
        let digits = Hexadecimal.text(signature.der).lowercased()
        #expect(signed.update.count == section.bytes.count)
        #expect(String(decoding: signed.update[start..<start + digits.utf8.count], as: UTF8.self) == digits)
        #expect(Array(signed.update[..<start]) == Array(section.bytes[..<start]))
        #expect(signed.update.suffix(40) == section.bytes.suffix(40))
    }

    @Test func `refuses a signature over something else`() throws {
        let original = try original()
        let prepared = try PreparedDocument(original, made: section(), OriginalHash(original, .sha256).take())
        let other = try sign(Digest(.sha256, of: [1]))
        var found: DocumentError?
        do throws(DocumentError) { _ = try prepared.embed(other) } catch { found = error }
        #expect(found == .signatureOverOtherDocument)
    }

    private func token(over digest: Digest) throws -> TimestampToken {
        let requirements = TimestampRequirements(anchors: try Fixture.certificates("root"))
        return try TimestampAuthorities([TimestampResponder.shared.authority("/")], requirements: requirements)
            .token(over: digest, now: { .now })
    }

    @Test func `takes a timestamp over its digest, and none over anything else or too large`() throws {
        let original = try original()
        func prepared(_ contentsBytes: Int = 8_192) throws -> PreparedDocument {
            try PreparedDocument(
                original, made: section(contentsBytes: contentsBytes), OriginalHash(original, .sha256).take())
        }
        let token = try token(over: prepared().digest)
        let stamped = try prepared().embed(token)
        let digits = Array(Hexadecimal.text(token.der).utf8)
        #expect(stamped.update.firstRange(of: digits) != nil)
        #expect(throws: DocumentError.signatureOverOtherDocument) {
            try prepared().embed(self.token(over: Digest(.sha256, of: [1])))
        }
        let small = try self.token(over: prepared(100).digest)
        #expect(throws: DocumentError.signatureTooLarge(bytes: small.der.count, room: 100)) {
            try prepared(100).embed(small)
        }
    }

    @Test func `with more behind it lies in one piece for the next worker`() throws {
        let original = try original()
        let prepared = try PreparedDocument(original, made: section(), OriginalHash(original, .sha256).take())
        let longer = prepared.waiting.followed(by: [1, 2, 3])
        let memory = try longer.memoryFile()
        #expect(longer.count == memory.count)
        #expect(try MappedFile(memory.descriptor).bytes() == Self.file + longer.update)
        #expect(longer.update.suffix(3) == [1, 2, 3])
        #expect(try SignedDocument(of: memory).original.count == memory.count)
    }

    @Test func `refuses a signature that does not fit`() throws {
        let original = try original()
        let prepared = try PreparedDocument(
            original, made: section(contentsBytes: 100), OriginalHash(original, .sha256).take())
        let signature = try sign(prepared.digest)
        var found: DocumentError?
        do throws(DocumentError) { _ = try prepared.embed(signature) } catch { found = error }
        #expect(found == .signatureTooLarge(bytes: signature.der.count, room: 100))
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000, 4 << 20, (4 << 20) + 1])
    func `is hashed whole, however its bytes are reached`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31 ^ $0 >> 8) }
        let whole = try original(bytes)
        #expect(try OriginalHash(whole, .sha256).take().finish() == Digest(.sha256, of: bytes))
        let part = whole.prefix(count - count / 3)
        #expect(try OriginalHash(part, .sha256).take().finish() == Digest(.sha256, of: Array(bytes.prefix(part.count))))
    }
}
