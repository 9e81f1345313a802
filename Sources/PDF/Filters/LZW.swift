/// Lempel-Ziv-Welch as PDF has it (ISO 32000-1 §7.4.4): codes of 9 to 12 bits, the highest bit first.
struct LZW {
    private static let clear = 256
    private static let end = 257
    private static let codesMax = 4_096

    /// Each code is an earlier code and one byte more.
    private var prefixes = [Int16](repeating: -1, count: codesMax)
    private var suffixes = [UInt8](repeating: 0, count: codesMax)
    private var lengths = [Int](repeating: 1, count: codesMax)
    private var nextCode = 258
    private let early: Int

    private init(early: Int) {
        self.early = early
        for byte in 0..<256 { suffixes[byte] = UInt8(byte) }
    }

    static func decode(
        _ bytes: DocumentBytes, _ range: Range<Int>, earlyChange: Bool, into out: OwnBytes, most: Int
    ) throws(PDFError) {
        var table = LZW(early: earlyChange ? 1 : 0)
        try table.decode(bytes, range, into: out, most: most)
    }

    private mutating func decode(
        _ bytes: DocumentBytes, _ range: Range<Int>, into out: OwnBytes, most: Int
    ) throws(PDFError) {
        var position = range.lowerBound
        var pool = 0
        var poolBits = 0
        var last: Int?
        while true {
            let width = codeWidth
            while poolBits < width, position < range.upperBound {
                pool = (pool << 8 | Int(bytes[position])) & 0xFF_FFFF
                poolBits += 8
                position += 1
            }
            guard poolBits >= width else { return }  // some writers leave the end mark out
            let code = pool >> (poolBits - width) & (1 << width - 1)
            poolBits -= width
            if code == Self.end { return }
            if code == Self.clear {
                nextCode = 258
                last = nil
                continue
            }
            try take(code, after: last, into: out, most: most)
            last = code
        }
    }

    private var codeWidth: Int {
        switch nextCode + early {
        case ..<512: 9
        case ..<1_024: 10
        case ..<2_048: 11
        default: 12
        }
    }

    private mutating func take(_ code: Int, after last: Int?, into out: OwnBytes, most: Int) throws(PDFError) {
        guard let last else {
            guard code < 256 else { throw .unreadable(.filter) }
            out.append(UInt8(code))
            return
        }
        guard code < nextCode || (code == nextCode && nextCode < Self.codesMax) else { throw .unreadable(.filter) }
        if nextCode < Self.codesMax {
            prefixes[nextCode] = Int16(last)
            lengths[nextCode] = lengths[last] + 1
            suffixes[nextCode] = firstByte(of: code == nextCode ? last : code)
            nextCode += 1
        }
        guard out.count + lengths[code] <= most else { throw .tooComplex(.decodedSize) }
        var word = [UInt8](repeating: 0, count: code < 256 ? 1 : lengths[code])
        var walker = code
        for index in word.indices.reversed() {
            word[index] = suffixes[walker]
            walker = Int(prefixes[walker])
        }
        unsafe word.withUnsafeBytes { word in unsafe out.append(word) }
    }

    private func firstByte(of code: Int) -> UInt8 {
        var code = code
        while code >= 256 { code = Int(prefixes[code]) }
        return suffixes[code]
    }
}
