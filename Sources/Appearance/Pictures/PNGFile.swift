import CPictures

/// A PNG (ISO/IEC 15948) cut down to the chunks that make its pixels.
///
/// Colour profiles, texts and whatever else a chunk may unpack to are left out before the decoder sees the file. Its
/// checksums tell the decoder of damage in what remains.
struct PNGFile {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private let bytes: [UInt8]

    init(_ file: [UInt8]) throws(PictureDefect) {
        let reader = BigEndianBytes(bytes: file)
        var kept = Self.signature
        var at = Self.signature.count
        var isFirst = true
        while true {
            guard let length = reader.long(at: at), let tag = reader.slice(at + 4..<at + 8) else { throw .truncated }
            guard let chunk = reader.slice(at..<at + 12 + length) else { throw .truncated }
            let name = String(decoding: tag, as: UTF8.self)
            if isFirst { try Self.checkHeader(reader, name, length) }
            isFirst = false
            switch name {
            case "IHDR", "PLTE", "tRNS", "IDAT": kept += chunk
            case "IEND":
                bytes = kept + chunk
                return
            case "acTL": throw .severalFrames
            default:
                // A capital first letter says that the picture cannot be understood without it (§5.4).
                guard tag.first.map({ $0 & 0x20 != 0 }) == true else { throw .unsupportedCoding("a private chunk") }
            }
            at += 12 + length
        }
    }

    private static func checkHeader(_ reader: BigEndianBytes, _ name: String, _ length: Int) throws(PictureDefect) {
        guard name == "IHDR", length == 13, let width = reader.long(at: 16), let height = reader.long(at: 20) else {
            throw .damaged("no header")
        }
        try Picture.checkSize(width: width, height: height)
    }

    func decoded() throws(PictureDefect) -> Picture {
        var pixels = unsafe CPicturesPixels()
        var words = CPicturesWords()
        let outcome = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe bytes.baseAddress.map { unsafe CPictures_read_png($0, bytes.count, &pixels, &words) }
        }
        defer { unsafe CPictures_free(&pixels) }

        guard outcome == CPictures_good, let colour = unsafe pixels.colour else { throw .of(outcome, words) }
        let (width, height) = unsafe (Int(pixels.width), Int(pixels.height))
        let components = unsafe Int(pixels.components)
        let samples = unsafe Array(UnsafeBufferPointer(start: colour, count: width * height * components))
        let alpha = unsafe pixels.alpha.map { unsafe Array(UnsafeBufferPointer(start: $0, count: width * height)) }
        return Picture(
            width: width, height: height, components: components,
            samples: .pixels(colour: samples, alpha: alpha ?? []))
    }
}

extension PictureDefect {
    static func of(_ outcome: CPicturesOutcome?, _ words: CPicturesWords) -> PictureDefect {
        if outcome == CPictures_no_memory { return .damaged("needs more memory than there is") }
        var words = words
        return .damaged(
            unsafe withUnsafeBytes(of: &words) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
}
