import COpenSSL

/// The fields of a stranger's `SignedData` (RFC 5652 §5.1), where they stand.
struct SignedDataParts {
    let digestAlgorithms: [BERElement]
    /// In dotted numbers.
    let contentType: String
    /// What it holds, if it holds it.
    let content: [UInt8]?
    let certificates: [BERElement]
    let revocations: [BERElement]
    let signers: [BERElement]
    /// Whether all that is read here is DER; certificates and revocation data are left to their own signatures.
    let isDER: Bool

    init(_ root: BERElement) throws(SignedDataError) {
        guard root.has(V_ASN1_SEQUENCE), let outer = root.children, outer.count == 2,
            let type = outer[0].objectIdentifier
        else { throw .unreadable }
        guard outer[0].objectNID == NID_pkcs7_signed else { throw .notSignedData(type) }
        guard outer[1].has(context: 0), let inner = outer[1].children, inner.count == 1, inner[0].has(V_ASN1_SEQUENCE),
            let fields = inner[0].children
        else { throw .unreadable }

        var rest = fields[...]
        guard let version = rest.popFirst(), version.has(V_ASN1_INTEGER),
            let digests = rest.popFirst(), digests.has(V_ASN1_SET), let digestAlgorithms = digests.children,
            let holder = rest.popFirst(), holder.has(V_ASN1_SEQUENCE), let held = holder.children,
            let contentType = held.first?.objectIdentifier, held.count <= 2
        else { throw .unreadable }
        let certificates = rest.first?.has(context: 0) == true ? rest.popFirst() : nil
        let revocations = rest.first?.has(context: 1) == true ? rest.popFirst() : nil
        guard let last = rest.popFirst(), last.has(V_ASN1_SET), let signers = last.children, rest.isEmpty,
            let foundCertificates = certificates == nil ? [] : certificates?.children,
            let foundRevocations = revocations == nil ? [] : revocations?.children
        else { throw .unreadable }
        try Self.askOpenSSL(outer[0], [version, digests, holder, last])

        self.digestAlgorithms = digestAlgorithms
        self.contentType = contentType
        content = held.count == 2 ? try Self.content(held[1]) : nil
        self.certificates = foundCertificates
        self.revocations = foundRevocations
        self.signers = signers
        let headers = [root, outer[1], inner[0], version, certificates, revocations, last].compactMap(\.self)
        isDER =
            headers.allSatisfy(\.isDER) && foundCertificates.allSatisfy(\.isDER) && foundRevocations.allSatisfy(\.isDER)
            && digests.isDERThroughout && holder.isDERThroughout
    }

    private static func content(_ element: BERElement) throws(SignedDataError) -> [UInt8] {
        guard element.has(context: 0), let inside = element.children, inside.count == 1,
            inside[0].has(V_ASN1_OCTET_STRING), let octets = inside[0].octets
        else { throw .unreadable }
        return octets
    }

    /// Two readers must agree: what OpenSSL's own template of a CMS does not take is none here either. Certificates and
    /// revocation data are left out, since each is read by itself; reading a key twice takes longer than all the rest.
    private static func askOpenSSL(_ type: BERElement, _ fields: [BERElement]) throws(SignedDataError) {
        let inner = fields.flatMap(\.bytes)
        guard let signedData = DER.wrapped(inner, tag: V_ASN1_SEQUENCE, tagClass: V_ASN1_UNIVERSAL),
            let explicit = DER.wrapped(signedData, tag: 0, tagClass: V_ASN1_CONTEXT_SPECIFIC),
            let whole = DER.sequence(type.bytes + explicit)
        else { throw .unreadable }
        let read = unsafe DER.parse(
            whole, { unsafe d2i_CMS_ContentInfo(nil, $0, $1) }, discard: { unsafe CMS_ContentInfo_free($0) })
        guard let read = unsafe read else { throw .unreadable }
        unsafe CMS_ContentInfo_free(read)
    }
}

/// The fields of a `SignerInfo` (RFC 5652 §5.3), where they stand.
struct SignerInfoParts {
    let identifier: BERElement
    let digestAlgorithm: BERElement
    let signatureAlgorithm: BERElement
    /// As they were signed: the bytes as they stand, under the tag of a SET. Nil without signed attributes.
    let signedBytes: [UInt8]?
    let signed: SignedDataAttributes
    let unsigned: SignedDataAttributes
    let signature: [UInt8]
    let isDER: Bool

