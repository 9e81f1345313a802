/// The filters of a stream in the order they are undone, and their parameters.
struct StreamFilters {
    private let steps: [(name: PDFName, parameters: PDFDictionary)]

    /// Takes a dictionary whose filter entries are direct values.
    init(_ dictionary: PDFDictionary, limits: ReadingLimits) throws(PDFError) {
        let names = Self.list(dictionary["Filter"] ?? dictionary["F"] ?? .null)
        let parameters = Self.list(dictionary["DecodeParms"] ?? dictionary["DP"] ?? .null)
        guard names.count <= limits.filtersMax else { throw .unreadable(.filter) }
        var steps: [(name: PDFName, parameters: PDFDictionary)] = []
        for (index, object) in names.enumerated() {
            guard let name = object.name else { throw .unreadable(.filter) }
            let own = index < parameters.count ? parameters[index].dictionary : nil
            steps.append((name, own ?? PDFDictionary()))
        }
        self.steps = steps
    }

    private static func list(_ object: PDFObject) -> [PDFObject] {
        switch object {
        case .array(let elements): elements
        case .null: []
        default: [object]
        }
    }

    /// The decoded bytes. `budget` is what the document may still decode to, and shrinks by what this took.
    func decode(
        _ bytes: DocumentBytes, _ range: Range<Int>, limits: ReadingLimits, budget: inout Int
    ) throws(PDFError) -> DocumentBytes {
        var window = bytes
        var range = range
        if steps.isEmpty { return bytes.window(on: range) }
        for step in steps {
            let most = min(limits.streamBytesMax, budget)
            var out = try Self.undo(step.name, step.parameters, window, range, most: most)
            guard out.count <= most else { throw .tooComplex(.decodedSize) }
            budget -= out.count
            if step.name == "FlateDecode" || step.name == "Fl" || step.name == "LZWDecode" || step.name == "LZW",
                let predictor = try Predictor(step.parameters)
            {
                out = try predictor.undo(out)
            }
            window = DocumentBytes(out)
            range = 0..<window.count
        }
        return window
    }

    private static func undo(
        _ name: PDFName, _ parameters: PDFDictionary, _ bytes: DocumentBytes, _ range: Range<Int>, most: Int
    ) throws(PDFError) -> OwnBytes {
        switch name {
        case "FlateDecode", "Fl": return try Inflate.decode(bytes, range, most: most)
        case "LZWDecode", "LZW":
            let early = parameters["EarlyChange"]?.integer ?? 1
            return try LZW.decode(bytes, range, earlyChange: early != 0, most: most)
        case "ASCII85Decode", "A85": return try ASCIIFilters.decode85(bytes, range)
        case "ASCIIHexDecode", "AHx": return try ASCIIFilters.decodeHexadecimal(bytes, range)
        case "RunLengthDecode", "RL": return try ASCIIFilters.decodeRunLength(bytes, range, most: most)
        default: throw .unreadable(.filter)
        }
    }
}
