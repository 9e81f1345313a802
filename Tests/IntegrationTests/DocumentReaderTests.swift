import Foundation
import TestSupport
import Testing

@Suite("The process that reads documents") struct DocumentReaderTests {
    private struct Watched: Decodable {
        let exitCode: Int32
        let errors: String
        var killed: Int?
        var mostKiB: Int?
        var samples: Int?
        var looks: [String: Int]?
        var found: [String: [String: Int]]?
    }

    private func watch(_ desk: Desk, _ mode: [String], _ words: [String]) throws -> Watched {
        let judge = Fixture.repository.appending(path: "Tests/judges/while_signing.py").path
        let run = try desk.run("python3", [judge] + mode + [BuiltProduct.path("teken")] + words)
        try #require(run.isSuccess, "\(run.errors)")
        return try JSONDecoder().decode(Watched.self, from: Data(run.output.utf8))
    }

    /// A letter with a picture of so many bytes that nothing makes smaller. With a lost end its reader has to look at every byte.
    private func writeLarge(
        _ desk: Desk, bytes: Int, to name: String = "letter.pdf", endIsLost: Bool = false
    ) throws {
        let script = """
            import os, sys
            size, name = int(sys.argv[1]), sys.argv[2]
            offsets, out = [], open(name, "wb")
            def write(piece): out.write(piece)
            write(b"%PDF-1.7\\n")
            for body in (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                         b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>>>"):
                offsets.append(out.tell())
                write(b"%d 0 obj\\n%b\\nendobj\\n" % (len(offsets), body))
            offsets.append(out.tell())
            write(b"4 0 obj\\n<</Type/XObject/Subtype/Image/Width 1000/Height %d/BitsPerComponent 8" % (size // 1000))
            write(b"/ColorSpace/DeviceGray/Length %d>>\\nstream\\n" % (size // 1000 * 1000))
            for _ in range(size // 1000): write(os.urandom(1000))
            write(b"\\nendstream\\nendobj\\n")
            start = out.tell() + int(sys.argv[3])
            write(b"xref\\n0 5\\n0000000000 65535 f \\n" + b"".join(b"%010d 00000 n \\n" % each for each in offsets))
            write(b"trailer\\n<</Size 5/Root 1 0 R>>\\nstartxref\\n%d\\n%%%%EOF\\n" % start)
            """
        let run = try desk.run("python3", ["-c", script, "\(bytes)", name, endIsLost ? "1000" : "0"])
        try #require(run.isSuccess, "\(run.errors)")
    }

    @Test func `takes a document of 100 MB in little more memory than the document`() throws {
        let desk = try Desk.withLetter()
        let megabytes = 100
        try writeLarge(desk, bytes: megabytes << 20)
        let watched = try watch(desk, ["memory"], ["sign"] + Desk.siti + Desk.look + ["letter.pdf", "signed.pdf"])
        #expect(watched.exitCode == 0, "\(watched.errors)")
        let (most, samples) = try (#require(watched.mostKiB), #require(watched.samples))
        // More than the document: the watch has seen the moment when it was in memory.
        #expect(
            samples > 10 && (megabytes << 10...(megabytes + 64) << 10).contains(most), "\(most) KiB, \(samples) looks")
        let judged = try ProgramRun.of("pdfsig", ["-nocert", desk.path("signed.pdf")]).output
        #expect(judged.contains("Signature is Valid") && judged.contains("Total document signed"), "\(judged)")
    }

