import Foundation
import TestSupport
import Testing

@Suite("The process") struct HardeningTests {
    private func probe(_ mode: String) throws -> ProgramRun {
        // The crash report is asked for: what is not there was kept away, and not merely switched off.
        try ProgramRun.of(
            BuiltProduct.path("SecretsProbe"), [".", mode],
            environment: ["SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no,symbolicate=off"])
    }

    @Test func `leaves no core, cannot be looked into, and keeps its secrets out of the swap`() throws {
        let run = try ProgramRun.of(
            "bash",
            ["-c", "ulimit -Sc \"$(ulimit -Hc)\"; exec \"$0\" . hardening", BuiltProduct.path("SecretsProbe")])
        let reports = run.output.split(separator: "\n")
        #expect(reports.count == 2, "\(run.output)\(run.errors)")
        #expect(reports.first?.contains("dumpable=1 locked=0") == true, "\(run.output)")
        let after = try #require(
            reports.last?.firstMatch(of: #/^after core=0/0 dumpable=0 locked=(\d+)$/#), "\(run.output)")
        #expect(try #require(Int(after.1)) >= 4_096)
    }

    @Test func `dies with its words and without its registers`() throws {
        let marks = ["Registers", "rax", "Backtrace", "Thread 0"]
        let open = try probe("crash-unprotected")
        #expect(open.errors.contains("told to crash"))
        #expect(marks.contains { open.errors.contains($0) }, "the report that is to be kept away: \(open.errors)")

        let closed = try probe("crash")
        #expect(closed.exitCode != 0 && closed.errors.contains("told to crash"), "\(closed.errors)")
        for mark in marks { #expect(!closed.errors.contains(mark), "\(closed.errors)") }
    }

    @Test(arguments: [["key", "info", "key.sealed"], ["pepper", "make", "new"]])
    func `opens and makes nothing where memory cannot be locked`(words: [String]) throws {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        // Root locks as much as it likes unless it gives that right up.
        let humble = geteuid() == 0 ? "setpriv --bounding-set -ipc_lock" : ""
        let run = try desk.shell("ulimit -l 64; exec \(humble) \"$TEKEN\" \(words.joined(separator: " "))")
        #expect(run.refuses("secure_memory_unavailable", exit: 70), "\(run.errors)")
        #expect(run.errors.contains("ulimit -l"))
        #expect(!desk.has("new"))
        #expect(try desk.shell("ulimit -l 8192; exec \(humble) \"$TEKEN\" key info key.sealed").isSuccess)
    }

    @Test func `cannot be read by its own user while it holds a passphrase`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256")
        // It waits for the rest of the digest, having read nothing secret into its arguments or environment.
        let humble = geteuid() == 0 ? "setpriv --bounding-set -all" : ""
        let run = try desk.shell(
            """
            mkfifo digest
            \(humble) "$TEKEN" sign-hash - \(Desk.opening.joined(separator: " ")) <digest >/dev/null & teken=$!
            exec 4>digest
            \(humble) sleep 9 & control=$!
            sleep 1
            tr '\\0' ' ' </proc/$teken/cmdline; echo
            \(humble) head -c 1 /proc/$teken/environ >/dev/null 2>&1 && echo environment
            \(humble) head -c 1 /proc/$teken/maps >/dev/null 2>&1 && echo memory
            \(humble) head -c 1 /proc/$control/environ >/dev/null 2>&1 && echo control; kill $control
            printf '%064d' 1 >&4; exec 4>&-; wait $teken; echo "exit $?"
            """)
        let lines = run.output.split(separator: "\n")
        #expect(lines.first?.contains("sign-hash - --key key.sealed") == true, "\(run.output)")
        #expect(lines.dropFirst() == ["control", "exit 0"], "\(run.output)\(run.errors)")
    }
}
