package import Crypto
package import FoundationEssentials

/// A file under `fixtures/`, which `tools/make-fixtures` makes.
package enum Fixture {
    /// The checkout these tests were built from.
    package static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    package static func path(_ name: String) -> String {
        repository.appending(path: "fixtures/\(name)").path
    }

    package static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }

    /// The certificates of a PEM file under `fixtures/pki`, `.pem` left out.
    package static func certificates(_ name: String) throws -> [Certificate] {
        try Certificate.all(pem: bytes("pki/\(name).pem"))
    }

    /// The private key of a PEM file under `fixtures/pki`, `.key` left out. Test keys are written unencrypted.
    package static func privateKey(_ name: String) throws -> PrivateKey {
        let text = String(decoding: try bytes("pki/\(name).key"), as: UTF8.self)
        let base64 = text.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        guard let der = Data(base64Encoded: base64) else { throw FixtureError.notPEM(name) }
        var bytes = Array(der)
        return try PrivateKey(pkcs8: Secret(wiping: &bytes))
    }

    /// Key and whole chain of a signer, such as `signer-rsa2048`.
    package static func identity(_ name: String) throws -> SigningIdentity {
        try SigningIdentity(key: privateKey(name), certificates: certificates("chain-\(name)"))
    }
}

package enum FixtureError: Error {
    case notPEM(String)
}
