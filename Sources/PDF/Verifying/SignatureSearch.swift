extension DocumentBytes {
    /// Whether anything calls itself what only signatures have. A document that does and cannot be opened is one that cannot
    /// be judged; nobody may call it unsigned.
    package var mentionsByteRange: Bool { firstIndex(of: SignatureSearch.word, in: 0..<count) != nil }
}

/// Looks through a whole file for signature dictionaries, whether anything leads to them or not.
///
/// What lies inside the data of a listed stream is no object of this document: attached documents have signatures too.
struct SignatureSearch {
    enum Finding {
        case dictionary(PlacedDictionary, of: PlacedObject)
        /// The word, where no object could be read around it.
        case unreadable(at: Int)
    }

    static let word: StaticString = "/ByteRange"
    /// How often the word may be come by, in strings and in comments too.
    private static let hitsMax = 10_000
    /// How often the whole file may be read in vain.
    private static let vainReadsMax = 4

    private let document: PDFDocument
    private var findings: [Finding] = []
    /// Behind the last object that was read.
    private var position = 0
    /// Behind the last `obj` that was looked at, so that none is looked at twice.
    private var wordsSeen = 0
    private var vainBytesLeft: Int

    /// Everything found, in the order of the file.
    static func findings(in document: PDFDocument) throws(PDFError) -> [Finding] {
        var search = SignatureSearch(document: document)
        try search.run()
        return search.findings
    }

    private init(document: PDFDocument) {
        self.document = document
        vainBytesLeft = document.bytes.count * Self.vainReadsMax + 1 << 16
    }

    private mutating func run() throws(PDFError) {
        let hits = try self.hits()
        guard !hits.isEmpty else { return }
        let listed = nearestListed(to: hits)
        for (hit, start) in zip(hits, listed) {
            if hit < position { continue }
            if let start, start >= position { try take(at: start) }
            try takeUnlisted(upTo: hit)
            if hit >= position, !isAuthenticationCode(hit) { findings.append(.unreadable(at: hit)) }
            guard findings.count <= document.limits.signaturesMax else { throw .tooComplex(.signatures) }
        }
    }

    /// Whether the word belongs to the code that proves to holders of the password that an encrypted file is whole (ISO/TS
    /// 32004), which a trailer has.
    private func isAuthenticationCode(_ hit: Int) -> Bool {
        document.sections.contains { $0.position <= hit && hit < $0.end && $0.trailer["AuthCode"] != nil }
    }

    private func hits() throws(PDFError) -> [Int] {
        let bytes = document.bytes
        var hits: [Int] = []
        var start = 0
        while let hit = bytes.firstIndex(of: Self.word, in: start..<bytes.count) {
            start = hit + Self.word.utf8CodeUnitCount
            if start < bytes.count, bytes[start].isRegular { continue }
            hits.append(hit)
            guard hits.count <= Self.hitsMax else { throw .tooComplex(.signatures) }
        }
        return hits
    }

    /// For each hit, the last place before it where any section says an object begins.
    private func nearestListed(to hits: [Int]) -> [Int?] {
        var nearest = [Int](repeating: -1, count: hits.count)
        for section in document.sections {
            section.forEach { _, place in
                guard case .inFile(let offset, _) = place, offset <= document.bytes.count - document.base else {
                    return
                }
                let start = offset + document.base
                var low = 0
                var high = hits.count
                while low < high {
                    let middle = (low + high) / 2
                    if hits[middle] < start { low = middle + 1 } else { high = middle }
                }
                if low < hits.count { nearest[low] = max(nearest[low], start) }
            }
        }
        var last = -1
        return nearest.map { start in
            last = max(last, start)
            return last < 0 ? nil : last
        }
    }

    /// Reads what stands here; what cannot be read is passed over.
    private mutating func take(at start: Int) throws(PDFError) {
        var furthest = start
        do throws(PDFError) {
            let object = try PlacedObject(in: document, at: start, furthest: &furthest)
            for dictionary in object.dictionaries
            where dictionary.place(of: "ByteRange") != nil && dictionary.place(of: "MACLocation") == nil {
                findings.append(.dictionary(dictionary, of: object))
            }
            position = object.range.upperBound
        } catch {
            guard case .unreadable = error else { throw error }
            vainBytesLeft -= furthest - start
            guard vainBytesLeft >= 0 else { throw .tooComplex(.objects) }
        }
    }

    /// Objects that no section lists, one after another from the end of the last one read.
    private mutating func takeUnlisted(upTo hit: Int) throws(PDFError) {
        while position <= hit {
            let start = max(position, wordsSeen)
            wordsSeen = max(hit, start)
            guard let word = document.bytes.firstIndex(of: "obj", in: start..<wordsSeen) else { return }
            wordsSeen = word + 3
            guard let head = document.bytes.objectHeadStart(before: word), head >= position else { continue }
            try take(at: head)
        }
    }
}
