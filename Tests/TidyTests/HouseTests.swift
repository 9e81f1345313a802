import Foundation
import Testing

@Suite("The house") struct HouseTests {
    /// Inner to outer. A room imports only rooms above it, and only the C libraries named beside it.
    private static let rooms: [(name: String, libraries: Set<String>)] = [
        ("Domain", []),
        ("Crypto", ["COpenSSL", "CArgon2", "CUTF8Proc", "CZxcvbn", "CGFShare", "CLinux"]),
        ("PDF", ["CZlib", "CLinux"]),
        ("Verification", []),
        ("Appearance", ["CPoDoFo", "CPictures", "CQRencode"]),
        ("Channels", ["CLinux"]),
        ("Walls", ["CSeccomp", "CLinux"]),
        ("Workers", ["CLinux"]),
        ("Documents", []),
        ("Sandbox", []),
        ("Database", []),
        ("DatabaseSQLite", ["CSQLite"]),
        ("DatabasePostgres", ["CLibPQ"]),
        ("Store", []),
        ("Authority", []),
        ("Signing", []),
        ("Registry", []),
        ("Problems", []),
        ("HTTPClient", ["CCurl"]),
        ("Delivery", []),
        ("JSONInput", ["CJansson"]),
        ("Metrics", []),
        ("HTTP", ["CLinux"]),
        ("HTTPServer", ["CMicroHTTPD", "CZlib", "CLinux"]),
        ("ClientGate", []),
        ("ESignAPI", []),
        ("API", []),
        ("AuthorityFace", []),
        ("Teken", ["CLinux"]),
        ("TestSupport", []),
    ]

    private static let toolchain: Set<String> = [
        "Glibc", "FoundationEssentials", "Foundation", "Dispatch", "Synchronization",
    ]

    @Test func `has no room that this plan does not know`() throws {
        let known = Set(Self.rooms.map(\.name)).union(["System"])
        let found = try FileManager.default.contentsOfDirectory(atPath: Checkout.top.appending(path: "Sources").path)
        #expect(Set(found) == known)
    }

    @Test func `has arrows that point inwards only`() throws {
        for (index, room) in Self.rooms.enumerated() {
            let inner = Set(Self.rooms[..<index].map(\.name))
            let allowed = inner.union(room.libraries).union(Self.toolchain).subtracting(
                room.name == "Domain" ? Self.toolchain : [])
            for file in try Checkout.files(under: "Sources/\(room.name)", ending: [".swift"]) {
                let imports = file.lines.compactMap(importedModule)
                #expect(Set(imports).subtracting(allowed).isEmpty, "\(file.path) imports against the arrows")
            }
        }
    }

    @Test func `lets tests only be served by the test room`() throws {
        for file in try Checkout.files(under: "Sources", ending: [".swift"]) where file.room != "TestSupport" {
            #expect(!file.lines.compactMap(importedModule).contains("TestSupport"), "\(file.path)")
        }
    }

    @Test func `lets Foundation's larger half into the test room only`() throws {
        for file in try Checkout.files(under: "Sources", ending: [".swift"]) where file.room != "TestSupport" {
            #expect(!file.lines.compactMap(importedModule).contains("Foundation"), "\(file.path)")
        }
    }

    @Test func `gives every room its tests`() throws {
        for room in Self.rooms where room.name != "TestSupport" {
            let tests = try Checkout.files(under: "Tests/\(room.name)Tests", ending: ["Tests.swift"])
            #expect(!tests.isEmpty, "\(room.name) has no tests")
        }
    }

    @Test func `keeps the types of a C library inside its room`() throws {
        for file in try Checkout.files(under: "Sources", ending: [".swift"]) where file.room != "System" {
            let shown = file.places { line in
                let words = line.trimmingCharacters(in: .whitespaces)
                return words.hasPrefix("package ") && words.contains("OpaquePointer")
            }
            #expect(shown.isEmpty, "\(shown)")
        }
    }

    @Test func `has a drawn map of its rooms`() throws {
        let map = try #require(try Checkout.files(under: "docs", ending: ["architecture.md"]).first)
        for room in Self.rooms { #expect(map.text.contains("`\(room.name)`"), "\(room.name) is not on the map") }
    }

    private func importedModule(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import"), keyword <= 1, words.count > keyword + 1,
            keyword == 0 || ["package", "@testable", "internal"].contains(words[0])
        else { return nil }
        return String(words[keyword + 1].prefix { $0 != "." })
    }
}
