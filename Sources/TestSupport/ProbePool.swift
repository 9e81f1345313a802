package import Channels
package import Workers

/// A pool over the hostile probe (`Tests/WallsProbe`), which does what each request tells it.
package struct ProbePool {
    package let pool: WorkerPool

    package init(_ arguments: [String] = [], _ adjust: (inout PoolLimits) -> Void = { _ in }) throws {
        var limits = PoolLimits()
        limits.workersMax = 4
        adjust(&limits)
        pool = try WorkerPool(
            program: BuiltProduct.path("WallsProbe"),
            arguments: arguments.first == "barren" ? arguments : ["nursery"] + arguments, limits: limits)
    }

    package func ask(
        _ request: String, _ documents: [MemoryFile] = [], for client: String? = nil,
        within deadline: Duration = .seconds(20)
    ) throws(WorkerError) -> String {
        let answer = try pool.exchange(
            Array(request.utf8), documents: documents, for: client.map { ClientKey($0) }, deadline: deadline)
        return String(decoding: answer, as: UTF8.self)
    }

    /// What came of it, for comparing.
    package func outcome(
        _ request: String, for client: String? = nil, within deadline: Duration = .seconds(20)
    ) -> Result<String, WorkerError> {
        Result { () throws(WorkerError) in try ask(request, for: client, within: deadline) }
    }
}
