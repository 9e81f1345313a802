/// Collects new and changed objects, and writes them behind a document with a cross-reference of the document's own kind.
///
/// What did not change is not written again, so that a verifier has little to look at and nothing to wonder about.
struct UpdateWriter {
    private enum Body {
        case object(PDFObject)
        case stream(PDFDictionary, [UInt8])
        /// Written already, but for the numbers it refers to.
        case template(ObjectTemplate, [ObjectID])
        /// A dictionary to which `/ByteRange` and a hole of so many bytes are added.
        case signature(PDFDictionary, contentsBytes: Int)
    }

    let document: PDFDocument
    /// A few dozen at most, so that a search from the end is quicker than a table.
    private var bodies: [(id: ObjectID, body: Body)] = []
    private(set) var nextNumber: Int

    /// What a visible signature's update comes to.
    private static let usualBytes = 1 << 15
    /// Offsets in a cross-reference table have ten digits.
    private static let fileBytesMax = 9_999_999_999

    init(_ document: PDFDocument) throws(PDFError) {
        self.document = document
        let size = document.sections.first?.trailer["Size"]?.integer ?? 0
        // A size that is too large would waste numbers; one that is too small would overwrite objects.
        let highest = document.highestNumber
        nextNumber = max(highest + 1, size <= highest + 1_000 ? size : 0)
    }

    // MARK: Objects

    mutating func reserve() throws(PDFError) -> ObjectID {
        try passDangling()
        guard nextNumber < document.limits.objectNumberMax else { throw .tooComplex(.objects) }
        defer { nextNumber += 1 }
        return ObjectID(nextNumber)
    }

    /// A field whose value points at nothing would take whatever got that number for its signature.
    mutating func passDangling() throws(PDFError) {
        guard document.dangling.isWhole else { throw .tooComplex(.objects) }
        while document.dangling.contains(nextNumber) { nextNumber += 1 }
    }

    mutating func add(_ object: PDFObject) throws(PDFError) -> ObjectID {
        let id = try reserve()
        bodies.append((id, .object(object)))
        return id
    }

    mutating func replace(_ id: ObjectID, with object: PDFObject) {
        put(.object(object), at: id)
    }

    mutating func replace(_ id: ObjectID, with dictionary: PDFDictionary, data: [UInt8]) {
        put(.stream(dictionary, data), at: id)
    }

    /// `numbers` are what the template's gaps count in. Its strings are in clear, and so must the document be.
    mutating func replace(_ id: ObjectID, with template: ObjectTemplate, numbers: [ObjectID]) {
        precondition(document.encryption == nil, "a template hides nothing")
        put(.template(template, numbers), at: id)
    }

    private mutating func put(_ body: Body, at id: ObjectID) {
        if let place = bodies.lastIndex(where: { $0.id == id }) {
            bodies[place].body = body
        } else {
            bodies.append((id, body))
        }
    }

    mutating func addSignature(_ dictionary: PDFDictionary, contentsBytes: Int) throws(PDFError) -> ObjectID {
        let id = try reserve()
        bodies.append((id, .signature(dictionary, contentsBytes: contentsBytes)))
        return id
    }

    /// The dictionary as it will be, whether it was changed already or not.
    func dictionary(_ id: ObjectID) throws(PDFError) -> PDFDictionary {
        if case .object(.dictionary(let changed)) = bodies.last(where: { $0.id == id })?.body { return changed }
        guard case .dictionary(let dictionary) = try document.object(id) else { throw .unreadable(.syntax) }
        return dictionary
    }

    // MARK: Writing

    /// `newIdentifier` becomes the second half of the file's `/ID`, which names this revision (ISO 32000-1 §14.4).
    consuming func finish(newIdentifier: [UInt8]) throws(PDFError) -> UpdateSection {
        let start = document.bytes.count
        var (out, hole) = try written(newIdentifier)
        guard let hole else { preconditionFailure("an update that signs nothing") }
        let range = hole.range.lowerBound + start..<hole.range.upperBound + start
        let section = UpdateSection(originalBytes: start, bytes: out.bytes, hole: range)
        let numbers = Array("[\(section.byteRange.map(String.init).joined(separator: " "))]".utf8)
        out.overwrite(at: hole.byteRangeAt, with: numbers)
        return UpdateSection(originalBytes: start, bytes: out.bytes, hole: range)
    }

