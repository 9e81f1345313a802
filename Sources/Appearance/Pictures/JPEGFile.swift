import CPictures

/// A JPEG (ITU-T T.81) cut down to the segments that make its pixels, which stay as they are.
///
/// What a camera writes beside them (place, time, a preview) does not belong into a signed document, and readers of PDF
/// do not look at a profile in there. Of a file with several pictures one after the other the first is taken.
struct JPEGFile {
    static let scansMax = 40

    private var kept: [UInt8] = [0xFF, 0xD8]
    private var frame: Frame?
    private var scans = 0
    private var orientation = Orientation.upright
    private var isAdobe = false

    private struct Frame {
        let width: Int
        let height: Int
        let components: Int
    }

    init(_ file: [UInt8]) throws(PictureDefect) {
        let reader = BigEndianBytes(bytes: file)
        var at = 2
        while true {
            guard reader.byte(at: at) == 0xFF, let marker = reader.byte(at: at + 1) else {
                throw at + 1 >= file.count ? .truncated : .damaged("no marker where one must be")
            }
            if marker == 0xFF {  // padding
                at += 1
                continue
            }
            if marker == 0xD9 { break }
            guard let length = reader.word(at: at + 2) else { throw .truncated }
            guard length >= 2 else { throw .damaged("a segment without length") }
            let end = at + 2 + length
            guard let segment = reader.slice(at..<end) else { throw .truncated }
            try take(segment, marker, reader, at: at + 4)
            at = end
            if marker == 0xDA {
                at = Self.endOfScan(file, from: end)
                kept += file[end..<at]
            }
        }
        guard frame != nil, scans > 0 else { throw .damaged("no picture") }
        kept += [0xFF, 0xD9]
    }

    private mutating func take(
        _ segment: ArraySlice<UInt8>, _ marker: Int, _ reader: BigEndianBytes, at start: Int
    ) throws(PictureDefect) {
        switch marker {
        case 0xC0, 0xC1, 0xC2:
            guard frame == nil else { throw .severalFrames }
            frame = try Self.frame(reader, at: start)
        case 0xC4, 0xDB, 0xDD: break  // Huffman tables, quantisation tables, restart interval
        case 0xC8...0xCF: throw .unsupportedCoding("arithmetic")
        case 0xC3, 0xC5...0xC7, 0xDE, 0xDF: throw .unsupportedCoding("lossless or hierarchical")
        case 0xDA:
            scans += 1
            guard scans <= Self.scansMax else { throw .tooManyScans(most: Self.scansMax) }
        case 0xE0: guard segment.dropFirst(4).starts(with: "JFIF\0".utf8) else { return }
        case 0xEE:
            guard segment.dropFirst(4).starts(with: "Adobe".utf8) else { return }
            isAdobe = true
        case 0xE1:
            orientation = Self.orientation(Array(segment.dropFirst(4))) ?? orientation
            return
        case 0xE2...0xED, 0xEF, 0xFE: return  // profiles, previews, comments
        default: throw .unsupportedCoding("marker \(marker)")
        }
        kept += segment
    }

    /// Checked before anything is decoded.
    private static func frame(_ reader: BigEndianBytes, at start: Int) throws(PictureDefect) -> Frame {
        guard let bits = reader.byte(at: start), let height = reader.word(at: start + 1),
            let width = reader.word(at: start + 3), let components = reader.byte(at: start + 5)
        else { throw .truncated }
        guard bits == 8 else { throw .unsupportedCoding("\(bits) bits a component") }
        guard [1, 3, 4].contains(components) else { throw .unsupportedCoding("\(components) components") }
        try Picture.checkSize(width: width, height: height)
        return Frame(width: width, height: height, components: components)
    }

    /// Within a scan a marker's first byte is followed by zero, or it is one of the restart markers (T.81 §B.1.1.5).
    private static func endOfScan(_ file: [UInt8], from start: Int) -> Int {
        var at = start
        while at + 1 < file.count {
            if file[at] == 0xFF, file[at + 1] != 0, !(0xD0...0xD7).contains(file[at + 1]) { return at }
            at += 1
        }
        return file.count
    }

    /// The first directory of the TIFF file that EXIF is; anything odd in there counts as upright.
    private static func orientation(_ segment: [UInt8]) -> Orientation? {
        guard segment.starts(with: "Exif\0\0".utf8) else { return nil }
        let tiff = Array(segment.dropFirst(6))
        let isLittle = tiff.starts(with: "II".utf8)
        let word = { (at: Int) -> Int? in
            guard at >= 0, at + 2 <= tiff.count else { return nil }
            let (first, second) = (Int(tiff[at]), Int(tiff[at + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        let long = { (at: Int) -> Int? in
            guard let first = word(at), let second = word(at + 2) else { return nil }
            return isLittle ? second << 16 | first : first << 16 | second
        }
        guard let directory = long(4), let count = word(directory) else { return nil }
        for entry in (0..<count).map({ directory + 2 + 12 * $0 }) where word(entry) == 0x0112 {
            return word(entry + 8).flatMap(Orientation.init(rawValue:))
        }
        return nil
    }

    /// Decoded once, to its end, so that nobody is surprised by a picture that breaks off.
    func checked() throws(PictureDefect) -> Picture {
        var words = CPicturesWords()
        let outcome = unsafe kept.withUnsafeBufferPointer { bytes in
            unsafe bytes.baseAddress.map { unsafe CPictures_check_jpeg($0, bytes.count, &words) }
        }
        guard outcome == CPictures_good, let frame else { throw .of(outcome, words) }
        return Picture(
            width: frame.width, height: frame.height, components: frame.components,
            samples: .jpeg(kept, isInverted: isAdobe && frame.components == 4), orientation: orientation)
    }
}
