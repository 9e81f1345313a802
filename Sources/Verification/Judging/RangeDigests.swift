import Crypto
import PDF

/// The digests of what many signatures of one document signed, with each byte of the document hashed about once.
///
/// A signature signs all before its hole and what follows it up to its end. Up to their holes all of them sign the same bytes, so
/// one state runs along the document and a copy of it leaves at each hole.
struct RangeDigests {
    struct Range: Hashable {
        let hole: Swift.Range<Int>
        let end: Int
        let function: HashFunction
    }

    /// How often the whole document may be hashed besides, behind the holes.
    private static let repetitionsMax = 8
    private static let spareBytes = 256 << 20

    private var digests: [Range: ContentDigest] = [:]

    init(of ranges: some Sequence<Range>, in bytes: DocumentBytes) throws(PDFError) {
        var behindLeft = bytes.count * Self.repetitionsMax + Self.spareBytes
        for range in Set(ranges) {
            precondition(range.hole.lowerBound >= 0 && range.hole.upperBound <= range.end && range.end <= bytes.count)
            behindLeft -= range.end - range.hole.upperBound
        }
        guard behindLeft >= 0 else { throw .tooComplex(.signatures) }
        for (function, group) in Dictionary(grouping: Set(ranges), by: \.function) {
            // A digest that cannot be made stays away, and its signature cannot be checked.
            try? run(function, group.sorted { $0.hole.lowerBound < $1.hole.lowerBound }, bytes)
        }
    }

    subscript(range: Range) -> ContentDigest? { digests[range] }

    private mutating func run(
        _ function: HashFunction, _ ranges: [Range], _ bytes: DocumentBytes
    ) throws(CryptoError) {
        var before = try ContentHashing(function)
        var done = 0
        for range in ranges {
            try Self.add(bytes, done..<range.hole.lowerBound, to: &before)
            done = range.hole.lowerBound
            var whole = try before.copy()
            try Self.add(bytes, range.hole.upperBound..<range.end, to: &whole)
            digests[range] = try whole.finish()
        }
    }

    private static func add(
        _ bytes: DocumentBytes, _ range: Swift.Range<Int>, to hashing: inout ContentHashing
    ) throws(CryptoError) {
        guard !range.isEmpty else { return }
        try unsafe bytes.withBytes(in: range) { piece throws(CryptoError) in try unsafe hashing.update(piece) }
    }
}
