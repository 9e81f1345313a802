import Glibc

/// One message between our own processes: what it is, its bytes, and open files.
package struct Frame: Sendable {
    package let kind: FrameKind
    package private(set) var bytes: [UInt8]
    package let descriptors: [Descriptor]

    package init(_ kind: FrameKind, bytes: [UInt8] = [], descriptors: [Descriptor] = []) {
        self.kind = kind
        self.bytes = bytes
        self.descriptors = descriptors
    }

    /// Overwrites the bytes where they lie, as far as nobody shares them.
    package mutating func wipe() {
        unsafe bytes.withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { unsafe explicit_bzero(base, bytes.count) }
        }
    }

    package static let descriptorsMax = 8

    /// What a receiver takes at most unless it says so; requests are far below it, and documents travel as memory files.
    package static let bytesMax = 64 << 20
}

/// What a message announces itself as. The numbers are never used again for something else.
package enum FrameKind: UInt8, Sendable {
    /// Nursery to parent: locked in and waiting.
    case ready = 1
    /// Nursery to parent: cannot do it; the bytes say why, for the log.
    case failed = 2
    /// Parent to nursery: fork a worker for the channel that comes along.
    case fork = 3
    /// Nursery to parent: forked; a descriptor for the process comes along.
    case forked = 4
    /// Parent to worker.
    case request = 5
    /// Worker to parent.
    case answer = 6
}

/// The eight bytes before each message: two that begin it, the kind, the number of descriptors, the length.
struct FrameHeader: Equatable {
    static let count = 8
    private static let beginning: [UInt8] = [0x54, 0x4B]

    let kind: FrameKind
    let descriptors: Int
    let length: Int

    var bytes: [UInt8] {
        Self.beginning + [kind.rawValue, UInt8(descriptors)]
            + (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    }

    init(kind: FrameKind, descriptors: Int, length: Int) {
        precondition(descriptors <= Frame.descriptorsMax, "a message carries few descriptors")
        self.kind = kind
        self.descriptors = descriptors
        self.length = length
    }

    init(_ bytes: [UInt8]) throws(ChannelError) {
        guard bytes.count == Self.count, bytes.starts(with: Self.beginning), let kind = FrameKind(rawValue: bytes[2]),
            bytes[3] <= Frame.descriptorsMax
        else { throw .malformed }
        self.kind = kind
        descriptors = Int(bytes[3])
        length = (0..<4).reduce(0) { $0 | Int(bytes[4 + $1]) << (8 * $1) }
    }
}
