import Glibc
import TestSupport
import Testing

@testable import PDF

@Suite("Every fixture") struct SweepTests {
    private static let honest = try! Expectations.honest()
    private static let bad = try! Expectations.bad()

    /// Into the field that waits, where one does.
    private func request(for document: PDFDocument, named name: String) throws -> SignatureRequest {
        guard name.hasPrefix("field") || name == "locked-exclude.pdf",
            let field = try document.fields().first(where: { $0.kind == "Sig" && !$0.hasValue })
        else { return .plain }
        var request = SignatureRequest.existing(field.name)
        request.reason = "Setuju"
        if name == "field-seed-mdp.pdf" { request.role = .certification(.fillingAndSigning) }
        return request
    }

    @Test(arguments: honest.filter { $0.value.sign == "yes" }.keys.sorted())
    func `that is to be signed is prepared and read again`(name: String) throws {
        let expected = try #require(Self.honest[name])
        let bytes = try Fixture.bytes("pdf/\(name)")
        let password = expected.password?.user ?? ""
        let document = try opened(bytes, password: password)
        #expect(try document.pageCount() == expected.pages)
        #expect(try document.standingSignatures().count == expected.signatures)
        let section = try prepared(bytes, request(for: document, named: name), password: password)
        let signed = try opened(bytes + section.bytes, password: password)
        #expect(try signed.pageCount() == expected.pages)
        #expect(try signed.standingSignatures().count == document.standingSignatures().count + 1)
        #expect(try signed.standingSignatures().contains { $0.byteRange == section.byteRange })
        #expect(!signed.isRepaired)
    }

    @Test(arguments: honest.filter { $0.value.sign == "no" }.keys.sorted())
    func `that is not to be signed is refused`(name: String) throws {
        let bytes = try Fixture.bytes("pdf/\(name)")
        #expect(throws: PDFError.self) {
            let document = try opened(bytes)
            _ = try prepared(bytes, request(for: document, named: name))
        }
    }

    private static func processorTime() -> Duration {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    @Test(arguments: bad.keys.sorted()) func `that is bad ends soon, and is refused where it must be`(name: String)
        throws
    {
        let bytes = try Fixture.bytes("pdf/bad/\(name)")
        var section: UpdateSection?
        // Of this thread alone: how long others keep it waiting is not the document's doing.
        let start = Self.processorTime()
        // A typed error is an answer; a trap would end the whole run.
        do throws(PDFError) { section = try prepared(bytes) } catch {}
        #expect(Self.processorTime() - start < .seconds(2))
        if Self.bad[name]?.sign == "no" { #expect(section == nil) }
        guard let section else { return }
        let signed = try opened(bytes + section.bytes)
        #expect(try signed.standingSignatures().contains { $0.byteRange == section.byteRange })
    }
}
