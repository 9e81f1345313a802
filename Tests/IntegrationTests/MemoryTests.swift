import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@Suite("The memory of a signing process") struct MemoryTests {
    @Test(arguments: ["signer-rsa2048", "signer-p256"])
    func `holds neither passphrase nor key after a signature, a session, a refusal or a change of passphrase`(
        signer: String
    ) throws {
        let folder = try probeFolder(for: signer)
        let run = try ProgramRun.of(BuiltProduct.path("SecretsProbe"), [folder.path("")])
        #expect(run.isSuccess, "\(run.errors)")
        let counts = try ScanCounts(run.output)

        // The scan can find what it looks for: it does while the secret is in use.
        #expect(counts["passphrase-held", "passphrase"] > 0)
        #expect(counts.total("key-open", except: ["passphrase", "wrong"]) > 0)
        #expect(counts["key-open", "passphrase"] == 0)

        for moment in ["before", "after-signature", "after-session", "after-refusal", "after-change", "after-export"] {
            #expect(counts.total(moment, except: []) == 0, "\(moment): \(run.output)")
        }
    }

    /// The program itself, looked at from outside while the key is still open and the passphrase must be gone.
    @Test(.enabled(if: geteuid() == 0, "only root can read the memory of a hardened process"))
    func `has forgotten the passphrase while it waits for a timestamp`() throws {
        let desk = try Desk()
        try desk.seal("signer-rsa2048")
        try desk.write("isi surat", to: "letter")
        let judge = Fixture.repository.appending(path: "Tests/judges/memory_while_waiting.py").path
        let run = try desk.run(
            "python3",
            [
                judge, Desk.passphrase, BuiltProduct.path("teken"), "sign-cms", "letter", "letter.p7s", "--key",
                "key.sealed",
            ]
                + ["--pepper", "pepper", "--certificates", "key.pem", "--passphrase-file", "-"]
                + ["--timestamp-trust", Fixture.path("pki/root.pem")])
        let counts = run.output.split(separator: " ").compactMap {
            Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        try #require(counts.count == 2, "\(run.errors)")
        #expect(counts[0] == 0)
        #expect(counts[1] > 0)
    }

    private func probeFolder(for signer: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let passphrase = "kuda lumping \(UInt64.random(in: 0 ... .max))"
        let peppers = Peppers(current: try .random())
        let sealed = try SealedKey.seal(
            Fixture.privateKey(signer), id: .fixture(1), owner: .fixture(2), under: .of(passphrase), peppers: peppers,
            parameters: .standard)
        var needles = MaskedNeedles()
        needles.add("passphrase", Array(passphrase.utf8))
        needles.add("wrong", Array("bukan kata sandi itu".utf8))
        try needles.addPrivateNumbers(ofKeyAt: Fixture.path("pki/\(signer).key"))
        try folder.write(Array(needles.text.utf8), to: "needles")
        try folder.write(Array(passphrase.utf8), to: "passphrase")
        try folder.write(Array("bukan kata sandi itu".utf8), to: "wrong")
        try folder.write(sealed.bytes, to: "key.sealed")
        try folder.write(Fixture.bytes("pki/chain-\(signer).pem"), to: "chain.pem")
        let pepper = try PepperFile.text(peppers)
        try folder.write(unsafe pepper.withBytes { unsafe Array($0) }, to: "pepper")
        return folder
    }
}

/// What the probe printed: for each moment, how often each needle was found.
private struct ScanCounts {
    private let counts: [String: [String: Int]]

    init(_ output: String) throws {
        var counts: [String: [String: Int]] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            for pair in parts[1].split(separator: " ") {
                let sides = pair.split(separator: "=")
                counts[String(parts[0]), default: [:]][String(sides[0])] = Int(sides[1]) ?? -1
            }
        }
        self.counts = counts
    }

    subscript(moment: String, needle: String) -> Int { counts[moment]?[needle] ?? -1 }

    /// -1 when the moment was never reported, so that silence is no success.
    func total(_ moment: String, except names: Set<String>) -> Int {
        counts[moment]?.filter { !names.contains($0.key) }.values.reduce(0, +) ?? -1
    }
}
