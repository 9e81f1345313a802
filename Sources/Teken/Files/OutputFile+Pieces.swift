import Glibc
import Problems

extension OutputFile {
    private static let pieceBytes = 1 << 18

    /// Writes what comes piece by piece, and gives the file its name once everything is on the disk.
    func write(pieces: (_ put: ([UInt8]) throws -> Void) throws -> Void) throws {
        var waiting: [UInt8] = []
        if path == "-" { return try collect(pieces, &waiting, into: STDOUT_FILENO) }
        try write { temporary in
            let descriptor = unsafe open(temporary, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Problem.cannotWrite(path, errno) }
            defer { close(descriptor) }

            try collect(pieces, &waiting, into: descriptor)
        }
    }

    private func collect(
        _ pieces: (_ put: ([UInt8]) throws -> Void) throws -> Void, _ waiting: inout [UInt8], into descriptor: Int32
    ) throws {
        func flush() throws(Problem) {
            let outcome = unsafe waiting.withUnsafeBytes { bytes in
                Result { () throws(Problem) in try unsafe pour(bytes, into: descriptor) }
            }
            try outcome.get()
            waiting.removeAll(keepingCapacity: true)
        }
        try pieces { piece in
            waiting += piece
            if waiting.count >= Self.pieceBytes { try flush() }
        }
        try flush()
    }

    /// Has somebody else fill a file that lies beside the one wanted, and gives it its name once it is on the disk.
    func write(filling fill: (_ temporary: String) throws -> Void) throws {
        let path = overwrites ? Self.resolved(path) : path
        var template = Array("\(path).XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)  // made readable by its owner only
        guard descriptor >= 0 else { throw Problem.cannotWrite(path, errno) }
        defer { close(descriptor) }

        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do {
            try fill(temporary)
            keepOwner(of: descriptor)
            guard isPrivate || fchmod(descriptor, Self.usualMode) == 0, fsync(descriptor) == 0 else {
                throw Problem.cannotWrite(path, errno)
            }
            try take(temporary, as: path)
        } catch {
            for name in ["", "-journal"].map({ temporary + $0 }) { unsafe unlink(name) }
            throw error
        }
        syncFolder(of: path)
    }
}
