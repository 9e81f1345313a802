import CZlib

/// Flate data (RFC 1950) through zlib, up to a limit.
enum Inflate {
    /// How much room zlib gets at a time.
    private static let grainBytes = 1 << 16

    /// What decodes cleanly; data cut short or followed by a wrong checksum count as far as they go, as in every reader.
    static func decode(
        _ bytes: DocumentBytes, _ range: Range<Int>, into out: OwnBytes, most: Int
    ) throws(PDFError) {
        guard range.count <= Int(UInt32.max) else { throw .tooComplex(.decodedSize) }
        var stream = unsafe z_stream()
        guard unsafe CZlib_inflate_begin(&stream) == Z_OK else { throw .unreadable(.filter) }
        defer { unsafe inflateEnd(&stream) }

        var outcome = Z_OK
        unsafe bytes.withBytes(in: range) { input in
            unsafe stream.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?
                .assumingMemoryBound(to: UInt8.self)
            unsafe stream.avail_in = UInt32(input.count)
            while outcome == Z_OK, out.count <= most {
                let room = min(grainBytes, most + 1 - out.count)
                if room == 0 { break }
                unsafe out.grow(by: room) { place in
                    unsafe stream.next_out = place.assumingMemoryBound(to: UInt8.self)
                    unsafe stream.avail_out = UInt32(room)
                    outcome = unsafe inflate(&stream, Z_NO_FLUSH)
                    return room - Int(unsafe stream.avail_out)
                }
            }
        }
        guard out.count <= most else { throw .tooComplex(.decodedSize) }
        guard outcome == Z_STREAM_END || out.count > 0 else { throw .unreadable(.filter) }
    }
}
