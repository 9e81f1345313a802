import CLinux
import Glibc

/// Reads `multipart/form-data` (RFC 7578) as it arrives. What it has read it has handed on or wiped, so that of a large
/// file only a piece lies in this process's own memory.
///
/// Strict where readers differ: nothing before the first boundary, no space behind one, no folded fields, no encoding.
package struct MultipartReader: ~Copyable {
    private enum Place { case start, behindBoundary, head, content, end }

    private let delimiter: [UInt8]
    private let limits: FormLimits
    private var place = Place.start
    private var pending = WipedDraft()
    private var part: PartDraft?
    private var filesCount = 0
    private var parts: [HTTPForm.Part] = []

    /// Nil where the boundary is none (RFC 2046 §5.1.1).
    package init?(boundary: String, limits: FormLimits) {
        guard 1...70 ~= boundary.utf8.count, boundary.utf8.last != UInt8(ascii: " "),
            boundary.utf8.allSatisfy(Self.isBoundaryByte)
        else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
        // The first boundary has no line before it; with one it is found like the others.
        unsafe Self.lineEnd.withUnsafeBytes { unsafe pending.append($0) }
    }

    @unsafe package mutating func append(_ piece: UnsafeRawBufferPointer) throws(BodyDefect) {
        guard place != .end else { return }  // what follows the last boundary is no part (RFC 2046 §5.1.1)
        unsafe pending.append(piece)
        while try step() {}
    }

    /// The form, if its last boundary has come.
    package mutating func finish() throws(BodyDefect) -> HTTPForm {
        guard place == .end else { throw .malformedForm }
        return HTTPForm(parts)
    }

    /// Whether there may be more to read in what has arrived.
    private mutating func step() throws(BodyDefect) -> Bool {
        switch place {
        case .start: try readStart()
        case .behindBoundary: try readBehindBoundary()
        case .head: try readHead()
        case .content: try readContent()
        case .end: false
        }
    }

    private mutating func readStart() throws(BodyDefect) -> Bool {
        // One empty line before it is a habit of some clients.
        for skipped in [0, Self.lineEnd.count] {
            let isFitting = unsafe pending.withBytes { bytes in
                unsafe bytes.dropFirst(skipped).prefix(delimiter.count).elementsEqual(
                    delimiter.prefix(max(0, bytes.count - skipped)))
            }
            guard isFitting else { continue }
            guard pending.count >= skipped + delimiter.count else { return false }
            pending.drop(skipped + delimiter.count)
            place = .behindBoundary
            return true
        }
        throw .malformedForm
    }

    private mutating func readBehindBoundary() throws(BodyDefect) -> Bool {
        guard pending.count >= 2 else { return false }
        let next = unsafe pending.withBytes { unsafe [$0[0], $0[1]] }
        pending.drop(2)
        switch next {
        case Self.lineEnd: place = .head
        case Array("--".utf8):
            place = .end
            pending.drop(pending.count)
        default: throw .malformedForm
        }
        return true
    }

    private mutating func readHead() throws(BodyDefect) -> Bool {
        guard let end = find(Self.lineEnd + Self.lineEnd) else {
            // Of its end, all but the last byte may have come.
            guard pending.count < limits.partHeadBytesMax + 2 * Self.lineEnd.count else {
                throw .partHeadTooLarge(bytesMax: limits.partHeadBytesMax)
            }
            return false
        }
        guard end <= limits.partHeadBytesMax else { throw .partHeadTooLarge(bytesMax: limits.partHeadBytesMax) }
        let head = unsafe pending.withBytes { bytes in unsafe Array(bytes[..<end]) }
        // Kept: the line end before the content, so that the boundary of an empty one is found.
        pending.drop(end + Self.lineEnd.count)
        guard parts.count < limits.partsMax else { throw .tooManyParts(most: limits.partsMax) }
        part = PartDraft(try PartHead(head), limits: limits)
        place = .content
        return true
    }

    private mutating func readContent() throws(BodyDefect) -> Bool {
        let found = find(delimiter)
        // Without a boundary in sight its beginning may be the last that has come.
        let count = found ?? max(0, pending.count - delimiter.count + 1)
        try emit(count)
        guard found != nil else { return false }
        pending.drop(delimiter.count)
        guard let (content, isFile) = try part?.seal(), let head = part?.head else { throw .malformedForm }
        if isFile { filesCount += 1 }
        parts.append(
            HTTPForm.Part(
                name: head.name, fileName: head.fileName, contentType: head.contentType, content: content))
        part = nil
        place = .behindBoundary
        return true
    }

    /// Hands the first bytes to the part, all but the line end that its head left.
    private mutating func emit(_ count: Int) throws(BodyDefect) {
        guard count > 0 else { return }
        let filesLeft = limits.filesMax - filesCount
        try unsafe pending.withBytes { bytes throws(BodyDefect) in
            try unsafe part?.append(UnsafeRawBufferPointer(rebasing: bytes[..<count]), filesLeft: filesLeft)
        }
        pending.drop(count)
    }

    private func find(_ needle: [UInt8]) -> Int? {
        unsafe pending.withBytes { bytes in
            guard let base = bytes.baseAddress, let found = unsafe CLinux_find(base, bytes.count, needle, needle.count)
            else { return nil }
            return unsafe base.distance(to: found)
        }
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    private static func isBoundaryByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
    }
}

/// How much a form may hold.
package struct FormLimits: Hashable, Sendable {
    package var partsMax = 64
    /// Parts that lie in a memory file, which costs a descriptor each.
    package var filesMax = 8
    package var partBytesMax = 50 << 20
    /// Of a part that is no file; a longer one becomes a memory file.
    package var textBytesMax = 64 << 10
    package var partHeadBytesMax = 4 << 10

    package init() {}
}
