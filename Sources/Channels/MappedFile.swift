import CLinux
import Glibc

/// The bytes of a sealed memory file, readable as long as this object lives.
@safe package final class MappedFile: @unchecked Sendable {
    // Sendable: the mapping is read-only, and the seals, checked before it is made, keep everybody from changing it.

    private let base: UnsafeRawPointer?
    package let count: Int

    /// Believes nobody: without the seals its sender could cut the file short, and reading would kill the reader (SIGBUS).
    package init(_ descriptor: Descriptor) throws(MemoryFileError) {
        guard CLinux_is_sealed(descriptor.number) == 1 else { throw .notSealed }
        // The place in the file that `lseek` moves is shared with the sender and used by neither. `fstat` is a call that
        // a worker may not make, because glibc makes it one that also takes paths.
        let end = lseek(descriptor.number, 0, SEEK_END)
        guard end >= 0 else { throw .last("lseek") }
        count = Int(end)
        guard count > 0 else {
            unsafe base = nil
            return
        }
        let start = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor.number, 0)
        guard let start = unsafe start, unsafe start != MAP_FAILED else { throw .last("mmap") }
        unsafe base = UnsafeRawPointer(start)
    }

    deinit {
        guard let base = unsafe base else { return }
        unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    }

    /// The bytes, valid as long as this object is kept alive.
    @unsafe package var buffer: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: count) }

    /// The bytes, valid inside the closure only.
    @unsafe package func withBytes<Result: ~Copyable, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(self) { () throws(Failure) in try unsafe body(buffer) }
    }

    /// A copy of everything.
    package func bytes() -> [UInt8] { unsafe withBytes { unsafe Array($0) } }
}
