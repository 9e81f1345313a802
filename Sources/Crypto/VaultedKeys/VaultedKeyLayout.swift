import Domain

/// What stands in clear in a vaulted key and is authenticated.
struct VaultedKeyHeader: Hashable {
    static let mark = Array("TEKENVLT".utf8)
    static let version: UInt8 = 1
    static let publicKeyInfoBytesMax = 1_024

    let holder: VaultHolder
    let kind: KeyKind
    let purpose: KeyPurpose
    let id: ID<VaultedKey>
    let publicKeyInfo: [UInt8]

    var bytes: [UInt8] {
        var out = Self.mark + [Self.version, holder.code, kind.code, purpose.code] + id.bytes
        out.append(bigEndian: UInt16(publicKeyInfo.count))
        return out + publicKeyInfo + holder.name
    }
}

/// A vaulted key taken apart, nothing of it opened.
struct VaultedKeyParts {
    let header: VaultedKeyHeader
    let commitment: [UInt8]
    let nonce: [UInt8]
    let sealed: ArraySlice<UInt8>
}

extension VaultedKey {
    static let checksumBytes = 8
    static let commitmentBytes = 32
    /// Far above what RSA-4096 needs.
    package static let bytesMax = 16 << 10

    /// Joins the parts and ends them with a checksum, which tells damage from a newer version.
    init(header: VaultedKeyHeader, commitment: [UInt8], nonce: [UInt8], sealed: [UInt8]) throws(CryptoError) {
        let body = header.bytes + commitment + nonce + sealed
        bytes = body + (try Self.checksum(of: body))
    }

    private static func checksum(of body: some Collection<UInt8>) throws(CryptoError) -> [UInt8] {
        Array(try Digest(.sha256, of: Array(body)).bytes.prefix(checksumBytes))
    }

    func read() throws(CryptoError) -> VaultedKeyParts {
        guard bytes.starts(with: VaultedKeyHeader.mark) else { throw .vaultedKey(.notAVaultedKey) }
        let body = bytes.dropLast(Self.checksumBytes)
        guard bytes.count <= Self.bytesMax, body.count > VaultedKeyHeader.mark.count,
            try Self.checksum(of: body) == bytes.suffix(Self.checksumBytes)
        else { throw .vaultedKey(.damaged) }

        var reader = ByteReader(body.dropFirst(VaultedKeyHeader.mark.count))
        guard let version = reader.byte(), version > 0 else { throw .vaultedKey(.damaged) }
        guard version == VaultedKeyHeader.version else { throw .vaultedKey(.newerVersion(version)) }
        guard let holderCode = reader.byte(), let kind = reader.byte().flatMap(KeyKind.init(code:)),
            let purpose = reader.byte().flatMap(KeyPurpose.init(code:)),
            let id = reader.take(ID<VaultedKey>.byteCount).flatMap({ ID<VaultedKey>(bytes: Array($0)) }),
            let publicKeyInfo = reader.bigEndian(UInt16.self).flatMap({ reader.take(Int($0)) }),
            publicKeyInfo.count <= VaultedKeyHeader.publicKeyInfoBytesMax,
            let name = reader.take(VaultHolder.nameBytes),
            let holder = VaultHolder(code: holderCode, name: Array(name)),
            let commitment = reader.take(Self.commitmentBytes), let nonce = reader.take(AESGCM.nonceBytes)
        else { throw .vaultedKey(.damaged) }

        let header = VaultedKeyHeader(
            holder: holder, kind: kind, purpose: purpose, id: id, publicKeyInfo: Array(publicKeyInfo))
        return VaultedKeyParts(
            header: header, commitment: Array(commitment), nonce: Array(nonce), sealed: reader.rest)
    }
}

/// Who holds what opens a vaulted key.
package enum VaultHolder: Hashable, Sendable {
    case pepper(PepperID)
    case operators(ShareSetID)

    static let nameBytes = 8

    var code: UInt8 {
        switch self {
        case .pepper: 1
        case .operators: 2
        }
    }

    var name: [UInt8] {
        switch self {
        case .pepper(let id): id.bytes
        case .operators(let id): id.bytes
        }
    }

    init?(code: UInt8, name: [UInt8]) {
        switch code {
        case 1: self = .pepper(PepperID(bytes: name))
        case 2: self = .operators(ShareSetID(bytes: name))
        default: return nil
        }
    }
}

/// What an authority's key is for; a key of one purpose opens for no other.
package enum KeyPurpose: String, CaseIterable, Sendable {
    case root
    case issuing
    case revocationAnswers
    case timestamps
    case auditHeads

    /// The code in a vaulted key; never reused for another purpose.
    var code: UInt8 {
        switch self {
        case .root: 1
        case .issuing: 2
        case .revocationAnswers: 3
        case .timestamps: 4
        case .auditHeads: 5
        }
    }

    init?(code: UInt8) {
        guard let purpose = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = purpose
    }
}
