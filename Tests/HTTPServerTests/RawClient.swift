import Channels
import Glibc
import Testing

struct RawClientFailure: Error {
    let words: String
}

/// A client that says exactly what it is told to, byte for byte.
final class RawClient: Sendable {
    private let descriptor: Descriptor

    init(port: UInt16) throws {
        descriptor = Descriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: in_addr_t(0x7F00_0001).bigEndian)
        let number = descriptor.number
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw RawClientFailure(words: "connect: \(errno)") }
        var yes: Int32 = 1
        unsafe setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let rest = Array(bytes[done...])
            let sent = unsafe Glibc.send(descriptor.number, rest, rest.count, Int32(MSG_NOSIGNAL))
            guard sent > 0 else { throw RawClientFailure(words: "send: \(errno)") }
            done += sent
        }
    }

    /// Whether the server has closed the connection, or does so within the time.
    func isClosed(within time: Duration = .seconds(5)) -> Bool {
        let end = Deadline.after(time)
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while (try? descriptor.waitUntilReadable(by: end)) == true {
            if unsafe recv(descriptor.number, &buffer, buffer.count, 0) <= 0 { return true }
        }
        return false
    }

    /// What comes until the server closes, or until nothing has come for so long.
    func everything(within time: Duration = .seconds(5)) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while (try? descriptor.waitUntilReadable(by: .after(time))) == true {
            let got = unsafe recv(descriptor.number, &buffer, buffer.count, 0)
            guard got > 0 else { break }
            all += buffer[..<got]
        }
        return all
    }

    /// One answer with as much of a body as it announces.
    func answer(toHead: Bool = false) throws -> RawAnswer {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let end = Deadline.after(.seconds(10))
        while true {
            if let answer = RawAnswer.read(all, isToHead: toHead) { return answer }
            guard try descriptor.waitUntilReadable(by: end) else { throw RawClientFailure(words: "no answer in time") }
            let got = unsafe recv(descriptor.number, &buffer, buffer.count, 0)
            guard got > 0 else { throw RawClientFailure(words: "closed after \(all.count) bytes") }
            all += buffer[..<got]
        }
    }

    /// Gone at once, without the usual goodbye.
    func reset() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor.number, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    }
}

/// An answer as it came.
struct RawAnswer {
    let status: Int
    let fields: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// Nil while it is not whole. Interim answers are passed over.
    static func read(_ bytes: [UInt8], isToHead: Bool) -> RawAnswer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
        let rest = bytes[end.upperBound...]
        if status == 100 { return read(Array(rest), isToHead: isToHead) }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            fields[line[..<colon].lowercased()] = String(line[colon...].dropFirst(2))
        }
        let count = isToHead || status == 204 ? 0 : Int(fields["content-length"] ?? "") ?? 0
        guard rest.count >= count else { return nil }
        return RawAnswer(status: status, fields: fields, body: Array(rest.prefix(count)))
    }
}
