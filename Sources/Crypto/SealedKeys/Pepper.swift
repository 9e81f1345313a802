import Domain

/// The short public name of a pepper, kept in every key sealed under it.
package struct PepperID: Hashable, Sendable, CustomStringConvertible {
    package static let byteCount = 8

    let bytes: [UInt8]

    package var description: String { Hexadecimal.text(bytes) }
}

/// The installation's own secret of 256 bits, held outside the database: without it a stolen database tells nothing.
package struct Pepper: ~Copyable {
    package static let byteCount = 32

    package let id: PepperID
    let secret: Secret

    package static func random() throws(CryptoError) -> Pepper {
        try Pepper(.random(count: byteCount))
    }

    package init(_ secret: consuming Secret) throws(CryptoError) {
        guard secret.count == Self.byteCount else { throw .pepper(.malformed) }
        // One way from the secret to its name; the label keeps it apart from the keys derived below.
        let name = try HKDF.derive(from: secret, label: Array("teken pepper name".utf8), count: PepperID.byteCount)
        id = PepperID(bytes: unsafe name.withBytes { unsafe Array($0) })
        self.secret = secret
    }

    /// A key of its own for everything that lies under the pepper, so that random nonces never meet under one.
    func key(labelled label: [UInt8], count: Int = AESGCM.keyBytes) throws(CryptoError) -> Secret {
        try HKDF.derive(from: secret, label: label, count: count)
    }
}

/// The pepper that seals now, and older ones that still open until every key has been rotated.
package struct Peppers: ~Copyable {
    package let current: Pepper
    let previous: Pepper?

    package init(current: consuming Pepper, previous: consuming Pepper? = nil) {
        self.current = current
        self.previous = previous
    }

    /// The new pepper in front, today's current one behind it; an older one is forgotten.
    package consuming func superseded(by pepper: consuming Pepper) -> Peppers {
        Peppers(current: pepper, previous: current)
    }

    /// The key of that label under the pepper of that name; nil when it is not here.
    func key(
        under name: PepperID, labelled label: [UInt8], count: Int = AESGCM.keyBytes
    ) throws(CryptoError) -> Secret? {
        if current.id == name { return try current.key(labelled: label, count: count) }
        switch previous {
        case .some(let pepper) where pepper.id == name: return try pepper.key(labelled: label, count: count)
        default: return nil
        }
    }
}
