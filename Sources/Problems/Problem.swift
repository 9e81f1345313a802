import Authority
import Crypto
import Documents
package import Domain
import Registry
import Signing
import Store

/// A refusal as its user sees it: a stable code for programs, a sentence for people, and the next step.
package struct Problem: Error, Equatable, Sendable {
    /// Whose turn it is to do something about it.
    package enum Kind: CaseIterable, Sendable {
        /// What was asked for is not written as it should be.
        case usage
        /// A file or value that was handed in cannot be used.
        case badInput
        /// The rules say no, for who asks or for whom it is asked.
        case notAllowed
        /// There is nobody and nothing of that name.
        case notFound
        /// It does not go together with what was done or is being done.
        case conflict
        /// Not now: too many tries were made.
        case lockedOut
        /// A key did not open.
        case keyRefused
        /// Another service did not answer, or not well.
        case outsideWorld
        /// Something could not be read or kept.
        case storage
        /// The program or the machine is at fault.
        case fault
        /// A person stopped it.
        case interrupted
    }

    package let code: String
    package let kind: Kind
    package let what: Bilingual
    package let next: Bilingual
    /// A library's own words or a number; never a secret.
    package var detail: String?

    package init(code: String, kind: Kind, what: Bilingual, next: Bilingual, detail: String? = nil) {
        (self.code, self.kind, self.what, self.next, self.detail) = (code, kind, what, next, detail)
    }
}

extension Problem {
    /// The same refusal with the file it is about, where there are several.
    package func about(_ path: String) -> Problem {
        var problem = self
        problem.detail = [path, detail].compactMap(\.self).joined(separator: ": ")
        return problem
    }

    /// The face of whatever was thrown.
    package init(facing error: any Error) {
        self =
            switch error {
            case let problem as Problem: problem
            case let error as CryptoError: Problem(error)
            case let error as DocumentError: Problem(error)
            case let error as SigningError: Problem(error)
            case let error as AuthorityError: Problem(error)
            case let error as StoreError: Problem(error)
            case let error as ServiceError: Problem(error)
            case let error as RegistryError: Problem(error)
            case let failure as ProcessHardening.Failure: .processNotHardened(failure)
            default:
                .fault(
                    "unexpected", Bilingual("Kesalahan tak terduga.", "Something unexpected happened."),
                    Bilingual("Laporkan kepada pengelola sistem.", "Report it to the operator."),
                    "\(type(of: error))")
            }
    }
}
