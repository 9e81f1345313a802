import TestSupport
import Testing

/// A suite whose tests wait for sockets and programs, on threads that are there for it.
struct Waiting: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(WaitingThreads.shared) { try await body() }
    }
}

extension Trait where Self == Waiting {
    static var waiting: Self { Waiting() }
}
