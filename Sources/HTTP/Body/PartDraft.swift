import Channels

/// A part while it arrives: text in memory that is wiped, files and what has grown too long for text in a memory file.
struct PartDraft: ~Copyable {
    let head: PartHead
    private let limits: FormLimits
    private var text = WipedDraft()
    private var file: MemoryFileDraft?
    private var count = 0
    /// The line end between head and content, as far as it is still to come.
    private var lineEndLeft = 2

    init(_ head: PartHead, limits: FormLimits) {
        self.head = head
        self.limits = limits
    }

    @unsafe mutating func append(_ piece: UnsafeRawBufferPointer, filesLeft: Int) throws(BodyDefect) {
        let skipped = min(lineEndLeft, piece.count)
        lineEndLeft -= skipped
        let piece = unsafe UnsafeRawBufferPointer(rebasing: piece[skipped...])
        guard unsafe !piece.isEmpty else { return }
        guard piece.count <= limits.partBytesMax - count else {
            throw .partTooLarge(bytesMax: limits.partBytesMax)
        }
        count += piece.count
        if file == nil, head.fileName == nil, count <= limits.textBytesMax {
            unsafe text.append(piece)
            return
        }
        if file == nil {
            guard filesLeft > 0 else { throw .tooManyFiles(most: limits.filesMax) }
            file = try Self.newFile(limits.partBytesMax)
            try unsafe text.take().withBytes { bytes throws(BodyDefect) in try unsafe write(bytes) }
        }
        try unsafe write(piece)
    }

    /// The content, and whether it is a memory file. A file without a byte needs none.
    mutating func seal() throws(BodyDefect) -> (HTTPForm.Content, isFile: Bool) {
        guard let file = file.take() else { return (.bytes(text.take()), false) }
        do throws(MemoryFileError) {
            return (.file(try file.seal()), true)
        } catch {
            throw .noRoom
        }
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) throws(BodyDefect) {
        do throws(MemoryFileError) {
            try unsafe file?.append(bytes)
        } catch {
            throw .noRoom
        }
    }

    private static func newFile(_ bytesMax: Int) throws(BodyDefect) -> MemoryFileDraft {
        do throws(MemoryFileError) {
            return try MemoryFileDraft(bytesMax: bytesMax)
        } catch {
            throw .noRoom
        }
    }
}
