/// A PDF whose every decision is taken by the bytes of an input: syntax is mostly right, sense is not.
///
/// Bytes alone seldom come to speak of objects, streams and cross-references; here every byte does.
struct InventedPDF {
    private var choices: ArraySlice<UInt8>
    private var out: [UInt8] = Array("%PDF-1.7\n".utf8)
    private var rows: [Int: Row] = [:]
    private var lastCrossReference = 0
    private let objectCount: Int

    private enum Row {
        case inFile(offset: Int)
        case inStream(container: Int, index: Int)
    }

    static func bytes(from choices: [UInt8]) -> [UInt8] {
        var pdf = InventedPDF(choices[...])
        let revisions = 1 + pdf.choose(3)
        for revision in 0..<revisions { pdf.writeRevision(revision) }
        // A few bytes are broken at the end, when the rest of the input says so.
        while pdf.choices.count >= 3 {
            let place = (pdf.choose(256) << 8 | pdf.choose(256)) % pdf.out.count
            pdf.out[place] = UInt8(pdf.choose(256))
        }
        return pdf.out
    }

    private init(_ choices: ArraySlice<UInt8>) {
        self.choices = choices
        objectCount = 6 + Int(self.choices.popFirst() ?? 0) % 10
    }

    private mutating func choose(_ count: Int) -> Int { Int(choices.popFirst() ?? 0) % count }

    private mutating func put(_ text: String) { out += Array(text.utf8) }

    // MARK: Objects

    private mutating func writeRevision(_ revision: Int) {
        rows.removeAll()
        var members: [(number: Int, text: String)] = []
        for number in 1..<objectCount where revision == 0 || choose(3) == 0 {
            let text = body(number)
            if choose(4) == 3 {
                members.append((number, text))
            } else {
                rows[number] = .inFile(offset: out.count)
                put("\(number) \(choose(16) == 15 ? 1 : 0) obj\(blank())\(text)\nendobj\n")
            }
        }
        if !members.isEmpty { writeContainer(members, number: objectCount + revision * 2) }
        writeCrossReference(number: objectCount + revision * 2 + 1)
    }

    private mutating func writeContainer(_ members: [(number: Int, text: String)], number: Int) {
        var head = ""
        var texts = ""
        for (index, member) in members.enumerated() {
            head += "\(member.number) \(choose(32) == 31 ? choose(256) : texts.utf8.count) "
            texts += member.text + " "
            rows[member.number] = .inStream(container: number, index: choose(16) == 15 ? choose(8) : index)
        }
        rows[number] = .inFile(offset: out.count)
        let count = choose(16) == 15 ? choose(256) : members.count
        put("\(number) 0 obj ")
        writeStream("/Type/ObjStm/N \(count)/First \(head.utf8.count)", Array((head + texts).utf8))
        put("\nendobj\n")
    }

    private mutating func body(_ number: Int) -> String {
        switch choose(24) == 23 ? 99 : number {
        case 1: return "<</Type/Catalog/Pages 2 0 R\(optional("/AcroForm", "4 0 R"))\(entries(2))>>"
        case 2: return "<</Type/Pages/Kids[3 0 R \(value(0))]/Count \(value(2))\(entries(1))>>"
        case 3: return "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]\(optional("/Annots", "[5 0 R]"))\(entries(3))>>"
        case 4: return "<</Fields[5 0 R \(value(0))]\(entries(2))>>"
        case 5: return "<</FT/Sig/T(Tanda)/Subtype/Widget/Rect[10 10 90 50]\(entries(3))>>"
        default: return value(0)
        }
    }

    private mutating func optional(_ key: String, _ value: String) -> String { choose(3) == 0 ? "" : key + " " + value }

    private static let keys = """
        Kids Count Parent Rotate CropBox UserUnit MediaBox Annots Fields T FT V Lock SV Ff Action All P
        Reference TransformMethod TransformParams DocMDP FieldMDP ByteRange Contents SubFilter Filter Type
        Perms XFA NeedsRendering SigFlags DR Names Version Cert Subject MDP TimeStamp DigestMethod Reasons
        LockDocument Length Rect AP CF StmF Sig DSS Certs VRI CRLs Resources Info
        """.split { $0 == " " || $0 == "\n" }.map(String.init)

    private mutating func entries(_ count: Int) -> String {
        var text = ""
        for _ in 0..<choose(count + 1) { text += "/\(Self.keys[choose(Self.keys.count)]) \(value(1))" }
        return text
    }

