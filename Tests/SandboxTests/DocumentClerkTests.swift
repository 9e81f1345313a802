import Appearance
import Channels
import Crypto
import Documents
import Domain
import PDF
import TestSupport
import Testing
import Verification

@testable import Sandbox

@Suite("A worker's clerk") struct DocumentClerkTests {
    private let clerk: DocumentClerk

    init() throws {
        clerk = DocumentClerk(composer: try AppearanceSample.composer())
    }

    private func answer(_ order: DocumentOrder, _ document: [UInt8]) throws -> DocumentAnswer? {
        DocumentAnswer(clerk.answer(order.bytes, [try MappedFile(MemoryFile(document).descriptor)]))
    }

    private func task(visible: Bool = true) -> SignatureTask {
        var request = SignatureRequest(
            date: "D:20261120133000+07'00'", contentsBytes: 2_000, identifier: [UInt8](repeating: 1, count: 16))
        if visible {
            request.place = SignatureRequest.Place(
                page: .first, box: Rectangle(x: 50, y: 50, width: 200, height: 60), origin: .bottomLeft)
        }
        var task = SignatureTask(request)
        if visible { task.look = AppearanceSpecification(width: 0, height: 0, picture: .qr("https://contoh.id")) }
        return task
    }

    private func password(_ text: String) throws -> DocumentPassword? { DocumentPassword(try .of(text)) }

    @Test func `prepares a document as its order says`() throws {
        let document = try Fixture.bytes("pdf/table.pdf")
        guard case .prepared(let section) = try answer(.prepare(task()), document) else {
            Issue.record("no section came back")
            return
        }
        #expect(section.originalBytes == document.count)
        #expect(section.contentsBytes == 2_000)
    }

    @Test func `draws the same appearance for every document of a client`() throws {
        let document = try Fixture.bytes("pdf/table.pdf")
        guard case .prepared(let first) = try answer(.prepare(task()), document),
            case .prepared(let second) = try answer(.prepare(task()), document)
        else {
            Issue.record("no section came back")
            return
        }
        #expect(first == second)
    }

    @Test func `tells what it sees`() throws {
        guard case .inspected(let report) = try answer(.inspect(password: nil), Fixture.bytes("pdf/signed-twice.pdf"))
        else {
            Issue.record("no report came back")
            return
        }
        #expect(report.signatures.count == 2)
        #expect(report.revisions.count >= 3)
        #expect(report.revisions.last?.end == report.bytes)
    }

    private func longTermTask() throws -> LongTermTask {
        func der(_ path: String) throws -> [UInt8] {
            let bytes = try Fixture.bytes("attacks/pki/\(path)")
            return try PEMBlocks.all(in: bytes)?.first ?? bytes
        }
        let judging = VerificationTask(
            now: Instant(secondsSince1970: 1_784_073_600),  // 2026-07-15T00:00:00Z
            anchors: [TrustAnchor(name: "Contoh", certificate: try der("root.pem"))],
            material: VerificationMaterial(revocationLists: [try der("root.crl"), try der("issuing.crl")]))
        return LongTermTask(
            judging, choice: .all, coversTimestamps: false, identifier: [UInt8](repeating: 1, count: 16))
    }

    @Test(arguments: [("b-t", true), ("b-lt", false), ("b-lta", false)])
    func `judges a document and writes what its store lacks, or nothing`(name: String, writes: Bool) throws {
        let document = try Fixture.bytes("attacks/honest/\(name).pdf")
        guard case .extended(let outcome) = try answer(.extend(longTermTask(), password: nil), document) else {
            Issue.record("no outcome came back")
            return
        }
        #expect(outcome.chosen == [0] && outcome.missing.isEmpty && outcome.cautions.isEmpty)
        #expect(outcome.judgement.verdict.indication == .passed)
        #expect(
            (outcome.section != nil) == writes && outcome.section?.originalBytes ?? document.count == document.count)
    }

    @Test func `writes nothing behind a signed document that it had to repair`() throws {
        var document = try Fixture.bytes("attacks/honest/b-t.pdf")
        let place = try #require(DocumentBytes(document).lastIndex(of: "startxref", in: 0..<document.count))
        document.replaceSubrange(place + 10..<place + 12, with: Array("99".utf8))
        guard case .refused(let refusal) = try answer(.extend(longTermTask(), password: nil), document) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == .repairedAndSigned)
    }

    @Test(arguments: ["kata-buka", "kata-pemilik"])
    func `copies in clear what needs a password`(password: String) throws {
        let order = DocumentOrder.copyPlainly(password: try self.password(password))
        guard case .copiedPlainly(let copy?) = try answer(order, Fixture.bytes("pdf/encrypted-aes-128.pdf")),
            case .inspected(let report) = try answer(.inspect(password: nil), copy)
        else {
            Issue.record("no copy came back")
            return
        }
        #expect(report.protection == nil && report.pages == 2)
    }

    @Test(arguments: ["table.pdf", "encrypted-empty-user-password.pdf"])
    func `copies nothing that can be read without a password`(name: String) throws {
        let order = DocumentOrder.copyPlainly(password: try password("kata-pemilik"))
        guard case .copiedPlainly(nil) = try answer(order, Fixture.bytes("pdf/\(name)")) else {
            Issue.record("copied, or refused")
            return
        }
    }

    @Test(arguments: [
        ("encrypted-aes-128.pdf", "lain", DocumentRefusal.Reason.passwordWrong),
        ("encrypted-aes-128.pdf", "", .passwordNeeded), ("encrypted-unknown-handler.pdf", "x", .encryptionUnknown),
        ("encrypted-for-a-certificate.pdf", "x", .encryptedForCertificate), ("bad/text.pdf", "x", .notPDF),
    ]) func `copies nothing that it cannot open`(name: String, password: String, reason: DocumentRefusal.Reason) throws
    {
        let order = DocumentOrder.copyPlainly(password: try self.password(password))
        guard case .refused(let refusal) = try answer(order, Fixture.bytes("pdf/\(name)")) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == reason)
    }

    @Test(arguments: [
        ([], DocumentRefusal.Reason.empty), (Array("halo".utf8), .notPDF), (Array("%PDF-1.7\n".utf8), .damaged),
    ]) func `answers what is no document with a reason`(document: [UInt8], reason: DocumentRefusal.Reason) throws {
        guard case .refused(let refusal) = try answer(.prepare(task()), document) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == reason)
    }

    @Test func `refuses to draw where there is nothing to be seen`() throws {
        var task = task(visible: false)
        task.look = AppearanceSpecification(width: 0, height: 0, picture: .qr("https://contoh.id"))
        guard case .refused(let refusal) = try answer(.prepare(task), Fixture.bytes("pdf/table.pdf")) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == .fieldHasNoPlace)
    }

    @Test func `has no word for whoever is not its parent`() {
        #expect(clerk.answer([1, 2, 3], []).isEmpty)
        #expect(clerk.answer(DocumentOrder.inspect(password: nil).bytes, []).isEmpty)
    }
}

@Suite("What teken-pdf is started for") struct SandboxArgumentsTests {
    @Test func `is serving with two fonts, or becoming the positions program, and nothing else`() {
        guard case .serve(let fonts) = SandboxArguments(["--font", "a", "--bold-font", "b"]),
            case .textPositions = SandboxArguments(["text-positions"])
        else {
            Issue.record("not understood")
            return
        }
        #expect(fonts.regular == "a" && fonts.bold == "b")
        for words in [[], ["serve"], ["--font", "a"], ["--bold-font", "b", "--font", "a"], ["text-positions", "x"]] {
            #expect(SandboxArguments(words) == nil)
        }
    }
}
