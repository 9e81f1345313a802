import Channels
import Crypto
import Documents
import Domain
import Foundation
import PDF
import TestSupport
import Testing
import Verification
import Workers

/// Valid documents with bytes changed at random, judged by the real workers: `TEKEN_MUTATIONS=10000` for more.
@Suite("A signed document with random damage") struct MutationTests {
    private static let names = [
        "b-b", "b-b-visible", "b-lt", "b-lta", "certified-p1-archived", "certified-p2-filled", "ecdsa-p256", "hybrid",
        "pkcs7", "rsa-pss", "three", "two-archived", "two-xref-stream", "xref-stream",
    ]
    private static let moment = Instant(secondsSince1970: 1_784_073_600)  // 2026-07-15T00:00:00Z

    /// A document with what its signatures cover, as it was before anything was changed.
    private struct Original {
        let name: String
        let bytes: [UInt8]
        let signed: [(end: Int, hole: Range<Int>)]

        init(_ name: String) throws {
            self.name = name
            bytes = try Fixture.bytes("attacks/honest/\(name).pdf")
            signed = try PDFDocument.open(DocumentBytes(bytes)).foundSignatures().compactMap { found in
                found.hole.flatMap { hole in found.signedEnd.map { ($0, hole) } }
            }
        }

        /// Whether a signature that covers this much signs this byte.
        func isSigned(_ position: Int, upTo end: Int) -> Bool {
            signed.contains { $0.end == end && position < end && !$0.hole.contains(position) }
        }
    }

    private static var task: VerificationTask {
        get throws {
            func der(_ path: String) throws -> [UInt8] {
                let bytes = try Fixture.bytes("attacks/pki/\(path)")
                return try PEMBlocks.all(in: bytes)?.first ?? bytes
            }
            return VerificationTask(
                now: moment, anchors: [TrustAnchor(name: "Contoh", certificate: try der("root.pem"))],
                material: VerificationMaterial(revocationLists: [try der("root.crl"), try der("issuing.crl")]))
        }
    }

    @Test func `is never called whole where a signed byte was changed, and never brings anything down`() throws {
        let desk = try DocumentDesk.ofThisBuild()
        let count = ProcessInfo.processInfo.environment["TEKEN_MUTATIONS"].flatMap(Int.init) ?? 1_000
        let originals = try Self.names.map(Original.init)
        let task = try Self.task
        for original in originals {
            let verdict = try desk.verify(MemoryFile(original.bytes), for: task, deadline: .seconds(20)).verdict
            try #require(verdict.indication == .passed, "\(original.name)")
        }
        var random = SeededNumbers(seed: 20_261_120)
        var judged = (intact: 0, changed: 0, unreadable: 0, crashed: 0)
        for number in 0..<count {
            let original = originals[number % originals.count]
            var bytes = original.bytes
            var changed: [Int] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                let byte = UInt8.random(in: 0...255, using: &random)
                if bytes[position] != byte { changed.append(position) }
                bytes[position] = byte
            }
            changed = changed.filter { bytes[$0] != original.bytes[$0] }
            do throws(DocumentError) {
                let verdict = try desk.verify(
                    memory(bytes), for: task, client: ClientKey("mutations"), deadline: .seconds(20)
                ).verdict
                for signature in verdict.signatures where signature.integrity == .intact {
                    let end = signature.signedBytes ?? 0
                    #expect(original.signed.contains { $0.end == end }, "\(original.name), mutation \(number)")
                    #expect(
                        !changed.contains { original.isSigned($0, upTo: end) }, "\(original.name), mutation \(number)")
                }
                if verdict.signatures.contains(where: { $0.integrity != .intact }) {
                    judged.changed += 1
                } else {
                    judged.intact += 1
                }
            } catch {
                switch error {
                case .refused: judged.unreadable += 1
                case .worker: judged.crashed += 1
                default: Issue.record("\(original.name), mutation \(number): \(error)")
                }
            }
        }
        // Not one worker was brought down either, as far as these go.
        #expect(judged.crashed == 0)
        #expect(judged.changed > count / 2 && judged.intact > 0 && judged.unreadable > 0)
        if count > 1_000 { print("mutations: \(judged)") }
    }

    private func memory(_ bytes: [UInt8]) throws(DocumentError) -> MemoryFile {
        do throws(MemoryFileError) { return try MemoryFile(bytes) } catch { throw .memory(error) }
    }
}

/// The same numbers each time (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
