import Foundation
import Testing

@Suite("The code") struct CodeTests {
    @Test func `has none of the sharp words outside tests`() throws {
        let words = ["try!", "as!", "fatalError(", "nonisolated(unsafe)"]
        for file in try Checkout.files(under: "Sources", ending: [".swift"]) where file.room != "TestSupport" {
            let found = file.places { line in
                words.contains { line.contains($0) } || line.trimmingCharacters(in: .whitespaces).hasPrefix("public ")
            }
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test func `gives each unchecked promise its reason`() throws {
        for file in try Checkout.files(under: "Sources", ending: [".swift"]) {
            for (number, line) in zip(0..., file.lines) where line.contains("@unchecked Sendable") {
                let next = file.lines.dropFirst(number + 1).prefix(2).joined()
                #expect(next.contains("// Sendable:"), "\(file.path):\(number + 1) gives no reason")
            }
        }
    }

    @Test func `lives in files that are read in one sitting`() throws {
        let most = 300
        for file in try Checkout.files(under: "Sources", ending: [".swift"]) where !file.path.contains("/Problems/") {
            #expect(
                file.lines.count <= most, "\(file.path) has \(file.lines.count) lines; is there a second idea in it?")
        }
    }

    @Test func `has nothing beside it that a compiler made`() throws {
        let starts = ["\u{7f}ELF", "!<arch>\n", "MZ"].map { Array($0.utf8) }
        let made = try Checkout.all().filter { file in
            let start = try FileHandle(forReadingFrom: file).read(upToCount: 8) ?? Data()
            return starts.contains { start.starts(with: $0) }
        }
        #expect(made.isEmpty, "\(made.map(Checkout.path)) belongs into .build, if anywhere")
    }

    @Test func `promises work by number only`() throws {
        for file in try Checkout.files(under: "Sources", ending: [".swift", ".h"]) {
            let found = file.places { line in
                (line.contains("TODO") && !line.contains("TODO(#")) || line.contains("FIXME") || line.contains("XXX")
            }.filter { !$0.contains(".XXXXXX") }  // mkstemp's own pattern
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test func `names no folder of one machine`() throws {
        let folders = ["home", "root", "work", "Users"].map { "/\($0)/" }
        for file in try Checkout.files() where !file.path.hasPrefix("Tests/TidyTests/") {
            // The whole first, which is quick.
            guard folders.contains(where: file.text.contains) else { continue }
            let found = file.places { line in folders.contains(where: line.contains) }
            #expect(found.isEmpty, "\(found)")
        }
    }
}
