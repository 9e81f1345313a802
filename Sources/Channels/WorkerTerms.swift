/// How a launcher ends that could not become the program it was asked for, as shells have it.
package let programNotStarted: Int32 = 127

/// What a worker is allowed over its life, as the parent tells the nursery; the kernel holds the worker to all but the first.
package struct WorkerTerms: Equatable, Sendable {
    package var requestsMax = 500
    /// From the fork on, busy or not, and the same of processor time.
    package var lifetime = Duration.seconds(180)
    /// Beyond what the nursery has already, documents not counted.
    package var memoryMiBMax = 512
    /// Of all documents mapped at the same time.
    package var documentsMiBMax = 1_024

    package init() {}

    private static let fields = 4

    package var bytes: [UInt8] {
        [requestsMax, Int(lifetime.components.seconds), memoryMiBMax, documentsMiBMax].flatMap { field in
            (0..<4).map { UInt8(truncatingIfNeeded: field >> (8 * $0)) }
        }
    }

    package init(_ bytes: [UInt8]) throws(ChannelError) {
        guard bytes.count == 4 * Self.fields else { throw .malformed }
        let fields = (0..<Self.fields).map { field in
            (0..<4).reduce(0) { $0 | Int(bytes[4 * field + $1]) << (8 * $1) }
        }
        // A timer of zero never ends, and a limit of zero bytes lets nothing run.
        guard fields.allSatisfy({ $0 > 0 && $0 <= Int(Int32.max) }) else { throw .malformed }
        (requestsMax, lifetime) = (fields[0], .seconds(fields[1]))
        (memoryMiBMax, documentsMiBMax) = (fields[2], fields[3])
    }
}
