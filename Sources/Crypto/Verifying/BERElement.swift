import COpenSSL

/// One element of a stranger's BER, where it stands among the bytes it came in.
///
/// OpenSSL gives back what it understood, encoded anew; what was signed are the bytes as they stand. So the outer
/// structure is walked here, header by header with `ASN1_get_object`, and what lies in it is read by OpenSSL's `d2i_`
/// functions.
struct BERElement {
    /// How many elements one element is looked through for.
    static let childrenMax = 10_000
    /// How deep elements of an indefinite length may lie in each other.
    private static let depthMax = 16

    private let source: [UInt8]
    let tag: Int32
    let tagClass: Int32
    let isConstructed: Bool
    /// A definite length in the fewest bytes, here and in whatever had to be looked through to find the end.
    let isDER: Bool
    let whole: Range<Int>
    let content: Range<Int>

    /// The element at the front; nil when there is none that ends within the bytes.
    init?(frontOf source: [UInt8]) {
        guard OpenSSLRuntime.isReady else { return nil }
        self.init(source, at: 0..<source.count, depth: 0)
    }

    private init?(_ source: [UInt8], at place: Range<Int>, depth: Int) {
        guard depth < Self.depthMax, let header = Self.header(source, at: place) else { return nil }
        self.source = source
        (tag, tagClass, isConstructed) = (header.tag, header.tagClass, header.isConstructed)
        let start = place.lowerBound + header.byteCount
        if let length = header.length {
            content = start..<start + length
            whole = place.lowerBound..<content.upperBound
            isDER = header.byteCount == Self.fewestHeaderBytes(tag: tag, length: length)
            return
        }
        var position = start
        for _ in 0..<Self.childrenMax {
            guard let child = BERElement(source, at: position..<place.upperBound, depth: depth + 1) else { return nil }
            if child.isEndOfContents {
                content = start..<position
                whole = place.lowerBound..<child.whole.upperBound
                isDER = false
                return
            }
            position = child.whole.upperBound
        }
        return nil
    }

    private var isEndOfContents: Bool {
        tag == V_ASN1_EOC && tagClass == V_ASN1_UNIVERSAL && content.isEmpty && whole.count == 2
    }

    func has(_ wanted: Int32) -> Bool { tag == wanted && tagClass == V_ASN1_UNIVERSAL }

    func has(context wanted: Int32) -> Bool { tag == wanted && tagClass == V_ASN1_CONTEXT_SPECIFIC }

    var bytes: [UInt8] { Array(source[whole]) }

    var contentBytes: [UInt8] { Array(source[content]) }

    /// The elements inside; nil when they do not fill it exactly or are too many.
    var children: [BERElement]? {
        guard isConstructed else { return nil }
        var found: [BERElement] = []
        var position = content.lowerBound
        while position < content.upperBound {
            guard found.count < Self.childrenMax,
                let child = BERElement(source, at: position..<content.upperBound, depth: 0)
            else { return nil }
            found.append(child)
            position = child.whole.upperBound
        }
        return found
    }

    /// An octet string's bytes; BER may give them in pieces (X.690 §8.7.3).
    var octets: [UInt8]? {
        guard isConstructed else { return contentBytes }
        guard let pieces = children else { return nil }
        var joined: [UInt8] = []
        for piece in pieces {
            guard piece.has(V_ASN1_OCTET_STRING), !piece.isConstructed else { return nil }
            joined += piece.contentBytes
        }
        return joined
    }

    /// The same bytes under the tag of a SET, as signed attributes are signed (RFC 5652 §5.4).
    var bytesAsSet: [UInt8] {
        var set = bytes
        if !set.isEmpty { set[0] = UInt8(V_ASN1_CONSTRUCTED | V_ASN1_SET) }
        return set
    }

    /// An object identifier in dotted numbers.
    var objectIdentifier: String? {
        guard has(V_ASN1_OBJECT), let object = unsafe objectHandle else { return nil }
        defer { unsafe ASN1_OBJECT_free(object) }

        return unsafe OpenSSLName.numbers(of: object)
    }

    /// OpenSSL's number for an object identifier; `NID_undef` for one it does not know.
    var objectNID: Int32 {
        guard has(V_ASN1_OBJECT), let object = unsafe objectHandle else { return NID_undef }
        defer { unsafe ASN1_OBJECT_free(object) }

        return unsafe OBJ_obj2nid(object)
    }

    private var objectHandle: OpaquePointer? {
        unsafe DER.parse(
            bytes, { unsafe d2i_ASN1_OBJECT(nil, $0, $1) }, discard: { unsafe ASN1_OBJECT_free($0) })
    }
}

extension BERElement {
    private struct Header {
        let tag: Int32
        let tagClass: Int32
        let isConstructed: Bool
        let byteCount: Int
        /// Nil for an indefinite length.
        let length: Int?
    }

    private static func header(_ source: [UInt8], at place: Range<Int>) -> Header? {
        guard !place.isEmpty else { return nil }
        return unsafe source.withUnsafeBufferPointer { buffer in
            guard let start = unsafe buffer.baseAddress.map({ unsafe $0 + place.lowerBound }) else { return nil }
            var next: UnsafePointer<UInt8>? = unsafe start
            var length = 0
            var tag: Int32 = 0
            var tagClass: Int32 = 0
            let result = unsafe ASN1_get_object(&next, &length, &tag, &tagClass, place.count)
            guard result & 0x80 == 0, let next = unsafe next else {
                ERR_clear_error()
                return nil
            }
            return unsafe Header(
                tag: tag, tagClass: tagClass, isConstructed: result & V_ASN1_CONSTRUCTED != 0, byteCount: next - start,
                length: result & 1 == 0 ? length : nil)
        }
    }

    private static func fewestHeaderBytes(tag: Int32, length: Int) -> Int {
        let lengthBytes = length < 0x80 ? 1 : 1 + (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
        let tagBytes = tag < 31 ? 1 : 1 + (Int32.bitWidth - tag.leadingZeroBitCount + 6) / 7
        return tagBytes + lengthBytes
    }
}

extension OpenSSLName {
    /// The dotted numbers of an object identifier, cut where they are longer than any in use.
    static func numbers(of object: OpaquePointer) -> String {
        var text = [CChar](repeating: 0, count: 128)
        let length = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 1)
        let shown = text.prefix(Int(min(max(0, length), 127)))
        return String(decoding: shown.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
