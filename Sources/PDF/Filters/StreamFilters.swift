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
        if steps.isEmpty {
            guard range.count <= min(limits.streamBytesMax, budget) else { throw .tooComplex(.decodedSize) }
            budget -= range.count
            return bytes.window(on: range)
        }
        for step in steps {
            let most = min(limits.streamBytesMax, budget)
            var out = OwnBytes(capacity: min(most, range.count))
            // What fails late has cost as much as what succeeds.
            do throws(PDFError) {
                try Self.undo(step.name, step.parameters, window, range, into: out, most: most)
            } catch {
                budget = max(0, budget - out.count)
                throw error
            }
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
        _ name: PDFName, _ parameters: PDFDictionary, _ bytes: DocumentBytes, _ range: Range<Int>,
        into out: OwnBytes, most: Int
    ) throws(PDFError) {
        switch name {
        case "FlateDecode", "Fl": try Inflate.decode(bytes, range, into: out, most: most)
        case "LZWDecode", "LZW":
            let early = parameters["EarlyChange"]?.integer ?? 1
            try LZW.decode(bytes, range, earlyChange: early != 0, into: out, most: most)
        case "ASCII85Decode", "A85": try ASCIIFilters.decode85(bytes, range, into: out, most: most)
        case "ASCIIHexDecode", "AHx": try ASCIIFilters.decodeHexadecimal(bytes, range, into: out, most: most)
        case "RunLengthDecode", "RL": try ASCIIFilters.decodeRunLength(bytes, range, into: out, most: most)
        default: throw .unreadable(.filter)
        }
    }
}