    private mutating func value(_ depth: Int) -> String {
        if depth > 6 { return "null" }
        switch choose(14) {
        case 0, 1, 2: return "\(1 + choose(objectCount + 2)) 0 R"
        case 3: return "\(choose(256))"
        case 4:
            return ["9223372036854775807", "-9223372036854775808", "99999999999999999999", "-1", "0.00001"][choose(5)]
        case 5: return "/" + Self.keys[choose(Self.keys.count)]
        case 6: return "(" + ["Tanda", "a\\)b", "\\101\\n", "((()))", ""][choose(5)] + ")"
        case 7: return "<" + ["54616E6461", "FEFF0041", "4", ""][choose(4)] + ">"
        case 8, 9:
            var text = "["
            for _ in 0..<choose(6) { text += value(depth + 1) + " " }
            return text + "]"
        case 10, 11:
            var text = "<<"
            for _ in 0..<choose(5) { text += "/" + Self.keys[choose(Self.keys.count)] + " " + value(depth + 1) }
            return text + ">>"
        case 12: return ["true", "false", "null"][choose(3)]
        default: return ["+5", "--3", "4.", ".5", "1e5", "16#FF", "-.", "/", "%x\n1"][choose(9)]
        }
    }

    private mutating func blank() -> String { [" ", "\n", "\r\n", "%c\n", ""][choose(5)] }

    // MARK: Streams and cross-references

    private mutating func writeStream(_ entries: String, _ data: [UInt8]) {
        var data = data
        var filters = ""
        for _ in 0..<choose(3) {
            switch choose(3) {
            case 0:
                data = Self.hexadecimal(data)
                filters = "/ASCIIHexDecode " + filters
            case 1:
                data = Self.stored(data)
                filters = "/FlateDecode " + filters
            default:
                data = Self.runs(data)
                filters = "/RunLengthDecode " + filters
            }
        }
        let length = choose(16) == 15 ? "\(choose(256))" : choose(32) == 31 ? value(0) : "\(data.count)"
        put("<<\(entries)/Filter[\(filters)]/Length \(length)>>stream\n")
        out += data
        put("\nendstream")
    }

    private mutating func writeCrossReference(number: Int) {
        let start = out.count
        let previous = lastCrossReference == 0 ? "" : "/Prev \(choose(24) == 23 ? start : lastCrossReference)"
        let trailer = "/Root 1 0 R/Size \(choose(16) == 15 ? choose(256) : number + 1)\(previous)\(entries(1))"
        let needsStream = rows.values.contains { if case .inStream = $0 { true } else { false } }
        if needsStream || choose(2) == 1 { writeRows(trailer, number: number, at: start) } else { writeTable(trailer) }
        lastCrossReference = start
        put("startxref\n\(start)\n%%EOF\n")
    }

    private mutating func writeTable(_ trailer: String) {
        put("xref\n")
        for (number, row) in rows.sorted(by: { $0.key < $1.key }) {
            guard case .inFile(let offset) = row else { continue }
            let digits = "\(choose(48) == 47 ? choose(256) : offset)"
            put("\(number) 1\n" + String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n")
        }
        put("trailer\n<<\(trailer)>>\n")
    }

    private mutating func writeRows(_ trailer: String, number: Int, at start: Int) {
        rows[number] = .inFile(offset: start)
        let width = 2 + choose(7)
        var data: [UInt8] = []
        var index = ""
        for (number, row) in rows.sorted(by: { $0.key < $1.key }) {
            index += "\(number) \(choose(32) == 31 ? choose(256) : 1) "
            let (kind, second, third) =
                switch row {
                case .inFile(let offset): (1, offset, 0)
                case .inStream(let container, let index): (2, container, index)
                }
            data.append(UInt8(choose(48) == 47 ? choose(256) : kind))
            for place in (0..<width).reversed() { data.append(UInt8(truncatingIfNeeded: second >> (8 * place))) }
            data.append(UInt8(third))
        }
        put("\(number) 0 obj ")
        writeStream("/Type/XRef\(trailer)/W[1 \(width) 1]/Index[\(index)]", data)
        put("\nendobj\n")
    }

    private static func hexadecimal(_ data: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return data.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] } + [UInt8(ascii: ">")]
    }

    /// Flate data of stored blocks; the checksum at the end is left out, which readers bear.
    private static func stored(_ data: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: max(data.count, 1), by: 65_535) {
            let piece = data[start..<min(start + 65_535, data.count)]
            let count = UInt16(piece.count)
            out.append(start + 65_535 >= data.count ? 1 : 0)
            for number in [count, ~count] { out += [UInt8(number & 255), UInt8(number >> 8)] }
            out += piece
        }
        return out
    }

    private static func runs(_ data: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        for start in stride(from: 0, to: data.count, by: 128) {
            let piece = data[start..<min(start + 128, data.count)]
            out.append(UInt8(piece.count - 1))
            out += piece
        }
        return out + [128]
    }
}
