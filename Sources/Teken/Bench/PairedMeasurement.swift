import Dispatch
import Synchronization

/// Our own work beside the limit it is held against, measured in turn, slice by slice, on the same threads.
///
/// A machine shared with others drifts; two slices that follow each other drift together, so each pair gives a ratio and the
/// median of the ratios is quoted.
struct PairedMeasurement {
    let subject: [Slice]
    let limit: [Slice]

    /// What all threads did in one slice of time.
    struct Slice {
        let operations: Int
        let seconds: Double
        /// How long each operation took, in seconds.
        let latencies: [Double]

        var rate: Double { Double(operations) / seconds }
    }

    /// A piece of work for one thread, ready to be repeated.
    typealias Work = () throws -> Void

    /// `prepare` functions run once per thread and slice, outside the measured time.
    static func run(
        pairs: Int, sliceTime: Duration, threads: Int, subject: @Sendable () throws -> Work,
        limit: @Sendable () throws -> Work
    ) throws -> PairedMeasurement {
        _ = try slice(sliceTime, threads, limit)  // warms caches and clock; not counted
        _ = try slice(sliceTime, threads, subject)
        var pairsMeasured: [(subject: Slice, limit: Slice)] = []
        for _ in 0..<pairs {
            let limitSlice = try slice(sliceTime, threads, limit)
            pairsMeasured.append((try slice(sliceTime, threads, subject), limitSlice))
        }
        return PairedMeasurement(subject: pairsMeasured.map(\.subject), limit: pairsMeasured.map(\.limit))
    }

    private static func slice(
        _ time: Duration, _ threads: Int, _ prepare: @Sendable () throws -> Work
    ) throws -> Slice {
        let outcomes = Mutex<[Result<[Double], any Error>]>([])
        let clock = ContinuousClock()
        let span = Mutex<(start: ContinuousClock.Instant?, end: ContinuousClock.Instant)>((nil, clock.now))
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            let outcome = Result {
                let work = try prepare()
                let begin = clock.now
                span.withLock { $0.start = min($0.start ?? begin, begin) }
                var latencies: [Double] = []
                var now = begin
                while now - begin < time {
                    try work()
                    let done = clock.now
                    latencies.append((done - now).inSeconds)
                    now = done
                }
                span.withLock { $0.end = max($0.end, now) }
                return latencies
            }
            outcomes.withLock { $0.append(outcome) }
        }
        let latencies = try outcomes.withLock { try $0.flatMap { try $0.get() } }
        let seconds = span.withLock { span in (span.end - (span.start ?? span.end)).inSeconds }
        return Slice(operations: latencies.count, seconds: seconds, latencies: latencies)
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
