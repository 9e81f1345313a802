import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("A secret", .waiting) struct LeakTests {
    private static let canary = "burung kenari 4711"
    private static let opening = "--key key.sealed --pepper pepper --passphrase-file passphrase"
    private static let digest = String(repeating: "ab", count: 32)

    /// The canary as text, as hexadecimal in either case, and as base64, from a place where base64 would show it whole.
    private static var shapes: [String] {
        let hex = canary.utf8.map { String(format: "%02x", $0) }.joined()
        return [canary, hex, hex.uppercased(), Data(canary.utf8).base64EncodedString()]
    }

    @Test(
        arguments: [
            ("sign-hash \(digest) \(opening)", 0),
            ("sign-hash \(digest) \(opening) --owner 0190f0de-0000-4000-8000-000000000009", 4),
            ("sign-hash abcd \(opening)", 3), ("sign-hash \(digest) \(opening) --pss-salt 32", 3),
            ("sign-hash \(digest) \(opening) --out nowhere/out", 6), ("sign-hash \(digest) \(opening) >/dev/full", 6),
            ("sign-hash \(digest) --key key.sealed --pepper passphrase --passphrase-file pepper", 3),
            ("sign-hash \(digest) --key passphrase --pepper pepper --passphrase-file key.sealed", 3),
            ("sign-cms letter out --certificates passphrase \(opening)", 3),
            ("sign-cms letter out --certificates key.pem \(opening)", 0),
            (
                "sign-cms letter out --certificates key.pem \(opening) --timestamp http://127.0.0.1:9 --timestamp-trust key.pem",
                5
            ),
            ("key make new --kind p-256 --pepper pepper --passphrase-file passphrase", 0),
            ("key make new --kind p-256 --pepper passphrase --passphrase-file passphrase", 3),
            ("key info passphrase", 3), ("key info key.sealed --pepper passphrase", 3),
            (
                "key change-passphrase key.sealed --pepper pepper --passphrase-file passphrase --new-passphrase-file /dev/null",
                3
            ),
            (
                "key change-passphrase key.sealed --pepper pepper --passphrase-file letter --new-passphrase-file passphrase",
                3
            ),
            (
                "key import aes256.p12 new --certificates out --pepper pepper --password-file passphrase --passphrase-file letter",
                4
            ),
            (
                "key import canary.p12 new --certificates out --pepper pepper --password-file passphrase --passphrase-file letter",
                3
            ),
            (
                "key import canary.p12 new --certificates out --pepper pepper --password-file passphrase --passphrase-file passphrase",
                0
            ),
            (
                "key import no-chain.p12 new --certificates out --pepper pepper --password-file passphrase --passphrase-file passphrase",
                3
            ),
            ("sign-hash \(digest) --key key.sealed --pepper pepper --passphrase='\(canary)'", 2),
            ("sign-hash \(digest) --key key.sealed --pepper pepper --passphrase '\(canary)'", 2),
            ("key import canary.p12 new --password='\(canary)'", 2), ("sign-hash --passphrsae='\(canary)'", 2),
        ] as [(String, Int32)])
    func `stands in no message, no output and no file, whatever happens`(command: String, exit: Int32) throws {
        let desk = try Desk()
        try desk.write("pendek", to: "letter")
        try desk.seal("signer-p256", under: Self.canary)
        try desk.write(Self.canary + "\n", to: "passphrase")
        try desk.shell(
            """
            cp '\(Fixture.path("pkcs12/aes256.p12"))' .
            openssl pkcs12 -export -inkey '\(Fixture.path("pki/signer-p256.key"))' -in '\(Fixture.path("pki/chain-signer-p256.pem"))' \
                -passout file:passphrase -out canary.p12
            openssl pkcs12 -export -inkey '\(Fixture.path("pki/signer-p256.key"))' -in '\(Fixture.path("pki/signer-p256.pem"))' \
                -passout file:passphrase -out no-chain.p12
            """)
        let run = try desk.shell("\"$TEKEN\" \(command)")
        #expect(run.exitCode == exit, "\(run.errors)")
        try desk.write(run.output, to: "seen.output")
        try desk.write(run.errors, to: "seen.errors")
        for name in try desk.folder.names where name != "passphrase" {
            let text = String(decoding: try desk.folder.read(name), as: UTF8.self)
            for shape in Self.shapes { #expect(!text.contains(shape), "\(name)") }
        }
        // The search finds what is there.
        #expect(try String(decoding: desk.folder.read("passphrase"), as: UTF8.self).contains(Self.shapes[0]))
    }
}
