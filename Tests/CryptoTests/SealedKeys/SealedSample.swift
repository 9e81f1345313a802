@testable import Crypto
import Domain
import TestSupport
import Testing

/// A key sealed for a test, with what opens it.
enum SealedSample {
    static let id = ID<SealedKey>.fixture(1)
    static let owner = ID<KeyOwner>.fixture(2)
    static let word = "kuda lumping"

    static func pepper(_ byte: UInt8 = 0x11) throws -> Pepper {
        try Pepper(.of([UInt8](repeating: byte, count: Pepper.byteCount)))
    }

    static func peppers(_ current: UInt8 = 0x11, previous: UInt8? = nil) throws -> Peppers {
        guard let previous else { return Peppers(current: try pepper(current)) }
        return Peppers(current: try pepper(current), previous: try pepper(previous))
    }

    /// The key of RFC 6979 A.2.5: public since 2013, and the same in every run.
    static func publishedKey() throws -> PrivateKey {
        let secret = [UInt8](hex: "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
        let info = try #require(DERTree(ECDSAVector.publicKeyInfo(.p256)))
        let numbers = DERTree.sequence([
            .integer([1]), DERTree(tag: 0x04, content: secret), DERTree(tag: 0xA1, children: [info[1]]),
        ])
        let pkcs8 = DERTree.sequence([.integer([]), info[0], DERTree(tag: 0x04, content: numbers.encoded)])
        return try PrivateKey(pkcs8: .of(pkcs8.encoded))
    }

    static func make(
        _ kind: KeyKind = .p256, under word: String = word, pepper: UInt8 = 0x11,
        parameters: KDFParameters = .cheapest
    ) throws -> SealedKey {
        try SealedKey.seal(
            Fixture.privateKey(kind.fixtureName), id: id, owner: owner, under: .of(word), peppers: peppers(pepper),
            parameters: parameters)
    }
}

extension SealedKey {
    /// Opens what `SealedSample` made and tells the public key found inside.
    @discardableResult func opened(
        id: ID<SealedKey> = SealedSample.id, owner: ID<KeyOwner> = SealedSample.owner,
        with word: String = SealedSample.word, pepper: UInt8 = 0x11, policy: KDFParameters = .cheapest
    ) throws -> [UInt8] {
        try open(
            id: id, owner: owner, with: .of(word), peppers: SealedSample.peppers(pepper), policy: policy
        ).takeKey().publicKey().info
    }

    /// The same with this done to its bytes.
    func altered(_ change: (inout [UInt8]) -> Void) -> SealedKey {
        var bytes = bytes
        change(&bytes)
        return SealedKey(bytes: bytes)
    }

    /// The same with this done to its bytes and the checksum made to fit again.
    func forged(_ change: (inout [UInt8]) -> Void) throws -> SealedKey {
        var body = Array(bytes.dropLast(KeyEnvelope.checksumBytes))
        change(&body)
        return SealedKey(bytes: body + (try Digest(.sha256, of: body).bytes.prefix(8)))
    }
}
