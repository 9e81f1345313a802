import ClientGate
import Crypto
import Documents
import Domain
package import HTTP
import JSONInput
import Problems
import Signing
import Store
import Workers

/// A refusal as programs of the original service read it: an HTTP status, a number of four digits, and a sentence that is shown to
/// people just as it is.
struct ESignFailure: Error {
    let status: Int
    let number: Int
    let problem: Problem
    var fields = HTTPFields()

    init(_ number: Int, _ problem: Problem, status: Int = 400) {
        (self.status, self.number, self.problem) = (status, number, problem)
    }

    /// The first words are the original's wherever they are known, because programs look for them.
    var words: String {
        switch problem.code {
        case "wrong_passphrase": "Passphrase anda salah"
        case "unknown_person": "User tidak terdaftar"
        default: "\(problem.what.indonesian) \(problem.next.indonesian)"
        }
    }

    /// One shape everywhere. `message` says the same again: some programs show it first.
    var answer: HTTPResponse {
        let body: JSON = [
            "error": .text(words), "message": .text(words), "status_code": .integer(number),
            "code": .text(problem.code), "next": .text(problem.next.indonesian),
            "error_en": .text(problem.what.english), "next_en": .text(problem.next.english),
        ]
        var answer = HTTPResponse.text(body.line, type: "application/json", status: status, mayBeCompressed: false)
        for field in fields.all { answer.fields.set(field.name, field.value) }
        return answer
    }
}

extension ESignFailure {
    init(_ error: ServiceError) {
        switch error {
        case .refused(let refusal): self.init(refusal)
        case .signing(let error): self.init(error)
        case .crypto(let error): self.init(error)
        case .store(let error): self = .ours(Problem(error))
        case .authority(let error): self = .ours(Problem(error))
        }
    }

    init(_ refusal: ServiceRefusal) {
        let problem = Problem(refusal)
        switch refusal {
        case .unknownPerson, .unknownSeal: self.init(2011, problem)
        case .cannotSign(let obstacle): self.init(obstacle.number, problem)
        case .cannotSeal(let obstacle): self.init(obstacle.number, problem)
        case .wrongPassphrase: self.init(2031, problem)
        case .lockedOut: self.init(2032, problem)
        case .blocked: self.init(2033, problem)
        case .overtaken: self.init(2025, problem)
        case .suspendedClient: self.init(403, problem, status: 403)
        case .session, .unusableDigest, .sessionCountBeyond, .sessionTimeBeyond, .activationCountBeyond,
            .activationTimeBeyond:
            self.init(2034, problem)
        case .repeatKeyUnusable: self.init(4001, problem)
        case .repeatKeyOfOther: self.init(4091, problem, status: 422)
        case .stillRunning:
            self.init(4092, problem, status: 409)
            fields = ["Retry-After": "2"]
        case .noSuchResult, .noSuchJob: self.init(4044, problem, status: 404)
        }
    }

    init(_ error: SigningError) {
        switch error {
        case .document(let error): self.init(error)
        case .crypto(let error): self.init(error)
        case .timestampNeverFits, .notExtended: self = .ours(Problem(error))
        }
    }

    init(_ error: DocumentError) {
        let problem = Problem(error)
        switch error {
        case .refused(let refusal): self.init(refusal.reason.isAboutLook ? 2042 : 2041, problem)
        case .worker, .answerRejected, .memory, .signatureTooLarge, .signatureOverOtherDocument, .nothingPrepared:
            self = error.isDocumentsOwn ? ESignFailure(2041, problem) : .ours(problem)
        case .crypto(let error): self.init(error)
        }
    }

    /// A passphrase that nobody can have set is wrong, however it is.
    init(_ error: CryptoError) {
        switch error {
        case .passphrase(.empty): self = .missing("passphrase")
        case .passphrase: self.init(ServiceRefusal.wrongPassphrase)
        default: self = .ours(Problem(error))
        }
    }

    /// Not the request's fault; it may be sent again.
    static func ours(_ problem: Problem) -> ESignFailure {
        var failure =
            switch problem.kind {
            case .fault: ESignFailure(500, problem, status: problem.code == "document_reader_busy" ? 503 : 500)
            case .usage, .badInput, .notAllowed, .notFound, .conflict, .lockedOut, .keyRefused, .outsideWorld, .storage,
                .interrupted:
                ESignFailure(503, problem, status: 503)
            }
        if failure.status == 503 { failure.fields = ["Retry-After": "2"] }
        return failure
    }

    static func missing(_ field: String) -> ESignFailure {
        ESignFailure(
            4001,
            Problem(
                code: "field_missing", kind: .badInput,
                what: Bilingual("\(field) wajib diisi.", "The field \(field) is missing."),
                next: Bilingual("Kirim ulang dengan \(field).", "Send it again with \(field).")))
    }

