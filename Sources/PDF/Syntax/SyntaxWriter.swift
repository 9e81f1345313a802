/// Writes values as a file holds them. What was read comes out meaning the same.
struct SyntaxWriter {
    private(set) var bytes: [UInt8] = []
    /// Where references were left out, and to what.
    private(set) var gaps: [(place: Int, id: ObjectID)] = []
    private let leavesGaps: Bool

    /// `capacity` is what the bytes will probably come to.
    init(capacity: Int = 0, leavesGaps: Bool = false) {
        self.leavesGaps = leavesGaps
        bytes.reserveCapacity(capacity)
    }

    mutating func put(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// `digits` adds leading zeros, as the rows of a cross-reference table have them.
    mutating func write(_ number: Int, digits least: Int = 1) {
        if number < 0 { put("-") }
        var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))  // the longest number has nineteen
        var first = digits.count
        var rest = number.magnitude
        while rest > 0 || digits.count - first < least {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        for index in first..<digits.count { bytes.append(digits[index]) }
    }

    /// Puts bytes in the place of others that were kept free for them.
    mutating func overwrite(at index: Int, with piece: [UInt8]) {
        bytes.replaceSubrange(index..<index + piece.count, with: piece)
    }

    mutating func write(raw: some Sequence<UInt8>) {
        bytes.append(contentsOf: raw)
    }

    mutating func write(_ object: PDFObject) {
        switch object {
        case .null: put("null")
        case .boolean(let value): put(value ? "true" : "false")
        case .integer(let value): write(value)
        case .real(let real): bytes.append(contentsOf: real.text.utf8)
        case .name(let name): write(name)
        case .string(let string): write(string)
        case .array(let elements): write(elements)
        case .dictionary(let dictionary): write(dictionary)
        case .stream(let stream): write(stream.dictionary)  // its data follow elsewhere
        case .reference(let id): write(id)
        }
    }

    mutating func write(_ id: ObjectID) {
        if leavesGaps { return gaps.append((bytes.count, id)) }
        write(Int(id.number))
        put(" ")
        write(Int(id.generation))
        put(" R")
    }

    mutating func write(_ name: PDFName) {
        put("/")
        let start = bytes.count
        let text = name.text.utf8.span
        for index in text.indices {
            guard text[index].isPlainInName else {
                bytes.removeLast(bytes.count - start)
                return writeEscaped(name)
            }
            bytes.append(text[index])
        }
    }

    private mutating func writeEscaped(_ name: PDFName) {
        for scalar in name.text.unicodeScalars {
            let byte = UInt8(truncatingIfNeeded: scalar.value)  // names are Latin-1
            if byte.isPlainInName {
                bytes.append(byte)
            } else {
                put("#")
                writeHexadecimal(byte)
            }
        }
    }

    mutating func write(_ string: PDFString) {
        if string.isHexadecimal {
            put("<")
            string.bytes.forEach { writeHexadecimal($0) }
            put(">")
            return
        }
        put("(")
        for byte in string.bytes {
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0D: put("\\r")  // readers turn a bare one into a line feed
            case 0x0A: put("\\n")
            default: bytes.append(byte)
            }
        }
        put(")")
    }

    mutating func write(_ elements: [PDFObject]) {
        put("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { put(" ") }
            write(element)
        }
        put("]")
    }

    mutating func write(_ dictionary: PDFDictionary) {
        put("<<")
        for entry in dictionary.entries {
            write(entry.key)
            put(" ")
            write(entry.value)
        }
        put(">>")
    }

    /// A stream object, its length as it is.
    mutating func write(_ dictionary: PDFDictionary, _ data: [UInt8]) {
        var dictionary = dictionary
        dictionary["Length"] = .integer(data.count)
        write(dictionary)
        put("\nstream\n")
        write(raw: data)
        put("\nendstream")
    }

    private mutating func writeHexadecimal(_ byte: UInt8) {
        for digit in [byte >> 4, byte & 15] {
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }
}

extension UInt8 {
    /// Stands for itself in a name (ISO 32000-1 §7.3.5).
    fileprivate var isPlainInName: Bool { isRegular && 0x21...0x7E ~= self && self != UInt8(ascii: "#") }
}
