import CPictures

/// A picture ready to be embedded: checked to its end, its size known.
struct Picture {
    /// What a scan of a signature or a stamp takes many times over.
    static let bytesMax = 10 << 20
    static let sideMax = 20_000
    static let pixelsMax = 25_000_000

    enum Samples {
        /// Eight bits a component, and one byte a pixel of opacity when there is any transparency.
        case pixels(colour: [UInt8], alpha: [UInt8])
        /// A JPEG file without what its camera wrote into it.
        case jpeg([UInt8], isInverted: Bool)
    }

    let width: Int
    let height: Int
    let components: Int
    let samples: Samples
    let orientation: Orientation

    init(_ bytes: [UInt8]) throws(AppearanceError) {
        do throws(PictureDefect) {
            try self.init(file: bytes)
        } catch {
            throw .picture(error)
        }
    }

    private init(file bytes: [UInt8]) throws(PictureDefect) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= Self.bytesMax else { throw .tooManyBytes(bytes.count, most: Self.bytesMax) }
        if bytes.starts(with: PNGFile.signature) {
            self = try PNGFile(bytes).decoded()
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = try JPEGFile(bytes).checked()
        } else {
            throw .unsupportedType(Self.kind(of: bytes))
        }
    }

    init(width: Int, height: Int, components: Int, samples: Samples, orientation: Orientation = .upright) {
        self.width = width
        self.height = height
        self.components = components
        self.samples = samples
        self.orientation = orientation
    }

    /// Width over height, as it is looked at.
    var proportion: Double {
        let proportion = Double(width) / Double(height)
        return orientation.isSideways ? 1 / proportion : proportion
    }

    static func checkSize(width: Int, height: Int) throws(PictureDefect) {
        guard width > 0, height > 0 else { throw .zeroSize }
        guard width <= sideMax, height <= sideMax else {
            throw .tooLarge(width: width, height: height, most: sideMax)
        }
        guard width * height <= pixelsMax else { throw .tooManyPixels(width * height, most: pixelsMax) }
    }

    /// The name of what people send by mistake.
    private static func kind(of bytes: [UInt8]) -> String {
        let beginnings: [(String, String)] = [
            ("GIF8", "GIF"), ("%PDF-", "PDF"), ("RIFF", "WebP"), ("II*", "TIFF"), ("MM\0*", "TIFF"), ("BM", "BMP"),
            ("<svg", "SVG"), ("<?xml", "XML"),
        ]
        return beginnings.first { bytes.starts(with: $0.0.utf8) }?.1 ?? "unknown"
    }
}

/// How a camera was held, as EXIF counts it (CIPA DC-008, tag 0x0112).
enum Orientation: Int {
    case upright = 1
    case mirrored, upsideDown, flipped, transposed, turnedRight, transversed, turnedLeft

    var isSideways: Bool { rawValue >= 5 }

    /// From the unit square of the stored picture to that of the upright one, as PDF writes a matrix.
    var matrix: [Double] {
        switch self {
        case .upright: [1, 0, 0, 1, 0, 0]
        case .mirrored: [-1, 0, 0, 1, 1, 0]
        case .upsideDown: [-1, 0, 0, -1, 1, 1]
        case .flipped: [1, 0, 0, -1, 0, 1]
        case .transposed: [0, -1, -1, 0, 1, 1]
        case .turnedRight: [0, -1, 1, 0, 0, 1]
        case .transversed: [0, 1, 1, 0, 0, 0]
        case .turnedLeft: [0, 1, -1, 0, 1, 0]
        }
    }
}
