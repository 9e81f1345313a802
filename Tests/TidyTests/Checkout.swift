import Foundation
import TestSupport

/// A text file of the project, as a rule sees it.
struct ProjectFile {
    /// From the top of the project, such as `Sources/Crypto/Keys/PrivateKey.swift`.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The folder under `Sources`, or nil elsewhere.
    var room: String? {
        let parts = path.split(separator: "/")
        return parts.first == "Sources" && parts.count > 2 ? String(parts[1]) : nil
    }

    /// Lines that hold a word, with their numbers, for a failure that can be clicked.
    func places(_ holds: (Substring) -> Bool) -> [String] {
        zip(1..., lines).filter { holds($1) }.map { "\(path):\($0): \($1.trimmingCharacters(in: .whitespaces))" }
    }
}

/// All files that belong to the project: what is built, bought in or made by running is left out.
enum Checkout {
    static let top = Fixture.repository

    static func files(under folder: String = "", ending: [String] = []) throws -> [ProjectFile] {
        try all(under: folder).compactMap { file in
            guard ending.isEmpty || ending.contains(where: file.lastPathComponent.hasSuffix),
                let text = try? String(contentsOf: file, encoding: .utf8)  // a binary fixture has no text to judge
            else { return nil }
            return ProjectFile(path: path(of: file), text: text)
        }.sorted { $0.path < $1.path }
    }

    /// Text or not.
    static func all(under folder: String = "") throws -> [URL] {
        let left = Set([".build", ".git", "var", "__pycache__"])
        let url = top.appending(path: folder)
        guard let walk = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.isRegularFileKey]) else {
            return []
        }
        var files: [URL] = []
        for case let file as URL in walk {
            if left.contains(file.lastPathComponent) {
                walk.skipDescendants()
                continue  // in a worktree `.git` is a file
            }
            if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true { files.append(file) }
        }
        return files
    }

    /// From the top of the project.
    static func path(of file: URL) -> String { String(file.path.dropFirst(top.path.count + 1)) }
}
