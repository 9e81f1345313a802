package import Crypto
package import Domain

/// The state of one log in a few lines, to be handed out: whoever has it finds out about every later change of what was before.
package struct AuditHead: Hashable, Sendable {
    package let writer: ID<AuditWriter>
    package let size: Int
    /// The last record's leaf.
    package let last: Digest
    package let root: Digest
    package let at: Instant

    fileprivate static let title = "teken audit head 1"

    init(writer: ID<AuditWriter>, size: Int, last: Digest, root: Digest, at: Instant) {
        self.writer = writer
        self.size = size
        self.last = last
        self.root = root
        self.at = at
    }

    /// What is signed: these lines, each with its line end.
    package var text: String {
        """
        \(Self.title)
        writer \(writer)
        size \(size)
        last \(Hexadecimal.text(last.bytes))
        root \(Hexadecimal.text(root.bytes))
        at \(at.text)

        """
    }

    /// Reads what `text` writes, to the letter; nil for anything else.
    package init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 7, lines[0] == Self.title, lines[6].isEmpty,
            let writer = Self.value("writer", in: lines[1]).flatMap({ ID<AuditWriter>($0) }),
            let size = Self.value("size", in: lines[2]).flatMap({ Int($0) }), size > 0,
            let last = Self.value("last", in: lines[3]).flatMap({ try? Digest(.sha256, hexadecimal: $0) }),
            let root = Self.value("root", in: lines[4]).flatMap({ try? Digest(.sha256, hexadecimal: $0) }),
            let at = Self.value("at", in: lines[5]).flatMap({ Instant($0) })
        else { return nil }
        self.init(writer: writer, size: size, last: last, root: root, at: at)
        guard self.text == text else { return nil }
    }

    static func value(_ name: String, in line: String) -> String? {
        line.hasPrefix("\(name) ") ? String(line.dropFirst(name.count + 1)) : nil
    }
}

/// Whoever signs heads: a key that lies somewhere, as a way to use it.
package struct AuditHeadSigner: Sendable {
    /// `SubjectPublicKeyInfo`, DER.
    package let publicKey: [UInt8]
    package let sign: @Sendable (Digest) throws(CryptoError) -> [UInt8]

    package init(publicKey: [UInt8], sign: @escaping @Sendable (Digest) throws(CryptoError) -> [UInt8]) {
        self.publicKey = publicKey
        self.sign = sign
    }
}

/// A head with what others put to it: a signature, a timestamp over the signed lines.
package struct SealedAuditHead: Hashable, Sendable {
    package let head: AuditHead
    package private(set) var publicKey: [UInt8]?
    package private(set) var signature: [UInt8]?
    /// An RFC 3161 token, DER, over the SHA-256 of the head's lines.
    package private(set) var timestamp: [UInt8]?

    package init(
        _ head: AuditHead, signer: AuditHeadSigner? = nil,
        stamp: ((Digest) throws(CryptoError) -> [UInt8])? = nil
    ) throws(CryptoError) {
        self.head = head
        let digest = try Digest(.sha256, of: Array(head.text.utf8))
        if let signer {
            publicKey = signer.publicKey
            signature = try signer.sign(digest)
        }
        if let stamp { timestamp = try stamp(digest) }
    }

    package var text: String {
        let lines = [("key", publicKey), ("signature", signature), ("timestamp", timestamp)].compactMap { name, bytes in
            bytes.map { "\(name) \(Hexadecimal.text($0))\n" }
        }
        return head.text + lines.joined()
    }

    package init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let head = AuditHead(lines.prefix(6).map { "\($0)\n" }.joined()) else { return nil }
        self.head = head
        for line in lines.dropFirst(6) {
            if let bytes = AuditHead.value("key", in: line).flatMap(Hexadecimal.bytes) {
                publicKey = bytes
            } else if let bytes = AuditHead.value("signature", in: line).flatMap(Hexadecimal.bytes) {
                signature = bytes
            } else if let bytes = AuditHead.value("timestamp", in: line).flatMap(Hexadecimal.bytes) {
                timestamp = bytes
            }
        }
        guard self.text == text else { return nil }
    }

    /// The heads that stand one after the other in a text, as they are printed where there are several logs; nil where anything
    /// else stands there too.
    package static func all(in text: String) -> [SealedAuditHead]? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.popLast()?.isEmpty == true else { return nil }
        var texts: [String] = []
        for line in lines {
            if line == AuditHead.title { texts.append("") }
            guard let last = texts.indices.last else { return nil }
            texts[last] += "\(line)\n"
        }
        let heads = texts.compactMap { SealedAuditHead($0) }
        return heads.count == texts.count && !heads.isEmpty ? heads : nil
    }

    /// Nil without a signature; else whether it is the named key's over these lines.
    package func isSignatureGood() throws(CryptoError) -> Bool? {
        guard let publicKey, let signature else { return nil }
        let key = try PublicKey(info: publicKey)
        let digest = try Digest(.sha256, of: Array(head.text.utf8))
        return try key.verifies(signature, over: digest, scheme: SignatureScheme(usualFor: key.kind))
    }

    /// Nil without a timestamp; else whether it holds, stamps these lines, and is of an authority with one of these keys
    /// (`SubjectPublicKeyInfo`) where any are named.
    package func isTimestampGood(by authorities: Set<[UInt8]> = []) throws(CryptoError) -> Bool? {
        guard let timestamp else { return nil }
        guard let token = try? ForeignTimestamp(token: timestamp), let authority = token.authority,
            token.defects.isEmpty, token.signedData.defects.isEmpty, token.check() == .holds,
            token.stamps(Array(head.text.utf8))
        else { return false }
        return authorities.isEmpty ? true : authorities.contains(try authority.publicKeyInfo())
    }
}
