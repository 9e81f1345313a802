import Domain

/// What stands in clear in a sealed key and is authenticated by both layers.
struct SealedKeyHeader: Hashable {
    static let mark = Array("TEKENKEY".utf8)
    static let version: UInt8 = 1
    static let publicKeyInfoBytesMax = 1_024

    let kind: KeyKind
    let owner: ID<KeyOwner>
    let id: ID<SealedKey>
    let parameters: KDFParameters
    let publicKeyInfo: [UInt8]

    var bytes: [UInt8] {
        var out = Self.mark + [Self.version, kind.code] + owner.bytes + id.bytes
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
    static let checksumBytes = 8
    /// Far above what RSA-4096 needs.
    package static let bytesMax = 16 << 10

    /// Joins the parts and ends them with a checksum, which tells damage from a newer version.
    init(header: SealedKeyHeader, pepper: PepperID, outerNonce: [UInt8], outer: [UInt8]) throws(CryptoError) {
        let body = header.bytes + pepper.bytes + outerNonce + outer
        bytes = body + (try Self.checksum(of: body))
    }

    private static func checksum(of body: some Collection<UInt8>) throws(CryptoError) -> [UInt8] {
        Array(try Digest(.sha256, of: Array(body)).bytes.prefix(checksumBytes))
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
        guard bytes.starts(with: SealedKeyHeader.mark) else { throw .sealedKey(.notASealedKey) }
        let body = bytes.dropLast(Self.checksumBytes)
        guard bytes.count <= Self.bytesMax, body.count > SealedKeyHeader.mark.count,
            try Self.checksum(of: body) == bytes.suffix(Self.checksumBytes)
        else { throw .sealedKey(.damaged) }

        var reader = ByteReader(body.dropFirst(SealedKeyHeader.mark.count))
        guard let version = reader.byte(), version > 0 else { throw .sealedKey(.damaged) }
        guard version == SealedKeyHeader.version else { throw .sealedKey(.newerVersion(version)) }
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

/// Reads fixed fields from the front of some bytes; nil once they run out.
struct ByteReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func bigEndian<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) -> Number? {
        take(Number.bitWidth / 8)?.reduce(0) { $0 << 8 | Number($1) }
    }
}

extension [UInt8] {
    mutating func append<Number: FixedWidthInteger & UnsignedInteger>(bigEndian number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}