    /// The same for an update that signs nothing.
    consuming func finishStore(newIdentifier: [UInt8]) throws(PDFError) -> StoreSection {
        let start = document.bytes.count
        let (out, hole) = try written(newIdentifier)
        precondition(hole == nil, "a store has no hole")
        return StoreSection(originalBytes: start, bytes: out.bytes)
    }

    private typealias Hole = (range: Range<Int>, byteRangeAt: Int)

    /// The hole counts from the start of the update.
    private consuming func written(_ newIdentifier: [UInt8]) throws(PDFError) -> (SyntaxWriter, Hole?) {
        var out = SyntaxWriter(capacity: Self.usualBytes)
        let start = document.bytes.count
        if document.bytes[start - 1] != 0x0A { out.put("\n") }
        bodies.sort { $0.id.number < $1.id.number }
        var places: [(number: Int, place: ObjectPlace)] = []
        var hole: Hole?
        for (id, body) in bodies {
            let offset = start + out.bytes.count - document.base
            places.append((Int(id.number), .inFile(offset: offset, generation: id.generation)))
            // A changed object keeps its generation.
            out.write(Int(id.number))
            out.put(" ")
            out.write(Int(id.generation))
            out.put(" obj\n")
            switch body {
            case .object(let object): out.write(try hidden(object, of: id))
            case .stream(let dictionary, let data): try write(dictionary, data, of: id, to: &out)
            case .template(let template, let numbers): template.write(numbers, to: &out)
            case .signature(let dictionary, let contentsBytes):
                hole = try write(dictionary, contentsBytes: contentsBytes, of: id, to: &out)
            }
            out.put("\nendobj\n")
        }
        try writeCrossReference(places, newIdentifier: newIdentifier, to: &out)
        precondition(start + out.bytes.count <= Self.fileBytesMax, "a file that lies in memory, of ten digits at most")
        return (out, hole)
    }

    /// Strings of a protected document are hidden as it demands.
    private func hidden(_ object: PDFObject, of id: ObjectID) throws(PDFError) -> PDFObject {
        guard let encryption = document.encryption else { return object }
        return try encryption.encrypted(object, of: id)
    }

    private func write(
        _ dictionary: PDFDictionary, _ data: [UInt8], of id: ObjectID, to out: inout SyntaxWriter
    ) throws(PDFError) {
        var data = data
        if let encryption = document.encryption { data = try encryption.encrypt(data, of: id, by: encryption.streams) }
        guard case .dictionary(let dictionary) = try hidden(.dictionary(dictionary), of: id) else { return }
        out.write(dictionary, data)
    }

    /// `[0 ` and three numbers of ten digits; the numbers come when everything else has its place.
    private static let byteRangeRoom = [UInt8](repeating: UInt8(ascii: " "), count: 36)

    private func write(
        _ dictionary: PDFDictionary, contentsBytes: Int, of id: ObjectID, to out: inout SyntaxWriter
    ) throws(PDFError) -> Hole {
        guard case .dictionary(let dictionary) = try hidden(.dictionary(dictionary), of: id) else {
            preconditionFailure("a dictionary stays one")
        }
        out.put("<<")
        for entry in dictionary.entries {
            out.write(entry.key)
            out.put(" ")
            out.write(entry.value)
        }
        out.put("/ByteRange ")
        let byteRangeAt = out.bytes.count
        out.write(raw: Self.byteRangeRoom)
        out.put("/Contents ")
        let begin = out.bytes.count
        out.put("<")
        out.write(raw: repeatElement(UInt8(ascii: "0"), count: contentsBytes * 2))
        out.put(">")
        let range = begin..<out.bytes.count
        out.put(">>")
        return (range, byteRangeAt)
    }
}
