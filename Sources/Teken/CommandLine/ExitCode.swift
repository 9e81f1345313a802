import Glibc
import Problems

/// What the program's end tells a script. The numbers are a promise.
enum ExitCode: Int32, CaseIterable {
    case success = 0
    case usage = 2
    case badInput = 3
    case keyRefused = 4
    case outsideWorld = 5
    case storage = 6
    case disproven = 10
    case undetermined = 11
    case unsigned = 12
    case fault = 70
    case interrupted = 130

    var meaning: String {
        switch self {
        case .success: "done"
        case .usage: "the command line is wrong"
        case .badInput: "a file or value handed in cannot be used"
        case .keyRefused: "the key did not open: wrong passphrase, damage, another owner or pepper"
        case .outsideWorld: "another service did not answer, or not well"
        case .storage: "a file could not be read or written"
        case .disproven:
            "verify: a signature is not valid, or a document or the audit log was changed (a backup is made all the same)"
        case .undetermined: "verify: it cannot be determined whether a signature is valid"
        case .unsigned: "verify: the document is not signed"
        case .fault: "a fault in the program or the machine; nothing was handed out"
        case .interrupted: "stopped at the prompt"
        }
    }

    func leave() -> Never { exit(rawValue) }
}

extension Problem {
    /// What the command line's end tells of it.
    var exitCode: ExitCode {
        switch kind {
        case .usage: .usage
        case .badInput, .notAllowed, .notFound, .conflict: .badInput
        case .keyRefused, .lockedOut: .keyRefused
        case .outsideWorld: .outsideWorld
        case .storage: .storage
        case .fault: .fault
        case .interrupted: .interrupted
        }
    }
}
