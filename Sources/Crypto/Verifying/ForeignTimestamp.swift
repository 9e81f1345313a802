import COpenSSL
package import Domain

/// A stranger's timestamp token (RFC 3161 §2.4.2): what it says, what is wrong with it, and whether it holds.
///
/// Whether its authority is anybody's, and its time plausible, is for others to say.
package struct ForeignTimestamp: Sendable {
    /// The structure that carries it; what is wrong with that is in `signedData.defects`.
    package let signedData: ForeignSignedData
    package let defects: Set<TimestampDefect>
    /// What it stamps; nil where the function is not recognised, or the digest is not of its length.
    package let imprint: ContentDigest?
    package let time: Instant
    /// How far off the time may be; nil where that is not said.
    package let accuracy: Duration?
    package let serial: [UInt8]
    /// In dotted numbers.
    package let policy: String

    package var authority: Certificate? { signedData.signer }

    /// `besides` are certificates known from elsewhere; an authority may leave its own out.
    package init(token: [UInt8], besides: [Certificate] = []) throws(SignedDataError) {
        let signedData = try ForeignSignedData(contents: token, place: .timestamp, besides: besides)
        guard let content = signedData.content, let info = TimestampInfo(content) else { throw .unreadable }
        self.signedData = signedData
        (imprint, time, accuracy) = (info.imprint, info.time, info.accuracy)
        (serial, policy) = (info.serial, info.policy)
        var defects = info.defects
        if let authority = signedData.signer {
            if !authority.isForTimestampsAlone { defects.insert(.certificateNotForTimestamps) }
            if !info.mayBe(by: authority) { defects.insert(.otherAuthorityNamed) }
        }
        self.defects = defects
    }

    /// Whether the signature over what it says is the authority's.
    package func check() -> SignatureVerdict { signedData.checkContent() }

    /// Whether it stamps these bytes.
    package func stamps(_ bytes: [UInt8]) -> Bool {
        guard let imprint, let digest = try? imprint.function.digest(of: bytes) else { return false }
        return digest == imprint
    }

    /// Whether it stamps this digest, which must be computed with the function of the imprint.
    package func stamps(_ digest: ContentDigest) -> Bool { digest == imprint }

    package func stamps(_ digest: Digest) -> Bool { stamps(ContentDigest(digest)) }
}

/// What is wrong with what a timestamp says.
package enum TimestampDefect: String, CaseIterable, Sendable {
    case wrongVersion
    case imprintUnknown
    case unknownCriticalExtension
    /// Not for timestamps, not for them alone, or not critically so (RFC 3161 §2.3).
    case certificateNotForTimestamps
    /// It names an authority whose name is not in the certificate (RFC 3161 §2.4.2).
    case otherAuthorityNamed
    case accuracyUnreadable
}

/// A `TSTInfo`, read by OpenSSL.
@safe private final class TimestampInfo {
    private let pointer: OpaquePointer
    let time: Instant
    let imprint: ContentDigest?
    let accuracy: Duration?
    let serial: [UInt8]
    let policy: String
    let defects: Set<TimestampDefect>

    private static let serialBytesMax = 64

    init?(_ der: [UInt8]) {
        let parsed = unsafe DER.parse(
            der, { unsafe d2i_TS_TST_INFO(nil, $0, $1) }, discard: { unsafe TS_TST_INFO_free($0) })
        guard let parsed = unsafe parsed else { return nil }
        guard let stated = unsafe TS_TST_INFO_get_time(parsed), let time = unsafe Instant(precisely: stated),
            let policy = unsafe TS_TST_INFO_get_policy_id(parsed)
        else {
            unsafe TS_TST_INFO_free(parsed)
            return nil
        }
        var defects: Set<TimestampDefect> = []
        if unsafe TS_TST_INFO_get_version(parsed) != 1 { defects.insert(.wrongVersion) }
        imprint = unsafe Self.imprint(TS_TST_INFO_get_msg_imprint(parsed))
        if imprint == nil { defects.insert(.imprintUnknown) }
        if unsafe TS_TST_INFO_get_ext_by_critical(parsed, 1, -1) >= 0 { defects.insert(.unknownCriticalExtension) }
        var isAccuracyRead = true
        accuracy = unsafe Self.accuracy(TS_TST_INFO_get_accuracy(parsed), &isAccuracyRead)
        if !isAccuracyRead { defects.insert(.accuracyUnreadable) }
        serial = Array(unsafe OpenSSLString.bytes(TS_TST_INFO_get_serial(parsed)).prefix(Self.serialBytesMax))
        self.policy = unsafe OpenSSLName.numbers(of: policy)
        self.time = time
        self.defects = defects
        unsafe pointer = unsafe parsed
    }

    deinit { unsafe TS_TST_INFO_free(pointer) }

    /// False only for another name of a directory than the certificate has; other kinds of names are not compared.
    func mayBe(by authority: Certificate) -> Bool {
        guard let named = unsafe TS_TST_INFO_get_tsa(pointer) else { return true }
        var type: Int32 = -1
        guard let value = unsafe GENERAL_NAME_get0_value(named, &type), type == GEN_DIRNAME else { return true }
        return unsafe X509_NAME_cmp(OpaquePointer(value), X509_get_subject_name(authority.pointer)) == 0
    }

    private static func imprint(_ imprint: OpaquePointer?) -> ContentDigest? {
        guard let imprint = unsafe imprint, let algorithm = unsafe TS_MSG_IMPRINT_get_algo(imprint) else { return nil }
        let der = unsafe try? DER.bytes("i2d_X509_ALGOR") { out in unsafe i2d_X509_ALGOR(algorithm, out) }
        guard let der, let element = BERElement(frontOf: der), let function = SignatureWay.digest(element) else {
            return nil
        }
        return try? ContentDigest(function, bytes: unsafe OpenSSLString.bytes(TS_MSG_IMPRINT_get_msg(imprint)))
    }

    private static func accuracy(_ accuracy: OpaquePointer?, _ isRead: inout Bool) -> Duration? {
        guard let accuracy = unsafe accuracy else { return nil }
        let seconds = unsafe TS_ACCURACY_get_seconds(accuracy).map { unsafe ASN1_INTEGER_get($0) } ?? 0
        let millis = unsafe TS_ACCURACY_get_millis(accuracy).map { unsafe ASN1_INTEGER_get($0) } ?? 0
        let micros = unsafe TS_ACCURACY_get_micros(accuracy).map { unsafe ASN1_INTEGER_get($0) } ?? 0
        // A number beyond a Long comes out as -1. Of a hundred years and more nobody makes use.
        guard (0...3_200_000_000).contains(seconds), (0...999).contains(millis), (0...999).contains(micros) else {
            isRead = false
            return nil
        }
        return .seconds(seconds) + .milliseconds(millis) + .microseconds(micros)
    }
}

extension Instant {
    /// A `GeneralizedTime` with the fraction of a second that RFC 3161 allows it, down to the nanosecond.
    init?(precisely time: UnsafePointer<ASN1_GENERALIZEDTIME>) {
        guard let whole = unsafe Instant(asn1: time) else { return nil }
        let text = unsafe OpenSSLString.bytes(time)
        guard let dot = text.firstIndex(of: UInt8(ascii: ".")) else {
            self = whole
            return
        }
        var nanoseconds = 0
        var unit = 100_000_000
        for digit in text[(dot + 1)...].prefix(while: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            nanoseconds += Int(digit - UInt8(ascii: "0")) * unit
            unit /= 10
        }
        self = whole + .nanoseconds(nanoseconds)
    }
}
