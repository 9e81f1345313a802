/// Reads values from bytes, one after another (ISO 32000-1 §7.2, §7.3).
///
/// Tolerant only where every reader is: odd white space, comments, names with any byte, numbers like `--5` or `4.`.
struct SyntaxReader {
    let bytes: DocumentBytes
    let limits: ReadingLimits
    var position: Int
    let end: Int
    /// How many more values may be read.
    var valuesLeft: Int
    private var blanksEnd = 0

    init(_ bytes: DocumentBytes, at position: Int = 0, end: Int? = nil, limits: ReadingLimits) {
        self.bytes = bytes
        self.limits = limits
        self.end = min(end ?? bytes.count, bytes.count)
        self.position = min(max(position, 0), self.end)
        valuesLeft = limits.valuesMax
    }

    /// The furthest byte that was looked at, though the position may have been taken back since.
    var furthest: Int { max(position, blanksEnd) }

    var next: UInt8? { position < end ? bytes[position] : nil }

    mutating func skipBlanks() {
        var index = position  // this is most of what reading costs, and a local is quicker than a property
        while index < end {
            let byte = bytes[index]
            if byte.isBlank {
                index += 1
            } else if byte == UInt8(ascii: "%") {
                while index < end, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            } else {
                break
            }
        }
        position = index
        if index > blanksEnd { blanksEnd = index }
    }

    /// Takes the word when it stands here on its own.
    mutating func take(_ word: StaticString) -> Bool {
        skipBlanks()
        let after = position + word.utf8CodeUnitCount
        guard after <= end, bytes.starts(with: word, at: position), after == end || !bytes[after].isRegular else {
            return false
        }
        position = after
        return true
    }

    /// A non-negative integer on its own, or nil with nothing taken.
    mutating func takeInteger() -> Int? {
        let before = position
        skipBlanks()
        let start = position
        var index = start
        var value = 0
        // Eighteen digits cannot overflow; a nineteenth is a regular byte, and so the end of this.
        while index < end, index - start < 18 {
            let byte = bytes[index]
            guard byte.isDigit else { break }
            value = value &* 10 &+ Int(byte &- UInt8(ascii: "0"))
            index += 1
        }
        guard index > start, index == end || !bytes[index].isRegular else {
            position = before
            return nil
        }
        position = index
        return value
    }

    /// `12 0 obj`, or nil with nothing taken. Some writers leave out the blank after `obj`.
    mutating func takeObjectHead() -> ObjectID? {
        let before = position
        guard let number = takeInteger(), let generation = takeInteger(), number <= limits.objectNumberMax,
            generation <= 65_535
        else {
            position = before
            return nil
        }
        skipBlanks()
        guard position + 3 <= end, bytes.starts(with: "obj", at: position) else {
            position = before
            return nil
        }
        position += 3
        return ObjectID(number, generation)
    }

