import CAttempts
import Channels
import Glibc

/// A handler in a stranger's hands: each request names what it shall do.
///
/// `attempt PARENT NAME` makes one system call; the other words are below. It counts its requests in its memory.
enum Hostility {
    /// Changed by the one thread there is.
    private final class Memory {
        var requests = 0
        var hoard: [UInt] = []
    }

    static func handler() -> (_ request: [UInt8], _ documents: [MappedFile]) -> [UInt8] {
        let memory = Memory()
        return { request, documents in
            memory.requests += 1
            let words = String(decoding: request, as: UTF8.self).split(separator: " ", maxSplits: 2).map(String.init)
            if words[0] == "long" { return [UInt8](repeating: 0x78, count: Int(words[1]) ?? 0) }
            return Array(act(words, documents, memory).utf8)
        }
    }

    private static func act(_ words: [String], _ documents: [MappedFile], _ memory: Memory) -> String {
        switch words[0] {
        case "count": return "\(memory.requests)"
        case "echo": return words.dropFirst().joined(separator: " ")
        case "sizes": return documents.map { "\($0.count)" }.joined(separator: " ")
        case "sum": return "\(documents.reduce(0) { $0 + $1.bytes().reduce(0) { $0 + Int($1) } })"
        case "descriptors": return openDescriptors()
        case "environment": return unsafe getenv("PATH") == nil && getenv("LANG") == nil ? "empty" : "full"
        case "attempt": return "\(unsafe CAttempts_run(words[2], Int(words[1]) ?? 0))"
        case "spin": while true {}
        case "wait":
            while true { poll(nil, 0, -1) }
        case "exit": exit(0)
        case "abort": abort()
        case "trap": preconditionFailure("as the test wants")
        case "segfault": return "\(unsafe UnsafePointer<Int>(bitPattern: 8)?.pointee ?? 0)"
        case "recurse": return "\(recurse(1))"
        case "allocate": return allocate(mebibytes: Int(words[1]) ?? 0, steps: Int(words[2]) ?? 1, memory)
        case "write": return speak(words[1])
        default: return "unknown"
        }
    }

    /// Holds on to it, and touches each page so that it counts.
    private static func allocate(mebibytes: Int, steps: Int, _ memory: Memory) -> String {
        for step in 0..<steps {
            guard let block = unsafe malloc(mebibytes << 20) else { return "refused after \(step * mebibytes)" }
            unsafe memset(block, 1, mebibytes << 20)
            memory.hoard.append(UInt(bitPattern: block))
        }
        return "allocated"
    }

    @inline(never) private static func recurse(_ depth: Int) -> Int {
        depth < 0 ? depth : recurse(depth + 1) &+ depth
    }

    /// Which numbers are open: those a call that moves nothing does not refuse.
    private static func openDescriptors() -> String {
        (0..<64).filter { number in
            read(number, nil, 0) == 0 || errno != EBADF
        }.map { "\($0)" }.joined(separator: " ")
    }

    /// Says something on the channel itself, in place of its answer.
    private static func speak(_ what: String) -> String {
        let channel = MessageChannel(Descriptor(owning: 3))
        switch what {
        case "nonsense":
            _ = unsafe write(3, "this is no message of ours", 26)
            while true { poll(nil, 0, -1) }
        case "a-huge-length":
            _ = unsafe write(3, [0x54, 0x4B, 6, 0, 0xFF, 0xFF, 0xFF, 0xFF] as [UInt8], 8)
            while true { poll(nil, 0, -1) }
        case "half-an-answer":
            _ = unsafe write(3, [0x54, 0x4B, 6, 0, 100, 0, 0, 0, 1, 2, 3] as [UInt8], 11)
            while true { poll(nil, 0, -1) }
        case "another-kind": return say(Frame(.forked), over: channel)
        case "descriptors": return say(Frame(.answer, descriptors: [channel.descriptor]), over: channel)
        default:
            close(3)
            while true { poll(nil, 0, -1) }
        }
    }

    private static func say(_ frame: Frame, over channel: MessageChannel) -> String {
        do throws(ChannelError) { try channel.send(frame, by: .never) } catch { return "\(error)" }
        return ""
    }
}
