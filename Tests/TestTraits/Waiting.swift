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
