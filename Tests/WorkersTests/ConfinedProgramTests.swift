import Channels
import Foundation
import TestSupport
import Testing
import Workers

@Suite("A confined program") struct ConfinedProgramTests {
    /// One page that says "Surat tugas", written by hand.
    private static let document = """
        %PDF-1.4
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
        2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R
            /Resources <</Font <</F1 5 0 R>>>>>> endobj
        4 0 obj <</Length 42>> stream
        BT /F1 18 Tf 20 100 Td (Surat tugas) Tj ET
        endstream endobj
        5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
        trailer <</Root 1 0 R>>
        """

    private static let ways = [[], ["no-landlock"]]

    private func run(
        _ command: [String], _ way: [String] = [], input: String = "", most: Int = 1 << 20,
        deadline: Duration = .seconds(20)
    ) throws(WorkerError) -> String {
        let document: MemoryFile
        do {
            document = try MemoryFile(Array(input.utf8))
        } catch {
            throw .unavailable("\(error)")
        }
        let program = ConfinedProgram(
            launcher: BuiltProduct.path("WallsProbe"), arguments: ["confined"] + way + command)
        let answer = try program.run(on: document, answerBytesMax: most, deadline: deadline)
        return String(decoding: answer, as: UTF8.self)
    }

    /// What a Perl program, which may fail, makes of it: the error's number, 0 for none.
    private func perl(_ attempt: String, _ way: [String]) throws -> Int? {
        // From its document: what comes as an argument, Perl reads with the help of /dev/null.
        Int(try run(["/usr/bin/perl"], way, input: "$! = 0; \(attempt); print $! + 0"))
    }

    @Test(arguments: ways) func `finds where each word of a document stands`(way: [String]) throws {
        let answer = try run(["/usr/bin/pdftotext", "-bbox", "-", "-"], way, input: Self.document)
        #expect(answer.contains(">Surat</word>") && answer.contains("xMin=\"20.000000\""))
    }

    @Test(arguments: ways) func `that cannot read its document is told apart from one that is not there`(
        way: [String]
    ) throws {
        #expect(throws: WorkerError.crashed) {
            try run(["/usr/bin/pdftotext", "-bbox", "-", "-"], way, input: "no PDF")
        }
    }

    @Test func `reads the same document twice, from its beginning`() throws {
        let document = try MemoryFile(Array("isi surat".utf8))
        let program = ConfinedProgram(
            launcher: BuiltProduct.path("WallsProbe"), arguments: ["confined", "/bin/cat"])
        for _ in 0..<2 {
            #expect(try program.run(on: document, answerBytesMax: 9, deadline: .seconds(20)) == Array("isi surat".utf8))
        }
    }

    @Test(.enabled(if: Landlock.isThere)) func `cannot read, make or list what is not a program or a font`() throws {
        for path in ["/etc/passwd", "/proc/self/environ", "/dev/null"] {
            #expect(try perl("open(F, '<', '\(path)')", []) == Int(EACCES))
        }
        #expect(try perl("opendir(D, '/etc')", []) == Int(EACCES))
        #expect(try perl("open(F, '>', '/usr/x')", []) == Int(EACCES))
        #expect(throws: WorkerError.crashed) { try run(["/bin/sh", "-c", "exec cat /etc/passwd"]) }
    }

    @Test(arguments: ways) func `cannot open a socket, start a process, trace, kill or change a file`(way: [String])
        throws
    {
        for attempt in [
            "socket(S, 2, 1, 0)", "socket(S, 1, 1, 0)", "fork()", "kill(0, \(getpid()))", "rmdir('/nothing')",
            "mkdir('/usr/x')", "rename('/nothing', '/nothing')", "chmod(0600, '/usr')", "chroot('/')",
        ] {
            #expect(try perl(attempt, way) == Int(EPERM), "\(attempt)")
        }
        #expect(throws: WorkerError.crashed) { try run(["/bin/sh", "-c", "cat /etc/hostname; true"], way) }
    }

    @Test(arguments: ways) func `is held to its memory, its time and its output`(way: [String]) throws {
        #expect(throws: WorkerError.crashed) { try run(["/usr/bin/perl"], way, input: "$a = 'x' x (2 << 30)") }
        // Two seconds of work, or one of patience.
        #expect(throws: WorkerError.crashed) { try run(["/usr/bin/perl"], way, input: "1 while 1") }
        let start = Deadline.now
        #expect(throws: WorkerError.timedOut) {
            try run(["/usr/bin/perl"], way, input: "1 while 1", deadline: .seconds(1))
        }
        #expect(Deadline.now < start + .seconds(2))
        #expect(throws: WorkerError.answerTooLarge(bytes: 10, most: 9)) {
            try run(["/bin/cat"], way, input: "0123456789", most: 9)
        }
        #expect(try run(["/bin/cat"], way, input: "0123456789", most: 10) == "0123456789")
        #expect(throws: WorkerError.self) { try run(["/usr/bin/yes"], way) }
    }

    @Test func `has no environment and no other descriptor`() throws {
        #expect(try run(["/usr/bin/env"]) == "")
        let open = "for (0..63) { open($file[$_], '<&=', $_) and push @open, $_ } print \"@open\""
        #expect(try run(["/usr/bin/perl"], input: open) == "0 1 2")
    }

    @Test func `is refused when it is not there, or its launcher is not`() throws {
        #expect(throws: WorkerError.unavailable("the foreign program is not there")) {
            try run(["/usr/bin/no-such-program"])
        }
        let program = ConfinedProgram(launcher: "/nonexistent/teken-pdf", arguments: [])
        #expect {
            try program.run(on: MemoryFile([1]), answerBytesMax: 1, deadline: .seconds(5))
        } throws: {
            if case .unavailable = $0 as? WorkerError { true } else { false }
        }
    }
}

/// Whether the kernel these tests run on has Landlock.
enum Landlock {
    static var isThere: Bool {
        (try? ProbePool()).flatMap { probe in
            _ = probe.outcome("count")
            return probe.pool.landlock.map { $0 > 0 }
        } ?? false
    }
}
