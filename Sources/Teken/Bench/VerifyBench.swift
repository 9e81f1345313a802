import Channels
import Crypto
import Documents
import Domain
import PDF
import Signing
import Verification
import Workers

/// Judging a whole document, held against what OpenSSL alone does with its signatures, and against hashing alone.
struct VerifyBench: Sendable {
    let desk: DocumentDesk
    let document: MemoryFile
    let task: VerificationTask
    /// Nil judges each document in a worker that has seen no other.
    let client: ClientKey?

    /// One signature's bytes, and what it signs.
    private struct Signed {
        let der: [UInt8]
        let content: [UInt8]
    }

    func judging() -> BenchWork.Work {
        return { [self] in
            let judgement = try desk.verify(document, for: task, client: client, deadline: Workshop.documentTimeMax)
            precondition(judgement.verdict.indication == .passed, "the document is as it was signed")
        }
    }

    /// The judgement alone, in this process: what is left of the time is the way to a worker and back.
    func judgingHere() throws -> BenchWork.Work {
        let bytes = DocumentBytes(try MappedFile(document.descriptor).bytes())
        return { [self] in
            let judgement = try DocumentJudge.judge(PDFDocument.open(bytes), task)
            precondition(judgement.verdict.indication == .passed, "the document is as it was signed")
        }
    }

    /// Hash, signature and path of each signature, by OpenSSL and nobody else.
    func floor() throws -> BenchWork.Work {
        guard let anchor = task.anchors.first else { preconditionFailure("a benchmark trusts somebody") }
        let root = try Certificate(der: anchor.certificate)
        let checks = BenchWork.Held(
            try signed().map {
                BenchWork.Held(try BareOperation.CMSCheck($0.der, over: $0.content, anchor: root, at: task.now))
            })
        return { for check in checks.value { check.value.run() } }
    }

    /// SHA-256 of all that the signatures sign, each by itself.
    func hashing() throws -> BenchWork.Work {
        let mapped = try MappedFile(document.descriptor)
        let ranges = try signatures(in: mapped).map(\.byteRange)
        return {
            for range in ranges {
                var hashing = try Hashing(.sha256)
                try unsafe mapped.withBytes { bytes in
                    try unsafe hashing.update(UnsafeRawBufferPointer(rebasing: bytes[..<range[1]]))
                    try unsafe hashing.update(
                        UnsafeRawBufferPointer(rebasing: bytes[range[2]..<range[2] + range[3]]))
                }
                _ = try hashing.finish()
            }
        }
    }

    private func signed() throws -> [Signed] {
        let mapped = try MappedFile(document.descriptor)
        let bytes = mapped.bytes()
        return try signatures(in: mapped).map { found in
            let range = found.byteRange
            return Signed(
                der: try ForeignSignedData(contents: found.contents).der,
                content: Array(bytes[..<range[1]]) + bytes[range[2]..<range[2] + range[3]])
        }
    }

    /// The document is our own: it is read in this process.
    private func signatures(in mapped: MappedFile) throws -> [FoundSignature] {
        try PDFDocument.open(DocumentBytes(mapped.bytes())).foundSignatures()
    }
}
