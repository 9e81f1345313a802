import CMicroHTTPD
import Channels
import HTTP

/// An answer as the library sends it. Its bytes live as long as it does, and the library's own reference to it.
@safe final class Reply: @unchecked Sendable {
    // Sendable: libmicrohttpd guards a response's count of references, and nobody changes it after it was queued.

    private let pointer: OpaquePointer
    let status: Int
    let bodyBytes: Int

    /// Nil without memory, or when a memory file cannot be mapped.
    init?(_ response: HTTPResponse) {
        guard let pieces = ReplyPieces(response.body), let pointer = unsafe pieces.response() else { return nil }
        unsafe self.pointer = pointer
        status = response.status
        bodyBytes = pieces.count
        for field in response.fields.all { add(field.name, field.value) }
    }

    deinit { unsafe MHD_destroy_response(pointer) }

    func add(_ name: String, _ value: String) {
        _ = unsafe MHD_add_response_header(pointer, name, value)
    }

    /// Hands it over; false when the connection takes no answer any more.
    func queue(on connection: OpaquePointer) -> Bool {
        unsafe MHD_queue_response(connection, UInt32(status), pointer) == .YES
    }
}

/// The memory an answer's body lies in, and what keeps it there.
@safe private final class ReplyPieces {
    private var buffers: [UnsafeRawBufferPointer] = unsafe []
    private var owned: [UnsafeMutableRawBufferPointer] = unsafe []
    private var files: [MappedFile] = []

    init?(_ body: HTTPResponse.Body) {
        switch body {
        case .none: break
        case .bytes(let bytes): add(bytes)
        case .pieces(let pieces):
            for piece in pieces {
                switch piece {
                case .bytes(let bytes): add(bytes)
                case .file(let file, let range):
                    guard !range.isEmpty else { continue }
                    // Absence is the meaning: without a mapping there is no answer.
                    guard let mapped = try? MappedFile(file.descriptor) else { return nil }
                    precondition(range.lowerBound >= 0 && range.upperBound <= mapped.count, "a range lies in its file")
                    files.append(mapped)
                    unsafe buffers.append(UnsafeRawBufferPointer(rebasing: mapped.buffer[range]))
                }
            }
        }
    }

    deinit { for index in unsafe owned.indices { unsafe owned[index].deallocate() } }

    var count: Int { unsafe buffers.reduce(0) { $0 + $1.count } }

    /// The response keeps this object until it has been sent and let go.
    func response() -> OpaquePointer? {
        let kept = unsafe Unmanaged.passRetained(self)
        let vectors = unsafe buffers.map { unsafe MHD_IoVec(iov_base: $0.baseAddress, iov_len: $0.count) }
        let pointer = unsafe MHD_create_response_from_iovec(
            vectors, UInt32(vectors.count),
            { pieces in
                guard let pieces = unsafe pieces else { return }
                unsafe Unmanaged<ReplyPieces>.fromOpaque(pieces).release()
            }, kept.toOpaque())
        if unsafe pointer == nil { unsafe kept.release() }
        return unsafe pointer
    }

    private func add(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        unsafe copy.copyBytes(from: bytes)
        unsafe owned.append(copy)
        unsafe buffers.append(UnsafeRawBufferPointer(copy))
    }
}
