/// One value of a document (ISO 32000-1 §7.3).
package enum PDFObject: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case real(PDFReal)
    case name(PDFName)
    case string(PDFString)
    case array([PDFObject])
    case dictionary(PDFDictionary)
    case stream(PDFStream)
    case reference(ObjectID)

    package var integer: Int? {
        switch self {
        case .integer(let value): value
        case .real(let real): Int(exactly: real.value)
        default: nil
        }
    }

    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let real): real.value
        default: nil
        }
    }

    package var name: PDFName? { if case .name(let name) = self { name } else { nil } }
    package var string: PDFString? { if case .string(let string) = self { string } else { nil } }
    package var array: [PDFObject]? { if case .array(let array) = self { array } else { nil } }
    package var reference: ObjectID? { if case .reference(let id) = self { id } else { nil } }

    /// A dictionary, also that of a stream.
    package var dictionary: PDFDictionary? {
        switch self {
        case .dictionary(let dictionary): dictionary
        case .stream(let stream): stream.dictionary
        default: nil
        }
    }
}

/// Names an indirect object.
package struct ObjectID: Hashable, Sendable {
    package let number: Int32
    package let generation: Int32

    package init(_ number: Int, _ generation: Int = 0) {
        self.number = Int32(clamping: number)
        self.generation = Int32(clamping: generation)
    }
}

/// A name's bytes as Latin-1 text: lossless for any byte, and short ones live without an allocation.
package struct PDFName: Hashable, Sendable, ExpressibleByStringLiteral {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral text: String) { self.text = text }
}

/// A number with a fraction, kept as it was written.
package struct PDFReal: Hashable, Sendable {
    let text: String

    init(text: String) { self.text = text }

    /// Three decimals: a thousandth of a point is below what any output shows.
    package init(_ value: Double) {
        let thousandths = Int((value * 1_000).rounded())
        var (whole, rest) = abs(thousandths).quotientAndRemainder(dividingBy: 1_000)
        var text = (thousandths < 0 ? "-" : "") + String(whole)
        if rest > 0 { text += "." }
        while rest > 0 {
            (whole, rest) = (rest * 10).quotientAndRemainder(dividingBy: 1_000)
            text += String(whole)
        }
        self.text = text
    }

    /// What viewers make of it: signs run together count once, anything unreadable is zero. There are no exponents.
    package var value: Double {
        var digits = text[...]
        var isNegative = false
        while let sign = digits.first, sign == "-" || sign == "+" {
            if sign == "-" { isNegative = true }
            digits = digits.dropFirst()
        }
        guard digits.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }) else { return 0 }
        let value = Double(digits.hasPrefix(".") ? "0\(digits)" : String(digits)) ?? 0
        return isNegative ? -value : value
    }
}

package struct PDFString: Hashable, Sendable {
    package var bytes: [UInt8]
    /// Written between angle brackets rather than parentheses.
    package var isHexadecimal = false

    package init(_ bytes: [UInt8], isHexadecimal: Bool = false) {
        self.bytes = bytes
        self.isHexadecimal = isHexadecimal
    }

    /// A text string (ISO 32000-1 §7.9.2.2): ASCII as it is, anything else as UTF-16 behind its mark.
    package init(text: String) {
        if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
            self.init(Array(text.utf8))
        } else {
            self.init([0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        }
    }

    /// The text a text string holds; bytes of PDFDocEncoding beyond ASCII are taken as Latin-1, which most of them are.
    package var text: String {
        if bytes.starts(with: [0xFE, 0xFF]) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

/// A dictionary in the order it was written; where a key stands twice, the later one counts, as in most readers.
package struct PDFDictionary: Hashable, Sendable {
    package private(set) var entries: [(key: PDFName, value: PDFObject)] = []

    package init() {}
    package init(_ entries: [(key: PDFName, value: PDFObject)]) { self.entries = entries }

    package subscript(key: PDFName) -> PDFObject? {
        get { entries.last { $0.key == key }?.value }
        set {
            guard let place = entries.lastIndex(where: { $0.key == key }) else {
                if let newValue { entries.append((key, newValue)) }
                return
            }
            if let newValue { entries[place].value = newValue }
            entries = entries.enumerated().filter { index, entry in
                entry.key != key || (newValue != nil && index == place)
            }.map(\.element)
        }
    }

    package static func == (one: PDFDictionary, other: PDFDictionary) -> Bool {
        one.entries.elementsEqual(other.entries) { $0.key == $1.key && $0.value == $1.value }
    }

    package func hash(into hasher: inout Hasher) {
        for entry in entries {
            hasher.combine(entry.key)
            hasher.combine(entry.value)
        }
    }
}

/// A stream: its dictionary, and where its data lie, still encoded.
package struct PDFStream: Hashable, Sendable {
    package let dictionary: PDFDictionary
    /// In the file the stream was read from.
    package let data: Range<Int>
}
