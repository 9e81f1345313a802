/// The drawing instructions of a form (ISO 32000-1 §8 and §9), written as they come.
struct ContentStream {
    private(set) var bytes: [UInt8] = []

    /// Keeps what `body` changes from what follows it.
    mutating func isolated(_ body: (inout ContentStream) -> Void) {
        bytes += "q\n".utf8
        body(&self)
        bytes += "Q\n".utf8
    }

    mutating func transform(_ matrix: [Double]) { write(matrix, "cm") }

    mutating func fillGrey(_ level: Double) { write([level], "g") }

    mutating func strokeGrey(_ level: Double) { write([level], "G") }

    mutating func fill(_ rectangle: Rectangle) {
        write([rectangle.x, rectangle.y, rectangle.width, rectangle.height], "re f")
    }

    mutating func stroke(_ rectangle: Rectangle, lineWidth: Double) {
        write([lineWidth], "w")
        write([rectangle.x, rectangle.y, rectangle.width, rectangle.height], "re S")
    }

    /// All bars in one filling, so that no hairline shows between two that touch.
    mutating func fill(_ bars: [QRCode.Bar], modules: Int) {
        for bar in bars {
            // Rows count from above and points from below.
            for number in [bar.x, modules - bar.y - bar.height, bar.width, bar.height] {
                write(integer: number)
                bytes.append(UInt8(ascii: " "))
            }
            bytes += "re\n".utf8
        }
        bytes += "f\n".utf8
    }

    mutating func image(_ name: String) { bytes += "/\(name) Do\n".utf8 }

    mutating func text(_ body: (inout ContentStream) -> Void) {
        bytes += "BT\n".utf8
        body(&self)
        bytes += "ET\n".utf8
    }

    mutating func font(_ name: String, size: Double) {
        bytes += "/\(name) ".utf8
        write([size], "Tf")
    }

    /// Shows codes from a point on, each pair brought together by the thousandths that follow its first code.
    mutating func show(_ codes: [(code: Int, kerning: Int)], x: Double, y: Double) {
        write([1, 0, 0, 1, x, y], "Tm")
        bytes += "[<".utf8
        for (code, kerning) in codes {
            bytes.append(hexadecimalWord: code)
            guard kerning != 0 else { continue }
            bytes.append(UInt8(ascii: ">"))
            write(integer: -kerning)
            bytes.append(UInt8(ascii: "<"))
        }
        bytes += ">]TJ\n".utf8
    }

    private mutating func write(_ numbers: [Double], _ command: String) {
        for number in numbers {
            write(number)
            bytes.append(UInt8(ascii: " "))
        }
        bytes += command.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    /// In thousandths, without an exponent, which PDF does not know.
    private mutating func write(_ number: Double) {
        let thousandths = Int((number * 1_000).rounded())
        if thousandths < 0 { bytes.append(UInt8(ascii: "-")) }
        write(integer: abs(thousandths / 1_000))
        var rest = abs(thousandths % 1_000)
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        for unit in [100, 10, 1] where rest > 0 {
            bytes.append(UInt8(48 + rest / unit))
            rest %= unit
        }
    }

    private mutating func write(integer: Int) {
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        var (rest, unit) = (integer.magnitude, UInt(1))
        while rest / unit >= 10 { unit *= 10 }
        while unit > 0 {
            bytes.append(UInt8(48 + rest / unit))
            rest %= unit
            unit /= 10
        }
    }
}

/// A rectangle from its lower left corner, in points.
struct Rectangle: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    func inset(by distance: Double) -> Rectangle {
        Rectangle(x: x + distance, y: y + distance, width: width - 2 * distance, height: height - 2 * distance)
    }

    /// The largest rectangle of that proportion (width over height) in the middle of this one.
    func fitted(proportion: Double) -> Rectangle {
        let fittedWidth = min(width, height * proportion)
        let fittedHeight = min(height, width / proportion)
        return Rectangle(
            x: x + (width - fittedWidth) / 2, y: y + (height - fittedHeight) / 2, width: fittedWidth,
            height: fittedHeight)
    }
}
