import Channels
import Crypto
import Dispatch
import Documents
import Domain
import Glibc
import Problems
import Signing
import Synchronization
import Workers

/// Signs one document or thousands with one opened key, several at once.
struct SigningRun: Sendable {
    let desk: DocumentDesk
    let documentTime: Duration
    let digest: DigestAlgorithm
    let scheme: SignatureScheme
    let stamping: Stamping?
    let longTerm: PDFSigning.LongTerm?
    /// Writes a signature down before it leaves, where there is something to write it into.
    let record: (@Sendable (SignedDocument) throws -> Void)?
    /// The task for a document that is signed at this moment.
    let task: @Sendable () throws -> SignatureTask

    /// All of them are this person's own.
    private static let client = ClientKey("command line")

    init(
        desk: DocumentDesk, documentTime: Duration, digest: DigestAlgorithm, scheme: SignatureScheme,
        stamping: Stamping?, longTerm: PDFSigning.LongTerm?,
        record: (@Sendable (SignedDocument) throws -> Void)?, task: @escaping @Sendable () throws -> SignatureTask
    ) {
        self.desk = desk
        self.documentTime = documentTime
        self.digest = digest
        self.scheme = scheme
        self.stamping = stamping
        self.longTerm = longTerm
        self.record = record
        self.task = task
    }

    /// The first refusal is the run's outcome; every one is told with its file.
    func sign(_ files: SigningFiles, as identity: borrowing SigningIdentity, threads: Int) throws {
        guard files.isMany else {
            var signing = try signing(as: identity)
            let (input, output) = files.pairs[0]
            let level = try sign(input, to: output, with: &signing)
            Console.note("teken: signed as \(identity.certificate.subject), level \(level.rawValue)")
            return
        }
        let progress = Progress(of: files.pairs.count)
        let next = Mutex(0)
        let failure = Mutex<Problem?>(nil)
        concurrently(threads) {
            do {
                var signing = try signing(as: identity)
                while let index = next.withLock({ index in
                    defer { index += 1 }
                    return index < files.pairs.count ? index : nil
                }) {
                    let (input, output) = files.pairs[index]
                    do {
                        _ = try sign(input, to: output, with: &signing)
                        progress.done()
                    } catch {
                        let problem = Problem(facing: error).about(input)
                        progress.refused(problem)
                        failure.withLock { $0 = $0 ?? problem }
                    }
                }
            } catch {
                let problem = Problem(facing: error)
                failure.withLock { $0 = $0 ?? problem }
            }
        }
        progress.finish()
        if let problem = failure.withLock({ $0 }) {
            throw progress.hasTold ? Problem.someRefused(like: problem) : problem
        }
    }

    private func signing(as identity: borrowing SigningIdentity) throws -> PDFSigning {
        try PDFSigning(
            desk, as: identity, scheme: scheme, digest: digest, now: WallClock.now(), stamping: stamping,
            longTerm: longTerm)
    }

    private func sign(_ input: String, to output: OutputFile, with signing: inout PDFSigning) throws -> PDFSigning.Level
    {
        let document = try DocumentFile.read(input)
        let signed = try signing.sign(document, task(), client: Self.client, deadline: documentTime)
        try record?(signed.document)
        try output.write(signed.document)
        TimestampOptions.tell(signed.refusals)
        LevelOptions.tell(signed.missing, signed.cautions)
        if !signed.refusals.isEmpty || !signed.missing.isEmpty {
            let why = signed.missing.isEmpty ? "no authority gave a timestamp" : "no word on revocation was to be had"
            Console.note("teken: \(input): LEVEL \(signed.level.rawValue) ONLY: \(why)")
        }
        return signed.level
    }

    private func concurrently(_ threads: Int, _ body: @Sendable () -> Void) {
        DispatchQueue.concurrentPerform(iterations: threads) { _ in body() }
    }
}

/// A document read into memory that nobody can change any more.
enum DocumentFile {
    static func read(_ path: String) throws -> MemoryFile {
        do throws(MemoryFileError) {
            if path == "-" {
                let input = dup(STDIN_FILENO)
                guard input >= 0 else { throw .system(operation: "dup", code: errno) }
                return try MemoryFile(copying: Descriptor(owning: input), bytesMax: SigningFiles.documentBytesMax)
            }
            return try MemoryFile(path: path, bytesMax: SigningFiles.documentBytesMax)
        } catch {
            throw Problem(error, reading: path)
        }
    }
}

extension OutputFile {
    /// Original and update one after the other, without a copy of both.
    func write(_ document: SignedDocument) throws(Problem) {
        try unsafe document.original.withBytes { (original) throws(Problem) in
            try unsafe document.update.withUnsafeBytes { update in
                Result { () throws(Problem) in try unsafe write(original, update) }
            }.get()
        }
    }
}
