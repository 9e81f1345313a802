import Foundation
import TestSupport
import Testing

@Suite("Signing a digest") struct HashSigningTests {
    private func digest(_ desk: Desk, _ algorithm: String, of text: String = "surat") throws -> String {
        try desk.folder.write(Array(text.utf8), to: "letter")
        try desk.run("openssl", ["dgst", "-\(algorithm)", "-binary", "-out", "digest.bin", "letter"])
        return try desk.folder.read("digest.bin").map { String(format: "%02x", $0) }.joined()
    }

    private func openSSLAccepts(_ desk: Desk, _ algorithm: String, pssSalt: Int? = nil) throws -> Bool {
        let padding = pssSalt.map {
            ["-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:\($0)"]
        }
        let words = [
            "pkeyutl", "-verify", "-pubin", "-inkey", "key.pub", "-in", "digest.bin", "-sigfile", "signature",
            "-pkeyopt", "digest:\(algorithm)",
        ]
        return try desk.run("openssl", words + (padding ?? [])).isSuccess
    }

    @Test(
        arguments: [
            ("signer-rsa2048", "sha256", nil), ("signer-rsa2048", "sha384", nil), ("signer-rsa2048", "sha512", nil),
            ("signer-rsa2048", "sha256", 0), ("signer-rsa2048", "sha256", 20), ("signer-rsa2048", "sha256", 32),
            ("signer-rsa2048", "sha256", 222), ("signer-rsa3072", "sha512", 64), ("signer-rsa4096", "sha384", nil),
            ("signer-p256", "sha256", nil), ("signer-p256", "sha512", nil), ("signer-p384", "sha384", nil),
        ] as [(String, String, Int?)])
    func `is accepted by openssl, and only over that digest`(signer: String, algorithm: String, salt: Int?) throws {
        let desk = try Desk()
        try desk.seal(signer)
        try desk.teken(["key", "info", "key.sealed", "--public-key", "key.pub"])
        let hex = try digest(desk, algorithm)
        let words = ["sign-hash", hex, "--digest", algorithm, "--format", "raw", "--out", "signature"]
        let run = try desk.teken(words + (salt.map { ["--pss-salt", "\($0)"] } ?? []) + Desk.opening)
        #expect(run.isSuccess && run.output.isEmpty, "\(run.errors)")
        #expect(try openSSLAccepts(desk, algorithm, pssSalt: salt))
        _ = try digest(desk, algorithm, of: "surat lain")
        #expect(try !openSSLAccepts(desk, algorithm, pssSalt: salt))
    }

    @Test func `writes one signature in three ways, and takes the digest from standard input`() throws {
        let desk = try Desk()
        try desk.seal("signer-rsa2048")
        let hex = try digest(desk, "sha256")
        let upper = hex.uppercased()
        let spaced = "\(upper.prefix(32)) \n\t\(upper.dropFirst(32))\r\n"
        let asHex = try desk.teken(["sign-hash", hex, "--format", "hex"] + Desk.opening)
        let asBase64 = try desk.teken(["sign-hash", "-", "--digest", "SHA-256"] + Desk.opening, input: spaced)
        let asRaw = try desk.teken(["sign-hash", hex, "--format", "raw", "--out", "raw"] + Desk.opening)
        #expect(asRaw.isSuccess, "\(asRaw.errors)")
        let raw = try desk.folder.read("raw")
        #expect(raw.count == 256)
        #expect(asHex.output == raw.map { String(format: "%02x", $0) }.joined() + "\n")
        #expect(asBase64.output == Data(raw).base64EncodedString() + "\n")
    }

    @Test(
        arguments: [
            (["abcd"], "digest_wrong_length", 3), ([""], "digest_wrong_length", 3),
            ([String(repeating: "ab", count: 33)], "digest_wrong_length", 3),
            ([String(repeating: "ab", count: 32), "--digest", "sha512"], "digest_wrong_length", 3),
            ([String(repeating: "zz", count: 32)], "digest_not_hexadecimal", 3), (["abc"], "digest_not_hexadecimal", 3),
            ([String(repeating: "ab", count: 20), "--digest", "sha1"], "digest_too_weak", 3),
            ([String(repeating: "ab", count: 16), "--digest", "MD5"], "digest_too_weak", 3),
            ([String(repeating: "ab", count: 28), "--digest", "SHA-224"], "digest_too_weak", 3),
            ([String(repeating: "ab", count: 32), "--digest", "sha3-256"], "digest_unknown", 3),
            ([String(repeating: "ab", count: 32), "--format", "pem"], "unknown_choice", 2),
            ([String(repeating: "ab", count: 32), "--pss-salt", "223"], "salt_length_impossible", 3),
            ([String(repeating: "ab", count: 32), "--pss-salt", "-1"], "number_out_of_bounds", 2),
            ([String(repeating: "ab", count: 32), "--out", "key.sealed", "--force"], "same_file_twice", 2),
            (["-", "--passphrase-fd", "0"], "digest_wrong_length", 3),
        ] as [([String], String, Int32)])
    func `is refused by name and gives nothing`(words: [String], code: String, exit: Int32) throws {
        let desk = try Desk()
        try desk.seal("signer-rsa2048")
        let sealed = try desk.folder.read("key.sealed")
        let opening = words.contains("--passphrase-fd") ? Array(Desk.opening.dropLast(2)) : Desk.opening
        let run = try desk.teken(["sign-hash"] + words + opening)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        #expect(try desk.folder.read("key.sealed") == sealed)
    }

    @Test func `is refused where the key does not sign that way`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256")
        let run = try desk.teken(["sign-hash", digest(desk, "sha256"), "--pss-salt", "32"] + Desk.opening)
        #expect(run.refuses("scheme_does_not_fit", exit: 3), "\(run.errors)")
    }

    @Test func `asks standard input for one thing only`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256")
        let run = try desk.teken(
            ["sign-hash", "-", "--key", "key.sealed", "--pepper", "pepper", "--passphrase-file", "-"],
            input: Desk.passphrase)
        #expect(run.refuses("standard_input_twice", exit: 2), "\(run.errors)")
        #expect(run.errors.contains("DIGEST") && run.errors.contains("--passphrase-file"))
    }
}
