import CLinux
import Glibc

/// A few bytes that may hold a passphrase: they lie in one place, are wiped when the last reference goes, and print nothing.
@safe package final class WipedBytes: @unchecked Sendable {
    // Sendable: after `init` nobody writes until `deinit`, when nobody else is left.

    private let bytes: UnsafeMutableRawBufferPointer

    /// Adopts a buffer that was allocated for this.
    @unsafe init(owning bytes: UnsafeMutableRawBufferPointer) { unsafe self.bytes = bytes }

    @unsafe package convenience init(copying source: UnsafeRawBufferPointer) {
        let own = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 1)
        unsafe own.copyMemory(from: source)
        unsafe self.init(owning: own)
    }

    /// A copy of an array, which itself stays as it is.
    package convenience init(_ source: some Collection<UInt8>) {
        let own = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 1)
        unsafe own.copyBytes(from: source)
        unsafe self.init(owning: own)
    }

    deinit {
        unsafe bytes.wipe()
        unsafe bytes.deallocate()
    }

    package var count: Int { unsafe bytes.count }

    /// The bytes, valid inside the closure only.
    @unsafe package func withBytes<Result: ~Copyable, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(self) { () throws(Failure) in try unsafe body(UnsafeRawBufferPointer(bytes)) }
    }

    /// The same without a pointer.
    package func withSpan<Result, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(self) { () throws(Failure) in
            try unsafe body(UnsafeRawBufferPointer(bytes).bindMemory(to: UInt8.self).span)
        }
    }

    /// Whether this stands in it, byte for byte.
    package func contains(_ word: StaticString) -> Bool {
        unsafe withBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            return unsafe CLinux_find(base, bytes.count, word.utf8Start, word.utf8CodeUnitCount) != nil
        }
    }

    /// A copy, for what is no secret; a secret's copy is the caller's to wipe.
    package func copy() -> [UInt8] { unsafe withBytes { unsafe Array($0) } }
}

extension WipedBytes: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(count) bytes" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Bytes that arrive in pieces and become `WipedBytes`; where they move to a larger room, the old one is wiped.
@safe struct WipedDraft: ~Copyable {
    private var room = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 1)
    private(set) var count = 0

    deinit {
        unsafe room.wipe()
        unsafe room.deallocate()
    }

    @unsafe mutating func append(_ piece: UnsafeRawBufferPointer) {
        if unsafe piece.count > room.count - count {
            unsafe move(to: max(256, room.count * 2, count + piece.count))
        }
        unsafe UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: piece)
        count += piece.count
    }

    /// What has arrived; the draft is empty afterwards.
    mutating func take() -> WipedBytes {
        let bytes = unsafe withBytes { unsafe WipedBytes(copying: $0) }
        unsafe room.wipe()
        count = 0
        return bytes
    }

    @unsafe func withBytes<Result: ~Copyable, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(rebasing: room[..<count]))
    }

    /// Leaves out the first bytes, which have been looked at.
    mutating func drop(_ done: Int) {
        precondition(done <= count, "no more is dropped than has arrived")
        if done > 0, count > done, let base = unsafe room.baseAddress {
            unsafe memmove(base, base + done, count - done)
        }
        count -= done
        unsafe UnsafeMutableRawBufferPointer(rebasing: room[count..<count + done]).wipe()
    }

    private mutating func move(to bytes: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 1)
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: room[..<count]))
        unsafe room.wipe()
        unsafe room.deallocate()
        unsafe room = larger
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Overwrites the bytes in a way that no compiler leaves out.
    fileprivate func wipe() {
        guard let base = baseAddress else { return }
        unsafe explicit_bzero(base, count)
    }
}
