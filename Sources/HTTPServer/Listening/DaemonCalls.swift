import CMicroHTTPD
import Glibc
import HTTP

/// What libmicrohttpd calls, each on one of its I/O threads. A pointer it was given comes back as the object it means.
enum DaemonCalls {
    static func install(into settings: inout CMicroHTTPD_settings) {
        unsafe settings.noticed = { context, library, kept, event in
            guard let context = unsafe context, let library = unsafe library, let kept = unsafe kept else { return }
            let daemon = unsafe Unmanaged<Daemon>.fromOpaque(context).takeUnretainedValue()
            switch event {
            case .CONNECTION_NOTIFY_STARTED: unsafe DaemonCalls.begin(daemon, library, kept)
            default: unsafe DaemonCalls.end(daemon, kept)
            }
        }
        unsafe settings.target = { _, target, library in
            guard let target = unsafe target, let library = unsafe library,
                let kept = unsafe CMicroHTTPD_kept(library)
            else { return nil }
            let connection = unsafe Unmanaged<Connection>.fromOpaque(kept).takeUnretainedValue()
            let raw = unsafe Array(UnsafeRawBufferPointer(start: target, count: strlen(target)))
            unsafe CMicroHTTPD_hide_query(target)
            connection.enter(.head(until: .now + connection.daemon.core.limits.headTime))
            let exchange = Exchange(connection, target: raw)
            unsafe connection.daemon.core.unread.add(exchange, library)
            return unsafe Unmanaged.passRetained(exchange).toOpaque()
        }
        unsafe settings.handler = { _, library, url, method, version, piece, count, kept in
            guard let library = unsafe library, let url = unsafe url, let method = unsafe method,
                let version = unsafe version, let count = unsafe count, let exchange = unsafe kept?.pointee
            else { return .NO }
            let reader = unsafe HeadReader(connection: library, method: method, target: url, version: version)
            return unsafe DaemonCalls.serve(
                Unmanaged<Exchange>.fromOpaque(exchange).takeUnretainedValue(), reader, piece, count)
                ? .YES : .NO
        }
        unsafe settings.completed = { _, _, kept, code in
            guard let kept = unsafe kept, let exchange = unsafe kept.pointee else { return }
            unsafe kept.pointee = nil
            unsafe Unmanaged<Exchange>.fromOpaque(exchange).takeRetainedValue().end(
                isComplete: code == .REQUEST_TERMINATED_COMPLETED_OK)
        }
        unsafe settings.log = { context, format in
            guard let context = unsafe context, let format = unsafe format else { return }
            let daemon = unsafe Unmanaged<Daemon>.fromOpaque(context).takeUnretainedValue()
            // The pattern and nothing that fills it: that may be of the request.
            let words = unsafe String(cString: format)
            daemon.core.unread.heard(words, daemon.core.limits)
            daemon.core.observer.log(String(words.prefix { !$0.isNewline }))
        }
    }

    private static func begin(
        _ daemon: Daemon, _ library: OpaquePointer, _ kept: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) {
        let connection = Connection(
            number: unsafe CMicroHTTPD_socket(library), peer: unsafe peer(of: library), daemon: daemon)
        unsafe kept.pointee = unsafe Unmanaged.passRetained(connection).toOpaque()
        daemon.opened()
        // It cannot be turned away from here; its socket is closed for both sides, which the library then notices.
        if let reason = daemon.core.book.add(connection) {
            daemon.core.observer.cut(reason)
            connection.cut()
        }
    }

    private static func end(_ daemon: Daemon, _ kept: UnsafeMutablePointer<UnsafeMutableRawPointer?>) {
        guard let pointer = unsafe kept.pointee else { return }
        unsafe kept.pointee = nil
        let connection = unsafe Unmanaged<Connection>.fromOpaque(pointer).takeRetainedValue()
        if connection.close() { daemon.core.lingering.take(connection.number) }
        daemon.core.book.remove(connection)
        daemon.closed()
    }

    private static func serve(
        _ exchange: Exchange, _ reader: HeadReader, _ piece: UnsafePointer<CChar>?, _ count: UnsafeMutablePointer<Int>
    ) -> Bool {
        guard !exchange.isAtLine else { return unsafe exchange.readHead(reader) }
        guard unsafe count.pointee > 0, let piece = unsafe piece else { return unsafe exchange.goOn(reader.connection) }
        let bytes = unsafe count.pointee
        defer {
            unsafe CMicroHTTPD_wipe(piece, bytes)
            unsafe count.pointee = 0
        }
        return unsafe exchange.readPiece(UnsafeRawBufferPointer(start: piece, count: bytes))
    }

    private static func peer(of library: OpaquePointer) -> PeerAddress {
        var (bytes, port) = ([UInt8](repeating: 0, count: 16), UInt16(0))
        return switch unsafe CMicroHTTPD_peer(library, &bytes, &port) {
        case 4: .ipv4(Array(bytes[..<4]), port: port)
        case 16: PeerAddress(ipv6: bytes, port: port)
        default: .unix
        }
    }
}
