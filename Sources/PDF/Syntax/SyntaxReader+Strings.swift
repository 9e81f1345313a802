extension SyntaxReader {
    /// `(text)` with its escapes and balanced parentheses (ISO 32000-1 §7.3.4.2).
    mutating func literalString() throws(PDFError) -> PDFString {
        position += 1
        var out: [UInt8] = []
        var open = 1
        while position < end {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "("):
                open += 1
                out.append(byte)
            case UInt8(ascii: ")"):
                open -= 1
                if open == 0 { return PDFString(out) }
                out.append(byte)
            case UInt8(ascii: "\\"):
                if let escaped = escape() { out.append(escaped) }
            case 0x0D:  // a line end inside is one line feed, however it was written
                if next == 0x0A { position += 1 }
                out.append(0x0A)
            default:
                out.append(byte)
            }
            guard out.count <= limits.stringBytesMax else { throw .tooComplex(.stringLength) }
        }
        throw .unreadable(.syntax)
    }

    /// What follows a backslash; nil for a line that goes on.
    private mutating func escape() -> UInt8? {
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case 0x0A: return nil
        case 0x0D:
            if next == 0x0A { position += 1 }
            return nil
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var value = Int(byte - UInt8(ascii: "0"))
            for _ in 0..<2 {
                guard let digit = next, UInt8(ascii: "0")...UInt8(ascii: "7") ~= digit else { break }
                value = value * 8 + Int(digit - UInt8(ascii: "0"))
                position += 1
            }
            return UInt8(truncatingIfNeeded: value)
        default: return byte
        }
    }

    /// `<48 61>`; an odd digit at the end counts as followed by zero (ISO 32000-1 §7.3.4.3).
    mutating func hexadecimalString() throws(PDFError) -> PDFString {
        position += 1
        var out: [UInt8] = []
        var high: UInt8?
        while position < end {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: ">") {
                if let high { out.append(high << 4) }
                return PDFString(out, isHexadecimal: true)
            }
            guard let digit = byte.hexadecimalValue else {
                guard byte.isBlank else { throw .unreadable(.syntax) }
                continue
            }
            if let first = high {
                out.append(first << 4 | digit)
                high = nil
                guard out.count <= limits.stringBytesMax else { throw .tooComplex(.stringLength) }
            } else {
                high = digit
            }
        }
        throw .unreadable(.syntax)
    }
}