    static func unusable(_ field: String, _ form: Bilingual) -> ESignFailure {
        ESignFailure(
            4002,
            Problem(
                code: "field_unusable", kind: .badInput,
                what: Bilingual(
                    "\(field) tidak sesuai ketentuan: \(form.indonesian).",
                    "The field \(field) cannot be used: \(form.english)."),
                next: Bilingual("Perbaiki \(field).", "Correct \(field).")))
    }
}

extension SigningVerdict.Obstacle {
    /// The numbers that programs of the original know, where anybody has seen one.
    var number: Int {
        switch self {
        case .notActivated, .waitingForVerification, .noCertificate, .methodNotEsign: 2021
        case .expired: 2022
        case .onRenew: 2023
        case .suspended: 2024
        case .onRevoke, .revoked: 2025
        case .updatePending: 2026
        case .promotionPending: 2027
        }
    }
}

extension SealVerdict.Obstacle {
    /// The same as a person's.
    fileprivate var number: Int {
        switch self {
        case .noCertificate: 2021
        case .expired: 2022
        case .suspended: 2024
        case .revoked: 2025
        }
    }
}

extension DocumentRefusal.Reason {
    /// Whether it is about what is drawn and where, and not about the document.
    fileprivate var isAboutLook: Bool {
        switch self {
        case .noSuchPage, .boxOutsidePage, .tagNotFound, .tagOccurrenceNotFound, .appearanceEmpty, .appearanceBox,
            .pictureUnreadable, .pictureUnsupported, .pictureTooLarge, .qrEmpty, .qrTooLong, .textUnusable,
            .textTooLong,
            .textDoesNotFit, .characterMissing, .appearanceFailed:
            true
        case .empty, .notPDF, .damaged, .tooComplex, .passwordNeeded, .passwordWrong, .encryptedForCertificate,
            .encryptionUnknown, .noChangesAllowed, .repairedAndSigned, .dynamicForm, .tooManyAnnotations,
            .protectedTooLarge, .fieldNameTaken, .fieldNameUnusable, .fieldNotFound, .fieldNotForSignatures,
            .fieldAlreadySigned, .fieldLocked, .fieldHasNoPlace, .fieldDemand, .certificationNotFirst,
            .newVisibleFieldForbidden:
            false
        }
    }
}

/// What a program that is not let in reads: the shape that the original's framework gives its own errors.
enum GateAnswer {
    static func page(_ refusal: GateRefusal, _ head: HTTPRequestHead, at now: Instant) -> HTTPResponse {
        let problem = refusal.problem
        let name =
            switch refusal.status {
            case 401: "Unauthorized"
            case 403: "Forbidden"
            case 429: "Too Many Requests"
            case 503: "Service Unavailable"
            default: "Internal Server Error"
            }
        let body: JSON = [
            "timestamp": .text("\(now.text.dropLast()).000+0000"), "status": .integer(refusal.status),
            "error": .text(name), "message": .text("\(problem.what.indonesian) \(problem.next.indonesian)"),
            "path": .text(head.target.path), "status_code": .integer(refusal.status), "code": .text(problem.code),
        ]
        var answer = HTTPResponse.text(
            body.line, type: "application/json", status: refusal.status, mayBeCompressed: false)
        for field in refusal.fields.all { answer.fields.set(field.name, field.value) }
        return answer
    }
}

extension ESignFailure {
    static func tooLarge(_ field: String, most: Int) -> ESignFailure {
        .unusable(field, Bilingual("paling besar \(most >> 20) MiB", "\(most >> 20) MiB at most"))
    }

    static func notJSON(line: Int) -> ESignFailure {
        .unusable("JSON", Bilingual("tidak dapat dibaca, baris \(line)", "it cannot be read, line \(line)"))
    }

    static let overloaded = ESignFailure.ours(Problem(.overloaded))

    /// As it is kept for a request that comes again.
    var remembered: [UInt8] {
        let words: JSON = [
            "status": .integer(status), "number": .integer(number), "code": .text(problem.code),
            "what": .texts([problem.what.indonesian, problem.what.english]),
            "next": .texts([problem.next.indonesian, problem.next.english]),
        ]
        return Array(words.line.utf8)
    }

    init(remembered bytes: [UInt8]) {
        let root = try? JSONInput(bytes)
        let pair = { (name: String) in
            let texts = root?[name]?.elements?.compactMap(\.text) ?? []
            return Bilingual(texts.first ?? "", texts.last ?? "")
        }
        self.init(
            root?["number"]?.integer ?? 500,
            Problem(code: root?["code"]?.text ?? "unexpected", kind: .badInput, what: pair("what"), next: pair("next")),
            status: root?["status"]?.integer ?? 500)
    }
}

extension ESignAPI {
    /// What the server itself says no with, in the shape that programs of the original read; nil where it is not for them.
    package static func page(_ refusal: HTTPRefusal, _ head: HTTPRequestHead) -> HTTPResponse? {
        guard head.target.segments.first == "api" else { return nil }
        return ESignFailure(
            refusal.status,
            Problem(code: refusal.code.rawValue, kind: .badInput, what: refusal.words, next: refusal.nextStep),
            status: refusal.status
        ).answer
    }
}
