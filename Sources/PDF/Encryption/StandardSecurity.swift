import Crypto

/// The standard security handler's dictionary, revisions 2 to 6 (ISO 32000-2 §7.6.4), and the way from a password to the key.
struct StandardSecurity {
    let revision: Int
    let keyBytes: Int
    let owner: [UInt8]
    let user: [UInt8]
    let ownerKey: [UInt8]
    let userKey: [UInt8]
    let permissions: Int32
    let encryptsMetadata: Bool
    /// The first of the file's identifiers.
    let fileID: [UInt8]

    private static let padding: [UInt8] = [
        0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
        0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
    ]
    private static let passwordBytesMax = 127

    init(_ dictionary: PDFDictionary, version: Int, fileID: [UInt8]) throws(PDFError) {
        guard let revision = dictionary["R"]?.integer, let owner = dictionary["O"]?.string?.bytes,
            let user = dictionary["U"]?.string?.bytes, let permissions = dictionary["P"]?.integer
        else { throw .unreadable(.encryption) }
        let lengths = revision >= 5 ? 48 : 32
        guard owner.count >= lengths, user.count >= lengths else { throw .unreadable(.encryption) }
        self.revision = revision
        self.owner = Array(owner.prefix(lengths))
        self.user = Array(user.prefix(lengths))
        ownerKey = dictionary["OE"]?.string?.bytes ?? []
        userKey = dictionary["UE"]?.string?.bytes ?? []
        self.permissions = Int32(truncatingIfNeeded: permissions)
        encryptsMetadata = dictionary["EncryptMetadata"] != .boolean(false)
        self.fileID = fileID
        switch version {
        case 1: keyBytes = 5
        case 2, 3:
            let bits = dictionary["Length"]?.integer ?? 40
            guard bits.isMultiple(of: 8), 40...128 ~= bits else { throw .unreadable(.encryption) }
            keyBytes = bits / 8
        case 4: keyBytes = 16
        default: keyBytes = 32
        }
        guard revision < 5 || (ownerKey.count >= 32 && userKey.count >= 32) else { throw .unreadable(.encryption) }
    }

    /// The key of the document, and whether the password was the owner's; nil for a wrong one.
    func key(password: [UInt8]) throws(CryptoError) -> (key: [UInt8], isOwner: Bool)? {
        if revision >= 5 {
            let password = password.prefix(Self.passwordBytesMax)
            if let key = try newKey(password, check: owner, sealed: ownerKey, user: user) { return (key, true) }
            return try newKey(password, check: user, sealed: userKey, user: []).map { ($0, false) }
        }
        var userPassword = try userPassword(fromOwner: password)
        defer { userPassword.wipe() }

        if let key = try oldKey(userPassword) { return (key, true) }
        return try oldKey(password).map { ($0, false) }
    }

    // MARK: Revisions 2 to 4

    private func padded(_ password: [UInt8]) -> [ArraySlice<UInt8>] {
        [password.prefix(32), Self.padding.prefix(32 - min(password.count, 32))]
    }

    /// Algorithms 2, 4, 5 and 6.
    private func oldKey(_ password: [UInt8]) throws(CryptoError) -> [UInt8]? {
        let flags = UInt32(bitPattern: permissions)
        var rest = owner + (0..<4).map { UInt8(truncatingIfNeeded: flags >> ($0 * 8)) } + fileID
        if revision >= 4 && !encryptsMetadata { rest += [0xFF, 0xFF, 0xFF, 0xFF] }
        var key = try [UInt8].whileJoined(padded(password) + [rest[...]], DocumentCipher.md5)
        if revision >= 3 { for _ in 0..<50 { key = try DocumentCipher.md5(Array(key.prefix(keyBytes))) } }
        key = Array(key.prefix(keyBytes))

        if revision == 2 { return try DocumentCipher.rc4(Self.padding, key: key) == user ? key : nil }
        var check = try DocumentCipher.md5(Self.padding + fileID)
        for round in 0..<20 { check = try DocumentCipher.rc4(check, key: key.map { $0 ^ UInt8(round) }) }
        return check == Array(user.prefix(16)) ? key : nil
    }

    /// Algorithm 7: what the owner's password hides is the user's.
    private func userPassword(fromOwner password: [UInt8]) throws(CryptoError) -> [UInt8] {
        var key = try [UInt8].whileJoined(padded(password), DocumentCipher.md5)
        if revision >= 3 { for _ in 0..<50 { key = try DocumentCipher.md5(key) } }
        key = Array(key.prefix(keyBytes))
        if revision == 2 { return try DocumentCipher.rc4(owner, key: key) }
        var hidden = owner
        for round in (0..<20).reversed() { hidden = try DocumentCipher.rc4(hidden, key: key.map { $0 ^ UInt8(round) }) }
        return hidden
    }

    // MARK: Revisions 5 and 6

    /// Algorithm 2.A: 32 bytes of hash, eight of salt for the check, eight for the key.
    private func newKey(
        _ password: ArraySlice<UInt8>, check: [UInt8], sealed: [UInt8], user: [UInt8]
    ) throws(CryptoError) -> [UInt8]? {
        guard try hash(password, salt: check[32..<40], user: user) == Array(check[..<32]) else { return nil }
        let wrapping = try hash(password, salt: check[40..<48], user: user)
        return try DocumentCipher.decryptCBC(
            sealed[..<32], key: wrapping, iv: [UInt8](repeating: 0, count: 16), isPadded: false)
    }

    /// Algorithm 2.B; revision 5 stops after the first hash.
    private func hash(
        _ password: ArraySlice<UInt8>, salt: ArraySlice<UInt8>, user: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        var key = try [UInt8].whileJoined([password, salt, user[...]]) { (seed) throws(CryptoError) in
            try Digest(.sha256, of: seed).bytes
        }
        guard revision >= 6 else { return key }
        var round = 0
        var last: UInt8 = 0
        while round < 64 || Int(last) > round - 32 {
            let unit = repeatElement([password, key[...], user[...]], count: 64)
            let mixed = try [UInt8].whileJoined(Array(unit.joined())) { (block) throws(CryptoError) in
                try DocumentCipher.encryptCBC(
                    block[...], key: Array(key[..<16]), iv: Array(key[16..<32]), isPadded: false)
            }
            let remainder = mixed.prefix(16).reduce(0) { ($0 + Int($1)) % 3 }
            let algorithm: DigestAlgorithm = [.sha256, .sha384, .sha512][remainder]
            key = try Digest(algorithm, of: mixed).bytes
            last = mixed[mixed.count - 1]
            round += 1
        }
        return Array(key[..<32])
    }
}
