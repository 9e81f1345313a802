import Foundation
import Testing

@Suite("The papers") struct PaperTests {
    @Test func `have links that lead somewhere`() throws {
        for file in try Checkout.files(ending: [".md"]) {
            let folder = Checkout.top.appending(path: file.path).deletingLastPathComponent()
            for link in file.text.matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/).map({ String($0.1) }) {
                let target = folder.appending(path: link).path
                #expect(FileManager.default.fileExists(atPath: target), "\(file.path) points to \(link)")
            }
        }
    }

    @Test func `tell the state of all 320 features, each once`() throws {
        let file = try #require(try Checkout.files(under: "docs", ending: ["features.md"]).first)
        let rows = file.lines.filter { $0.hasPrefix("| SF-") }.map { $0.dropFirst(2).prefix(6) }
        #expect(
            rows == (1...320).map { number in "SF-\(String(repeating: "0", count: 3 - "\(number)".count))\(number)" })
        let waiting = file.lines.filter { $0.hasPrefix("| SF-") && $0.contains("| not yet |") }.count
        #expect(file.text.contains("320 rows: \(320 - waiting) live, \(waiting) not yet."))
    }

    @Test(arguments: [
        "README.md", "CHANGELOG.md", "LICENSE", "docs/architecture.md", "docs/signing-cycle.md",
        "docs/threat-model.md", "docs/features.md", "docs/sealed-key.md", "docs/operations.md", "fixtures/README.md",
    ])
    func `are all there`(path: String) throws {
        let text = try String(contentsOf: Checkout.top.appending(path: path), encoding: .utf8)
        #expect(text.count > 200)
    }

    @Test func `name both commands a newcomer needs`() throws {
        let readme = try String(contentsOf: Checkout.top.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("tools/run") && readme.contains("tools/test"))
    }

    @Test(arguments: ["setup", "run", "test", "format", "bench", "make-fixtures"])
    func `come with tools that can be run`(tool: String) {
        #expect(FileManager.default.isExecutableFile(atPath: Checkout.top.appending(path: "tools/\(tool)").path))
    }
}

@Suite("The page of settings") struct SettingsPaperTests {
    @Test func `names each setting, and no other`() throws {
        let page = try String(contentsOf: Checkout.top.appending(path: "docs/settings.md"), encoding: .utf8)
        let code = try String(
            contentsOf: Checkout.top.appending(path: "Sources/Teken/Wiring/Settings.swift"), encoding: .utf8)
        let names = code.matches(of: /case \w+ = "(TEKEN_\w+)"/).map { String($0.1) }
        #expect(names.count > 20)
        #expect(page.matches(of: /\n\| `(TEKEN_\w+)` \|/).map { String($0.1) } == names)
    }
}

@Suite("The page of refusals") struct RefusalPaperTests {
    @Test func `names each code of the command line and of HTTP, and no other`() throws {
        let page = try String(contentsOf: Checkout.top.appending(path: "docs/refusals.md"), encoding: .utf8)
        let told = Set(page.matches(of: /`([a-z0-9_]+)`/).map { String($0.1) })
        var used: Set<String> = []
        let files = try ["Sources/Problems", "Sources/Teken/Problems"].flatMap { room in
            try Checkout.files(under: room, ending: [".swift"])
        }
        for file in files {
            // A string of nothing but small letters, digits and underscores is a code; those of one authority get a stem.
            for literal in file.text.matches(of: /"([a-z0-9_]{5,})"/).map({ String($0.1) }) {
                let isStemless = file.path.hasSuffix("Timestamps.swift") && !literal.hasPrefix("timestamp_")
                used.insert(isStemless ? "timestamp_\(literal)" : literal)
            }
        }
        // Where fields have names, too, only what stands as a code is one.
        for file in try ["Sources/ClientGate", "Sources/ESignAPI", "Sources/API", "Sources/Teken/Serving"].flatMap({
            try Checkout.files(under: $0, ending: [".swift"])
        }) {
            used.formUnion(file.text.matches(of: /\bcode: "([a-z0-9_]+)"/).map { String($0.1) })
        }
        // What is wrong with a document is named where documents are read.
        let reasons = try String(
            contentsOf: Checkout.top.appending(path: "Sources/Documents/Tasks/DocumentRefusal.swift"), encoding: .utf8)
        let codes = reasons.matches(of: /case \w+ = "([a-z0-9_]+)"/).map { String($0.1) }
        #expect(codes.count > 20)
        used.formUnion(codes)
        // And what is wrong with a request, where requests are read.
        let refusals = try String(
            contentsOf: Checkout.top.appending(path: "Sources/HTTP/Response/HTTPRefusal.swift"), encoding: .utf8)
        let overHTTP = refusals.matches(of: /case \w+ = "([a-z_]+)"\n/).map { String($0.1) }
        #expect(overHTTP.count > 20)
        used.formUnion(overHTTP)
        #expect(told.subtracting(used).isEmpty && used.subtracting(told).isEmpty, "\(told.symmetricDifference(used))")
    }

