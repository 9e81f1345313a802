/// Writes values as a file holds them. What was read comes out meaning the same.
struct SyntaxWriter {
    private(set) var bytes: [UInt8] = []

    /// `capacity` is what the bytes will probably come to.
    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func put(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ number: Int) {
        bytes.append(contentsOf: String(number).utf8)
    }

    /// With leading zeros, as the rows of a cross-reference table have it.
    mutating func write(_ number: Int, digits: Int) {
        let text = String(number).utf8
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, digits - text.count)))
        bytes.append(contentsOf: text)
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
        write(Int(id.number))
        put(" ")
        write(Int(id.generation))
        put(" R")
    }

    mutating func write(_ name: PDFName) {
        put("/")
        if name.text.utf8.allSatisfy({ $0.isRegular && 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "#") }) {
            bytes.append(contentsOf: name.text.utf8)
            return
        }
        for scalar in name.text.unicodeScalars {
            let byte = UInt8(truncatingIfNeeded: scalar.value)  // names are Latin-1
            if byte.isRegular, 0x21...0x7E ~= byte, byte != UInt8(ascii: "#") {
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

    private mutating func writeHexadecimal(_ byte: UInt8) {
        for digit in [byte >> 4, byte & 15] {
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }
}
