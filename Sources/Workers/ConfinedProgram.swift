import CLinux
package import Channels
import Glibc

/// A foreign program that reads one document and prints what it found, started for one document and gone after it.
///
/// `launcher` is our own program, which locks itself in (`ConfinedExecution`) before it becomes the foreign one.
package struct ConfinedProgram: Sendable {
    private let launcher: String
    private let arguments: [String]

    package init(launcher: String, arguments: [String]) {
        self.launcher = launcher
        self.arguments = arguments
    }

    /// The program reads the document from descriptor 0; the answer is everything it writes to descriptor 1.
    package func run(
        on document: MemoryFile, answerBytesMax: Int, deadline: Duration
    ) throws(WorkerError) -> [UInt8] {
        let end = Deadline.after(deadline)
        let (program, output) = try start(reading: document)
        let read: [UInt8]
        let outcome: Int32
        do throws(ChannelError) {
            let answer = try Self.everything(from: output, most: answerBytesMax, by: end)
            guard let ended = try program.outcome(by: end) else { throw .timedOut }
            outcome = ended
            read = answer
        } catch {
            throw WorkerError(error)
        }
        guard outcome != programNotStarted else { throw .unavailable("the foreign program is not there") }
        guard outcome == 0 else { throw .crashed }
        return read
    }

    private func start(reading document: MemoryFile) throws(WorkerError) -> (SpawnedProgram, output: Descriptor) {
        // Opened anew: a descriptor that is passed on shares the place where it reads with every other reader.
        let number = unsafe open("/proc/self/fd/\(document.descriptor.number)", O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw .unavailable("open: error \(errno)") }
        let input = Descriptor(owning: number)
        var ends: [Int32] = [-1, -1]
        guard unsafe CLinux_pipe(&ends) == 0 else { throw .unavailable("pipe2: error \(errno)") }
        let (output, written) = (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
        // Our copy of the written end goes with this function, so that the program's end is the end of its output.
        let program = try SpawnedProgram(
            launcher, arguments, giving: [STDIN_FILENO: input, STDOUT_FILENO: written])
        return (program, output)
    }

    private static func everything(
        from output: Descriptor, most: Int, by deadline: Deadline
    ) throws(ChannelError) -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            guard try output.waitUntilReadable(by: deadline), !deadline.isPast else { throw .timedOut }
            let got = unsafe read(output.number, &buffer, buffer.count)
            if got == 0 { return answer }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw .system(operation: "read", code: errno) }
            guard answer.count + got <= most else { throw .tooLong(bytes: answer.count + got, most: most) }
            answer += buffer.prefix(got)
        }
    }
}
