/// What a document keeps so that its signatures can be judged years later (`/DSS`, ISO 32000-2 §12.8.4.3). As it is read;
/// `StorePreparation` adds to it.
package struct SecurityStore: Sendable, Equatable {
    /// The material of one signature, by its key: the hash of its `/Contents`.
    package struct Entry: Sendable, Equatable {
        package let key: String
        package let certificates: [[UInt8]]
        package let revocationLists: [[UInt8]]
        package let statusAnswers: [[UInt8]]
        /// When it was put together, as written (`/TU`).
        package let time: String?
        /// A timestamp over it (`/TS`), DER.
        package let timestamp: [UInt8]?
    }

    /// Each once, DER.
    package let certificates: [[UInt8]]
    package let revocationLists: [[UInt8]]
    package let statusAnswers: [[UInt8]]
    package let entries: [Entry]
}

extension PDFDocument {
    /// The store of this state; nil where it has none.
    package func securityStore() throws(PDFError) -> SecurityStore? {
        guard let dictionary = try resolve(catalog().dictionary["DSS"]).dictionary else { return nil }
        var reader = SecurityStoreReader(document: self)
        return try reader.store(dictionary)
    }

    /// What the lists of the store name, by the names of the lists: where each lies, and its bytes.
    func placedStore() throws(PDFError) -> [PDFName: [(id: ObjectID, bytes: [UInt8])]] {
        guard let dictionary = try resolve(catalog().dictionary["DSS"]).dictionary else { return [:] }
        var reader = SecurityStoreReader(document: self)
        var placed: [PDFName: [(id: ObjectID, bytes: [UInt8])]] = [:]
        for list in ["Certs", "OCSPs", "CRLs"] as [PDFName] { placed[list] = try reader.placed(dictionary[list]) }
        return placed
    }
}

extension SecurityStore {
    /// All CRLs and OCSP answers it names, in its lists or with a signature.
    package var revocations: (lists: [[UInt8]], answers: [[UInt8]]) {
        (
            Self.each(revocationLists + entries.flatMap(\.revocationLists)),
            Self.each(statusAnswers + entries.flatMap(\.statusAnswers))
        )
    }

    package var allCertificates: [[UInt8]] { Self.each(certificates + entries.flatMap(\.certificates)) }

    private static func each(_ all: [[UInt8]]) -> [[UInt8]] {
        var seen: Set<[UInt8]> = []
        return all.filter { seen.insert($0).inserted }
    }
}

extension DocumentHistory {
    /// The store as a revision left it, counted from the oldest; nil where it has none, or never was a sound document.
    package func securityStore(after revision: Int) throws(PDFError) -> SecurityStore? {
        try state(revision)?.securityStore()
    }
}

/// Decodes each stream once, however often the store names it.
private struct SecurityStoreReader {
    let document: PDFDocument
    private var decoded: [ObjectID: [UInt8]] = [:]
    private var namedLeft: Int
    private var bytesLeft: Int

    init(document: PDFDocument) {
        self.document = document
        namedLeft = document.limits.storeObjectsMax
        bytesLeft = document.limits.storeBytesMax
    }

    mutating func store(_ dictionary: PDFDictionary) throws(PDFError) -> SecurityStore {
        var entries: [SecurityStore.Entry] = []
        for (key, value) in try document.resolve(dictionary["VRI"]).dictionary?.entries ?? [] {
            guard key != "Type", let words = try document.resolve(value).dictionary else { continue }
            try spend()
            entries.append(
                SecurityStore.Entry(
                    key: key.text, certificates: try list(words["Cert"]), revocationLists: try list(words["CRL"]),
                    statusAnswers: try list(words["OCSP"]), time: try document.resolve(words["TU"]).string?.text,
                    timestamp: try stream(words["TS"])))
        }
        return SecurityStore(
            certificates: try list(dictionary["Certs"]), revocationLists: try list(dictionary["CRLs"]),
            statusAnswers: try list(dictionary["OCSPs"]), entries: entries)
    }

    private mutating func list(_ value: PDFObject?) throws(PDFError) -> [[UInt8]] { try placed(value).map(\.bytes) }

    /// Each once.
    mutating func placed(_ value: PDFObject?) throws(PDFError) -> [(id: ObjectID, bytes: [UInt8])] {
        var out: [(id: ObjectID, bytes: [UInt8])] = []
        var seen: Set<[UInt8]> = []
        for element in try document.resolve(value).array ?? [] {
            guard let id = element.reference, let bytes = try stream(element) else { continue }
            if seen.insert(bytes).inserted { out.append((id, bytes)) }
        }
        return out
    }

    /// What is no stream, or cannot be decoded, is as good as missing.
    private mutating func stream(_ value: PDFObject?) throws(PDFError) -> [UInt8]? {
        guard let id = value?.reference else { return nil }
        try spend()
        if let known = decoded[id] { return known }
        do throws(PDFError) {
            guard case .stream(let stream) = try document.object(id) else { return nil }
            let window = try document.decode(stream, of: id)
            bytesLeft -= window.count
            guard bytesLeft >= 0 else { throw .tooComplex(.decodedSize) }
            let bytes = window[0..<window.count]
            decoded[id] = bytes
            return bytes
        } catch {
            guard case .unreadable = error else { throw error }
            return nil
        }
    }

    private mutating func spend() throws(PDFError) {
        namedLeft -= 1
        guard namedLeft >= 0 else { throw .tooComplex(.objects) }
    }
}
