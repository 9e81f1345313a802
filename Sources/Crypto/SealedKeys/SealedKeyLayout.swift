import Domain

/// What stands in clear in a sealed key and is authenticated by both layers.
struct SealedKeyHeader: Hashable {
    static let envelope = KeyEnvelope(mark: Array("TEKENKEY".utf8), version: 1)
    static let publicKeyInfoBytesMax = 1_024

    let kind: KeyKind
    let owner: ID<KeyOwner>
    let id: ID<SealedKey>
    let parameters: KDFParameters
    let publicKeyInfo: [UInt8]

    var bytes: [UInt8] {
        var out = Self.envelope.mark + [Self.envelope.version, kind.code] + owner.bytes + id.bytes
        out.append(bigEndian: parameters.memoryKiB)
        out.append(bigEndian: parameters.passes)
        out.append(parameters.lanes)
        out.append(bigEndian: UInt16(publicKeyInfo.count))
        return out + publicKeyInfo
    }

    /// A header for the work a refused key costs; it belongs to nothing.
    static func decoy(_ parameters: KDFParameters) -> SealedKeyHeader {
        let zeros = [UInt8](repeating: 0, count: 16)
        return SealedKeyHeader(
            kind: .rsa2048, owner: ID(random: zeros), id: ID(random: zeros), parameters: parameters, publicKeyInfo: [])
    }
}

/// A sealed key taken apart, nothing of it opened.
struct SealedKeyParts {
    let header: SealedKeyHeader
    let pepper: PepperID
    let outerNonce: [UInt8]
    let outer: ArraySlice<UInt8>
}

extension SealedKey {
    package static let bytesMax = KeyEnvelope.bytesMax

    init(header: SealedKeyHeader, pepper: PepperID, outerNonce: [UInt8], outer: [UInt8]) throws(CryptoError) {
        bytes = try SealedKeyHeader.envelope.closed(header.bytes + pepper.bytes + outerNonce + outer)
    }

    /// For opening: nil whatever is wrong, except that an undamaged newer version is named.
    func readIntact() throws(CryptoError) -> SealedKeyParts? {
        do {
            return try readForOperator()
        } catch .sealedKey(.notASealedKey), .sealedKey(.damaged), .sealedKey(.parametersBeyondCeiling) {
            return nil
        }
    }

    /// For the operator: each defect by its name.
    func readForOperator() throws(CryptoError) -> SealedKeyParts {
        var reader: ByteReader
        switch try SealedKeyHeader.envelope.open(bytes) {
        case .foreign: throw .sealedKey(.notASealedKey)
        case .damaged: throw .sealedKey(.damaged)
        case .newerVersion(let version): throw .sealedKey(.newerVersion(version))
        case .intact(let fields): reader = fields
        }
        guard let kind = reader.byte().flatMap(KeyKind.init(code:)),
            let owner = reader.take(ID<KeyOwner>.byteCount).flatMap({ ID<KeyOwner>(bytes: Array($0)) }),
            let id = reader.take(ID<SealedKey>.byteCount).flatMap({ ID<SealedKey>(bytes: Array($0)) }),
            let memoryKiB = reader.bigEndian(UInt32.self), let passes = reader.bigEndian(UInt32.self),
            let lanes = reader.byte(),
            let publicKeyInfo = reader.bigEndian(UInt16.self).flatMap({ reader.take(Int($0)) }),
            let pepper = reader.take(PepperID.byteCount), let outerNonce = reader.take(AESGCM.nonceBytes),
            publicKeyInfo.count <= SealedKeyHeader.publicKeyInfoBytesMax
        else { throw .sealedKey(.damaged) }

        let parameters = KDFParameters(memoryKiB: memoryKiB, passes: passes, lanes: lanes)
        guard parameters.isWithinCeiling else { throw .sealedKey(.parametersBeyondCeiling(parameters)) }
        guard parameters.isDefined else { throw .sealedKey(.damaged) }
        return SealedKeyParts(
            header: SealedKeyHeader(
                kind: kind, owner: owner, id: id, parameters: parameters, publicKeyInfo: Array(publicKeyInfo)),
            pepper: PepperID(bytes: Array(pepper)), outerNonce: Array(outerNonce), outer: reader.rest)
    }
}
