import CQRencode
import Glibc

/// The dark squares of a QR code (ISO/IEC 18004), in as few rectangles as meet.
struct QRCode {
    /// What the largest code, version 40, holds at level L.
    static let bytesMax = 2_953
    /// Modules that must stay light on each side (ISO/IEC 18004 §9.1).
    static let quietZone = 4

    /// One dark rectangle, in modules from the upper left corner.
    struct Bar: Equatable {
        let x: Int
        let y: Int
        let width: Int
        var height: Int
    }

    let modules: Int
    let bars: [Bar]

    init(_ text: String, level: QRLevel?) throws(AppearanceError) {
        guard !text.isEmpty else { throw .qr(.empty) }
        let length = text.utf8.count
        let levels = level.map { [$0] } ?? QRLevel.allCases  // from the highest down
        guard length <= Self.bytesMax else { throw .qr(.tooLong(bytes: length, most: Self.bytesMax)) }
        for scalar in text.unicodeScalars where scalar.value < 0x20 && scalar != "\n" && scalar != "\r" {
            throw .qr(.controlCharacter(codePoint: scalar.value))
        }
        for level in levels {
            guard let code = try Self.encoded(text, level) else { continue }
            self = code
            return
        }
        throw .qr(.tooLong(bytes: length, most: levels.map(\.bytesMax).max() ?? 0))
    }

    /// Nothing when no version holds the text at this level.
    private static func encoded(_ text: String, _ level: QRLevel) throws(AppearanceError) -> QRCode? {
        // No kanji mode (`QR_MODE_8`), which would take UTF-8 for Shift JIS; letter case is kept (last argument). The
        // code does not say that it is UTF-8: readers find that out, and some stumble over the announcement.
        guard let code = unsafe QRcode_encodeString(text, 0, level.library, QR_MODE_8, 1) else {
            guard errno == ERANGE else { throw .library(operation: "QRcode_encodeString", words: "errno \(errno)") }
            return nil
        }
        defer { unsafe QRcode_free(code) }

        let modules = Int(unsafe code.pointee.width)
        let dots = unsafe Array(UnsafeBufferPointer(start: code.pointee.data, count: modules * modules))
        return QRCode(modules: modules, dots: dots)
    }

    /// The lowest bit of each dot says dark.
    init(modules: Int, dots: [UInt8]) {
        self.modules = modules
        var (done, open): ([Bar], [Bar]) = ([], [])  // `open` touches the row before
        for y in 0..<modules {
            var next: [Bar] = []
            var x = 0
            while x < modules {
                let start = x
                while x < modules, dots[y * modules + x] & 1 == 1 { x += 1 }
                if x > start { next.append(Bar(x: start, y: y, width: x - start, height: 1)) }
                x += 1
            }
            // A run as wide as the one above it makes that one higher.
            for place in next.indices {
                guard let above = open.firstIndex(where: { $0.x == next[place].x && $0.width == next[place].width })
                else { continue }
                var bar = open.remove(at: above)
                bar.height += 1
                next[place] = bar
            }
            done += open
            open = next
        }
        bars = done + open
    }
}

extension QRLevel {
    fileprivate var library: QRecLevel {
        switch self {
        case .h: QR_ECLEVEL_H
        case .q: QR_ECLEVEL_Q
        case .m: QR_ECLEVEL_M
        case .l: QR_ECLEVEL_L
        }
    }

    /// What version 40 holds of arbitrary bytes (ISO/IEC 18004, table 7).
    var bytesMax: Int {
        switch self {
        case .h: 1_273
        case .q: 1_663
        case .m: 2_331
        case .l: QRCode.bytesMax
        }
    }
}
