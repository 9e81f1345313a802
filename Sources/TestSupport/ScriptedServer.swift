import Foundation
import Glibc
import Synchronization

/// An HTTP server on loopback that says what a test wrote down for each path, one connection after the other.
package final class ScriptedServer: Sendable {
    package let port: UInt16
    private let listener: Int32
    private let log = Log()

    private final class Log: Sendable {
        let heads = Mutex<[String]>([])
    }

    /// `answer` makes the whole answer, status line and all, from a path.
    package convenience init(answer: @escaping @Sendable (_ path: String, _ port: UInt16) -> String) throws {
        try self.init(bytes: { path, port in Array(answer(path, port).utf8) })
    }

    package init(bytes answer: @escaping @Sendable (_ path: String, _ port: UInt16) -> [UInt8]) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: in_addr_t(0x7F00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (fd, size) = (listener, length)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(fd, generic, size) == 0 && listen(fd, 16) == 0 && getsockname(fd, generic, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [log, port] in
            while case let connection = accept(fd, nil, nil), connection >= 0 {
                Self.serve(connection, log, port, answer)
            }
            // Not by `deinit`: the number might be another server's by the time that it is waited on again.
            close(fd)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }  // ends the wait for the next connection

    package var url: String { "http://127.0.0.1:\(port)" }

    /// What was asked for, the first lines of the requests only.
    package var requests: [String] { heads.map { String($0.prefix { !$0.isNewline }) } }

    package var heads: [String] { log.heads.withLock { $0 } }

    /// Whether what was said would be had to the end: a connection closed on words unread takes the answer with it.
    private static func isWhole(_ request: [UInt8]) -> Bool {
        guard let end = request.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
        let head = String(decoding: request[..<end.lowerBound], as: UTF8.self).lowercased()
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let count = length.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        return request.count - end.upperBound >= count
    }

    private static func serve(
        _ connection: Int32, _ log: Log, _ port: UInt16, _ answer: @Sendable (String, UInt16) -> [UInt8]
    ) {
        defer { close(connection) }
        var head: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while !isWhole(head) {
            let count = unsafe recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return }
            head += piece[..<count]
        }
        let text = String(decoding: head, as: UTF8.self)
        log.heads.withLock { $0.append(text) }
        let path = text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let bytes = answer(path, port)
        _ = unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

/// Answers as they go over the wire.
package enum Wire {
    package static func page(_ body: String, status: Int = 200, type: String = "text/plain") -> String {
        "HTTP/1.1 \(status) so\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
    }

    package static func file(_ body: [UInt8]) -> [UInt8] {
        Array("HTTP/1.1 200 so\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n".utf8) + body
    }

    package static func redirect(_ status: Int = 302, to target: String) -> String {
        "HTTP/1.1 \(status) elsewhere\r\nLocation: \(target)\r\nContent-Length: 4\r\nConnection: close\r\n\r\naway"
    }
}
