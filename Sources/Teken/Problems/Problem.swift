import Authority
import Crypto
import Documents
import Domain
import Signing
import Store

/// A refusal as its user sees it: a stable code for programs, a sentence for people, and the next step.
struct Problem: Error, Equatable, Sendable {
    let code: String
    let exitCode: ExitCode
    let what: Bilingual
    let next: Bilingual
    /// A library's own words or a number; never a secret.
    var detail: String?
}

extension Problem {
    /// The same refusal with the file it is about, where several were given.
    func about(_ path: String) -> Problem {
        var problem = self
        problem.detail = [path, detail].compactMap(\.self).joined(separator: ": ")
        return problem
    }

    /// The face of whatever a command threw.
    init(facing error: any Error) {
        self =
            switch error {
            case let problem as Problem: problem
            case let error as CryptoError: Problem(error)
            case let error as DocumentError: Problem(error)
            case let error as SigningError: Problem(error)
            case let error as AuthorityError: Problem(error)
            case let error as StoreError: Problem(error)
            case let failure as ProcessHardening.Failure: .processNotHardened(failure)
            default:
                .fault(
                    "unexpected", Bilingual("Kesalahan tak terduga.", "Something unexpected happened."),
                    Bilingual("Laporkan kepada pengelola sistem.", "Report it to the operator."),
                    "\(type(of: error))")
            }
    }
}
