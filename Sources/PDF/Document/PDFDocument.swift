/// A document as a reader sees it: its cross-reference chain, and each object when it is asked for.
///
/// One thread uses one document; what was read is kept.
package final class PDFDocument {
    package let bytes: DocumentBytes
    package let limits: ReadingLimits
    /// Where the file's offsets count from; not zero where something stands before the header and was not counted.
    package let base: Int
    /// Newest first.
    package let sections: [CrossReferenceSection]
    /// The newest trailer; its entries that older ones alone have are added.
    package let trailer: PDFDictionary
    package private(set) var encryption: DocumentEncryption?
    /// What the protection was opened with, besides the password.
    private var protection: (dictionary: PDFDictionary, fileID: [UInt8])?

    private let index: ObjectIndex
    private var objects: [Int32: PDFObject] = [:]
    private var containers: [Int: ObjectContainer] = [:]
    private var underway: Set<Int32> = []
    private var budget: ReadingBudget
    /// Of everything read so far.
    private(set) var dangling = DanglingNumbers()

    /// Whether the chain could not be used and the objects were found by reading the whole file.
    package var isRepaired: Bool { sections.first?.kind == .scan }

    /// Opens a file as its own cross-reference says, or, where that leads nowhere, by what is found in it.
    package static func open(
        _ bytes: DocumentBytes, password: [UInt8] = [], limits: ReadingLimits = ReadingLimits()
    ) throws(PDFError) -> PDFDocument {
        let start = try FileStart(of: bytes)
        for base in start.bases {
            do throws(PDFError) {
                var reader = CrossReferenceReader(bytes: bytes, base: base, limits: limits)
                let sections = try reader.chain(from: start.crossReference())
                return try PDFDocument(bytes, base: base, sections: sections, password: password, limits: limits)
                    .withPages()
            } catch {
                guard case .unreadable = error else { throw error }
            }
        }
        return try repaired(bytes, password: password, limits: limits)
    }

    /// The document as a scan of the whole file finds it.
    package static func repaired(
        _ bytes: DocumentBytes, password: [UInt8], limits: ReadingLimits
    ) throws(PDFError) -> PDFDocument {
        let section = try FileScan.section(of: bytes, password: password, limits: limits)
        return try PDFDocument(bytes, base: 0, sections: [section], password: password, limits: limits).withPages()
    }

    /// The document, once it is known to have a catalog and the root of its pages.
    func withPages() throws(PDFError) -> PDFDocument {
        _ = try pageTreeRoot()
        return self
    }

    /// `openedAs` is a later state of the same document: what protects both alike is opened without a password.
    init(
        _ bytes: DocumentBytes, base: Int, sections: [CrossReferenceSection], password: [UInt8],
        openedAs later: PDFDocument? = nil, limits: ReadingLimits
    ) throws(PDFError) {
        self.bytes = bytes
        self.limits = limits
        self.base = base
        self.sections = sections
        budget = ReadingBudget(limits, fileBytes: bytes.count)
        index = try ObjectIndex(sections, limits: limits)
        var trailer = PDFDictionary()
        for key in ["Root", "Info", "ID", "Encrypt"] as [PDFName] {
            trailer[key] = sections.lazy.compactMap { $0.trailer[key] }.first
        }
        self.trailer = trailer
        for trailer in [trailer, sections.first?.trailer ?? trailer] {
            dangling.note(in: trailer, above: index.highest, most: limits.danglingNumbersMax)
        }
        // What protects the document is itself not protected, so it is read before anything can be opened.
        guard let protection = trailer["Encrypt"], protection != .null else { return }
        guard let dictionary = try resolve(protection).dictionary else { throw .unreadable(.encryption) }
        let fileID = try resolve(trailer["ID"]).array?.first?.string?.bytes ?? []
        let resolved = try resolved(dictionary, depth: Self.encryptionDepth)
        self.protection = (resolved, fileID)
        if let later, let same = later.protection, same.dictionary == resolved, same.fileID == fileID {
            encryption = later.encryption
        } else {
            encryption = try DocumentEncryption(resolved, fileID: fileID, password: password)
        }
        objects.removeAll()
    }

    /// The encryption dictionary holds `/CF`, which holds crypt filters, which hold values.
    private static let encryptionDepth = 3

    private func resolved(_ dictionary: PDFDictionary, depth: Int) throws(PDFError) -> PDFDictionary {
        var entries: [(key: PDFName, value: PDFObject)] = []
        for entry in dictionary.entries {
            var value = try resolve(entry.value)
            if depth > 1, case .dictionary(let inner) = value {
                value = .dictionary(try resolved(inner, depth: depth - 1))
            }
            entries.append((entry.key, value))
        }
        return PDFDictionary(entries)
    }

    // MARK: Objects

    /// The highest object number that any section speaks of.
    package var highestNumber: Int { index.highest }

    package func place(of id: ObjectID) -> ObjectPlace? { index.place(of: Int(id.number)) }

    /// The object, or null where there is none.
    package func object(_ id: ObjectID) throws(PDFError) -> PDFObject {
        if let known = objects[id.number] {
            try budget.spend(lookingAt: known)
            return known
        }
        // One object may need another before it can be read, its container or its length; nobody writes chains of them.
        guard underway.count < limits.referenceHopsMax, underway.insert(id.number).inserted else {
            throw .unreadable(.syntax)
        }
        defer { underway.remove(id.number) }

        let object: PDFObject
        switch place(of: id) {
        case nil, .free: object = .null
        case .inFile(let offset, let generation):
            object = try read(ObjectID(Int(id.number), Int(generation)), at: offset)
        case .inStream(let container, let index): object = try read(id, in: container, at: index)
        }
        objects[id.number] = object
        dangling.note(in: object, above: index.highest, most: limits.danglingNumbersMax)
        try budget.spend(lookingAt: object)
        return object
    }

    /// The object that a reference leads to, or the object itself; null for nothing.
    package func resolve(_ object: PDFObject?) throws(PDFError) -> PDFObject {
        guard var object else { return .null }
        for _ in 0..<limits.referenceHopsMax {
            guard case .reference(let id) = object else {
                try budget.spend(lookingAt: object)
                return object
            }
            object = try self.object(id)
        }
        throw .unreadable(.syntax)
    }

    private func read(_ id: ObjectID, at offset: Int) throws(PDFError) -> PDFObject {
        guard offset >= 0, offset < bytes.count - base else { throw .unreadable(.crossReference) }
        var reader = SyntaxReader(bytes, at: offset + base, limits: limits)
        reader.valuesLeft = budget.values
        guard let head = reader.takeObjectHead(), head == id else { throw .unreadable(.crossReference) }
        let object = try reader.object()
        budget.values = reader.valuesLeft
        try budget.spend(parsedBytes: reader.furthest - offset - base)
        guard case .dictionary(let dictionary) = object else { return try decrypted(object, of: head) }
        let length = try streamLength(dictionary, follows: reader)
        let data = reader.takeStreamData(length: length)
        // A stream whose length is right costs nothing; otherwise its end was searched for.
        if data?.count != length { try budget.spend(parsedBytes: data?.count ?? bytes.count - reader.position) }
        guard let data else { return try decrypted(object, of: head) }
        return try decrypted(.stream(PDFStream(dictionary: dictionary, data: data)), of: head)
    }

    /// The length of the stream that follows, where one does.
    private func streamLength(_ dictionary: PDFDictionary, follows reader: SyntaxReader) throws(PDFError) -> Int? {
        guard let length = dictionary["Length"] else { return nil }
        if case .integer(let length) = length { return length }
        var ahead = reader
        ahead.skipBlanks()
        guard bytes.starts(with: "stream", at: ahead.position) else { return nil }
        return try resolve(length).integer
    }

    /// What says how the document is protected is itself in clear, and so are cross-references (ISO 32000-1 §7.6.1).
    private func decrypted(_ object: PDFObject, of id: ObjectID) throws(PDFError) -> PDFObject {
        guard let encryption, trailer["Encrypt"]?.reference != id else { return object }
        if case .stream(let stream) = object, stream.dictionary["Type"]?.name == "XRef" { return object }
        return try encryption.decrypted(object, of: id)
    }

    private func read(_ id: ObjectID, in number: Int, at index: Int) throws(PDFError) -> PDFObject {
        try container(number).object(Int(id.number), at: index, limits: limits, budget: &budget)
    }

    func container(_ number: Int) throws(PDFError) -> ObjectContainer {
        if let known = containers[number] { return known }
        // A container inside a container would have to be opened to be found.
        guard case .inFile = index.place(of: number), case .stream(let stream) = try object(ObjectID(number)) else {
            throw .unreadable(.stream)
        }
        let decoded = try decode(stream, of: ObjectID(number))
        budget.grant(decodedBytes: decoded.count)
        let container = try ObjectContainer(stream.dictionary, decoded, limits: limits, budget: &budget)
        containers[number] = container
        return container
    }

    // MARK: Streams

    /// A stream's data, decrypted and with all its filters undone.
    package func decode(_ stream: PDFStream, of id: ObjectID) throws(PDFError) -> DocumentBytes {
        var dictionary = stream.dictionary
        for key in ["Filter", "DecodeParms", "F", "DP"] as [PDFName] {
            guard let value = dictionary[key] else { continue }
            var resolved = try resolve(value)
            if case .array(let elements) = resolved {
                var parts: [PDFObject] = []
                for element in elements { parts.append(try resolve(element)) }
                resolved = .array(parts)
            }
            dictionary[key] = resolved
        }
        let filters = try StreamFilters(dictionary, limits: limits)
        let (clear, range) = try clearData(of: stream, id)
        return try filters.decode(clear, range, limits: limits, budget: &budget.decodedBytes)
    }

    /// A stream's data, decrypted and still behind all its filters.
    func clearData(of stream: PDFStream, _ id: ObjectID) throws(PDFError) -> (bytes: DocumentBytes, range: Range<Int>) {
        guard let encryption, encryption.streams != .none, isHidden(stream.dictionary, by: encryption) else {
            return (bytes, stream.data)
        }
        guard stream.data.count <= min(limits.streamBytesMax, budget.decodedBytes) else {
            throw .tooComplex(.decodedSize)
        }
        budget.decodedBytes -= stream.data.count
        // A reference's generation may be wrong; the object's own is part of its key.
        var own = id
        if case .inFile(_, let generation) = place(of: id) { own = ObjectID(Int(id.number), Int(generation)) }
        let clear = DocumentBytes(try encryption.decrypt(bytes[stream.data], of: own, by: encryption.streams))
        return (clear, 0..<clear.count)
    }

    /// Cross-reference streams are always in clear, and metadata where the document says so (ISO 32000-1 §7.6.1).
    private func isHidden(_ dictionary: PDFDictionary, by encryption: DocumentEncryption) -> Bool {
        switch dictionary["Type"]?.name {
        case "XRef": false
        case "Metadata": encryption.encryptsMetadata
        default: true
        }
    }
}
