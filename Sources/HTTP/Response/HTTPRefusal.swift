/// What the server itself says no to, before or instead of a handler.
package enum HTTPRefusal: Error, Hashable, Sendable {
    /// 400
    case malformed(Malformation)
    /// 400: a certificate came that the authority of the listener has not issued, or that is not good now.
    case clientCertificate
    /// 404
    case noSuchRoute
    /// 405
    case methodNotAllowed(allowed: [HTTPMethod])
    /// 411
    case lengthRequired
    /// 413
    case tooLarge(TooLarge)
    /// 414
    case targetTooLong(bytesMax: Int)
    /// 415
    case unsupportedMediaType(accepted: [String])
    /// 431
    case fieldsTooLarge(bytesMax: Int, fieldsMax: Int)
    /// 500
    case failed
    /// 501
    case unsupportedTransferEncoding
    /// 503: as many requests as may wait are waiting.
    case overloaded(retryAfter: Duration)
    /// 503: it has waited until its deadline and was not begun.
    case waitedTooLong(retryAfter: Duration)
    /// 503: the server is going down.
    case stopping

    /// What is wrong with a request that cannot be read.
    package enum Malformation: Hashable, Sendable {
        case head
        case framing
        case host
        case target(HTTPTarget.Defect)
        case form
    }

    /// The same word for the same refusal for ever: programs branch on it.
    package enum Code: String, CaseIterable, Sendable {
        case malformedRequest = "malformed_request"
        case malformedLength = "malformed_length"
        case malformedHost = "malformed_host"
        case malformedUrl = "malformed_url"
        case malformedForm = "malformed_form"
        case clientCertificateRefused = "client_certificate_refused"
        case noSuchAddress = "no_such_address"
        case methodNotAllowed = "method_not_allowed"
        case lengthRequired = "length_required"
        case bodyTooLarge = "body_too_large"
        case partTooLarge = "part_too_large"
        case partHeaderTooLarge = "part_header_too_large"
        case tooManyParts = "too_many_parts"
        case tooManyFiles = "too_many_files"
        case urlTooLong = "url_too_long"
        case unsupportedMediaType = "unsupported_media_type"
        case headerTooLarge = "header_too_large"
        case internalError = "internal_error"
        case unsupportedTransferEncoding = "unsupported_transfer_encoding"
        case overloaded = "overloaded"
        case waitedTooLong = "waited_too_long"
        case stopping = "stopping"
    }

    package enum TooLarge: Hashable, Sendable {
        case body(bytesMax: Int)
        case part(bytesMax: Int)
        case partHead(bytesMax: Int)
        case parts(most: Int)
        case files(most: Int)
    }
}

extension HTTPRefusal {
    package var status: Int {
        switch self {
        case .malformed, .clientCertificate: 400
        case .noSuchRoute: 404
        case .methodNotAllowed: 405
        case .lengthRequired: 411
        case .tooLarge: 413
        case .targetTooLong: 414
        case .unsupportedMediaType: 415
        case .fieldsTooLarge: 431
        case .failed: 500
        case .unsupportedTransferEncoding: 501
        case .overloaded, .waitedTooLong, .stopping: 503
        }
    }

    package var code: Code {
        switch self {
        case .malformed(.head): .malformedRequest
        case .malformed(.framing): .malformedLength
        case .malformed(.host): .malformedHost
        case .malformed(.target): .malformedUrl
        case .malformed(.form): .malformedForm
        case .clientCertificate: .clientCertificateRefused
        case .noSuchRoute: .noSuchAddress
        case .methodNotAllowed: .methodNotAllowed
        case .lengthRequired: .lengthRequired
        case .tooLarge(.body): .bodyTooLarge
        case .tooLarge(.part): .partTooLarge
        case .tooLarge(.partHead): .partHeaderTooLarge
        case .tooLarge(.parts): .tooManyParts
        case .tooLarge(.files): .tooManyFiles
        case .targetTooLong: .urlTooLong
        case .unsupportedMediaType: .unsupportedMediaType
        case .fieldsTooLarge: .headerTooLarge
        case .failed: .internalError
        case .unsupportedTransferEncoding: .unsupportedTransferEncoding
        case .overloaded: .overloaded
        case .waitedTooLong: .waitedTooLong
        case .stopping: .stopping
        }
    }

    /// Fields that belong to the refusal whatever it looks like; the server sets them on every page.
    package var fields: HTTPFields {
        switch self {
        case .methodNotAllowed(let allowed): ["Allow": allowed.map(\.rawValue).joined(separator: ", ")]
        case .overloaded(let time), .waitedTooLong(let time):
            ["Retry-After": String(Self.seconds(time))]
        case .stopping: ["Retry-After": String(Self.seconds(Self.restartTime))]
        case .malformed, .clientCertificate, .noSuchRoute, .lengthRequired, .tooLarge, .targetTooLong,
            .unsupportedMediaType, .fieldsTooLarge, .failed, .unsupportedTransferEncoding:
            HTTPFields()
        }
    }

    /// Until another server stands where this one goes.
    static let restartTime = Duration.seconds(5)

    /// Whole seconds, and never none: whoever came again at once would be refused again.
    static func seconds(_ time: Duration) -> Int64 {
        max(1, time.components.seconds + (time.components.attoseconds > 0 ? 1 : 0))
    }

    package init(_ defect: BodyDefect) {
        self =
            switch defect {
            case .malformedForm: .malformed(.form)
            case .tooManyParts(let most): .tooLarge(.parts(most: most))
            case .tooManyFiles(let most): .tooLarge(.files(most: most))
            case .partTooLarge(let most): .tooLarge(.part(bytesMax: most))
            case .bodyTooLarge(let most): .tooLarge(.body(bytesMax: most))
            case .partHeadTooLarge(let most): .tooLarge(.partHead(bytesMax: most))
            case .noRoom: .overloaded(retryAfter: .seconds(5))
            }
    }
}

/// How a refusal looks; the head is there when it could be read.
package typealias RefusalPage = @Sendable (HTTPRefusal, HTTPRequestHead?) -> HTTPResponse
