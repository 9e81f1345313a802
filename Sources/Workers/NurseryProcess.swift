import CLinux
import Channels
import Glibc

/// The parent's side of a running nursery.
final class NurseryProcess: Sendable {
    private let program: SpawnedProgram
    private let channel: MessageChannel
    /// Which version of Landlock it is behind, 0 for none.
    let landlock: Int
    let born: Deadline

    /// Where the nursery looks for its channel.
    private static let channelNumber: Int32 = 3
    private static let forkTimeMax = Duration.seconds(5)
    private static let endTimeMax = Duration.seconds(1)
    private static let noteBytesMax = 4_096

    /// Starts the program and waits until it has locked itself in. It has crashed when it died without a word.
    init(_ path: String, _ arguments: [String], by deadline: Deadline) throws(WorkerError) {
        let note: Frame
        do {
            let (ours, theirs) = try MessageChannel.pair()
            program = try SpawnedProgram(path, arguments, giving: [Self.channelNumber: theirs.descriptor])
            channel = ours
        } catch let error as WorkerError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
        do throws(ChannelError) {
            note = try channel.receive(bytesMax: Self.noteBytesMax, by: deadline)
        } catch {
            if error == .closed { throw .crashed }
            throw .unavailable("\(path) does not start: \(error)")
        }
        guard note.kind == .ready, note.bytes.count == 1 else {
            throw .unavailable("\(path) does not start: \(String(decoding: note.bytes, as: UTF8.self))")
        }
        landlock = Int(note.bytes[0])
        born = .now
    }

    /// Asks it to end, which it does when it has collected its dead; it is killed when it does not.
    deinit {
        shutdown(channel.descriptor.number, Int32(SHUT_RDWR))
        do throws(ChannelError) {
            _ = try death.waitUntilReadable(by: .after(Self.endTimeMax))
        } catch {}  // it is killed then
    }

    /// Can be read when the nursery is dead.
    var death: Descriptor { program.descriptor }

    /// One more worker, nil when the machine is short of something. When it throws, the nursery is of no further use.
    func fork(_ number: Int, terms: WorkerTerms) throws(ChannelError) -> WorkerHandle? {
        let (ours, theirs) = try MessageChannel.pair()
        let deadline = Deadline.after(Self.forkTimeMax)
        try channel.send(Frame(.fork, bytes: terms.bytes, descriptors: [theirs.descriptor]), by: deadline)
        let note = try channel.receive(bytesMax: Self.noteBytesMax, by: deadline)
        if note.kind == .failed { return nil }
        guard note.kind == .forked, note.descriptors.count == 1 else { throw .malformed }
        return WorkerHandle(number: number, channel: ours, process: note.descriptors[0])
    }
}

/// The parent's side of one worker.
final class WorkerHandle: Sendable {
    let number: Int
    let channel: MessageChannel
    /// Can be read when the worker is dead.
    let process: Descriptor

    init(number: Int, channel: MessageChannel, process: Descriptor) {
        self.number = number
        self.channel = channel
        self.process = process
    }

    /// Reaches the worker whatever it has made of itself; one that is dead already does not mind.
    func kill() { _ = CLinux_kill(process.number) }
}