    @Test func `explain each thing a verdict can find, and no other`() throws {
        let declaration = try String(
            contentsOf: Checkout.top.appending(path: "Sources/Verification/Verdict/Finding.swift"), encoding: .utf8)
        let cases = declaration[(try #require(declaration.firstRange(of: "enum FindingCode"))).lowerBound...]
            .matches(of: /case (\w+)(?: = "(\w+)")?/).map { (name: String($0.1), code: String($0.2 ?? $0.1)) }
        let page = try String(
            contentsOf: Checkout.top.appending(path: "docs/verification.md"), encoding: .utf8)
        let told = page[(try #require(page.firstRange(of: "## Findings"))).lowerBound...]
            .matches(of: /\n\| `(\w+)` \|/).map { String($0.1) }
        #expect(cases.count > 50 && Set(told) == Set(cases.map(\.code)) && told.count == cases.count)
        // A finding that nothing leads to is a promise that nobody keeps.
        let found = try Checkout.files(under: "Sources/Verification", ending: [".swift"])
            .filter { $0.path.contains("/Rules/") || $0.path.contains("/Judging/") }
            .flatMap { $0.text.matches(of: /\.(\w+)/).map { String($0.1) } }
        #expect(Set(cases.map(\.name)).subtracting(found).isEmpty, "\(Set(cases.map(\.name)).subtracting(found))")
    }

    /// A code that nothing leads to is a promise that nobody keeps.
    @Test func `names no document's refusal that is never made`() throws {
        let declaration = "Sources/Documents/Tasks/DocumentRefusal.swift"
        let files = try Checkout.files(under: "Sources", ending: [".swift"]).filter {
            $0.room != "TestSupport" && !$0.path.contains("/Problems/")
        }
        let reasons = try #require(files.first { $0.path == declaration }).text
            .matches(of: /case (\w+) = "[a-z0-9_]+"/).map { String($0.1) }
        #expect(reasons.count > 20)
        let made = Set(
            files.flatMap { $0.text.matches(of: /(?:DocumentRefusal|self\.init)\(\.(\w+)/) }.map { String($0.1) })
        #expect(Set(reasons).subtracting(made).isEmpty, "\(Set(reasons).subtracting(made))")
    }

    @Test func `is made of errors that are all thrown somewhere`() throws {
        let files = try Checkout.files(under: "Sources", ending: [".swift"]).filter {
            $0.room != "TestSupport" && !$0.path.contains("/Problems/")
        }
        let kinds = /enum \w*(?:Error|Defect|Damage|Obstacle|Demand|Failure|ReadingLimit)(?:: [^{]*)? \{/
        let made = Set(
            files.flatMap(\.lines).map(Self.withoutPattern).flatMap { $0.matches(of: /\.(\w+)/).map(\.1) })
        var cases = 0
        for file in files {
            for kind in file.text.matches(of: kinds) {
                // The declaration ends at the first line that is a brace alone.
                let body = file.text[kind.range.upperBound...].split(separator: "\n").prefix {
                    $0 != "}" && $0 != "    }"
                }
                for name in body.compactMap({ $0.firstMatch(of: /^ +case (\w+)/)?.1 }) {
                    cases += 1
                    #expect(made.contains(name), "\(file.path): nothing throws \(name)")
                }
            }
        }
        #expect(cases > 100)
    }

    /// A line without what it only compares with.
    private static func withoutPattern(_ line: Substring) -> Substring {
        guard line.trimmingCharacters(in: .whitespaces).hasPrefix("case .") else { return line }
        return line.firstIndex(of: ":").map { line[$0...] } ?? ""
    }
}
