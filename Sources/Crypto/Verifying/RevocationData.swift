import COpenSSL

/// CRLs and OCSP answers as they came, read once, for many certificates to be looked up in.
package struct RevocationData: Sendable {
    package static let listBytesMax = 64 << 20
    package static let answerBytesMax = 1 << 20

    package let lists: [RevocationList]
    package let answers: [RevocationAnswer]
    /// How many could not be read.
    package let unreadableCount: Int

    package static let none = RevocationData(lists: [], answers: [])

    /// CRLs, and OCSP answers either whole (`OCSPResponse`) or bare (`BasicOCSPResponse`), all DER.
    package init(lists: [[UInt8]], answers: [[UInt8]]) {
        self.lists = lists.compactMap { RevocationList(der: $0) }
        self.answers = answers.compactMap { RevocationAnswer(der: $0) }
        unreadableCount = lists.count - self.lists.count + answers.count - self.answers.count
    }

    private init(lists: [RevocationList], answers: [RevocationAnswer], unreadableCount: Int) {
        (self.lists, self.answers, self.unreadableCount) = (lists, answers, unreadableCount)
    }

    /// Both together.
    package func adding(_ other: RevocationData) -> RevocationData {
        RevocationData(
            lists: lists + other.lists, answers: answers + other.answers,
            unreadableCount: unreadableCount + other.unreadableCount)
    }
}

/// A CRL (RFC 5280 §5), read once.
@safe package final class RevocationList: @unchecked Sendable {
    // Sendable: the X509_CRL is never written after `init`, but for its entries being sorted at the first look-up,
    // which OpenSSL does under a lock of its own (def_crl_lookup in x_crl.c).

    let pointer: OpaquePointer
    package let der: [UInt8]
    /// Whether an entry bears a critical extension that is not understood: such a list must not be used for any
    /// certificate (RFC 5280 §5.3).
    let hasUnknownEntry: Bool
    /// By the bytes of an issuer's certificate, whether its key signed the list.
    let signers = PlainLock<[Certificate: Bool]>([:])
    static let signersMax = 8

    package init?(der: [UInt8]) {
        guard der.count <= RevocationData.listBytesMax else { return nil }
        let parsed = unsafe DER.parse(
            der, { unsafe d2i_X509_CRL(nil, $0, $1) }, discard: { unsafe X509_CRL_free($0) })
        guard let parsed = unsafe parsed else { return nil }
        unsafe pointer = unsafe parsed
        self.der = der
        hasUnknownEntry = unsafe COpenSSL_crl_has_unknown_entry(parsed) != 0
    }

    deinit { unsafe X509_CRL_free(pointer) }
}

/// An OCSP answer (RFC 6960 §4.2), read once.
@safe package final class RevocationAnswer: @unchecked Sendable {
    // Sendable: the OCSP_BASICRESP is never written after `init`; looking up and verifying only read it.

    let pointer: OpaquePointer
    package let der: [UInt8]
    /// That the responder brought, as many as are looked at.
    let certificates: [Certificate]

    package static let certificatesMax = 10

    /// Nil as well for an answer that is an error, such as `tryLater`.
    package init?(der: [UInt8]) {
        guard der.count <= RevocationData.answerBytesMax, let basic = unsafe Self.basic(der) else { return nil }
        unsafe pointer = unsafe basic
        self.der = der
        certificates = unsafe Stack.map(OCSP_resp_get0_certs(basic), atMost: Self.certificatesMax) { element in
            let der = unsafe try? DER.bytes("i2d_X509") { out in unsafe i2d_X509(element, out) }
            return der.flatMap { Certificate.known($0) }
        }
    }

    deinit { unsafe OCSP_BASICRESP_free(pointer) }

    /// Whether the bytes are an `OCSPResponse` and not the bare answer in it: a document's store takes only these.
    package static func isWhole(_ der: [UInt8]) -> Bool {
        BERElement(frontOf: der)?.children?.first?.has(V_ASN1_ENUMERATED) ?? false
    }

    private static func basic(_ der: [UInt8]) -> OpaquePointer? {
        let response = unsafe DER.parse(
            der, { unsafe d2i_OCSP_RESPONSE(nil, $0, $1) }, discard: { unsafe OCSP_RESPONSE_free($0) })
        guard let response = unsafe response else {
            return unsafe DER.parse(
                der, { unsafe d2i_OCSP_BASICRESP(nil, $0, $1) }, discard: { unsafe OCSP_BASICRESP_free($0) })
        }
        defer {
            unsafe OCSP_RESPONSE_free(response)
            ERR_clear_error()
        }

        guard unsafe OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL else { return nil }
        return unsafe OCSP_response_get1_basic(response)
    }
}

/// CRLs and OCSP answers as a `SignedData` carries them, before they are read.
struct RevocationBytes {
    private(set) var lists: [[UInt8]] = []
    private(set) var answers: [[UInt8]] = []
    /// Whether something was there that is neither.
    private(set) var isIncomplete = false

    private static let ocspResponse = "1.3.6.1.5.5.7.16.2"

    /// From the field `crls`: a CRL, or another format by its name (RFC 5652 §10.2.1, RFC 5940 §2.1).
    init(_ elements: [BERElement]) {
        for element in elements {
            if element.has(V_ASN1_SEQUENCE) {
                lists.append(element.bytes)
            } else if element.has(context: 1), let parts = element.children, parts.count == 2,
                parts[0].objectIdentifier == Self.ocspResponse
            {
                answers.append(parts[1].bytes)
            } else {
                isIncomplete = true
            }
        }
    }

    var count: Int { lists.count + answers.count }

    /// From `adbe-revocationInfoArchival` (ISO 32000-1 §12.8.3.3.2).
    mutating func add(adobe value: BERElement) {
        guard value.has(V_ASN1_SEQUENCE), let fields = value.children else {
            isIncomplete = true
            return
        }
        for field in fields {
            guard let list = field.children?.first, let members = list.children else {
                isIncomplete = true
                continue
            }
            switch field.tag {
            case 0: lists += members.map(\.bytes)
            case 1: answers += members.map(\.bytes)
            default: isIncomplete = true
            }
        }
    }
}

/// OpenSSL's stacks, which are typed by macros and all alike underneath.
enum Stack {
    /// What the body makes of each element; the elements stay the stack's.
    static func map<Made>(_ stack: OpaquePointer?, atMost most: Int, _ body: (OpaquePointer) -> Made?) -> [Made] {
        var made: [Made] = []
        // The count of no stack is -1.
        for index in 0..<min(Int32(most), max(0, unsafe OPENSSL_sk_num(stack))) {
            guard let element = unsafe OPENSSL_sk_value(stack, index) else { continue }
            if let one = unsafe body(OpaquePointer(element)) { made.append(one) }
        }
        return made
    }
}
