import COpenSSL

/// Where in a `SignedData` of ours, with one signer, the signed attributes and the signature stand.
///
/// It walks tags and lengths with OpenSSL's `ASN1_get_object` and refuses whatever is not where RFC 5652 §5 has it.
struct SignedDataOutline {
    /// As they were signed: with the tag of a SET in place of the context tag (RFC 5652 §5.4).
    let signedAttributes: [UInt8]
    let signature: [UInt8]

    init?(of der: [UInt8]) {
        guard OpenSSLRuntime.isReady else { return nil }
        var walk = DERWalk(der)
        guard walk.enter(V_ASN1_SEQUENCE), walk.skip(V_ASN1_OBJECT), walk.enter(context: 0),
            walk.enter(V_ASN1_SEQUENCE), walk.skip(V_ASN1_INTEGER), walk.skip(V_ASN1_SET),
            walk.skip(V_ASN1_SEQUENCE), walk.skip(context: 0), walk.enter(V_ASN1_SET), walk.enter(V_ASN1_SEQUENCE),
            walk.skip(V_ASN1_INTEGER), walk.skip(V_ASN1_SEQUENCE), walk.skip(V_ASN1_SEQUENCE),
            let attributes = walk.take(context: 0, whole: true), walk.skip(V_ASN1_SEQUENCE),
            let signature = walk.take(V_ASN1_OCTET_STRING, whole: false), walk.isAtEnd
        else { return nil }
        var signed = Array(attributes)
        signed[0] = UInt8(V_ASN1_CONSTRUCTED | V_ASN1_SET)
        signedAttributes = signed
        self.signature = Array(signature)
    }

    /// Whether these bytes stand somewhere in the attributes; a digest stands there by chance as often as one is guessed.
    func attributesContain(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= signedAttributes.count else { return false }
        return (0...signedAttributes.count - bytes.count).contains { start in
            signedAttributes[start] == bytes.first && signedAttributes[start..<start + bytes.count].elementsEqual(bytes)
        }
    }
}

/// Steps through DER, one tag and length at a time.
private struct DERWalk {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func enter(_ tag: Int32) -> Bool { step(tag, V_ASN1_UNIVERSAL).map { position = $0.lowerBound } != nil }

    mutating func enter(context tag: Int32) -> Bool {
        step(tag, V_ASN1_CONTEXT_SPECIFIC).map { position = $0.lowerBound } != nil
    }

    mutating func skip(_ tag: Int32) -> Bool { step(tag, V_ASN1_UNIVERSAL).map { position = $0.upperBound } != nil }

    mutating func skip(context tag: Int32) -> Bool {
        step(tag, V_ASN1_CONTEXT_SPECIFIC).map { position = $0.upperBound } != nil
    }

    mutating func take(_ tag: Int32, whole: Bool) -> ArraySlice<UInt8>? { take(step(tag, V_ASN1_UNIVERSAL), whole) }

    mutating func take(context tag: Int32, whole: Bool) -> ArraySlice<UInt8>? {
        take(step(tag, V_ASN1_CONTEXT_SPECIFIC), whole)
    }

    private mutating func take(_ content: Range<Int>?, _ whole: Bool) -> ArraySlice<UInt8>? {
        guard let content else { return nil }
        defer { position = content.upperBound }
        return bytes[(whole ? position : content.lowerBound)..<content.upperBound]
    }

    /// Where the content of the element here lies, if it bears this tag; definite lengths only.
    private func step(_ wanted: Int32, _ wantedClass: Int32) -> Range<Int>? {
        guard position < bytes.count else { return nil }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var next: UnsafePointer<UInt8>? = unsafe start + position
            var length = 0
            var tag: Int32 = 0
            var tagClass: Int32 = 0
            // 0x80 is an error, and 1 in the lowest bit an indefinite length (ASN1_get_object's contract).
            let result = unsafe ASN1_get_object(&next, &length, &tag, &tagClass, buffer.count - position)
            guard result & 0x81 == 0, tag == wanted, tagClass == wantedClass, let next = unsafe next else {
                ERR_clear_error()
                return nil
            }
            let from = unsafe next - start
            return from..<from + length
        }
    }
}
