import CUTF8Proc

/// The name of a certificate's subject or issuer: attributes in their order, each held to its standard's bounds.
///
/// Every attribute stands in a part of its own; only organisational units may occur several times.
package struct DistinguishedName: Hashable, Sendable {
    /// Far more than a name of ours has.
    package static let attributesMax = 16

    package struct Attribute: Hashable, Sendable {
        package let kind: NameAttribute
        /// In normal form C.
        package let value: String

        package init(_ kind: NameAttribute, _ value: String) throws(CryptoError) {
            guard let composed = NormalForm.composed(value) else { throw .name(.unreadable) }
            if let defect = kind.defect(of: composed) { throw .name(defect) }
            self.kind = kind
            self.value = composed
        }
    }

    /// From the most general to the most specific, as certificates have them.
    package let attributes: [Attribute]

    package init(_ attributes: [Attribute]) throws(CryptoError) {
        guard !attributes.isEmpty else { throw .name(.empty) }
        guard attributes.count <= Self.attributesMax else { throw .name(.tooManyAttributes(most: Self.attributesMax)) }
        var seen: Set<NameAttribute> = []
        for attribute in attributes where attribute.kind != .organizationalUnit {
            guard seen.insert(attribute.kind).inserted else { throw .name(.repeated(attribute.kind)) }
        }
        self.attributes = attributes
    }

    /// The same from pairs.
    package init(_ pairs: [(NameAttribute, String)]) throws(CryptoError) {
        try self.init(pairs.map { pair throws(CryptoError) in try Attribute(pair.0, pair.1) })
    }

    /// The first of that kind.
    package subscript(kind: NameAttribute) -> String? { attributes.first { $0.kind == kind }?.value }

    /// As certificates write it.
    package var der: [UInt8] {
        DER.sequence(
            of: attributes.map { attribute in
                DER.set(of: [
                    DER.sequence(attribute.kind.identifier.der, attribute.kind.string(attribute.value))
                ])
            })
    }
}

/// What a name can tell (RFC 5280 §4.1.2.4, and organizationIdentifier of X.520 for EN 319 412-1).
package enum NameAttribute: String, CaseIterable, Sendable {
    case country = "C"
    case state = "ST"
    case locality = "L"
    case organization = "O"
    case organizationalUnit = "OU"
    case commonName = "CN"
    case serialNumber = "serialNumber"
    case givenName = "givenName"
    case surname = "surname"
    case title = "title"
    case organizationIdentifier = "organizationIdentifier"
    case emailAddress = "emailAddress"

    /// The upper bounds of RFC 5280 appendix A.1. It lets given name and surname have 32,768 characters and gives the
    /// organisation's identifier no bound at all; a name that anybody reads has no need of more than 256.
    package var charactersMax: Int {
        switch self {
        case .country: 2
        case .commonName, .organization, .organizationalUnit, .serialNumber, .title: 64
        case .state, .locality: 128
        case .emailAddress: 255
        case .givenName, .surname, .organizationIdentifier: 256
        }
    }

    var identifier: ObjectIdentifier {
        switch self {
        case .country: .country
        case .state: .state
        case .locality: .locality
        case .organization: .organization
        case .organizationalUnit: .organizationalUnit
        case .commonName: .commonName
        case .serialNumber: .serialNumber
        case .givenName: .givenName
        case .surname: .surname
        case .title: .title
        case .organizationIdentifier: .organizationIdentifier
        case .emailAddress: .emailAddress
        }
    }

    /// RFC 5280 appendix A.1 fixes the string of these three; all others are UTF-8.
    fileprivate func string(_ value: String) -> [UInt8] {
        switch self {
        case .country, .serialNumber: DER.printable(value)
        case .emailAddress: DER.ascii(value)
        case .state, .locality, .organization, .organizationalUnit, .commonName, .givenName, .surname, .title,
            .organizationIdentifier:
            DER.utf8(value)
        }
    }

    fileprivate func defect(of value: String) -> NameDefect? {
        let points = value.unicodeScalars
        guard let first = points.first, let last = points.last else { return .emptyValue(self) }
        guard points.count <= charactersMax else { return .tooLong(self, most: charactersMax) }
        for point in points {
            if let defect = point.defect(in: self) { return defect }
        }
        if first.isBlank || last.isBlank { return .blankAtEdge(self) }
        switch self {
        case .country:
            guard points.count == 2, points.allSatisfy({ "A"..."Z" ~= $0 }) else { return .notACountry }
        case .serialNumber:
            guard points.allSatisfy(\.isPrintable) else { return .notPrintable(self) }
        case .emailAddress:
            let parts = value.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
                points.allSatisfy({ $0.isASCII && !$0.isBlank })
            else { return .notAnAddress }
        case .state, .locality, .organization, .organizationalUnit, .commonName, .givenName, .surname, .title,
            .organizationIdentifier:
            break
        }
        return nil
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool { utf8proc_category(Int32(value)) == UTF8PROC_CATEGORY_ZS }

    /// What a PrintableString may hold (X.680 §41.4).
    fileprivate var isPrintable: Bool {
        switch self {
        case "A"..."Z", "a"..."z", "0"..."9", " ", "'", "(", ")", "+", ",", "-", ".", "/", ":", "=", "?": true
        default: false
        }
    }

    /// What no name may hold, because a reader would not see it, or would see something else.
    fileprivate func defect(in attribute: NameAttribute) -> NameDefect? {
        switch utf8proc_category(Int32(value)) {
        case UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_ZL, UTF8PROC_CATEGORY_ZP: .controlCharacter(attribute)
        // Directions, joiners, soft hyphens: they change how a name looks and cannot be seen themselves.
        case UTF8PROC_CATEGORY_CF: .invisibleCharacter(attribute)
        case UTF8PROC_CATEGORY_CN, UTF8PROC_CATEGORY_CO, UTF8PROC_CATEGORY_CS: .unassignedCharacter(attribute)
        default: isFiller ? .invisibleCharacter(attribute) : nil
        }
    }

    /// Letters and marks that show nothing: the fillers of Hangul, the variation selectors, the joiner of graphemes, braille's
    /// blank.
    private var isFiller: Bool {
        switch value {
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x2800, 0x3164, 0xFE00...0xFE0F, 0xFFA0,
            0xE0100...0xE01EF:
            true
        default: false
        }
    }
}

extension ObjectIdentifier {
    static let commonName = Self(of: "2.5.4.3")
    static let surname = Self(of: "2.5.4.4")
    static let serialNumber = Self(of: "2.5.4.5")
    static let country = Self(of: "2.5.4.6")
    static let locality = Self(of: "2.5.4.7")
    static let state = Self(of: "2.5.4.8")
    static let organization = Self(of: "2.5.4.10")
    static let organizationalUnit = Self(of: "2.5.4.11")
    static let title = Self(of: "2.5.4.12")
    static let givenName = Self(of: "2.5.4.42")
    static let organizationIdentifier = Self(of: "2.5.4.97")
    static let emailAddress = Self(of: "1.2.840.113549.1.9.1")
}
