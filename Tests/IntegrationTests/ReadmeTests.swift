import Foundation
import TestSupport
import Testing

@Suite("The first page") struct ReadmeTests {
    @Test func `gives commands that do what it says, typed as they stand`() throws {
        let readme = try String(contentsOf: Fixture.repository.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.matches(of: #/```sh\n((?s:.*?))```/#).map { String($0.1) }
        let commands = try #require(blocks.first { $0.contains("pdfsig -nocert") })

        // The folder looks like a checkout where `tools/run` has been, with this build in place of the release.
        let desk = try Desk()
        let repository = Fixture.repository.path
        let prepared = try desk.shell(
            """
            set -e
            rm pepper passphrase
            ln -s '\(repository)/tools' tools
            mkdir -p .build/release var/demo
            cp -l "$TEKEN" "$(dirname "$TEKEN")/teken-pdf" .build/release/ 2>/dev/null ||
                cp "$TEKEN" "$(dirname "$TEKEN")/teken-pdf" .build/release/
            cp '\(repository)/fixtures/letter/nota-dinas.pdf' var/demo/letter.pdf
            tools/trial-pki init var/demo/authority
            """)
        #expect(prepared.isSuccess, "\(prepared.errors)")
        try desk.write("set -e\n" + commands, to: "commands")

        let typed = "\(Desk.passphrase)\n"
        let person = try Person.at(
            desk, ["bash", "commands"],
            answering: [(Person.passphrase, typed), (Person.again, typed), (Person.passphrase, typed)])
        #expect(person.exitCode == 0 && person.questionsLeft == 0, "\(person.screen)")
        #expect(
            person.screen.contains("Signature is Valid") && person.screen.contains("Total document signed"),
            "\(person.screen)")
        #expect(person.screen.contains("Budi Percobaan"))
    }
}
