/// Goes through the instructions of a small picture (ISO 32000-1 §7.8.2), as far as telling what it shows needs.
struct LookReader {
    struct Instruction {
        let name: String
        /// Those that stand before it, each that is none as zero.
        let numbers: [Double]
        /// What stands in parentheses before it.
        let text: [UInt8]
        /// Whether text was given as numbers of the font's own.
        let hasCodes: Bool
        let hasName: Bool

        /// Letters come out.
        var showsText: Bool { ["Tj", "TJ", "'", "\""].contains(name) }
        /// A picture, a shading or another form comes out.
        var showsPicture: Bool { ["Do", "sh", "BI"].contains(name) }
        var drawsCurve: Bool { ["c", "v", "y"].contains(name) }
        var drawsLine: Bool { ["l", "m", "re"].contains(name) }
        /// Whether all that it may bring out is text, straight lines and even colours.
        ///
        /// A colour with a name is a pattern, which may be any picture; so may the mask in a state of graphics, and a dash that is
        /// written out for a whole line.
        var isPlain: Bool {
            switch name {
            case "scn", "SCN": !hasName
            case "d": numbers.count <= Self.dashesMax + 1
            default: Self.plain.contains(name) || showsText || drawsLine || paints
            }
        }

        private static let dashesMax = 4
        private static let plain: Set<String> = [
            "q", "Q", "cm", "w", "J", "j", "M", "i", "ri", "h", "n", "W", "W*", "cs", "CS", "sc", "SC", "g", "G", "rg",
            "RG", "k", "K", "BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*", "BMC", "BDC",
            "EMC", "MP", "DP", "BX", "EX",
        ]
        var paints: Bool { ["f", "F", "f*", "B", "B*", "b", "b*", "S", "s"].contains(name) }
    }

    private var content: ArraySlice<UInt8>

    init(_ content: [UInt8]) { self.content = content[...] }

    /// The next one; nil at the end.
    mutating func next() -> Instruction? {
        var numbers: [Double] = []
        var text: [UInt8] = []
        var hasCodes = false
        var hasName = false
        while let byte = content.first {
            switch byte {
            case UInt8(ascii: "("): text += takeText()
            case UInt8(ascii: "<") where content.dropFirst().first == UInt8(ascii: "<"): content = content.dropFirst(2)
            case UInt8(ascii: "<"):
                let digits = content.prefix { $0 != UInt8(ascii: ">") }
                hasCodes = hasCodes || digits.contains { $0.hexadecimalValue != nil }
                content = content.dropFirst(digits.count)
            case UInt8(ascii: "%"): content = content.drop { $0 != 0x0A && $0 != 0x0D }
            case UInt8(ascii: "/"):
                content = content.dropFirst()
                _ = takeWord()
                hasName = true
            case _ where byte.isRegular:
                let word = takeWord()
                guard let first = word.utf8.first, !(0x2B...0x39).contains(first) else {
                    numbers.append(Double(word) ?? 0)
                    continue
                }
                return Instruction(name: word, numbers: numbers, text: text, hasCodes: hasCodes, hasName: hasName)
            default: content.removeFirst()
            }
        }
        return nil
    }

    private mutating func takeWord() -> String {
        let word = content.prefix(while: \.isRegular)
        content = content.dropFirst(word.count)
        return String(decoding: word, as: UTF8.self)
    }

    private mutating func takeText() -> [UInt8] {
        content.removeFirst()
        var text: [UInt8] = []
        var depth = 1
        while let byte = content.popFirst() {
            switch byte {
            case UInt8(ascii: "\\"):
                if let escaped = content.popFirst() { text.append(escaped) }
                continue
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            default: break
            }
            if depth == 0 { break }
            text.append(byte)
        }
        return text
    }
}
