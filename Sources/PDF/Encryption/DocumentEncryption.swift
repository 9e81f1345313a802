import Crypto

/// How a protected document hides its strings and streams, opened with a password.
package struct DocumentEncryption: Sendable {
    package enum Method: String, Sendable {
        case none
        case rc4
        case aes128
        case aes256
    }

    /// The handler's revision, 2 to 6.
    package let revision: Int
    package let strings: Method
    package let streams: Method
    package let encryptsMetadata: Bool
    /// Whether the password was the owner's.
    package let isOwner: Bool
    /// Whether the author let others fill in forms and sign (ISO 32000-1 table 22, bits 6 and 9). A wish, not a lock.
    package let permitsSigning: Bool
    private let key: [UInt8]

    init(_ dictionary: PDFDictionary, fileID: [UInt8], password: [UInt8]) throws(PDFError) {
        switch dictionary["Filter"]?.name {
        case "Standard": break
        case "Adobe.PubSec", "Adobe.PPKLite", "Entrust.PPKEF", "AdobePPKLite": throw .encryption(.publicKey)
        case nil: throw .unreadable(.encryption)
        default: throw .encryption(.unknownHandler)
        }
        let version = dictionary["V"]?.integer ?? 0
        let revision = dictionary["R"]?.integer ?? 0
        guard [1, 2, 4, 5].contains(version), 2...6 ~= revision, (version == 5) == (revision >= 5) else {
            throw .encryption(.unknownMethod)
        }
        strings = try Self.method("StrF", dictionary, version)
        streams = try Self.method("StmF", dictionary, version)
        let security = try StandardSecurity(dictionary, version: version, fileID: fileID)
        guard let opened = try Self.open(security, password) else {
            throw .encryption(password.isEmpty ? .passwordNeeded : .wrongPassword)
        }
        key = opened.key
        isOwner = opened.isOwner
        self.revision = revision
        encryptsMetadata = security.encryptsMetadata
        permitsSigning = opened.isOwner || security.permissions & 0b1_0010_0000 != 0
    }

    /// An empty password opens what anybody may read, whatever password was given besides.
    private static func open(
        _ security: StandardSecurity, _ password: [UInt8]
    ) throws(PDFError) -> (key: [UInt8], isOwner: Bool)? {
        do throws(CryptoError) {
            if let opened = try security.key(password: password) { return opened }
            return password.isEmpty ? nil : try security.key(password: []).map { ($0.key, false) }
        } catch {
            throw .unreadable(.encryption)
        }
    }

    private static func method(_ which: PDFName, _ dictionary: PDFDictionary, _ version: Int) throws(PDFError) -> Method
    {
        guard version >= 4 else { return .rc4 }
        guard let filter = dictionary[which]?.name, filter != "Identity" else { return .none }
        guard let rule = dictionary["CF"]?.dictionary?[filter]?.dictionary else { throw .unreadable(.encryption) }
        switch rule["CFM"]?.name {
        case nil, "None": return .none
        case "V2" where version == 4: return .rc4
        case "AESV2" where version == 4: return .aes128
        case "AESV3" where version == 5: return .aes256
        default: throw .encryption(.unknownMethod)
        }
    }

    /// The bytes in clear; damaged ones come out empty, as other readers have it.
    func decrypt(_ bytes: [UInt8], of id: ObjectID, by method: Method) throws(PDFError) -> [UInt8] {
        do throws(CryptoError) {
            switch method {
            case .none: return bytes
            case .rc4: return try DocumentCipher.rc4(bytes, key: objectKey(id, method))
            case .aes128, .aes256:
                guard bytes.count >= DocumentCipher.blockBytes * 2 else { return [] }
                let iv = Array(bytes.prefix(DocumentCipher.blockBytes))
                return try DocumentCipher.decryptCBC(
                    bytes.dropFirst(DocumentCipher.blockBytes), key: objectKey(id, method), iv: iv, isPadded: true)
                    ?? []
            }
        } catch {
            throw .unreadable(.encryption)
        }
    }

    func encrypt(_ bytes: [UInt8], of id: ObjectID, by method: Method) throws(PDFError) -> [UInt8] {
        do throws(CryptoError) {
            switch method {
            case .none: return bytes
            case .rc4: return try DocumentCipher.rc4(bytes, key: objectKey(id, method))
            case .aes128, .aes256:
                let iv = try Randomness.bytes(DocumentCipher.blockBytes)
                return iv
                    + (try DocumentCipher.encryptCBC(bytes[...], key: objectKey(id, method), iv: iv, isPadded: true))
            }
        } catch {
            throw .unreadable(.encryption)
        }
    }

    /// Algorithm 1: each object has a key of its own, except under AES-256.
    private func objectKey(_ id: ObjectID, _ method: Method) throws(CryptoError) -> [UInt8] {
        guard method != .aes256 else { return key }
        var seed = key
        seed += [0, 8, 16].map { UInt8(truncatingIfNeeded: id.number >> $0) }
        seed += [0, 8].map { UInt8(truncatingIfNeeded: id.generation >> $0) }
        if method == .aes128 { seed += Array("sAlT".utf8) }
        return Array(try DocumentCipher.md5(seed).prefix(min(key.count + 5, 16)))
    }
}

extension DocumentEncryption {
    /// The object with every string in clear, or with every string hidden.
    func decrypted(_ object: PDFObject, of id: ObjectID) throws(PDFError) -> PDFObject {
        strings == .none
            ? object : try mapStrings(object) { (bytes) throws(PDFError) in try decrypt(bytes, of: id, by: strings) }
    }

    func encrypted(_ object: PDFObject, of id: ObjectID) throws(PDFError) -> PDFObject {
        strings == .none
            ? object : try mapStrings(object) { (bytes) throws(PDFError) in try encrypt(bytes, of: id, by: strings) }
    }

    private func mapStrings(
        _ object: PDFObject, _ change: ([UInt8]) throws(PDFError) -> [UInt8]
    ) throws(PDFError) -> PDFObject {
        switch object {
        case .string(let string):
            return .string(PDFString(try change(string.bytes), isHexadecimal: string.isHexadecimal))
        case .array(let elements):
            var changed: [PDFObject] = []
            changed.reserveCapacity(elements.count)
            for element in elements { changed.append(try mapStrings(element, change)) }
            return .array(changed)
        case .dictionary(let dictionary):
            return .dictionary(try mapStrings(dictionary, change))
        case .stream(let stream):
            return .stream(PDFStream(dictionary: try mapStrings(stream.dictionary, change), data: stream.data))
        case .null, .boolean, .integer, .real, .name, .reference:
            return object
        }
    }

    private func mapStrings(
        _ dictionary: PDFDictionary, _ change: ([UInt8]) throws(PDFError) -> [UInt8]
    ) throws(PDFError) -> PDFDictionary {
        var entries: [(key: PDFName, value: PDFObject)] = []
        for entry in dictionary.entries { entries.append((entry.key, try mapStrings(entry.value, change))) }
        return PDFDictionary(entries)
    }
}
