import CMicroHTTPD
import Glibc
import HTTP
import Synchronization

/// Requests whose request line has come and whose fields have not been read by us, so that one can be found of which the
/// library only says that there is something wrong.
///
/// libmicrohttpd 0.9.75 refuses a `Content-Length` that is no number, and more cookies than it has room for, by itself, and
/// puts the head of that answer on the wire twice. It says so to its log first, on the I/O thread of the connection, which is
/// where we answer before it does.
final class UnreadHeads: Sendable {
    @safe private struct Entry: @unchecked Sendable {
        // Sendable: only the I/O thread that wrote it down looks through the pointer, and the library keeps the connection
        // until it has told us of the end of the request.

        let exchange: Exchange
        let library: OpaquePointer
        let thread: pthread_t
    }

    private static let complaints: [(words: String, isOfLength: Bool)] = [
        ("Failed to parse `Content-Length' header.", true), ("Too large value of 'Content-Length' header.", true),
        ("Not enough memory in pool to parse cookies!", false),
        ("Not enough memory in pool to allocate header record!", false),
    ]

    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    @unsafe func add(_ exchange: Exchange, _ library: OpaquePointer) {
        let entry = unsafe Entry(exchange: exchange, library: library, thread: pthread_self())
        entries.withLock { $0[ObjectIdentifier(exchange)] = entry }
    }

    func remove(_ exchange: Exchange) { entries.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(exchange)) } }

    /// What the library has just written to its log. It is about the one head on this thread that is whole: the others are
    /// still to come, and a whole one is read by us before the next is looked at.
    func heard(_ words: String, _ limits: ServerLimits) {
        guard let complaint = Self.complaints.first(where: { words.hasPrefix($0.words) }) else { return }
        let here = entries.withLock { entries in entries.values.filter { pthread_equal($0.thread, pthread_self()) != 0 }
        }
        for entry in here where unsafe CMicroHTTPD_head_bytes(entry.library) > 0 {
            entry.exchange.refuseBeforeLibrary(
                complaint.isOfLength
                    ? .malformed(.framing)
                    : .fieldsTooLarge(bytesMax: limits.headBytesMax, fieldsMax: limits.fieldsMax))
        }
    }
}

extension Exchange {
    /// Writes the refusal onto the socket itself and ends it there, so that the library's own does not follow. Under TLS the
    /// socket is the library's alone, and the connection ends without a word.
    fileprivate func refuseBeforeLibrary(_ refusal: HTTPRefusal) {
        let response = core.page(refusal, nil)
        if !connection.daemon.isSecure, case .bytes(let body) = response.body {
            var text = "HTTP/1.1 \(response.status) Refused\r\nConnection: close\r\nContent-Length: \(body.count)\r\n"
            for field in response.fields.all { text += "\(field.name): \(field.value)\r\n" }
            connection.say(Array((text + "\r\n").utf8) + body)
        }
        connection.linger()
        connection.fallSilent()
    }
}
