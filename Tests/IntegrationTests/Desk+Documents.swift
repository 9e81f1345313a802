import Foundation
import TestSupport
import Testing

/// Documents on the desk, signed by the program and judged by others.
extension Desk {
    /// The key of Siti Contoh, RSA-2048.
    static let siti = ["--p12", Fixture.path("pkcs12/aes256.p12"), "--pass-file", "p12-password"]
    /// The key of another person, P-256.
    static let budi = ["--p12", Fixture.path("pkcs12/p256.p12"), "--pass-file", "p12-password"]

    static let box = ["--box", "60,90,180,60"]
    static let look = box + ["--qr", "https://contoh.example/v/7Q2X", "--line", "*{name}", "--line", "{time}"]
    static let passwordOfDocuments = "kata-buka"

    /// With what opens the keys, and a document `letter.pdf`.
    static func withLetter(_ name: String = "table.pdf") throws -> Desk {
        let desk = try Desk()
        try desk.write("Contoh#2026\n", to: "p12-password")
        try desk.write("\(passwordOfDocuments)\n", to: "document-password")
        try desk.bring(name, as: "letter.pdf")
        return desk
    }

    func bring(_ fixture: String, as name: String) throws {
        try folder.write(Fixture.bytes("pdf/\(fixture)"), to: name)
    }

    @discardableResult func sign(
        _ words: [String], from input: String = "letter.pdf", to output: String = "signed.pdf",
        as signer: [String] = siti
    ) throws -> ProgramRun {
        try teken(["sign"] + signer + words + [input, output])
    }

    /// Records what the judges say against a file, at the caller's line; nothing where all accept it.
    func expectAccepted(
        _ name: String = "signed.pdf", _ more: [String] = [], from original: String = "letter.pdf",
        level: String = "B-B",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let run = try PythonJudge.run(
            "judge_pdf.py",
            ["--trust", Fixture.path("pki/root.pem"), "--original", path(original), "--expect-level", level]
                + more + [path(name)])
        #expect(run.isSuccess, "\(run.output.prefix(2_000))\(run.errors)", sourceLocation: sourceLocation)
    }

    /// The new signatures of a file as the judge found them.
    func newSignatures(of name: String = "signed.pdf", from original: String = "letter.pdf") throws -> [NewSignature] {
        let run = try PythonJudge.run(
            "judge_pdf.py", ["--trust", Fixture.path("pki/root.pem"), "--original", path(original), path(name)])
        return try JSONDecoder().decode(Verdict.self, from: Data(run.output.utf8)).newSignatures
    }

    struct NewSignature: Decodable {
        let level: String
        let contentsBytes: Int
        let paddingBytes: Int
    }

    private struct Verdict: Decodable { let newSignatures: [NewSignature] }
}
