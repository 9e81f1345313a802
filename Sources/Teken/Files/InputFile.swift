import Crypto
import Glibc
import Problems

/// Reads files and standard input (`-`), bounded. POSIX calls, because what is secret must go straight into the locked heap.
enum InputFile {
    /// The whole file, which may have `most` bytes.
    static func bytes(_ path: String, most: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try eachPiece(of: path) { piece in
            guard bytes.count + piece.count <= most else { throw Problem.tooLarge(path, most: most) }
            bytes += piece
        }
        return bytes
    }

    static func text(_ path: String, most: Int) throws -> String {
        String(decoding: try bytes(path, most: most), as: UTF8.self)
    }

    /// The digest of a file of any size, a piece at a time.
    static func digest(_ path: String, _ algorithm: DigestAlgorithm) throws -> Digest {
        var hashing = try Hashing(algorithm)
        try eachPiece(of: path) { piece in try hashing.update(piece) }
        return try hashing.finish()
    }

    /// The whole file in the locked heap. A file that other users can read is refused where `isPrivate` says so.
    static func secret(_ path: String, most: Int, isPrivate: Bool) throws -> Secret {
        let descriptor = try open(path)
        defer { if path != "-" { close(descriptor) } }

        var status = stat()
        if isPrivate, unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_mode & 0o077 != 0
        {
            throw Problem.openToOthers(path)
        }
        return try secret(from: descriptor, named: path, most: most)
    }

    /// Everything a descriptor gives until its end, in the locked heap.
    static func secret(from descriptor: Int32, named name: String, most: Int) throws -> Secret {
        var buffer = try Secret(zeros: most + 1)
        var count = 0
        while count <= most {
            let got = unsafe buffer.withMutableBytes { bytes in
                unsafe read(descriptor, bytes.baseAddress.map { unsafe $0 + count }, bytes.count - count)
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw Problem.cannotRead(name, errno) }
            if got == 0 { return try buffer.slice(from: 0, count: count) }
            count += got
        }
        throw Problem.tooLarge(name, most: most)
    }

    private static func open(_ path: String) throws(Problem) -> Int32 {
        if path == "-" { return STDIN_FILENO }
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(path, errno) }
        return descriptor
    }

    private static func eachPiece(
        of path: String, _ take: ([UInt8]) throws -> Void
    ) throws {
        let descriptor = try open(path)
        defer { if path != "-" { close(descriptor) } }

        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let got = unsafe read(descriptor, &buffer, buffer.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw Problem.cannotRead(path, errno) }
            if got == 0 { return }
            try take(Array(buffer[..<got]))
        }
    }
}
