import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("Signing many documents", .waiting) struct ManyDocumentsTests {
    /// Documents `in/1.pdf`, `in/2.pdf` and so on, and a folder `out`.
    private func desk(_ fixtures: [String]) throws -> Desk {
        let desk = try Desk.withLetter()
        try desk.shell("mkdir in out")
        for (number, name) in zip(1..., fixtures) { try desk.bring(name, as: "in/\(number).pdf") }
        return desk
    }

    private func sign(_ desk: Desk, _ names: [String], _ words: [String] = []) throws -> ProgramRun {
        try desk.teken(["sign"] + Desk.siti + ["--into", "out"] + words + names.map { "in/\($0).pdf" })
    }

    private func names(_ desk: Desk) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: desk.path("out")).sorted()
    }

    @Test func `goes on past one that is refused, and tells of it by name`() throws {
        let desk = try desk(["table.pdf", "bad/text.pdf", "hybrid.pdf", "xfa-dynamic.pdf", "table-crlf.pdf"])
        let run = try sign(desk, ["1", "2", "3", "4", "5"])
        #expect(run.refuses("some_refused", exit: 3), "\(run.errors)")
        #expect(run.errors.contains("(in/2.pdf)\n       [document_not_pdf]\n"), "\(run.errors)")
        #expect(run.errors.contains("(in/4.pdf)\n       [document_dynamic_form]\n"), "\(run.errors)")
        #expect(run.errors.contains("teken: 3 signed, 2 refused\n") && !run.errors.contains("\u{1B}"), "\(run.errors)")
        #expect(try names(desk) == ["1.pdf", "3.pdf", "5.pdf"])
        for name in ["1", "3", "5"] { try desk.expectAccepted("out/\(name).pdf", from: "in/\(name).pdf") }
    }

    @Test(arguments: ["1", "3", "256"]) func `gives the same result with any number at once`(jobs: String) throws {
        let fixtures = Array(repeating: "table.pdf", count: 40)
        let desk = try desk(fixtures)
        let run = try sign(desk, (1...40).map(String.init), ["--jobs", jobs] + Desk.look)
        #expect(run.isSuccess && run.errors == "teken: 40 signed, 0 refused\n", "\(run.errors)")
        #expect(try names(desk).count == 40)
        let files = try names(desk).map { desk.path("out/\($0)") }
        let judged = try ProgramRun.of("bash", ["-c", "for f; do pdfsig -nocert \"$f\"; done", "bash"] + files)
        #expect(judged.output.matches(of: /Signature is Valid/).count == 40, "\(judged.output)")
        // The umask of the person counts for each, whichever thread wrote it.
        for name in try names(desk) { #expect(try desk.mode("out/\(name)") == 0o644) }
    }

    @Test func `shows at a terminal how far it has come, and one line at the end`() throws {
        let desk = try desk(["table.pdf", "bad/text.pdf", "hybrid.pdf"])
        let words =
            [BuiltProduct.path("teken"), "sign"] + Desk.siti + ["--into", "out", "in/1.pdf", "in/2.pdf", "in/3.pdf"]
        let person = try Person.at(desk, words, answering: [])
        #expect(person.exitCode == 3 && person.isRestored, "\(person.screen)")
        for count in 1...3 { #expect(person.screen.contains("teken: \(count) / 3"), "\(person.screen)") }
        #expect(person.screen.contains("\r\u{1B}[2Kteken: 2 signed, 1 refused\r\n"), "\(person.screen)")
    }

    @Test(
        arguments: [
            (["in/1.pdf", "other/1.pdf", "--into", "out"], "same_name_twice", 2),
            (["in/1.pdf", "in/1.pdf", "--into", "out"], "same_name_twice", 2),
            (["in/1.pdf", "-", "--into", "out"], "standard_input_among_many", 2),
            (["in/1.pdf", "--into", "in"], "same_file_twice", 2),
            (["in/1.pdf", "--into", "nowhere"], "file_unwritable", 6),
            (["in/1.pdf", "--into", "letter.pdf"], "file_unwritable", 6),
            (["in/1.pdf", "--into", "there"], "file_exists", 6),
            (["in/1.pdf", "--into", "out", "--jobs", "0"], "number_out_of_bounds", 2),
            (["in/1.pdf", "--into", "out", "--jobs", "257"], "number_out_of_bounds", 2),
            (["in/1.pdf", "out.pdf", "--jobs", "2"], "option_incomplete", 2),
            (["in/1.pdf"], "in_and_out_expected", 2), (["in/1.pdf", "a", "b"], "in_and_out_expected", 2),
            (["in/1.pdf", "in/1.pdf", "--force"], "same_file_twice", 2),
            (["in/1.pdf", "link.pdf", "--force"], "same_file_twice", 2),
            (["in/1.pdf", "p12-password", "--force"], "same_file_twice", 2),
            (
                ["in/1.pdf", "picture.png", "--force", "--box", "1,2,50,50", "--image", "picture.png"],
                "same_file_twice", 2
            ),
            (["in/2.pdf", "out.pdf"], "file_not_found", 6), (["in", "out.pdf"], "not_a_plain_file", 6),
        ] as [([String], String, Int32)])
    func `refuses what cannot be meant before anything is opened`(words: [String], code: String, exit: Int32) throws {
        let desk = try desk(["table.pdf"])
        try desk.shell("mkdir other there; cp in/1.pdf other/; cp in/1.pdf there/; ln in/1.pdf link.pdf")
        try desk.folder.write(Fixture.bytes("pictures/signature-rgb.png"), to: "picture.png")
        let before = try (
            desk.folder.read("in/1.pdf"), desk.folder.read("p12-password"), desk.folder.read("picture.png")
        )
        let run = try desk.teken(["sign"] + Desk.siti + words)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        let after = try (
            desk.folder.read("in/1.pdf"), desk.folder.read("p12-password"), desk.folder.read("picture.png")
        )
        #expect(before == after && !desk.has("out.pdf"))
        #expect(try names(desk).isEmpty)
    }

    @Test func `never lets a result take another document's place`() throws {
        let desk = try desk(["table.pdf", "hybrid.pdf"])
        // `out/1.pdf` is the second document under another name.
        try desk.shell("ln in/2.pdf out/1.pdf")
        let run = try sign(desk, ["1", "2"], ["--force"])
        #expect(run.refuses("same_file_twice", exit: 2), "\(run.errors)")
        #expect(try desk.folder.read("in/2.pdf") == Fixture.bytes("pdf/hybrid.pdf"))
    }

    @Test func `takes one from standard input and gives it on standard output`() throws {
        let desk = try Desk.withLetter()
        let words = Desk.siti.map { "'\($0)'" }.joined(separator: " ")
        let run = try desk.shell(
            "cat letter.pdf | \"$TEKEN\" sign \(words) - - | cat >signed.pdf; exit ${PIPESTATUS[1]}")
        #expect(run.isSuccess, "\(run.errors)")
        try desk.expectAccepted()
        let full = try desk.shell("\"$TEKEN\" sign \(words) letter.pdf - >/dev/full")
        #expect(full.refuses("disk_full", exit: 6), "\(full.errors)")
        let closed = try desk.shell("\"$TEKEN\" sign \(words) - out.pdf <&-")
        #expect(closed.refuses("file_unreadable", exit: 6), "\(closed.errors)")
        let twice = try desk.teken(["sign"] + Desk.siti.dropLast() + ["-", "-", "-"])
        #expect(twice.refuses("standard_input_twice", exit: 2), "\(twice.errors)")
    }

    @Test func `leaves whole results or none on a disk that fills up`() throws {
        let desk = try desk(Array(repeating: "table.pdf", count: 12))
        let mapped = geteuid() == 0 ? [] : ["--map-root-user"]
        let words = Desk.siti.map { "'\($0)'" }.joined(separator: " ")
        let script = """
            mkdir small && mount -t tmpfs -o size=40k none small
            "$TEKEN" sign \(words) --into small in/*.pdf; echo "exit $?"; ls small; cp small/* out/
            """
        let run = try desk.run("unshare", ["--mount"] + mapped + ["bash", "-c", script])
        #expect(run.output.hasPrefix("exit 6\n") && run.errors.contains("[disk_full]\n"), "\(run.output)\(run.errors)")
        let done = try names(desk)
        #expect((1..<12).contains(done.count) && run.errors.contains("teken: \(done.count) signed, "), "\(run.errors)")
        for name in done { try desk.expectAccepted("out/\(name)", from: "in/\(name)") }
    }

    @Test(arguments: ["fsync", "/^link"]) func `leaves nothing behind when a result cannot be kept`(call: String) throws
    {
        let desk = try desk(["table.pdf"])
        let words = Desk.siti.map { "'\($0)'" }.joined(separator: " ")
        let fault = "strace -o /dev/null -e trace=\(call) -e inject=\(call):error=EIO:when=1"
        let run = try desk.shell("\(fault) \"$TEKEN\" sign \(words) in/1.pdf out/1.pdf")
        #expect(run.refuses("file_unwritable", exit: 6), "\(run.errors)")
        #expect(try names(desk).isEmpty)
    }
}
