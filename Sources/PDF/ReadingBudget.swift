/// What is left of what one document may cost its reader.
///
/// Limits of single parts are not enough: a small file can lead to the same large part from a thousand places.
struct ReadingBudget {
    var decodedBytes: Int
    var values: Int
    private var parsedBytes: Int
    private var lookups: Int

    /// Each object is read once, so that reading all of them comes to the size of the file; twice that is plenty.
    private static let parsingsOfEachByte = 2
    private static let parsedBytesLeast = 1 << 20

    init(_ limits: ReadingLimits, fileBytes: Int) {
        decodedBytes = limits.decodedBytesMax
        values = limits.valuesMax
        lookups = limits.lookupsMax
        parsedBytes = fileBytes * Self.parsingsOfEachByte + Self.parsedBytesLeast
    }

    /// A decoded object stream is further bytes to read objects from.
    mutating func grant(decodedBytes: Int) {
        parsedBytes += decodedBytes * Self.parsingsOfEachByte
    }

    mutating func spend(parsedBytes bytes: Int) throws(PDFError) {
        parsedBytes -= bytes
        guard parsedBytes >= 0 else { throw .tooComplex(.objects) }
    }

    mutating func spend(values count: Int) throws(PDFError) {
        values -= count
        guard values >= 0 else { throw .tooComplex(.elements) }
    }

    mutating func spend(lookingAt object: PDFObject) throws(PDFError) {
        lookups -= object.weight
        guard lookups >= 0 else { throw .tooComplex(.objects) }
    }
}

extension PDFObject {
    /// As how many looks one at this object counts, since whoever asks for it goes through it.
    fileprivate var weight: Int {
        switch self {
        case .string(let string): 1 + string.bytes.count / 64
        case .array(let elements): 1 + elements.count / 16
        case .dictionary(let dictionary): 1 + dictionary.entries.count / 4  // several keys are looked for
        case .stream(let stream): 1 + stream.dictionary.entries.count / 4
        case .null, .boolean, .integer, .real, .name, .reference: 1
        }
    }
}
