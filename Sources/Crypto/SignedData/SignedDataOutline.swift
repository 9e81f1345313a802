import COpenSSL

/// Where in a `SignedData` of ours, with one signer, the signed attributes and the signature stand.
///
/// It walks tags and lengths with OpenSSL's `ASN1_get_object` and refuses whatever is not where RFC 5652 §5 has it.
struct SignedDataOutline {
    /// As they were signed: with the tag of a SET in place of the context tag (RFC 5652 §5.4).
    let signedAttributes: [UInt8]
    let signature: [UInt8]
    /// Empty unless they were asked for.
    let unsignedAttributes: [UInt8]

    /// Unsigned attributes must be there where they are asked for, and must not be there otherwise.
    init?(of der: [UInt8], withUnsignedAttributes isStamped: Bool = false) {
        guard OpenSSLRuntime.isReady else { return nil }
        var walk = DERWalk(der)
        guard walk.enter(V_ASN1_SEQUENCE), walk.skip(V_ASN1_OBJECT), walk.enter(context: 0),
            walk.enter(V_ASN1_SEQUENCE), walk.skip(V_ASN1_INTEGER), walk.skip(V_ASN1_SET),
            walk.skip(V_ASN1_SEQUENCE), walk.skip(context: 0), walk.enter(V_ASN1_SET), walk.enter(V_ASN1_SEQUENCE),
            walk.skip(V_ASN1_INTEGER), walk.skip(V_ASN1_SEQUENCE), walk.skip(V_ASN1_SEQUENCE),
            let attributes = walk.take(context: 0, whole: true), walk.skip(V_ASN1_SEQUENCE),
            let signature = walk.take(V_ASN1_OCTET_STRING, whole: false),
            let unsigned = isStamped ? walk.take(context: 1, whole: false) : [], walk.isAtEnd
        else { return nil }
        var signed = Array(attributes)
        signed[0] = UInt8(V_ASN1_CONSTRUCTED | V_ASN1_SET)
        signedAttributes = signed
        self.signature = Array(signature)
        unsignedAttributes = Array(unsigned)
    }

    /// Whether these bytes stand somewhere in the signed attributes; a digest stands there by chance as often as one is guessed.
    func attributesContain(_ bytes: [UInt8]) -> Bool { Self.holds(signedAttributes, bytes) }

    /// Whether these bytes stand somewhere in the unsigned attributes.
    func unsignedAttributesContain(_ bytes: [UInt8]) -> Bool { Self.holds(unsignedAttributes, bytes) }

    private static func holds(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
        guard part.count <= whole.count else { return false }
        return (0...whole.count - part.count).contains { start in
            whole[start] == part.first && whole[start..<start + part.count].elementsEqual(part)
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
            guard let start = buffer.baseAddress,
                let element = unsafe DER.element(at: start + position, within: buffer.count - position),
                element.tag == wanted, element.tagClass == wantedClass
            else { return nil }
            return position + element.content.lowerBound..<position + element.content.upperBound
        }
    }
}