    mutating func object(depth: Int = 0) throws(PDFError) -> PDFObject {
        guard depth <= limits.nestingMax else { throw .tooComplex(.nesting) }
        guard valuesLeft > 0 else { throw .tooComplex(.elements) }
        valuesLeft -= 1
        skipBlanks()
        guard let byte = next else { throw .unreadable(.syntax) }
        switch byte {
        case UInt8(ascii: "/"): return .name(try name())
        case UInt8(ascii: "("): return .string(try literalString())
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "<"):
            guard position + 1 < end, bytes[position + 1] == UInt8(ascii: "<") else {
                return .string(try hexadecimalString())
            }
            return .dictionary(try dictionary(depth: depth))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return numberOrReference()
        case UInt8(ascii: "t") where take("true"): return .boolean(true)
        case UInt8(ascii: "f") where take("false"): return .boolean(false)
        case UInt8(ascii: "n") where take("null"): return .null
        default: throw .unreadable(.syntax)
        }
    }

    private mutating func numberOrReference() -> PDFObject {
        let start = position
        guard let value = takeInteger() else { return number(from: start) }
        // `12 0 R` begins like two numbers.
        let after = position
        if value <= limits.objectNumberMax, position < end, bytes[position].isBlank, let generation = takeInteger(),
            generation <= 65_535, take("R")
        {
            return .reference(ObjectID(value, generation))
        }
        position = after
        return .integer(value)
    }

    /// A number with a sign, a point, or more digits than an integer holds.
    private mutating func number(from start: Int) -> PDFObject {
        position = start
        var isPlain = true
        while position < end, bytes[position].isRegular {
            let byte = bytes[position]
            if !byte.isDigit && !(position == start && byte == UInt8(ascii: "-")) { isPlain = false }
            position += 1
        }
        let text = bytes.ascii(in: start..<position) ?? "0"
        if isPlain, let value = Int(text) { return .integer(value) }
        return .real(PDFReal(text: String(text.prefix(64))))
    }

    mutating func name() throws(PDFError) -> PDFName {
        position += 1  // the slash
        let start = position
        var isPlain = true
        while position < end, bytes[position].isRegular {
            if bytes[position] == UInt8(ascii: "#") || bytes[position] >= 0x80 { isPlain = false }
            position += 1
        }
        guard position - start <= limits.nameBytesMax else { throw .tooComplex(.nameLength) }
        if isPlain, let text = bytes.ascii(in: start..<position) { return PDFName(text) }
        var scalars = String.UnicodeScalarView()
        var index = start
        while index < position {
            if bytes[index] == UInt8(ascii: "#"), index + 2 < position, let high = bytes[index + 1].hexadecimalValue,
                let low = bytes[index + 2].hexadecimalValue
            {
                scalars.append(Unicode.Scalar(high << 4 | low))
                index += 3
            } else {
                scalars.append(Unicode.Scalar(bytes[index]))
                index += 1
            }
        }
        return PDFName(String(scalars))
    }

    private mutating func array(depth: Int) throws(PDFError) -> [PDFObject] {
        position += 1
        var elements: [PDFObject] = []
        while true {
            skipBlanks()
            guard let byte = next else { throw .unreadable(.syntax) }
            if byte == UInt8(ascii: "]") {
                position += 1
                return elements
            }
            elements.append(try object(depth: depth + 1))
            guard elements.count <= limits.elementsMax else { throw .tooComplex(.elements) }
        }
    }

    mutating func dictionary(depth: Int = 0) throws(PDFError) -> PDFDictionary {
        position += 2
        var entries: [(key: PDFName, value: PDFObject)] = []
        while true {
            skipBlanks()
            guard let byte = next else { throw .unreadable(.syntax) }
            if byte == UInt8(ascii: ">") {
                guard position + 1 < end, bytes[position + 1] == byte else { throw .unreadable(.syntax) }
                position += 2
                return PDFDictionary(entries)
            }
            guard byte == UInt8(ascii: "/") else { throw .unreadable(.syntax) }
            let key = try name()
            entries.append((key, try object(depth: depth + 1)))
            guard entries.count <= limits.elementsMax else { throw .tooComplex(.elements) }
        }
    }
}

extension UInt8 {
    /// White space (ISO 32000-1 §7.2.2): a set of bits, since every byte of a file may be asked.
    var isBlank: Bool { self < 64 && Self.blanks &>> UInt64(self) & 1 == 1 }
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// Neither white space nor a delimiter (ISO 32000-1 §7.2.2).
    var isRegular: Bool {
        guard self < 128 else { return true }
        let others = self < 64 ? Self.blanks | Self.delimiters : Self.brackets
        return others &>> (UInt64(self) & 63) & 1 == 0
    }

    private static var blanks: UInt64 { 1 | 1 << 0x09 | 1 << 0x0A | 1 << 0x0C | 1 << 0x0D | 1 << 0x20 }
    /// `%()/<>`.
    private static var delimiters: UInt64 { 1 << 0x25 | 1 << 0x28 | 1 << 0x29 | 1 << 0x2F | 1 << 0x3C | 1 << 0x3E }
    /// `[]{}`, which are above 64.
    private static var brackets: UInt64 { 1 << 0x1B | 1 << 0x1D | 1 << 0x3B | 1 << 0x3D }

    var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
