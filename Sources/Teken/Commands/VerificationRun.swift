import Dispatch
import Documents
import Domain
import Problems
import Signing
import Synchronization
import Verification

/// Judges one document or thousands, several at once, and prints the verdicts in the order the files were given.
struct VerificationRun: Sendable {
    let verification: PDFVerification
    let moment: Instant
    let password: DocumentPassword?
    let documentTime: Duration
    let face: VerdictFace

    private enum Answer: Sendable {
        case verdict(DocumentVerdict)
        case problem(Problem)
    }

    /// What waits for an earlier one to be printed, and what is known of all.
    private struct Desk {
        var next = 0
        var waiting: [Int: Answer] = [:]
        var printed = 0
        var outcome = ExitCode.success
        var failure: Problem?
    }

    func verify(_ files: [String], threads: Int) throws(Problem) -> ExitCode {
        let desk = Mutex(Desk())
        let progress = Progress(of: files.count)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while let index = desk.withLock({ desk in
                defer { desk.next += 1 }
                return desk.next < files.count && desk.failure == nil ? desk.next : nil
            }) {
                let answer = answer(for: files[index])
                desk.withLock { desk in
                    desk.waiting[index] = answer
                    print(&desk, files, progress)
                }
            }
        }
        return try desk.withLock { (desk) throws(Problem) in
            if let failure = desk.failure { throw failure }
            if files.count > 1 { progress.finish(as: "judged") }
            return desk.outcome
        }
    }

    private func answer(for path: String) -> Answer {
        do {
            let document = try DocumentFile.read(path)
            return .verdict(
                try verification.verify(document, password: password, at: moment, deadline: documentTime))
        } catch {
            return .problem(Problem(facing: error).about(path))
        }
    }

    private func print(_ desk: inout Desk, _ files: [String], _ progress: Progress) {
        while let answer = desk.waiting.removeValue(forKey: desk.printed) {
            let path = files[desk.printed]
            desk.printed += 1
            do {
                progress.pause()
                switch answer {
                case .verdict(let verdict):
                    try face.print(verdict, of: path)
                    desk.outcome = desk.outcome.worse(ExitCode(verdict))
                    progress.done()
                case .problem(let problem):
                    try face.print(problem, of: path)
                    desk.outcome = desk.outcome.worse(problem.exitCode)
                    progress.refused()
                }
            } catch {
                // Nobody takes the verdicts any more.
                desk.failure = Problem(facing: error)
            }
        }
    }
}

extension ExitCode {
    init(_ verdict: DocumentVerdict) {
        self =
            switch verdict.indication {
            case nil: .unsigned
            case .passed: verdict.hasSigner ? .success : .unsigned
            case .failed: .disproven
            case .indeterminate: .undetermined
            }
    }

    /// Of two documents' outcomes the one that a script must not overlook.
    func worse(_ other: ExitCode) -> ExitCode { other.weight > weight ? other : self }

    private var weight: Int {
        switch self {
        case .success: 0
        case .unsigned: 1
        case .undetermined: 2
        case .badInput: 3
        case .usage, .keyRefused, .outsideWorld, .storage, .fault, .interrupted: 4
        case .disproven: 5
        }
    }
}
