import CLinux
import Glibc

/// A window on bytes that somebody else keeps: a mapped file, a decoded stream. Every access is checked; nothing is copied.
@safe package final class DocumentBytes: @unchecked Sendable {
    // Sendable: nobody writes to the bytes while their keeper lives, and this window keeps it alive.
    private let start: UnsafeRawPointer
    private let keeper: AnyObject
    package let count: Int

    /// The keeper promises that the bytes stay where and what they are for as long as it lives.
    @unsafe package init(start: UnsafeRawPointer, count: Int, keptBy keeper: AnyObject) {
        precondition(count >= 0, "a window has a size")
        unsafe self.start = start
        self.count = count
        self.keeper = keeper
    }

    /// A window on bytes of its own.
    package convenience init(_ bytes: [UInt8]) {
        let own = OwnBytes(capacity: bytes.count)
        unsafe bytes.withUnsafeBytes { bytes in unsafe own.append(bytes) }
        self.init(own)
    }

    convenience init(_ own: OwnBytes) {
        unsafe self.init(start: own.start, count: own.count, keptBy: own)
    }

    @inline(__always)
    package subscript(index: Int) -> UInt8 {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "outside the window")
        return unsafe start.load(fromByteOffset: index, as: UInt8.self)
    }

    package subscript(range: Range<Int>) -> [UInt8] {
        unsafe Array(bytes(in: range))
    }

    /// A smaller window on the same bytes.
    package func window(on range: Range<Int>) -> DocumentBytes {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the window")
        return unsafe DocumentBytes(start: start + range.lowerBound, count: range.count, keptBy: keeper)
    }

    package func starts(with text: StaticString, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index >= 0, length <= count - index else { return false }
        // Mostly the first byte says no, and for less than a call costs.
        if length > 0, unsafe start.load(fromByteOffset: index, as: UInt8.self) != text.utf8Start.pointee {
            return false
        }
        return unsafe memcmp(start + index, text.utf8Start, length) == 0
    }

    /// Where the text begins first, searching the range forwards.
    package func firstIndex(of text: StaticString, in range: Range<Int>) -> Int? {
        let piece = unsafe bytes(in: range.clamped(to: 0..<count))
        guard let base = piece.baseAddress,
            let found = unsafe CLinux_find(base, piece.count, text.utf8Start, text.utf8CodeUnitCount)
        else { return nil }
        return unsafe UnsafeRawPointer(found) - start
    }

    /// Where the text begins last, searching the range backwards.
    package func lastIndex(of text: StaticString, in range: Range<Int>) -> Int? {
        let range = range.clamped(to: 0..<count)
        var index = range.upperBound - text.utf8CodeUnitCount
        while index >= range.lowerBound {
            if starts(with: text, at: index) { return index }
            index -= 1
        }
        return nil
    }

    /// ASCII text of the range, or nil where a byte is none.
    func ascii(in range: Range<Int>) -> String? {
        let piece = unsafe bytes(in: range)
        for index in piece.indices where unsafe piece[index] >= 0x80 { return nil }
        return unsafe String(decoding: piece, as: UTF8.self)
    }

    /// The bytes of a range for a C library, valid inside the closure only.
    @unsafe package func withBytes<Result, Failure: Error>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(keeper) {} }
        return try unsafe body(bytes(in: range))
    }

    private func bytes(in range: Range<Int>) -> UnsafeRawBufferPointer {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the window")
        return unsafe UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
    }
}

/// Bytes that a decoder fills piece by piece.
@safe final class OwnBytes {
    private(set) var start: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        unsafe start = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { unsafe start.deallocate() }

    @unsafe func append(_ piece: UnsafeRawBufferPointer) {
        reserve(piece.count)
        if let base = piece.baseAddress { unsafe memcpy(start + count, base, piece.count) }
        count += piece.count
    }

    func append(_ byte: UInt8) {
        reserve(1)
        unsafe start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    subscript(index: Int) -> UInt8 {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "outside the bytes")
        return unsafe start.load(fromByteOffset: index, as: UInt8.self)
    }

    /// Lets a C library write at the end; the body says how much it wrote.
    @unsafe func grow(by room: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        reserve(room)
        let written = unsafe body(start + count)
        precondition(written >= 0 && written <= room, "wrote past its room")
        count += written
    }

    private func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        let bigger = max(capacity * 2, count + more)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: bigger, alignment: 16)
        unsafe memcpy(moved, start, count)
        unsafe start.deallocate()
        unsafe start = moved
        capacity = bigger
    }
}
