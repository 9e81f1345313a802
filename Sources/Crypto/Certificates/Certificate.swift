import COpenSSL
package import Domain
import Glibc

/// An X.509 certificate, read once and never changed.
@safe package final class Certificate: @unchecked Sendable {
    // Sendable: the X509 is never written after `init`, which fills OpenSSL's lazily cached extensions (X509_check_purpose(3)
    // does so under OpenSSL's own lock).

    let pointer: OpaquePointer
    package let der: [UInt8]

    package init(der: [UInt8]) throws(CryptoError) {
        try OpenSSLRuntime.require()
        let parsed = unsafe DER.parse(
            der, { next, count in unsafe d2i_X509(nil, next, count) }, discard: { unsafe X509_free($0) })
        guard let pointer = unsafe parsed else { throw .certificate(.unreadable) }
        guard unsafe X509_check_purpose(pointer, -1, 0) == 1 else {  // -1 only caches; it fails on broken extensions
            unsafe X509_free(pointer)
            ERR_clear_error()
            throw .certificate(.unreadable)
        }
        unsafe self.pointer = pointer
        self.der = der
    }

    deinit { unsafe X509_free(pointer) }

    /// Every certificate of a PEM text, in its order; other blocks are passed over. None at all is refused.
    package static func all(pem: [UInt8]) throws(CryptoError) -> [Certificate] {
        try OpenSSLRuntime.require()
        guard let bio = unsafe BIO_new_mem_buf(pem, Int32(pem.count)) else { throw .last("BIO_new_mem_buf") }
        defer { unsafe BIO_free(bio) }

        ERR_clear_error()  // The end is told by the queue; what somebody left there is not this text's.
        // Not `PEM_read_bio_X509`: it asks the terminal for the password of an encrypted block, and passes over bytes
        // behind the certificate.
        var found: [Certificate] = []
        while let block = unsafe PEM.nextBlock(of: bio, labelled: ["CERTIFICATE"]) {
            switch block {
            case .wanted(let der): found.append(try Certificate(der: der))
            case .withHeader: throw .certificate(.unreadable)
            case .other: continue
            }
        }
        // The text ends the reading with PEM_R_NO_START_LINE; anything else is a certificate that could not be read.
        let end = OpenSSLQueue.Reason(library: ERR_LIB_PEM, number: PEM_R_NO_START_LINE)
        guard OpenSSLQueue.drainReasons() == [end] else { throw .certificate(.unreadable) }
        guard !found.isEmpty else { throw .certificate(.none) }
        return found
    }

    package func pem() throws(CryptoError) -> String {
        try unsafe PEM.text { bio in unsafe PEM_write_bio_X509(bio, pointer) }
    }

    /// The public key; a kind this house does not sign with is refused by its name.
    package func publicKey() throws(CryptoError) -> PublicKey {
        // Decoding it once more would cost half a signature; reading the certificate has done so already.
        guard let pointer = unsafe X509_get_pubkey(pointer) else {
            ERR_clear_error()
            throw .key(.unreadable)
        }
        return try unsafe PublicKey(owning: pointer, info: publicKeyInfo())
    }

    /// `SubjectPublicKeyInfo`, DER, of any kind of key.
    package func publicKeyInfo() throws(CryptoError) -> [UInt8] {
        guard let info = unsafe X509_get_X509_PUBKEY(pointer) else { throw .certificate(.unreadable) }
        return try unsafe DER.bytes("i2d_X509_PUBKEY") { out in unsafe i2d_X509_PUBKEY(info, out) }
    }

    /// Subject as one line, RFC 2253 order, readable UTF-8.
    package var subject: String { unsafe OpenSSLName.line(X509_get_subject_name(pointer)) }

    /// The last common name of the subject, which is the most specific one; nil where it has none.
    package var commonName: String? {
        let name = unsafe X509_get_subject_name(pointer)
        var index: Int32 = -1
        var last: Int32 = -1
        while true {
            index = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, index)
            if index < 0 { break }
            last = index
        }
        guard last >= 0 else { return nil }
        var text: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)))
        guard count >= 0 else {
            ERR_clear_error()
            return nil
        }
        defer { unsafe COpenSSL_free(text) }

        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
    }

    package var issuer: String { unsafe OpenSSLName.line(X509_get_issuer_name(pointer)) }

    package var notBefore: Instant? { unsafe X509_get0_notBefore(pointer).flatMap { unsafe Instant(asn1: $0) } }

    package var notAfter: Instant? { unsafe X509_get0_notAfter(pointer).flatMap { unsafe Instant(asn1: $0) } }

    /// Whether the key may sign documents: digitalSignature or nonRepudiation, or no restriction stated.
    package var isForSigning: Bool {
        unsafe X509_get_key_usage(pointer) & UInt32(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION) != 0
    }

    /// Whether the digest that the issuer signed has 112 bits of security, which SHA-1 has not. OpenSSL's figure says nothing of
    /// the issuer's key: that is judged by whoever judges the path.
    package var isSoundlySigned: Bool {
        var bits: Int32 = 0
        return unsafe X509_get_signature_info(pointer, nil, nil, &bits, nil) == 1 && bits >= 112
    }

    package var isSelfIssued: Bool {
        unsafe X509_NAME_cmp(X509_get_subject_name(pointer), X509_get_issuer_name(pointer)) == 0
    }

    /// Whether this certificate's name and key identifier are those the other names as its issuer. No signature is checked.
    package func mayHaveIssued(_ other: Certificate) -> Bool {
        unsafe X509_check_issued(pointer, other.pointer) == X509_V_OK
    }

    /// Refuses a moment outside the certificate's validity; both ends belong to it (RFC 5280 §4.1.2.5).
    package func checkValidity(at now: Instant) throws(CryptoError) {
        guard let notBefore, let notAfter else { throw .certificate(.unreadable) }
        guard now >= notBefore else { throw .certificate(.notYetValid) }
        guard now.secondsSince1970 <= notAfter.secondsSince1970 else { throw .certificate(.expired) }
    }
}

