import TestSupport
package import Testing

/// A suite whose tests wait for sockets and programs, on threads that are there for it.
package struct Waiting: SuiteTrait, TestTrait, TestScoping {
    package let isRecursive = true

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(WaitingThreads.shared) { try await body() }
    }
}

extension Trait where Self == Waiting {
    package static var waiting: Self { Waiting() }
}

/// A test that has a process of its own, and awaits its end.
///
/// The library's thread that looks for such ends turns without pause from the end until somebody is told of it, which takes a core.
/// On threads that nobody else is on that is a moment; behind two thousand other tests it was the whole run.
package struct OwnProcess: TestTrait, TestScoping {
    package func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(WaitingThreads.forOwnProcesses) { try await body() }
    }
}

extension Trait where Self == OwnProcess {
    package static var ownProcess: Self { OwnProcess() }
}
