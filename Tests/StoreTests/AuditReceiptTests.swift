import Crypto
import Database
import Domain
import Foundation
import Store
import TestSupport
import Testing

private enum PEMFile {
    static func of(_ key: [UInt8]) throws -> String {
        "-----BEGIN PUBLIC KEY-----\n\(Data(key).base64EncodedString())\n-----END PUBLIC KEY-----\n"
    }
}

@Suite("A proof of a record") struct AuditReceiptTests {
    /// A program of another language, written after docs/audit.md.
    private func judge(_ words: [String]) throws -> ProgramRun {
        try ProgramRun.of("python3", [Fixture.repository.appending(path: "tools/audit-verify").path] + words)
    }

    @Test(arguments: Backend.all) func `is accepted by a program of another language`(backend: Backend) throws {
        let count = Int(ProcessInfo.processInfo.environment["TEKEN_RECORDS"] ?? "") ?? 1_200
        let fresh = try backend.freshStore()
        let store = fresh.store
        for start in stride(from: 0, to: count - 1, by: 1_000) { try store.record(min(1_000, count - 1 - start)) }
        let folder = try TemporaryFolder()
        var lines: [UInt8] = []
        try store.exportAudit { line in lines += Array(line.utf8) + [10] }
        let export = try folder.write(lines, to: "export")
        let head = try #require(try store.sealAuditHeads(at: .noon, signer: Fixture.headSigner()).first)
        var words = [export, "--head", try folder.write(Array(head.text.utf8), to: "head")]
        let places = Set([0, 1, 255, 256, 257, 1_023, count - 1] + (0..<20).map { _ in Int.random(in: 0..<count) })
        for place in places where place < count {
            let size = Int.random(in: (place + 1)...count)
            let receipt = try #require(
                try store.auditReceipt(of: place, in: head.head.writer, size: size, since: Int.random(in: 1...size)))
            #expect(receipt.inclusion.count <= 20)
            words += ["--proof", try folder.write(Array(receipt.json.line.utf8), to: "proof-\(place)")]
        }
        let run = try judge(words)
        #expect(run.isSuccess && run.output.contains("\(count) records"), "\(run.errors)")
        let half = try #require(try store.auditReceipt(of: 0, in: head.head.writer, size: count / 2, since: 1))
        let whole = try #require(try store.auditReceipt(of: 0, in: head.head.writer, size: count))
        let (halfFile, wholeFile) = (
            try folder.write(Array(half.json.line.utf8), to: "half"),
            try folder.write(Array(whole.json.line.utf8), to: "whole")
        )
        // A head is enough for a proof in its own tree, and no head for none.
        #expect(try judge(["-", "--head", folder.path("head"), "--proof", wholeFile]).isSuccess)
        #expect(try judge(["-", "--head", folder.path("head"), "--proof", halfFile]).exitCode == 1)
        #expect(try judge(["-", "--proof", wholeFile]).exitCode == 1)
        // And what was changed is rejected, so that the judge is one.
        let first = try folder.read("proof-0")
        try folder.write(
            Array(String(decoding: first, as: UTF8.self).replacing("store.created", with: "store.crEated").utf8),
            to: "bad")
        #expect(try judge([export, "--proof", folder.path("bad")]).exitCode == 1)
        try folder.write(
            Array(String(decoding: lines, as: UTF8.self).replacing("store.created", with: "store.crEated").utf8),
            to: "changed")
        #expect(try judge([folder.path("changed")]).exitCode == 1)
        try folder.write(Array(lines.dropLast(200)), to: "cut")
        #expect(try judge([folder.path("cut"), "--head", folder.path("head")]).exitCode == 1)
    }

    @Test func `is judged against each head of a file, and whose key signed it`() throws {
        let fresh = try Backend.sqlite.freshStore()
        try fresh.store.record(9)
        let store = try fresh.reopened(node: .fixture(7))
        let folder = try TemporaryFolder()
        var lines: [UInt8] = []
        try store.exportAudit { line in lines += Array(line.utf8) + [10] }
        let export = try folder.write(lines, to: "export")
        let heads = try store.sealAuditHeads(at: .noon, signer: Fixture.headSigner())
        func file(_ texts: [String]) throws -> String { try folder.write(Array(texts.joined().utf8), to: "heads") }
        let texts = heads.map(\.text)
        #expect(try judge([export, "--head", file(texts)]).isSuccess)
        for index in 0..<2 {
            var changed = texts
            let root = Hexadecimal.text(heads[index].head.root.bytes)
            changed[index] = changed[index].replacing("root \(root)", with: "root \(String(root.reversed()))")
            #expect(try judge([export, "--head", file(changed)]).exitCode == 1, "head \(index)")
        }
        let (mine, other) = (
            try PEMFile.of(heads[0].publicKey ?? []), try PEMFile.of(PrivateKeyBox().key.publicKeyInfo())
        )
        let (key, stranger) = (
            try folder.write(Array(mine.utf8), to: "key"), try folder.write(Array(other.utf8), to: "stranger")
        )
        #expect(try judge([export, "--head-key", key, "--head", file(texts)]).isSuccess)
        #expect(try judge([export, "--head-key", stranger, "--head", file(texts)]).exitCode == 1)
        #expect(try judge([export, "--head-key", key, "--head", file(heads.map(\.head.text))]).exitCode == 1)
        let swapped = texts.enumerated().map { index, text in
            text.replacing(
                Hexadecimal.text(heads[index].signature ?? []), with: Hexadecimal.text(heads[1 - index].signature ?? [])
            )
        }
        #expect(try judge([export, "--head-key", key, "--head", file(swapped)]).exitCode == 1)
        // A proof of a log that the export lacks proves nothing by it.
        let receipt = try #require(try store.auditReceipt(of: 0, in: heads[0].head.writer))
        let proof = try folder.write(Array(receipt.json.line.utf8), to: "proof")
        var rest: [UInt8] = []
        try store.exportAudit(of: heads[1].head.writer) { line in rest += Array(line.utf8) + [10] }
        #expect(try judge([export, "--proof", proof]).isSuccess)
        #expect(try judge([folder.write(rest, to: "rest"), "--proof", proof]).exitCode == 1)
    }

    @Test(arguments: Backend.all) func `is not made of what is not there`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        try fresh.store.record(9)
        let writer = try #require(try fresh.store.auditLogs().first).writer
        #expect(try fresh.store.auditReceipt(of: 10, in: writer) == nil)
        #expect(try fresh.store.auditReceipt(of: 5, in: writer, size: 5) == nil)
        #expect(try fresh.store.auditReceipt(of: 5, in: writer, size: 11) == nil)
        #expect(try fresh.store.auditReceipt(of: 5, in: writer, size: 10, since: 0) == nil)
        #expect(try fresh.store.auditReceipt(of: 5, in: .fixture(9)) == nil)
        fresh.store.close()
        try fresh.meddle("UPDATE audit_record SET line = replace(line, 'done', 'Done') WHERE sequence = 5")
        #expect(throws: StoreError.auditBroken(.treeMismatch)) { try fresh.store.auditReceipt(of: 5, in: writer) }
    }
}
