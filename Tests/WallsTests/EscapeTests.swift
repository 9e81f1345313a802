import Glibc
import TestSupport
import Testing
import Workers

@Suite("A worker in a stranger's hands") struct EscapeTests {
    @Test(arguments: Attempt.all) func `tries what is really something in the open`(attempt: String) throws {
        let run = try ProgramRun.of(BuiltProduct.path("WallsProbe"), ["attempt", attempt])
        #expect(run.isSuccess)
        // A program that was executed has nothing to say; what nobody knows by name would.
        let result = Int(run.output.dropLast()) ?? 0
        #expect(attempt == "execute a program" ? run.output.isEmpty : result != 1 << 30)
        if geteuid() == 0 { #expect(result != Int(-EPERM) && result != Int(-EACCES), "\(attempt): \(run.output)") }
    }

    /// Death by SIGSYS says that it was the list, and no accident on the way there.
    @Test(arguments: Attempt.all) func `dies of a call that is not on the list, with no other wall up`(
        attempt: String
    ) throws {
        let run = try ProgramRun.of(BuiltProduct.path("WallsProbe"), ["filtered", attempt])
        #expect(run.exitCode == SIGSYS && run.output.isEmpty, "\(attempt): \(run.exitCode) \(run.output)")
    }

    @Test(arguments: [[], ["no-landlock"]])
    func `does not get out, and everybody else is served as before`(arguments: [String]) throws {
        let probe = try ProbePool(arguments)
        for attempt in Attempt.all {
            #expect(probe.outcome("attempt \(getpid()) \(attempt)", for: "a") == .failure(.crashed), "\(attempt)")
            #expect(try probe.ask("count", for: "a") == "1", "after: \(attempt)")
            #expect(try probe.ask("echo \(attempt)", for: "b") == attempt)
        }
        #expect(try probe.ask("count", for: "b") == "\(Attempt.all.count + 1)")
    }
}
