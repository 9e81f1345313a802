import Domain

/// What stands in clear in a vaulted key and is authenticated.
struct VaultedKeyHeader: Hashable {
    static let envelope = KeyEnvelope(mark: Array("TEKENVLT".utf8), version: 1)
    static let publicKeyInfoBytesMax = 1_024

    let holder: VaultHolder
    let kind: KeyKind
    let purpose: KeyPurpose
    let id: ID<VaultedKey>
    let publicKeyInfo: [UInt8]

    var bytes: [UInt8] {
        var out = Self.envelope.mark + [Self.envelope.version, holder.code, kind.code, purpose.code] + id.bytes
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
    static let commitmentBytes = 32
    package static let bytesMax = KeyEnvelope.bytesMax

    init(header: VaultedKeyHeader, commitment: [UInt8], nonce: [UInt8], sealed: [UInt8]) throws(CryptoError) {
        bytes = try VaultedKeyHeader.envelope.closed(header.bytes + commitment + nonce + sealed)
    }

    func read() throws(CryptoError) -> VaultedKeyParts {
        var reader: ByteReader
        switch try VaultedKeyHeader.envelope.open(bytes) {
        case .foreign: throw .vaultedKey(.notAVaultedKey)
        case .damaged: throw .vaultedKey(.damaged)
        case .newerVersion(let version): throw .vaultedKey(.newerVersion(version))
        case .intact(let fields): reader = fields
        }
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
