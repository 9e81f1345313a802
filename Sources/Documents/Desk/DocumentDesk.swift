package import Channels
package import Crypto
import PDF
package import Verification
package import Workers

/// Where documents go to be prepared and looked into: behind the walls, and back with everything checked.
package struct DocumentDesk: Sendable {
    private let pool: WorkerPool
    private let textPositions: ConfinedProgram

    /// What the positions program may print about one document.
    private static let positionsBytesMax = 48 << 20

    package init(pool: WorkerPool, textPositions: ConfinedProgram) {
        self.pool = pool
        self.textPositions = textPositions
    }

    /// Has a worker prepare the document, and hashes it meanwhile.
    package func prepare(
        _ document: MemoryFile, for task: SignatureTask, digest: DigestAlgorithm, client: ClientKey?, deadline: Duration
    ) throws(DocumentError) -> PreparedDocument {
        let end = Deadline.after(deadline)
        var documents = [document]
        if task.tag != nil {
            let readable = try readable(document, task.password, client, end)
            documents.append(try positions(in: readable, deadline: end.remaining))
        }
        let original = try Self.original(document)
        let hashing = OriginalHash(original, digest)
        let answer = try exchange(.prepare(task), documents, client, end.remaining) { hashing.run() }
        guard case .prepared(let section) = answer else { throw .answerRejected(.otherKind) }
        guard section.contentsBytes == task.request.contentsBytes else { throw .answerRejected(.otherHole) }
        return try PreparedDocument(original, made: section, hashing.take())
    }

    package func inspect(
        _ document: MemoryFile, password: DocumentPassword? = nil, client: ClientKey?, deadline: Duration
    ) throws(DocumentError) -> DocumentReport {
        let answer = try exchange(.inspect(password: password), [document], client, deadline) {}
        guard case .inspected(let report) = answer else { throw .answerRejected(.otherKind) }
        return report
    }

    /// Judges the document's signatures. Without a client it is read by a worker that has read no other.
    package func verify(
        _ document: MemoryFile, for task: VerificationTask, password: DocumentPassword? = nil, client: ClientKey? = nil,
        deadline: Duration
    ) throws(DocumentError) -> Judgement {
        let answer = try exchange(.verify(task, password: password), [document], client, deadline) {}
        guard case .verified(let judgement) = answer else { throw .answerRejected(.otherKind) }
        guard judgement.verdict.judgedAt == task.now else { throw .answerRejected(.otherDocument) }
        return judgement
    }

    /// Judges the document's signatures, and has what its store lacks written behind it.
    package func extend(
        _ document: MemoryFile, for task: LongTermTask, password: DocumentPassword? = nil, client: ClientKey? = nil,
        deadline: Duration
    ) throws(DocumentError) -> LongTermOutcome {
        let answer = try exchange(.extend(task, password: password), [document], client, deadline) {}
        guard case .extended(let outcome) = answer else { throw .answerRejected(.otherKind) }
        guard outcome.judgement.verdict.judgedAt == task.verification.now,
            outcome.section?.originalBytes ?? document.count == document.count
        else { throw .answerRejected(.otherDocument) }
        return outcome
    }

    /// Takes up a document that was prepared before: its newest signature is an empty hole.
    package func resume(
        _ document: MemoryFile, password: DocumentPassword? = nil, digest: DigestAlgorithm, client: ClientKey?,
        deadline: Duration
    ) throws(DocumentError) -> PreparedDocument {
        let report = try inspect(document, password: password, client: client, deadline: deadline)
        let whole = try Self.original(document)
        for signature in report.signatures {
            let range = signature.byteRange
            // In this order: what the worker says may be any number, and no sum of two may overflow.
            guard range.count == 4, range[0] == 0, range[1] > 0, range[2] > range[1], range[2] <= whole.count,
                range[2] - range[1] > 2, range[3] == whole.count - range[2]
            else { continue }
            let rest = unsafe whole.withBytes { bytes in unsafe Array(bytes[range[1]...]) }
            let section = UpdateSection(originalBytes: range[1], bytes: rest, hole: range[1]..<range[2])
            guard PreparedDocument.isEmpty(rest[..<section.hole.count]) else { continue }
            let original = whole.prefix(range[1])
            return try PreparedDocument(resuming: original, section, OriginalHash(original, digest).take())
        }
        throw .nothingPrepared
    }

    private func exchange(
        _ order: DocumentOrder, _ documents: [MemoryFile], _ client: ClientKey?, _ deadline: Duration,
        meanwhile: () -> Void
    ) throws(DocumentError) -> DocumentAnswer {
        let bytes: [UInt8]
        do throws(WorkerError) {
            bytes = try pool.exchange(
                order.bytes, documents: documents, for: client, deadline: deadline, meanwhile: meanwhile)
        } catch {
            throw .worker(error)
        }
        guard let answer = DocumentAnswer(bytes) else { throw .answerRejected(.unreadable) }
        if case .refused(let refusal) = answer { throw .refused(refusal) }
        return answer
    }

    /// The document as the positions program can open it. That is told no password: others see a command line.
    private func readable(
        _ document: MemoryFile, _ password: DocumentPassword?, _ client: ClientKey?, _ end: Deadline
    ) throws(DocumentError) -> MemoryFile {
        if password == nil { return document }
        let answer = try exchange(.copyPlainly(password: password), [document], client, end.remaining) {}
        guard case .copiedPlainly(let copy) = answer else { throw .answerRejected(.otherKind) }
        return try copy.map { (copy) throws(DocumentError) in try Self.memoryFile(copy) } ?? document
    }

    private func positions(in document: MemoryFile, deadline: Duration) throws(DocumentError) -> MemoryFile {
        let output: [UInt8]
        do throws(WorkerError) {
            output = try textPositions.run(
                on: document, answerBytesMax: Self.positionsBytesMax, deadline: deadline)
        } catch {
            // A document that the program cannot read may still be one that we can; then it has no tag to be found.
            guard error == .crashed else { throw .worker(error) }
            output = []
        }
        return try Self.memoryFile(output)
    }

    private static func memoryFile(_ bytes: [UInt8]) throws(DocumentError) -> MemoryFile {
        do throws(MemoryFileError) {
            return try MemoryFile(bytes)
        } catch {
            throw .memory(error)
        }
    }

    static func original(_ document: MemoryFile) throws(DocumentError) -> OriginalBytes {
        do throws(MemoryFileError) {
            return try OriginalBytes(of: document)
        } catch {
            throw .memory(error)
        }
    }
}