extension Certificate: Hashable {
    package static func == (left: Certificate, right: Certificate) -> Bool { left.der == right.der }

    /// All bytes at once: an array hashes itself byte by byte, which takes longer by far.
    package func hash(into hasher: inout Hasher) {
        unsafe der.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
    }
}

extension Instant {
    /// A time of ASN.1, which X.509 and RFC 3161 always give in UTC.
    init?(asn1 time: UnsafePointer<ASN1_TIME>) {
        var broken = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(time, &broken) == 1,
            let day = unsafe CivilDate(
                year: Int(broken.tm_year) + 1_900, month: Int(broken.tm_mon) + 1, day: Int(broken.tm_mday))
        else { return nil }
        // Not `timegm`: it reads the machine's zone first, which nobody may do behind walls.
        let second = unsafe Int64(broken.tm_hour) * 3_600 + Int64(broken.tm_min) * 60 + Int64(broken.tm_sec)
        self.init(secondsSince1970: Int64(day.daysSince1970) * 86_400 + second)
    }
}

/// OpenSSL's names in a form for people.
enum OpenSSLName {
    static func line(_ name: OpaquePointer?) -> String {
        guard let name = unsafe name, let bio = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(bio) }

        guard unsafe COpenSSL_print_name(bio, name) >= 0 else { return "" }
        var bytes = [UInt8](repeating: 0, count: Int(unsafe BIO_ctrl_pending(bio)))
        guard !bytes.isEmpty else { return "" }
        let length = unsafe BIO_read(bio, &bytes, Int32(bytes.count))
        return String(decoding: bytes.prefix(Int(max(0, length))), as: UTF8.self)
    }

    /// The long name of an object identifier, or its numbers.
    static func of(_ object: OpaquePointer) -> String {
        var text = [CChar](repeating: 0, count: 80)
        let length = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 0)
        let shown = text.prefix(Int(min(max(0, length), 79)))
        return String(decoding: shown.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
