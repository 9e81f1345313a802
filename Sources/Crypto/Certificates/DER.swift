import COpenSSL

/// The two habits of OpenSSL's `i2d_` and `d2i_` functions, kept in one place.
enum DER {
    /// Runs an `i2d_` function twice, for the length and for the bytes.
    static func bytes(
        _ name: String, _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
    ) throws(CryptoError) -> [UInt8] {
        let length = encode(nil)
        guard length > 0 else { throw .last(name) }
        var bytes = [UInt8](repeating: 0, count: Int(length))
        let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return unsafe encode(&next)
        }
        guard written == length else { throw .last(name) }
        return bytes
    }

    /// Runs a `d2i_` function over the bytes; nil when it fails or leaves some over, and then `discard` frees what it made.
    static func parse(
        _ bytes: [UInt8],
        _ decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?,
        discard: (OpaquePointer) -> Void
    ) -> OpaquePointer? {
        guard OpenSSLRuntime.isReady else { return nil }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            let made = unsafe decode(&next, buffer.count)
            ERR_clear_error()
            guard let made = unsafe made else { return nil }
            guard unsafe next == buffer.baseAddress.map({ unsafe $0 + buffer.count }) else {
                unsafe discard(made)
                return nil
            }
            return unsafe made
        }
    }
}

extension DER {
    /// The header of one element.
    struct Element {
        let tag: Int32
        let tagClass: Int32
        /// Counted from the element's first byte.
        let content: Range<Int>
    }

    /// The element at the front of `count` bytes, of a definite length that they hold; nil for anything else.
    static func element(at start: UnsafePointer<UInt8>, within count: Int) -> Element? {
        var next: UnsafePointer<UInt8>? = unsafe start
        var length = 0
        var tag: Int32 = 0
        var tagClass: Int32 = 0
        // 0x80 is an error, and 1 in the lowest bit an indefinite length (ASN1_get_object's contract).
        let result = unsafe ASN1_get_object(&next, &length, &tag, &tagClass, count)
        guard result & 0x81 == 0, let next = unsafe next else {
            ERR_clear_error()
            return nil
        }
        let from = unsafe next - start
        return Element(tag: tag, tagClass: tagClass, content: from..<from + length)
    }
}

/// Text around DER (RFC 7468), written and read by OpenSSL.
enum PEM {
    static func text(_ write: (OpaquePointer) -> Int32) throws(CryptoError) -> String {
        guard let bio = unsafe BIO_new(BIO_s_mem()) else { throw .last("BIO_new") }
        defer { unsafe BIO_free(bio) }

        guard unsafe write(bio) == 1 else { throw .last("PEM_write_bio") }
        var bytes = [UInt8](repeating: 0, count: Int(unsafe BIO_ctrl_pending(bio)))
        let length = unsafe BIO_read(bio, &bytes, Int32(bytes.count))
        return String(decoding: bytes.prefix(Int(length)), as: UTF8.self)
    }

    /// One block of a text.
    enum Block {
        /// What the base64 of a block with the wanted label holds.
        case wanted([UInt8])
        /// The wanted label with fields above the base64, such as those of an encrypted block (RFC 1421 §4.6).
        case withHeader
        /// Another label. Its bytes may be a private key, and are left where OpenSSL wipes them.
        case other
    }

    /// The next block; nil at the end of the text, or with the reason in OpenSSL's queue.
    static func nextBlock(of bio: OpaquePointer, labelled wanted: Set<String>) -> Block? {
        var label: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard unsafe PEM_read_bio(bio, &label, &header, &bytes, &count) == 1 else { return nil }
        defer {
            unsafe COpenSSL_free(label)
            unsafe COpenSSL_free(header)
            unsafe COpenSSL_free(bytes)
        }

        guard let label = unsafe label, unsafe wanted.contains(String(cString: label)) else { return .other }
        guard unsafe header.map({ unsafe $0.pointee == 0 }) ?? true else { return .withHeader }
        return .wanted(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
    }
}
