import CLinux
import Glibc

/// A document that lies in memory and that nobody can change any more: what a worker is given in place of a file.
package struct MemoryFile: Sendable {
    package let descriptor: Descriptor
    package let count: Int

    fileprivate init(sealed descriptor: Descriptor, count: Int) {
        self.descriptor = descriptor
        self.count = count
    }

    package init(_ bytes: [UInt8]) throws(MemoryFileError) {
        var draft = try MemoryFileDraft(bytesMax: bytes.count)
        try draft.append(bytes)
        self = try draft.seal()
    }

    /// Copies a plain file. Anything that could keep us waiting or never end is refused before it is read.
    package init(path: String, bytesMax: Int) throws(MemoryFileError) {
        // Without O_NONBLOCK the opening of a pipe waits for its writer.
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { throw .last("open") }
        let source = Descriptor(owning: number)
        var status = stat()
        guard unsafe fstat(source.number, &status) == 0 else { throw .last("fstat") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAPlainFile }
        try self.init(copying: source, bytesMax: bytesMax)
    }

    /// Copies what an open file or pipe gives until its end. How long a pipe may take is the caller's affair.
    package init(copying source: Descriptor, bytesMax: Int) throws(MemoryFileError) {
        var draft = try MemoryFileDraft(bytesMax: bytesMax)
        try draft.append(allOf: source)
        self = try draft.seal()
    }
}

extension MemoryFile {
    /// Copies bytes from this place on into the buffer and says how many; fewer than fit only at the end.
    package func read(into buffer: inout [UInt8], at place: Int) -> Int {
        var done = 0
        while done < buffer.count {
            let got = unsafe buffer.withUnsafeMutableBytes { room in
                unsafe pread(
                    descriptor.number, room.baseAddress.map { unsafe $0 + done }, room.count - done, place + done)
            }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { break }
            done += got
        }
        return done
    }
}

/// A memory file while it is being written; sealing it uses it up.
package struct MemoryFileDraft: ~Copyable {
    private let descriptor: Descriptor
    private let bytesMax: Int
    package private(set) var count = 0

    package init(bytesMax: Int) throws(MemoryFileError) {
        precondition(bytesMax >= 0, "a memory file has no negative size")
        let number = unsafe CLinux_new_memory_file("teken-document")
        guard number >= 0 else { throw .last("memfd_create") }
        descriptor = Descriptor(owning: number)
        self.bytesMax = bytesMax
    }

    package mutating func append(_ bytes: [UInt8]) throws(MemoryFileError) {
        let outcome = unsafe bytes.withUnsafeBytes { piece in  // which forgets the type of what is thrown
            Result { () throws(MemoryFileError) in try unsafe append(piece) }
        }
        try outcome.get()
    }

    @unsafe package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(MemoryFileError) {
        guard bytes.count <= bytesMax - count else { throw .tooLong(most: bytesMax) }
        var done = 0
        while done < bytes.count {
            let written = unsafe write(
                descriptor.number, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw .last("write") }
            done += written
        }
        count += done
    }

    /// Inside the kernel where the source allows it, else a piece at a time.
    fileprivate mutating func append(allOf source: Descriptor) throws(MemoryFileError) {
        while true {
            // One byte more than is allowed, so that a source that grows for ever is noticed.
            let piece = min(bytesMax - count, 1 << 30) + 1
            let copied = sendfile(descriptor.number, source.number, nil, piece)
            if copied < 0 && errno == EINTR { continue }
            if copied < 0 && errno == EINVAL { return try appendByReading(source) }
            guard copied >= 0 else { throw .last("sendfile") }
            if copied == 0 { return }
            count += copied
            guard count <= bytesMax else { throw .tooLong(most: bytesMax) }
        }
    }

    private mutating func appendByReading(_ source: Descriptor) throws(MemoryFileError) {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let got = unsafe read(source.number, &buffer, buffer.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .last("read") }
            if got == 0 { return }
            try append(Array(buffer[..<got]))
        }
    }

    package consuming func seal() throws(MemoryFileError) -> MemoryFile {
        guard CLinux_seal(descriptor.number) == 0 else { throw .last("fcntl") }
        return MemoryFile(sealed: descriptor, count: count)
    }
}
