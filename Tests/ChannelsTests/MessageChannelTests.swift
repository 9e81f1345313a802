import Glibc
import TestSupport
import TestTraits
import Testing

@testable import Channels

@Suite("A message channel") struct MessageChannelTests {
    private let soon = Deadline.after(.seconds(5))

    @Test func `overwrites a message where it lies`() {
        var frame = Frame(.request, bytes: [UInt8](repeating: 0xA5, count: 4_096))
        let place = unsafe frame.bytes.withUnsafeBytes { $0.baseAddress }
        frame.wipe()
        #expect(unsafe frame.bytes.withUnsafeBytes { $0.baseAddress } == place)
        #expect(frame.bytes == [UInt8](repeating: 0, count: 4_096))
        var empty = Frame(.ready)
        empty.wipe()
        #expect(empty.bytes.isEmpty)
    }

    @Test(arguments: [0, 1, 7, 8, 9, 4_096, 100_000])
    func `brings bytes over as they were`(count: Int) throws {
        let (one, other) = try MessageChannel.pair()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try one.send(Frame(.request, bytes: bytes), by: soon)
        let frame = try other.receive(by: soon)
        #expect(frame.kind == .request && frame.bytes == bytes && frame.descriptors.isEmpty)
    }

    @Test func `brings a message over that no socket buffer holds`() throws {
        let (one, other) = try MessageChannel.pair()
        let bytes = [UInt8](repeating: 7, count: 20 << 20)
        Threads.run(2) { thread in
            #expect(throws: Never.self) {
                if thread == 0 { return try one.send(Frame(.answer, bytes: bytes), by: .after(.seconds(20))) }
                #expect(try other.receive(by: .after(.seconds(20))).bytes == bytes)
            }
        }
    }

    @Test func `keeps messages apart, and their descriptors with them`() throws {
        let (one, other) = try MessageChannel.pair()
        let files = try ["a", "bc"].map { try MemoryFile(Array($0.utf8)) }
        try one.send(Frame(.request, bytes: [1], descriptors: [files[0].descriptor]), by: soon)
        try one.send(Frame(.request, bytes: [2, 2], descriptors: files.map(\.descriptor)), by: soon)
        let frames = [try other.receive(by: soon), try other.receive(by: soon)]
        #expect(frames.map(\.bytes) == [[1], [2, 2]])
        #expect(
            try frames.map { try $0.descriptors.map { try MappedFile($0).bytes() } } == [
                [[0x61]], [[0x61], [0x62, 0x63]],
            ])
    }

    @Test func `takes eight descriptors, each closed at execve`() throws {
        let (one, other) = try MessageChannel.pair()
        let file = try MemoryFile([1])
        try one.send(
            Frame(.request, descriptors: .init(repeating: file.descriptor, count: Frame.descriptorsMax)), by: soon)
        let descriptors = try other.receive(by: soon).descriptors
        #expect(descriptors.count == 8)
        #expect(descriptors.allSatisfy { fcntl($0.number, F_GETFD) == FD_CLOEXEC })
    }

    @Test(.ownProcess) func `refuses a ninth descriptor by not sending it`() async {
        await #expect(processExitsWith: .failure) {
            let (one, _) = try MessageChannel.pair()
            let file = try MemoryFile([1])
            try one.send(Frame(.request, descriptors: .init(repeating: file.descriptor, count: 9)), by: .now)
        }
    }

    @Test func `takes the longest message it says it takes, and not one byte more`() throws {
        for (count, isTaken) in [(1_000, true), (1_001, false)] {
            let (one, other) = try MessageChannel.pair()
            try one.send(Frame(.answer, bytes: .init(repeating: 0, count: count)), by: soon)
            let outcome = Result { () throws(ChannelError) in try other.receive(bytesMax: 1_000, by: soon).bytes.count }
            #expect(outcome == (isTaken ? .success(count) : .failure(.tooLong(bytes: count, most: 1_000))))
        }
    }

    @Test(
        arguments: [
            [0, 0, 5, 0, 0, 0, 0, 0], [0x54, 0x4B, 0, 0, 0, 0, 0, 0], [0x54, 0x4B, 7, 0, 0, 0, 0, 0],
            [0x54, 0x4B, 5, 1, 0, 0, 0, 0], [0x54, 0x4B, 5, 9, 0, 0, 0, 0],
        ] as [[UInt8]])
    func `refuses what is no message of ours`(bytes: [UInt8]) throws {
        let (one, other) = try MessageChannel.pair()
        #expect(unsafe write(one.descriptor.number, bytes, bytes.count) == bytes.count)
        #expect(throws: ChannelError.malformed) { try other.receive(by: soon) }
    }

    @Test func `refuses descriptors that come in the middle of a message, and keeps none`() throws {
        let (one, other) = try MessageChannel.pair()
        var lent = LentDescriptor()
        #expect(unsafe write(one.descriptor.number, [0x54, 0x4B, 5, 0, 0xFF, 0, 0, 0] as [UInt8], 8) == 8)
        try one.send(
            Frame(.request, bytes: .init(repeating: 0, count: 247), descriptors: [try #require(lent.lent)]), by: soon)
        #expect(throws: ChannelError.malformed) { try other.receive(by: soon) }
        #expect(try lent.isReturned())
    }

    @Test func `closes the descriptors of a message it refuses`() throws {
        let (one, other) = try MessageChannel.pair()
        var lent = LentDescriptor()
        try one.send(
            Frame(.request, bytes: [1, 2, 3], descriptors: [try #require(lent.lent), try #require(lent.lent)]), by: soon
        )
        #expect(throws: ChannelError.tooLong(bytes: 3, most: 2)) { try other.receive(bytesMax: 2, by: soon) }
        #expect(try lent.isReturned())
    }

    @Test func `closes a descriptor with its last owner, and not before`() throws {
        var lent = LentDescriptor()
        let (one, other) = try MessageChannel.pair()
        try one.send(Frame(.request, descriptors: [try #require(lent.lent)]), by: soon)
        var frame: Frame? = try other.receive(by: soon)
        let number = try #require(frame?.descriptors.first?.number)
        #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
        frame = nil
        #expect(try lent.isReturned())
    }

    @Test func `notices that the other side is gone, before and within a message`() throws {
        for sent in [0, 1, 8, 10] {
            let other: MessageChannel
            do {
                let (one, end) = try MessageChannel.pair()
                other = end
                let bytes: [UInt8] = [0x54, 0x4B, 5, 0, 9, 0, 0, 0, 1, 2]
                #expect(unsafe write(one.descriptor.number, bytes, sent) == sent)
            }
            #expect(throws: ChannelError.closed) { try other.receive(by: soon) }
            #expect(throws: ChannelError.closed) { try other.send(Frame(.request), by: soon) }  // and lives
        }
    }

    @Test(arguments: [0, 4, 8, 9])
    func `waits as long as it may for the rest, and no longer`(sent: Int) throws {
        let (one, other) = try MessageChannel.pair()
        let bytes: [UInt8] = [0x54, 0x4B, 5, 0, 9, 0, 0, 0, 1]
        #expect(unsafe write(one.descriptor.number, bytes, sent) == sent)
        let start = Deadline.now
        #expect(throws: ChannelError.timedOut) { try other.receive(by: .after(.milliseconds(100))) }
        #expect(start + .milliseconds(100) <= .now && .now < start + .seconds(2))
    }

    @Test func `is not held up by somebody who sends a byte at a time`() throws {
        let (one, other) = try MessageChannel.pair()
        let end = Deadline.after(.milliseconds(300))
        Threads.run(2) { thread in
            if thread == 0 {
                #expect(throws: ChannelError.timedOut) { try other.receive(by: end) }
                #expect(Deadline.now < end + .seconds(1))
            } else {
                let header: [UInt8] = [0x54, 0x4B, 5, 0, 0xFF, 0xFF, 0, 0]
                _ = unsafe write(one.descriptor.number, header, header.count)
                while Deadline.now < end + .seconds(2) {
                    _ = unsafe send(one.descriptor.number, header, 1, Int32(MSG_DONTWAIT))  // it may be full
                    usleep(1_000)
                }
            }
        }
    }

    @Test func `does not wait for ever for somebody who does not read`() throws {
        let (one, _other) = try MessageChannel.pair()
        #expect(throws: ChannelError.timedOut) {
            try one.send(Frame(.answer, bytes: .init(repeating: 0, count: 8 << 20)), by: .after(.milliseconds(100)))
        }
        withExtendedLifetime(_other) {}
    }

    @Test func `puts each number of its header in its place`() throws {
        let header = FrameHeader(kind: .answer, descriptors: 3, length: 0x0102_0304)
        #expect(header.bytes == [0x54, 0x4B, 6, 3, 4, 3, 2, 1])
        #expect(try FrameHeader(header.bytes) == header)
    }
}
