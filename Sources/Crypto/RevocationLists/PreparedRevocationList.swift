/// A revocation list whose bytes are fixed: their digest is known, and is recorded before the key is used.
///
/// The entries are told three times in the same order, and never kept: a list of a million takes no more memory than an empty
/// one. First they are counted (`RevocationListMeasure`), because lengths stand in front; then hashed
/// (`RevocationListHashing`); and when the list is signed, written (`RevocationListWriting`). Entries that change on the way are
/// refused, so whoever tells them keeps them still meanwhile, as one transaction does.
package struct PreparedRevocationList: Sendable {
    package let draft: RevocationListDraft
    package let method: SignatureMethod
    /// Of the bytes to be signed.
    package let digest: Digest
    package let measure: RevocationListMeasure

    /// Signs. The signature was checked with the key.
    package func signed(by key: any SigningKey) throws(CryptoError) -> SignedRevocationList {
        guard try draft.issuer.publicKeyInfo() == key.publicKeyInfo else { throw .certificate(.keyDoesNotMatch) }
        let signature = try key.sign(digest, scheme: method.scheme)
        return SignedRevocationList(list: self, tail: method.identifier + DER.bits(signature))
    }
}

/// A revocation list with its signature, ready to be written.
package struct SignedRevocationList: Sendable {
    package let list: PreparedRevocationList
    /// Algorithm and signature, which end the list.
    let tail: [UInt8]
}

/// How many entries a list has, and how many bytes they take.
package struct RevocationListMeasure: Hashable, Sendable {
    package private(set) var entryCount = 0
    package private(set) var entryBytes = 0

    package init() {}

    package mutating func add(_ entry: RevokedCertificate) {
        entryCount += 1
        entryBytes += RevocationListEntry.bytes(of: entry)
    }
}

/// The second telling: what is to be signed is hashed.
package struct RevocationListHashing: ~Copyable {
    private let draft: RevocationListDraft
    private let method: SignatureMethod
    private let measure: RevocationListMeasure
    private var bytes: RevocationListBytes

    /// Refuses a key that may not sign this authority's lists.
    package init(
        _ draft: RevocationListDraft, measure: RevocationListMeasure, for key: any SigningKey,
        method: SignatureMethod? = nil
    ) throws(CryptoError) {
        guard try draft.issuer.publicKeyInfo() == key.publicKeyInfo else { throw .certificate(.keyDoesNotMatch) }
        guard draft.issuer.isAuthority, draft.issuer.keyUsages?.contains(.cRLSign) ?? true else {
            throw .revocationList(.issuerMayNotRevoke)
        }
        let method = method ?? SignatureMethod(usualFor: key.kind)
        try method.scheme.check(against: key.kind, digest: method.digest)
        bytes = try RevocationListBytes(draft, method: method, measure: measure)
        self.draft = draft
        self.method = method
        self.measure = measure
    }

    package mutating func add(_ entry: RevokedCertificate) throws(CryptoError) {
        try bytes.add(entry)
        if bytes.isFull { try bytes.drop() }
    }

    package consuming func finish() throws(CryptoError) -> PreparedRevocationList {
        let (draft, method, measure) = (draft, method, measure)
        try bytes.end()
        return PreparedRevocationList(draft: draft, method: method, digest: try bytes.finish(), measure: measure)
    }
}

/// The third telling: the list leaves in pieces of some 64 KiB.
package struct RevocationListWriting: ~Copyable {
    private let signed: SignedRevocationList
    private var bytes: RevocationListBytes

    package init(_ signed: SignedRevocationList) throws(CryptoError) {
        let list = signed.list
        var bytes = try RevocationListBytes(list.draft, method: list.method, measure: list.measure)
        bytes.wrap(tail: signed.tail)
        self.bytes = bytes
        self.signed = signed
    }

    /// Takes the next entry, and now and then gives the next piece of the list.
    package mutating func add(_ entry: RevokedCertificate) throws(CryptoError) -> [UInt8]? {
        try bytes.add(entry)
        return bytes.isFull ? try bytes.take() : nil
    }

    /// The last piece. Refuses to give it when the entries were not those that were signed: without it nothing is a list.
    package consuming func finish() throws(CryptoError) -> [UInt8] {
        let signed = signed
        try bytes.end()
        let last = try bytes.take()
        guard try bytes.finish() == signed.list.digest else { throw .revocationList(.entriesChanged) }
        return last + signed.tail
    }
}

extension RevocationListDraft {
    /// A list whose few entries are at hand, written as a whole.
    package func signed(
        _ entries: [RevokedCertificate], by key: any SigningKey, method: SignatureMethod? = nil
    ) throws(CryptoError) -> [UInt8] {
        var measure = RevocationListMeasure()
        for entry in entries { measure.add(entry) }
        var hashing = try RevocationListHashing(self, measure: measure, for: key, method: method)
        for entry in entries { try hashing.add(entry) }
        var writing = try RevocationListWriting(hashing.finish().signed(by: key))
        var list: [UInt8] = []
        for entry in entries { list += try writing.add(entry) ?? [] }
        return list + (try writing.finish())
    }
}
