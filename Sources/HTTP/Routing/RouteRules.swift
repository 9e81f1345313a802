/// Which threads run a handler. What is slow by nature must not keep what is quick waiting.
package enum Lane: String, CaseIterable, Sendable {
    /// Looks something up and answers.
    case quick
    /// Runs Argon2id: as wide as the machine has memory and cores for.
    case passphrase
}

/// What a route takes and how long it may last. All of it is known before a byte of the body is read.
package struct RouteRules: Sendable {
    /// A kind of body. Media types are in lower case without parameters; `*` stands for any, or none named.
    package enum AcceptedBody: Hashable, Sendable {
        /// Small, in memory that is wiped.
        case bytes([String])
        /// Large, in a memory file.
        case file([String])
        /// Either kind of form.
        case form

        fileprivate var types: [String] {
            switch self {
            case .bytes(let types), .file(let types): types
            case .form: [MediaType.multipart, MediaType.urlEncoded]
            }
        }
    }

    package var lane: Lane
    /// The lane of a request that is whole, where only its body tells. It runs where nothing may wait.
    package var laneOfBody: (@Sendable (HTTPBody) -> Lane)?
    /// From the moment the request is whole; the time it waits for a thread is part of it.
    package var deadline: Duration
    /// None: the route takes no body.
    package var bodies: [AcceptedBody]
    package var bodyBytesMax: Int
    /// Of a form without parts of its own; it lies in memory whole.
    package var urlEncodedBytesMax = 1 << 20
    package var form = FormLimits()
    /// Who the route is there for, nil for everybody. Others find nothing at its address.
    package var onlyFor: [AddressBlock]?
    /// Who is turned away by the head alone, before a byte of the body is read; asked where there is a body. It runs where nothing
    /// may wait, and whom it lets pass the handler looks at again.
    package var doorman: (@Sendable (HTTPRequestHead) -> HTTPResponse?)?
    /// Whether a body whose length nobody announces is refused (411).
    package var requiresLength = false

    package init(
        lane: Lane = .quick, deadline: Duration = .seconds(30), bodies: [AcceptedBody] = [],
        bodyBytesMax: Int = 64 << 10
    ) {
        self.lane = lane
        self.deadline = deadline
        self.bodies = bodies
        self.bodyBytesMax = bodyBytesMax
    }

    /// How a body is to be kept; nil where there is none. Refuses what the route does not take, and what is announced as
    /// longer than it takes.
    package func plan(for framing: HTTPFraming, contentType: String?) throws(HTTPRefusal) -> BodyPlan? {
        switch framing {
        case .length(0): return nil
        case .chunked where requiresLength: throw .lengthRequired
        case .length, .chunked: break
        }
        guard !bodies.isEmpty else { throw .tooLarge(.body(bytesMax: 0)) }
        let type = contentType.flatMap(MediaType.init)
        guard contentType == nil || type != nil, let plan = try plan(for: type) else {
            throw .unsupportedMediaType(accepted: bodies.flatMap(\.types))
        }
        if case .length(let bytes) = framing, bytes > plan.bytesMax { throw .tooLarge(.body(bytesMax: plan.bytesMax)) }
        return plan
    }

    /// Every lane that its requests may go by.
    package var lanes: [Lane] { laneOfBody == nil ? [lane] : Lane.allCases }

    func isThere(for peer: PeerAddress) -> Bool { onlyFor?.contains { $0.contains(peer) } ?? true }

    private func plan(for type: MediaType?) throws(HTTPRefusal) -> BodyPlan? {
        for body in bodies where body.types.contains("*") || type.map({ body.types.contains($0.essence) }) ?? false {
            switch body {
            case .bytes: return .bytes(most: bodyBytesMax)
            case .file: return .file(most: bodyBytesMax)
            case .form where type?.essence == MediaType.urlEncoded:
                return .urlEncoded(most: min(bodyBytesMax, urlEncodedBytesMax), partsMax: form.partsMax)
            case .form:
                guard let boundary = type?["boundary"], MultipartReader(boundary: boundary, limits: form) != nil else {
                    throw .malformed(.form)
                }
                return .multipart(boundary: boundary, most: bodyBytesMax, form)
            }
        }
        return nil
    }
}

extension MediaType {
    static let multipart = "multipart/form-data"
    static let urlEncoded = "application/x-www-form-urlencoded"
}