    init(_ element: BERElement) throws(SignedDataError) {
        guard element.has(V_ASN1_SEQUENCE), let fields = element.children else { throw .unreadable }
        var rest = fields[...]
        guard let version = rest.popFirst(), version.has(V_ASN1_INTEGER), let identifier = rest.popFirst(),
            let digestAlgorithm = rest.popFirst(), digestAlgorithm.has(V_ASN1_SEQUENCE)
        else { throw .unreadable }
        let signed = rest.first?.has(context: 0) == true ? rest.popFirst() : nil
        guard let signatureAlgorithm = rest.popFirst(), signatureAlgorithm.has(V_ASN1_SEQUENCE),
            let value = rest.popFirst(), value.has(V_ASN1_OCTET_STRING), let signature = value.octets
        else { throw .unreadable }
        let unsigned = rest.first?.has(context: 1) == true ? rest.popFirst() : nil
        guard rest.isEmpty else { throw .unreadable }

        self.identifier = identifier
        self.digestAlgorithm = digestAlgorithm
        self.signatureAlgorithm = signatureAlgorithm
        signedBytes = signed?.bytesAsSet
        self.signed = try SignedDataAttributes(signed)
        self.unsigned = try SignedDataAttributes(unsigned)
        self.signature = signature
        isDER =
            element.isDER && version.isDER && value.isDER && !value.isConstructed && unsigned?.isDER ?? true
            && identifier.isDERThroughout && digestAlgorithm.isDERThroughout && signatureAlgorithm.isDERThroughout
            && signed?.isDERThroughout ?? true
    }
}

/// Attributes of a signer, each type with its values, in the order they stand.
struct SignedDataAttributes {
    private let all: [(type: String, values: [BERElement])]
    /// Whether they stand in the order that DER gives a SET OF.
    let areSorted: Bool

    init(_ element: BERElement?) throws(SignedDataError) {
        guard let element else {
            (all, areSorted) = ([], true)
            return
        }
        guard let children = element.children else { throw .unreadable }
        guard children.count <= ForeignSignedData.attributesMax else {
            throw .tooManyAttributes(most: ForeignSignedData.attributesMax)
        }
        var found: [(type: String, values: [BERElement])] = []
        for child in children {
            guard child.has(V_ASN1_SEQUENCE), let parts = child.children, parts.count == 2,
                let type = parts[0].objectIdentifier, parts[1].has(V_ASN1_SET), let values = parts[1].children
            else { throw .unreadable }
            found.append((type, values))
        }
        all = found
        areSorted = zip(children, children.dropFirst()).allSatisfy { before, after in
            !after.bytes.lexicographicallyPrecedes(before.bytes)
        }
    }

    var hasDuplicates: Bool { Set(all.map(\.type)).count != all.count }

    /// Every value of every attribute of this type.
    func values(_ type: AttributeType) -> [BERElement] {
        all.filter { $0.type == type.rawValue }.flatMap(\.values)
    }

    func has(_ type: AttributeType) -> Bool { all.contains { $0.type == type.rawValue } }

    /// The value of a type that must have one; nil for none and for several.
    func only(_ type: AttributeType) -> BERElement? {
        let found = values(type)
        return found.count == 1 ? found[0] : nil
    }
}

/// The attributes that mean something here, by their object identifiers.
enum AttributeType: String {
    case contentType = "1.2.840.113549.1.9.3"
    case messageDigest = "1.2.840.113549.1.9.4"
    case signingTime = "1.2.840.113549.1.9.5"
    case algorithmProtection = "1.2.840.113549.1.9.52"
    case signingCertificate = "1.2.840.113549.1.9.16.2.12"
    case signatureTimestamp = "1.2.840.113549.1.9.16.2.14"
    case signaturePolicy = "1.2.840.113549.1.9.16.2.15"
    case commitmentType = "1.2.840.113549.1.9.16.2.16"
    case contentTimestamp = "1.2.840.113549.1.9.16.2.20"
    case archiveTimestamp = "1.2.840.113549.1.9.16.2.27"
    case signingCertificateV2 = "1.2.840.113549.1.9.16.2.47"
    case archiveTimestampV2 = "1.2.840.113549.1.9.16.2.48"
    case archiveTimestampV3 = "0.4.0.1733.2.4"
    case adobeRevocation = "1.2.840.113583.1.1.8"
}

extension BERElement {
    /// Whether this and everything in it is DER, as far as lengths go.
    var isDERThroughout: Bool { isDERThroughout(depth: 0) }

    private func isDERThroughout(depth: Int) -> Bool {
        guard isDER, depth < 20 else { return false }
        guard isConstructed else { return true }
        // A string in pieces is BER's alone (X.690 §10.2).
        guard tagClass != V_ASN1_UNIVERSAL || has(V_ASN1_SEQUENCE) || has(V_ASN1_SET), let children else {
            return false
        }
        return children.allSatisfy { $0.isDERThroughout(depth: depth + 1) }
    }
}
