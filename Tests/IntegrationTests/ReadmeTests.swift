import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("The first page", .waiting) struct ReadmeTests {
    private static let rootPassphrase = "Passphrase kunci akar / Passphrase of the root's key: "

    @Test func `gives commands that do what it says, typed as they stand`() throws {
        let readme = try String(contentsOf: Fixture.repository.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.matches(of: #/```sh\n((?s:.*?))```/#).map { String($0.1) }
        let commands = try #require(blocks.first { $0.contains("teken init") || $0.contains("$teken init") })

        // The folder looks like a checkout where `tools/run` has been, with this build in place of the release.
        let desk = try Desk()
        let repository = Fixture.repository.path
        let prepared = try desk.shell(
            """
            set -e
            rm pepper passphrase
            mkdir -p .build/release fixtures/letter
            cp -l "$TEKEN" "$(dirname "$TEKEN")/teken-pdf" .build/release/ 2>/dev/null ||
                cp "$TEKEN" "$(dirname "$TEKEN")/teken-pdf" .build/release/
            cp '\(repository)/fixtures/letter/nota-dinas.pdf' fixtures/letter/nota-dinas.pdf
            """)
        #expect(prepared.isSuccess, "\(prepared.errors)")
        try desk.write("set -e\n" + commands, to: "commands")

        let (root, own) = ("kunci akar yang dibawa pergi\n", "\(Desk.passphrase)\n")
        let person = try Person.at(
            desk, ["bash", "commands"],
            answering: [
                (Self.rootPassphrase, root), (Person.again, root), (Person.passphrase, own), (Person.again, own),
                (Person.passphrase, own),
            ])
        #expect(person.exitCode == 0 && person.questionsLeft == 0, "\(person.screen)")
        #expect(
            person.screen.contains("Signature is Valid") && person.screen.contains("level B-LTA"), "\(person.screen)")
        #expect(person.screen.matches(of: /TOTAL-PASSED/).count == 2, "before and after it is revoked")
        #expect(person.screen.contains("[certificate_revoked]") && person.screen.contains("refused, as it should be"))
        #expect(!desk.has("later.pdf"))
        #expect(person.screen.contains("Budi Percobaan") && person.screen.contains("✓ probe"))
    }
}
