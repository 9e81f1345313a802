import CUTF8Proc

/// What opens a key: 8 to 128 characters of Unicode in normal form C, all of them used.
///
/// The same passphrase typed on two keyboards may arrive composed (é) or in parts (e and an accent); normal form C makes
/// both the same bytes (RFC 8265 §4.2). A character is one code point of that form, as NIST SP 800-63B §3.1.1.2 counts.
package struct Passphrase: ~Copyable {
    package static let charactersMin = 8
    package static let charactersMax = 128

    /// Before normalisation; 128 characters in parts, the longest three bytes each and three parts a character, fit.
    package static let rawBytesMax = 2_048

    let secret: Secret

    /// Takes UTF-8 as it came from the person.
    package init(utf8 raw: borrowing Secret) throws(CryptoError) {
        guard raw.count > 0 else { throw .passphrase(.empty) }
        guard raw.count <= Self.rawBytesMax else { throw .passphrase(.tooLong) }

        // `utf8proc_decompose` first tells how many code points it needs, then fills exactly that buffer.
        let parts = unsafe raw.withBytes { bytes in
            unsafe utf8proc_decompose(bytes.bytePointer, bytes.count, nil, 0, CUTF8Proc_nfc())
        }
        guard parts > 0 else { throw .passphrase(.notUTF8) }

        // `utf8proc_reencode` writes UTF-8 over the code points and ends it with a zero byte.
        var points = try Secret(zeros: (parts + 1) * MemoryLayout<Int32>.size)
        let (characters, defect) = unsafe points.withMutableBytes { points in
            let buffer = unsafe points.assumingMemoryBound(to: Int32.self)
            let written = unsafe raw.withBytes { bytes in
                unsafe utf8proc_decompose(bytes.bytePointer, bytes.count, buffer.baseAddress, parts, CUTF8Proc_nfc())
            }
            let characters = unsafe utf8proc_normalize_utf32(buffer.baseAddress, written, CUTF8Proc_nfc())
            return unsafe (characters, Self.defect(of: buffer.prefix(max(0, characters))))
        }
        if let defect { throw .passphrase(defect) }
        guard characters >= Self.charactersMin else { throw .passphrase(.tooShort(characters: characters)) }
        guard characters <= Self.charactersMax else { throw .passphrase(.tooLong) }

        let length = unsafe points.withMutableBytes { points in
            unsafe utf8proc_reencode(
                points.assumingMemoryBound(to: Int32.self).baseAddress, characters, CUTF8Proc_nfc())
        }
        guard length > 0 else { throw .passphrase(.notUTF8) }
        secret = try points.slice(from: 0, count: length)
    }

    /// Control characters are typing accidents; a code point without a meaning may get another normal form later (UAX #15).
    private static func defect(of points: Slice<UnsafeMutableBufferPointer<Int32>>) -> PassphraseDefect? {
        let categories = unsafe points.lazy.map { utf8proc_category($0) }
        if unsafe categories.contains(UTF8PROC_CATEGORY_CC) { return .controlCharacter }
        if unsafe categories.contains(UTF8PROC_CATEGORY_CN) { return .unassignedCharacter }
        return nil
    }
}
