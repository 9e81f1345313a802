import CZlib
import HTTP

/// Answers that leave compressed.
enum Gzip {
    /// Below it the saving is not worth the work.
    static let bytesMin = 1 << 10

    /// The answer as this client takes it: smaller where the answer allows it and the client wants it.
    static func applied(to response: HTTPResponse, for fields: HTTPFields) -> HTTPResponse {
        guard response.mayBeCompressed, case .bytes(let bytes) = response.body,
            bytesMin + 1...Int(UInt32.max) ~= bytes.count,
            response.fields["Content-Encoding"] == nil
        else { return response }
        var response = response
        // Also where it stays as it is: a cache must not give this one to who would get the other.
        response.fields.append("Vary", "Accept-Encoding")
        guard accepts(fields), let smaller = compressed(bytes), smaller.count < bytes.count else { return response }
        response.fields.append("Content-Encoding", "gzip")
        response.body = .bytes(smaller)
        return response
    }

    /// RFC 9110 §12.5.3; a weight of zero is a no.
    private static func accepts(_ fields: HTTPFields) -> Bool {
        fields.members("Accept-Encoding").contains { member in
            let parts = member.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = parts.first, ["gzip", "x-gzip"].contains(name) else { return false }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            return weight ?? 1 > 0
        }
    }

    /// Nil without memory.
    private static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = unsafe z_stream()
        guard unsafe CZlib_gzip_begin(&stream, 5) == Z_OK else { return nil }
        defer { unsafe deflateEnd(&stream) }

        var out = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(bytes.count))))
        let count = out.count
        let written = unsafe bytes.withUnsafeBufferPointer { source in
            unsafe out.withUnsafeMutableBufferPointer { room -> Int? in
                // zlib reads through a pointer that it could write to.
                unsafe stream.next_in = unsafe UnsafeMutablePointer(mutating: source.baseAddress)
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = room.baseAddress
                unsafe stream.avail_out = UInt32(count)
                guard unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
                return unsafe count - Int(stream.avail_out)
            }
        }
        guard let written else { return nil }
        out.removeLast(count - written)
        return out
    }
}
