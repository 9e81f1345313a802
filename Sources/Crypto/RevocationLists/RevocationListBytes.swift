/// The bytes of a list as they come, hashed and handed on piece by piece.
struct RevocationListBytes: ~Copyable {
    /// A piece, and what the last entry adds to it.
    static let pieceBytes = 64 << 10
    /// Where every length is still written in four bytes.
    static let bytesMax = Int(Int32.max)

    private var writer = RevocationListEntry()
    private var piece: [UInt8]
    private var hashing: Hashing
    /// What stands in front of the bytes to be signed, and is not hashed.
    private var unsigned = 0
    private var seen = RevocationListMeasure()
    private let measure: RevocationListMeasure
    private let ending: [UInt8]
    private let signedBytes: Int

    init(
        _ draft: RevocationListDraft, method: SignatureMethod, measure: RevocationListMeasure
    ) throws(CryptoError) {
        guard measure.entryBytes < Self.bytesMax else { throw .revocationList(.tooLong) }
        let beginning = try draft.beginning(method)
        let ending = try draft.ending()
        let hashing = try Hashing(method.digest)
        var list: [UInt8] = []
        // A list without entries has no field for them (RFC 5280 §5.1.2.6).
        if measure.entryCount > 0 {
            list.append(0x30)
            DER.appendLength(measure.entryBytes, to: &list)
        }
        let content = beginning.count + list.count + measure.entryBytes + ending.count
        var piece: [UInt8] = []
        piece.reserveCapacity(Self.pieceBytes + RevocationListEntry.bytesMax)
        piece.append(0x30)
        DER.appendLength(content, to: &piece)
        piece += beginning + list
        signedBytes = DER.bytesOfElement(holding: content)
        self.piece = piece
        self.hashing = hashing
        self.measure = measure
        self.ending = ending
    }

    var isFull: Bool { piece.count >= Self.pieceBytes }

    /// Puts the outermost header in front; called before any entry.
    mutating func wrap(tail: [UInt8]) {
        var header: [UInt8] = [0x30]
        DER.appendLength(signedBytes + tail.count, to: &header)
        unsigned = header.count
        piece.insert(contentsOf: header, at: 0)
    }

    mutating func add(_ entry: RevokedCertificate) throws(CryptoError) {
        seen.add(entry)
        // Lengths that were promised in front bind what follows.
        guard seen.entryBytes <= measure.entryBytes else { throw .revocationList(.entriesChanged) }
        writer.append(entry, to: &piece)
    }

    mutating func end() throws(CryptoError) {
        guard seen == measure else { throw .revocationList(.entriesChanged) }
        piece += ending
    }

    /// Hashes the piece and gives it away.
    mutating func take() throws(CryptoError) -> [UInt8] {
        let taken = piece
        try drop()
        return taken
    }

    /// Hashes the piece and begins another.
    mutating func drop() throws(CryptoError) {
        try hashing.update(unsigned == 0 ? piece : Array(piece.dropFirst(unsigned)))
        unsigned = 0
        piece.removeAll(keepingCapacity: true)
    }

    consuming func finish() throws(CryptoError) -> Digest {
        if !piece.isEmpty { try drop() }
        return try hashing.finish()
    }
}