    @Test func `killed at work costs its own document and no other`() throws {
        let desk = try Desk.withLetter()
        try desk.shell("mkdir in out")
        for number in 1...6 { try writeLarge(desk, bytes: 4 << 20, to: "in/\(number).pdf", endIsLost: true) }
        let files = (1...6).map { "in/\($0).pdf" }
        let watched = try watch(desk, ["kill"], ["sign"] + Desk.siti + ["--into", "out", "--jobs", "2"] + files)
        #expect(watched.killed ?? 0 > 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: desk.path("out"))
        #expect(left.count == 5 && watched.exitCode == 3, "\(watched.errors)")
        #expect(watched.errors.contains("[document_unreadable]\n"), "\(watched.errors)")
        #expect(watched.errors.contains("teken: 5 signed, 1 refused\n"), "\(watched.errors)")
        for name in left {
            let judged = try ProgramRun.of("pdfsig", ["-nocert", desk.path("out/\(name)")]).output
            #expect(judged.contains("Total document signed"), "\(name): \(judged)")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can read the memory of a hardened process"))
    func `knows the document's password, and nothing of the key's`() throws {
        let desk = try Desk.withLetter()
        let passphrase = "kuda lumping \(UInt64.random(in: 0 ... .max))"
        try desk.write(passphrase, to: "passphrase")
        try desk.seal("signer-rsa2048", under: passphrase)
        try desk.shell("mkdir in out")
        for number in 1...80 { try desk.bring("encrypted-aes-256-r6.pdf", as: "in/\(number).pdf") }
        let words =
            ["sign", "--into", "out", "--certificates", "key.pem", "--document-password-file", "document-password"]
            + Desk.opening + (1...80).map { "in/\($0).pdf" }
        let watched = try watch(desk, ["secrets", passphrase, Desk.passwordOfDocuments, "--"], words)
        #expect(watched.exitCode == 0, "\(watched.errors)")
        let (looks, found) = try (#require(watched.looks), #require(watched.found))
        #expect(looks["program"] ?? 0 > 0 && looks["worker"] ?? 0 > 0, "\(looks)")
        #expect(found[passphrase] == ["program": 0, "worker": 0, "told": 0], "\(found)")
        #expect(found[Desk.passwordOfDocuments]?["told"] == 0, "\(found)")
    }

    /// The program needs the password for its next document; the worker does not, and is looked at before it gets one.
    @Test(
        .enabled(if: geteuid() == 0, "only root can read the memory of a hardened process"),
        arguments: [
            "encrypted-rc4-40.pdf", "encrypted-aes-128.pdf", "encrypted-aes-256-r5.pdf", "encrypted-aes-256-r6.pdf",
        ], ["kata-buka", "kata-pemilik"])
    func `has forgotten the document's password once it has read the document`(fixture: String, password: String) throws
    {
        let desk = try Desk.withLetter(fixture)
        try desk.write(password, to: "document-password")
        let words =
            ["sign"] + Desk.siti + [
                "--reason", "Keperluan dinas", "--tag", "percobaan", "--size", "90,30", "--line", "x",
            ]
            + ["--document-password-file", "document-password", "letter.pdf", "-"]
        let watched = try watch(desk, ["read", "kata-buka", "kata-pemilik", "Keperluan dinas", "--"], words)
        #expect(watched.exitCode == 0, "\(watched.errors)")
        let found = try #require(watched.found)
        // The look can find what it looks for: words of the same order.
        #expect(found["Keperluan dinas"]?["worker"] ?? 0 > 0 && found["Keperluan dinas"]?["program"] ?? 0 > 0)
        for word in ["kata-buka", "kata-pemilik"] {
            #expect(found[word] == ["program": word == password ? 1 : 0, "worker": 0], "\(found)")
        }
    }

    @Test func `is missed by name when it is not there`() throws {
        let desk = try Desk.withLetter()
        try desk.shell("mkdir alone && cp \"$TEKEN\" alone/")
        let run = try ProgramRun.of(
            desk.path("alone/teken"), ["sign"] + Desk.siti + ["letter.pdf", "signed.pdf"], in: desk.path(""))
        #expect(
            run.refuses("document_reader_missing", exit: 70) && run.errors.contains("alone/teken-pdf"), "\(run.errors)")
    }

    @Test func `does not start without its fonts, and says what to install`() throws {
        let desk = try Desk.withLetter()
        let mapped = geteuid() == 0 ? [] : ["--map-root-user"]
        let words = Desk.siti.map { "'\($0)'" }.joined(separator: " ")
        let script = """
            mount -t tmpfs none /usr/share/fonts/truetype/liberation2
            "$TEKEN" sign \(words) letter.pdf signed.pdf
            """
        let start = ContinuousClock.now
        let run = try desk.run("unshare", ["--mount"] + mapped + ["bash", "-c", script])
        #expect(run.refuses("document_reader_unavailable", exit: 70), "\(run.errors)")
        #expect(run.errors.contains("fonts-liberation2") && ContinuousClock.now - start < .seconds(10), "\(run.errors)")
    }

    @Test func `has its memory for itself, and a document that needs more is the only one that suffers`() throws {
        let desk = try Desk.withLetter()
        try desk.shell("mkdir in out")
        // More than a worker may take of its own; the document itself does not count.
        try writeLarge(desk, bytes: 70 << 20, to: "in/1.pdf")
        let run = try desk.teken(
            ["sign"] + Desk.siti + ["--worker-memory", "64", "--into", "out", "in/1.pdf", "letter.pdf"])
        #expect(desk.has("out/letter.pdf"), "\(run.errors)")
        #expect(run.isSuccess || run.refuses("some_refused", exit: 3), "\(run.errors)")
    }

    @Test func `does nothing for anybody else`() throws {
        for words in [[], ["--help"], ["--font", "x"], ["text-positions", "x"]] {
            let run = try ProgramRun.of(BuiltProduct.path("teken-pdf"), words)
            #expect(run.exitCode == 2 && run.output.isEmpty && run.errors.contains("started by teken"), "\(run.errors)")
        }
    }
}
