/// A letter of a wanted size for measuring: pages, fonts, and pictures that make up the rest.
struct SampleDocument {
    private static let pages = 20
    private static let pictureBytesMax = 64 << 10

    private var bytes = Array("%PDF-1.7\n%\u{00E2}\u{00E3}\n".utf8)
    private var offsets: [Int] = []

    static func bytes(of size: Int) -> [UInt8] {
        var document = SampleDocument()
        document.write(upTo: size)
        return document.bytes
    }

    private mutating func write(upTo size: Int) {
        add("<</Type/Catalog/Pages 2 0 R>>")
        let kids = (0..<Self.pages).map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
        add("<</Type/Pages/Count \(Self.pages)/Kids[\(kids)]/MediaBox[0 0 595 842]>>")
        add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        for page in 0..<Self.pages {
            add("<</Type/Page/Parent 2 0 R/Contents \(5 + 2 * page) 0 R/Resources<</Font<</F1 3 0 R>>>>>>")
            add(stream: Array("BT /F1 12 Tf 72 760 Td (Nota dinas percobaan, halaman \(page + 1)) Tj ET".utf8))
        }
        // Bytes that no reader of a letter looks at, and that no compression would make smaller.
        var state: UInt64 = 1
        while bytes.count < size {
            let count = min(Self.pictureBytesMax, max(64, size - bytes.count - 200))
            var noise: [UInt8] = []
            noise.reserveCapacity(count)
            for _ in 0..<count {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                noise.append(UInt8(truncatingIfNeeded: state >> 56))
            }
            add(stream: noise)
        }
        finish()
    }

    private mutating func add(_ body: String) {
        offsets.append(bytes.count)
        bytes += "\(offsets.count) 0 obj\n\(body)\nendobj\n".utf8
    }

    private mutating func add(stream: [UInt8]) {
        offsets.append(bytes.count)
        bytes += "\(offsets.count) 0 obj\n<</Length \(stream.count)>>\nstream\n".utf8
        bytes += stream
        bytes += "\nendstream\nendobj\n".utf8
    }

    private mutating func finish() {
        let start = bytes.count
        bytes += "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8
        for offset in offsets {
            let digits = String(offset)
            bytes += "\(String(repeating: "0", count: 10 - digits.count))\(digits) 00000 n \n".utf8
        }
        bytes += "trailer\n<</Size \(offsets.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n".utf8
    }
}
