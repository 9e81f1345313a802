import Crypto
import Foundation
import TestSupport
import Testing

@Suite("Rotating the pepper") struct PepperRotationTests {
    private static let words = ["key", "rotate-pepper", "--pepper", "pepper.new"]

    private func pepper(of file: String, at desk: Desk) throws -> String? {
        let told = try desk.teken(["key", "info", file, "--json"])
        return try JSONDecoder().decode([String: String].self, from: Data(told.output.utf8))["pepper"]
    }

    private func signs(_ desk: Desk, _ file: String, under pepper: String) throws -> Bool {
        try desk.teken(
            ["sign-hash", String(repeating: "ab", count: 32), "--key", file, "--pepper", pepper]
                + ["--passphrase-file", "passphrase"]
        ).isSuccess
    }

    @Test func `goes as the operations page says, signing works all along, and the old pepper opens nothing after`()
        throws
    {
        let desk = try Desk()
        for name in ["siti", "budi", "rina"] { try desk.seal("signer-p256", as: name) }
        try desk.shell("cp pepper pepper.old")
        #expect(try desk.teken(["pepper", "make", "pepper.new", "--keep", "pepper"]).isSuccess)
        #expect(try desk.mode("pepper.new") == 0o600)
        #expect(try signs(desk, "siti.sealed", under: "pepper.new"))

        #expect(try desk.teken(Self.words + ["siti.sealed"]).isSuccess)
        let run = try desk.shell("\"$TEKEN\" key rotate-pepper --pepper pepper.new *.sealed")
        #expect(run.isSuccess, "\(run.errors)")
        #expect(run.errors.contains("siti.sealed lies under pepper") && run.errors.contains("rina.sealed now lies"))
        try desk.shell("mv pepper.new pepper")
        #expect(try signs(desk, "budi.sealed", under: "pepper"))
        try desk.shell("sed -i 2d pepper")
        #expect(try desk.folder.read("pepper").count == 65)
        for name in ["siti", "budi", "rina"] {
            #expect(try signs(desk, "\(name).sealed", under: "pepper"))
            #expect(try !signs(desk, "\(name).sealed", under: "pepper.old"))
        }
    }

    @Test func `names each key it cannot rotate, leaves it alone, and rotates the others`() throws {
        let desk = try Desk()
        try desk.writePepper("foreign")
        for name in ["a", "c"] { try desk.seal("signer-p256", as: name, parameters: .cheapest) }
        try desk.seal("signer-p256", as: "b", pepper: "foreign", parameters: .cheapest)
        try desk.folder.write(Array("surat".utf8), to: "bad.sealed")
        try desk.teken(["pepper", "make", "pepper.new", "--keep", "pepper"])
        let foreign = try desk.folder.read("b.sealed")
        let old = try pepper(of: "a.sealed", at: desk)

        let run = try desk.teken(Self.words + ["a.sealed", "b.sealed", "bad.sealed", "c.sealed"])
        #expect(run.refuses("keys_not_rotated", exit: 4), "\(run.errors)")
        #expect(run.errors.contains("(b.sealed)\n       [pepper_does_not_open]"))
        #expect(run.errors.contains("(bad.sealed)\n       [not_a_sealed_key]"))
        #expect(run.errors.contains("2 of 4"))
        #expect(try desk.folder.read("b.sealed") == foreign)
        let now = try [pepper(of: "a.sealed", at: desk), pepper(of: "c.sealed", at: desk)]
        #expect(now[0] == now[1] && now[0] != old)
    }

    @Test func `needs the old pepper behind the new one`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        try desk.writePepper("pepper.new")
        let run = try desk.teken(Self.words + ["key.sealed"])
        #expect(run.refuses("pepper_does_not_open", exit: 4) && run.errors.contains("(key.sealed)"), "\(run.errors)")
    }

    @Test func `never makes a pepper over one that is there`() throws {
        let desk = try Desk()
        let before = try desk.folder.read("pepper")
        for words in [["pepper"], ["pepper", "--keep", "pepper"], ["pepper", "--keep", "pepper", "--force"]] {
            #expect(try desk.teken(["pepper", "make"] + words).exitCode != 0)
        }
        #expect(try desk.folder.read("pepper") == before)
    }
}
