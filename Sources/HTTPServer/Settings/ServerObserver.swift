package import HTTP

/// What a server tells while it runs. Nothing in it is personal or secret: no path, no query, no field, no address.
package struct ServerObserver: Sendable {
    /// A request that had a head has come to its end.
    package var finished: @Sendable (RequestRecord) -> Void = { _ in }
    /// The server itself said no.
    package var refused: @Sendable (HTTPRefusal) -> Void = { _ in }
    /// A connection was ended before its time.
    package var cut: @Sendable (ConnectionCut) -> Void = { _ in }
    /// A line of the library's, without what it was about.
    package var log: @Sendable (String) -> Void = { _ in }

    package init() {}
}

/// Why a connection was ended by the server.
package enum ConnectionCut: String, CaseIterable, Sendable {
    case tooManyConnections
    case tooManyFromOneNeighbour
    case headTooSlow
    case bodyTooSlow
    case answerTooSlow
    case idle
    /// The client went away before its request was whole, or before it was begun.
    case clientGone
    case stopped
}

/// One request, as metrics count it.
package struct RequestRecord: Sendable {
    /// Nil where no route was found.
    package let route: String?
    package let method: HTTPMethod?
    package let status: Int
    package let identifier: RequestIdentifier
    package let bodyBytes: Int
    package let answerBytes: Int
    /// From the head to the last byte of the body.
    package let reading: Duration
    /// Waiting for a thread.
    package let queued: Duration
    package let handling: Duration
    /// From the answer to its last byte.
    package let sending: Duration
    /// Whether the answer left whole.
    package let isComplete: Bool
}

/// What is going on right now.
package struct ServerGauges: Equatable, Sendable {
    package struct LaneGauges: Equatable, Sendable {
        package let waiting: Int
        package let running: Int
    }

    package let connections: Int
    /// Of requests that are being read or handled.
    package let bodyBytes: Int
    package let quick: LaneGauges
    package let passphrase: LaneGauges
}
