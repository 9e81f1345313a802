import Crypto
import Glibc
import Problems

/// Writes a file whole or not at all: into a temporary one beside it, to the disk, and then under its name.
struct OutputFile {
    /// `-` is standard output.
    let path: String
    /// Readable by its owner only.
    var isPrivate = false
    var overwrites = false

    /// Refuses, before any work is done, a file that is there already and a folder where none can be made.
    func checkFree() throws(Problem) {
        if path == "-" { return }
        guard !path.isEmpty else { throw .cannotWrite(path, ENOENT) }
        var status = stat()
        if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw .notAPlainFile(path) }
        if !overwrites, unsafe lstat(path, &status) == 0 { throw .alreadyThere(path) }
        guard unsafe access(Self.folder(of: path), W_OK | X_OK) == 0 else { throw .cannotWrite(path, errno) }
    }

    func write(_ bytes: [UInt8]) throws(Problem) {
        let outcome = unsafe bytes.withUnsafeBytes { piece in
            Result { () throws(Problem) in try unsafe write(piece) }  // `withUnsafeBytes` forgets what is thrown
        }
        try outcome.get()
    }

    func write(_ text: String) throws(Problem) {
        try write(Array(text.utf8))
    }

    func write(_ secret: borrowing Secret) throws(Problem) {
        try unsafe secret.withBytes { (piece) throws(Problem) in try unsafe write(piece) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        try unsafe write(bytes, UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Two pieces, one after the other, as one file.
    @unsafe func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) throws(Problem) {
        if path == "-" {
            try unsafe pour(first, into: STDOUT_FILENO)
            return try unsafe pour(second, into: STDOUT_FILENO)
        }

        // Through a symbolic link: replacing the link would leave the old file, opening as before, where it leads.
        let path = overwrites ? Self.resolved(path) : path
        var template = Array("\(path).XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)  // made readable by its owner only
        guard descriptor >= 0 else { throw .cannotWrite(path, errno) }
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do throws(Problem) {
            try unsafe fill(descriptor, with: first, second)
            try take(temporary, as: path)
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        syncFolder(of: path)
    }

    /// Removes what `write` made, when what belongs to it could not be made; what was overwritten is gone all the same.
    func takeBack() {
        if path != "-" && !overwrites { unsafe unlink(path) }
    }

    /// Everything written and on the disk, then the descriptor closed.
    private func fill(
        _ descriptor: Int32, with first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
    ) throws(Problem) {
        defer { close(descriptor) }
        try unsafe pour(first, into: descriptor)
        try unsafe pour(second, into: descriptor)
        keepOwner(of: descriptor)
        guard isPrivate || fchmod(descriptor, Self.usualMode) == 0, fsync(descriptor) == 0 else {
            throw .cannotWrite(path, errno)
        }
    }

    /// Gives the temporary file its name. `link` refuses a name that is taken, also one taken a moment ago.
    func take(_ temporary: String, as path: String) throws(Problem) {
        if overwrites {
            guard unsafe rename(temporary, path) == 0 else { throw .cannotWrite(path, errno) }
            return
        }
        guard unsafe link(temporary, path) == 0 else {
            throw errno == EEXIST ? .alreadyThere(path) : .cannotWrite(path, errno)
        }
        unsafe unlink(temporary)
    }

    func pour(_ bytes: UnsafeRawBufferPointer, into descriptor: Int32) throws(Problem) {
        var done = 0
        while done < bytes.count {
            let written = unsafe Glibc.write(descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw .cannotWrite(path, errno) }
            done += written
        }
    }

    /// So that the name itself survives a power cut; where a file system cannot, the file is there all the same.
    func syncFolder(of path: String) {
        let descriptor = unsafe open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// An operator who replaces a key as root must not take it away from the service; for anybody else this does nothing.
    func keepOwner(of descriptor: Int32) {
        var old = stat()
        guard overwrites, unsafe stat(path, &old) == 0 else { return }
        _ = fchown(descriptor, old.st_uid, old.st_gid)
    }

    /// What a new file gets from the person's umask; `mkstemp` gave it to its owner alone. Asking for the umask sets it, so it
    /// is asked for once: another thread would see it while it is set.
    static let usualMode: mode_t = {
        let mask = umask(0o077)
        umask(mask)
        return 0o666 & ~mask
    }()

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    /// Where the path leads in the end; itself where nothing is there yet.
    static func resolved(_ path: String) -> String {
        guard let end = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(end) }

        return unsafe String(cString: end)
    }
}
