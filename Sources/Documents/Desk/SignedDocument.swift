package import Channels

/// A document and what was appended to it, in two pieces: a large one need not be copied to be handed out.
package struct SignedDocument: Sendable {
    package let original: OriginalBytes
    package let update: [UInt8]

    package var count: Int { original.count + update.count }

    /// The same with more behind it, written for exactly these bytes.
    package func followed(by section: [UInt8]) -> SignedDocument {
        SignedDocument(original: original, update: update + section)
    }

    /// The document as a worker can be given it. This is a copy: what was sealed takes no more.
    package func memoryFile() throws(DocumentError) -> MemoryFile {
        do throws(MemoryFileError) {
            var draft = try MemoryFileDraft(bytesMax: count)
            try unsafe original.forEachPiece { (piece) throws(MemoryFileError) in try unsafe draft.append(piece) }
            try draft.append(update)
            return try draft.seal()
        } catch {
            throw .memory(error)
        }
    }
}

extension SignedDocument {
    /// A document as it came, with nothing behind it yet.
    package init(of document: MemoryFile) throws(DocumentError) {
        self.init(original: try DocumentDesk.original(document), update: [])
    }
}

/// The first bytes of a document that lies in memory; mostly all of them.
package struct OriginalBytes: Sendable {
    private let document: MemoryFile
    private let file: MappedFile
    package let count: Int

    /// What is read into a buffer rather than looked at where it lies.
    private static let copiedBytesMax = 4 << 20
    private static let bufferBytes = 1 << 16

    /// The whole document.
    init(of document: MemoryFile) throws(MemoryFileError) {
        file = try MappedFile(document.descriptor)
        self.document = document
        count = file.count
    }

    private init(_ document: MemoryFile, _ file: MappedFile, count: Int) {
        self.document = document
        self.file = file
        self.count = count
    }

    func prefix(_ count: Int) -> OriginalBytes {
        precondition(0...self.count ~= count, "a part of the document")
        return OriginalBytes(document, file, count: count)
    }

    @unsafe package func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe file.withBytes { bytes throws(Failure) in
            try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
    }

    /// All bytes in their order, for whoever needs each only once.
    ///
    /// A mapping that was looked at interrupts every processor of this program when it goes, which costs more than copying a
    /// small document. A large one is not copied.
    @unsafe func forEachPiece<Failure>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        var done = 0
        if count <= Self.copiedBytesMax {
            var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
            while done < count {
                let got = min(document.read(into: &buffer, at: done), count - done)
                if got == 0 { break }
                let outcome = unsafe buffer.withUnsafeBytes { bytes in  // which forgets the type of what is thrown
                    Result { () throws(Failure) in try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[..<got])) }
                }
                try outcome.get()
                done += got
            }
        }
        guard done < count else { return }
        try unsafe withBytes { bytes throws(Failure) in
            try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[done...]))
        }
    }
}
