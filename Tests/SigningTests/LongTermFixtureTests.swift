import Channels
import Crypto
import Documents
import Domain
import PDF
import TestSupport
import Testing
import Verification

@testable import Signing

@Suite("An awkward document signed for the long term") struct LongTermFixtureTests {
    private static let files = [
        "stream-predictor", "object-streams-extended", "catalog-in-object-stream", "page-in-object-stream",
        "linearised-table", "linearised-stream", "pdfa-2b", "pdfa-2b-object-streams", "revisions-300", "tagged",
        "catalog-version-newer",
        "catalog-extensions", "after-eof-junk", "trailer-unknown-keys", "xfa-static",
        "annots-shared", "annots-indirect", "form-indirect", "form-inline", "root-generation-1", "tree-2000-flat",
        "encrypted-empty-user-password", "names-escaped",
    ]
    private static let protected = [
        "encrypted-rc4-128", "encrypted-aes-128", "encrypted-aes-256-r6", "encrypted-aes-256-r6-object-streams",
        "encrypted-streams-open",
    ]
    private static let password = "kata-buka"

    private func desk() throws -> LongTermDesk { try LongTermDesk.shared.get() }

    private func archived(_ names: [String], password: String? = nil) throws -> [(name: String, bytes: [UInt8])] {
        let desk = try desk()
        return try names.map { name in
            let file = try Fixture.bytes("pdf/\(name).pdf")
            let signed = try desk.sign(
                file, stamping: desk.stamping(by: "stempel"),
                PDFSigning.LongTerm(.archive, by: desk.work(stamping: desk.stamping(by: "stempel-lama"))),
                password: password)
            #expect(signed.level == .archive, "\(name)")
            let bytes = signed.document.bytes
            #expect(bytes.starts(with: file), "\(name)")
            return (name + ".pdf", bytes)
        }
    }

    private func judgeOurselves(_ documents: [(name: String, bytes: [UInt8])], password: String? = nil) throws {
        let desk = try desk()
        for (name, bytes) in documents {
            let verdict = try desk.verify(bytes, in: 100, password: password)
            let ours = try #require(verdict.signatures.last { $0.kind == .signature })
            #expect(ours.indication == .passed && ours.level?.step == .archive, "\(name): \(ours.findings)")
        }
    }

    private func judge(_ documents: [(name: String, bytes: [UInt8])], password: String? = nil) throws {
        try judgeOurselves(documents, password: password)
        for told in try desk().pyHanko(documents, in: LongTermDesk.pyHankoDays, password: password) {
            #expect(told.signatures.last?.indication == "PASSED", "\(told)")
            #expect(told.store.repeats == nil, "\(told)")
        }
        let folder = try TemporaryFolder()
        for (name, bytes) in documents {
            let path = try folder.write(bytes, to: name)
            let run = try ProgramRun.of("qpdf", ["--password=\(password ?? "")", "--check", path])
            #expect(run.exitCode != 2, "\(name): \(run.errors)")
            let seen = try ProgramRun.of("pdfsig", ["-nocert", "-upw", password ?? "", path]).output
            #expect(seen.contains("Signature is Valid") && !seen.contains("Digest Mismatch"), "\(name): \(seen)")
        }
    }

    @Test func `stands long after, for every judge`() throws {
        try judge(archived(Self.files))
    }

    @Test func `stands long after behind a password too`() throws {
        try judge(archived(Self.protected, password: Self.password), password: Self.password)
    }

    /// pyHanko reads no hybrid files, and none with bytes before their header; a timestamp of strangers over an earlier signature
    /// keeps it from seeing the past of ours.
    @Test func `stands long after where the other judge sees no past`() throws {
        try judgeOurselves(archived(["hybrid", "hybrid-catalog-hidden", "junk-before-header", "signed-b-lta"]))
    }
}
