import Channels
package import Crypto
import PDF

/// A document with its update section, waiting for the signature over its digest. A second seal does not compile.
package struct PreparedDocument: ~Copyable {
    private let original: OriginalBytes
    private let section: UpdateSection
    /// Over the whole file but the hole: what the signature signs.
    package let digest: Digest

    /// How many bytes of signature fit.
    package var contentsBytes: Int { section.contentsBytes }

    /// Checks what a process made that read a stranger's document: the section leaves out its hole and nothing else.
    init(_ original: OriginalBytes, made section: UpdateSection, _ hashing: consuming Hashing) throws(DocumentError) {
        guard section.originalBytes == original.count else { throw .answerRejected(.otherDocument) }
        let words = Array("/ByteRange [\(section.byteRange.map(String.init).joined(separator: " "))]".utf8)
        guard section.bytes[..<(section.hole.lowerBound - original.count)].lastRange(of: words) != nil else {
            throw .answerRejected(.byteRange)
        }
        try self.init(original, section, hashing)
    }

    /// Whether a hole waits for its signature: zeros in angle brackets.
    static func isEmpty(_ hole: ArraySlice<UInt8>) -> Bool {
        guard hole.count.isMultiple(of: 2), hole.first == UInt8(ascii: "<"), hole.last == UInt8(ascii: ">") else {
            return false
        }
        let inside = hole.span.extracting(1..<hole.count - 1)
        for index in inside.indices where inside[index] != UInt8(ascii: "0") { return false }
        return true
    }

    /// Takes up what was prepared before. `original` ends where the hole begins.
    init(resuming original: OriginalBytes, _ section: UpdateSection, _ hashing: consuming Hashing) throws(DocumentError)
    {
        try self.init(original, section, hashing)
    }

    /// `hashing` has taken the original's bytes already, all of them and nothing else.
    private init(
        _ original: OriginalBytes, _ section: UpdateSection, _ hashing: consuming Hashing
    ) throws(DocumentError) {
        let start = section.hole.lowerBound - section.originalBytes
        let hole = section.bytes[start..<start + section.hole.count]
        guard Self.isEmpty(hole) else { throw .answerRejected(.otherHole) }
        do throws(CryptoError) {
            try hashing.update(Array(section.bytes[..<start]))
            try hashing.update(Array(section.bytes[(start + section.hole.count)...]))
            digest = try hashing.finish()
        } catch {
            throw .crypto(error)
        }
        self.original = original
        self.section = section
    }

    /// The signed document. The signature must be one over this document's digest, and fit.
    package consuming func embed(_ signature: CMSSignature) throws(DocumentError) -> SignedDocument {
        try filled(with: signature.der, over: signature.messageDigest)
    }

    /// The document with a timestamp over it. The token must be one over this document's digest, and fit.
    package consuming func embed(_ token: TimestampToken) throws(DocumentError) -> SignedDocument {
        try filled(with: token.der, over: token.imprint.bytes)
    }

    private consuming func filled(with der: [UInt8], over digest: [UInt8]) throws(DocumentError) -> SignedDocument {
        guard der.count <= contentsBytes else { throw .signatureTooLarge(bytes: der.count, room: contentsBytes) }
        guard digest == self.digest.bytes else { throw .signatureOverOtherDocument }
        var update = section.bytes
        var digits = update.mutableSpan
        var place = section.hole.lowerBound - section.originalBytes + 1
        for byte in der {
            digits[place] = Hexadecimal.digit(byte >> 4)
            digits[place + 1] = Hexadecimal.digit(byte & 15)
            place += 2
        }
        return SignedDocument(original: original, update: update)
    }

    /// The document with its empty hole, to be kept until the signature comes from elsewhere.
    package var waiting: SignedDocument { SignedDocument(original: original, update: section.bytes) }
}

extension ArraySlice<UInt8> {
    /// Searched from the end, where the newest revision stands.
    fileprivate func lastRange(of words: [UInt8]) -> Range<Int>? {
        guard count >= words.count else { return nil }
        var start = endIndex - words.count
        while start >= startIndex {
            if self[start] == words[0], self[start..<start + words.count].elementsEqual(words) {
                return start..<start + words.count
            }
            start -= 1
        }
        return nil
    }
}
