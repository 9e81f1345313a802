/// Outgoing HTTP: one request at a time on the calling thread, bounded in time and size.
package enum HTTPClient {
    /// Of a GET; of a POST none is followed.
    package static let redirectsMax = 3

    private static let redirectStatuses: Set<Int> = [301, 302, 303, 307, 308]

    package static func post(_ post: HTTPPost) throws(HTTPClientError) -> HTTPAnswer {
        try HTTPTransfer.run(
            HTTPRequest(
                address: WebAddress(post.url),
                method: .post(contentType: post.contentType, fields: post.fields, body: post.body),
                accept: post.accept, limits: post.limits, addresses: post.addresses)
        ).answer
    }

    /// Follows redirects as far as the guard lets it, each looked at like the first; one too many is the answer.
    ///
    /// The total time is for all of them together, the size for each.
    package static func get(_ get: HTTPGet) throws(HTTPClientError) -> HTTPAnswer {
        let clock = ContinuousClock()
        let end = clock.now + get.limits.totalTime
        var address = try WebAddress(get.url)
        var redirectsLeft = redirectsMax
        while true {
            let left = clock.now.duration(to: end)
            guard left > .zero else { throw .timedOut }
            let outcome = try HTTPTransfer.run(
                HTTPRequest(
                    address: address, method: .get, accept: get.accept, limits: get.limits.within(left),
                    addresses: get.addresses))
            guard redirectsLeft > 0, redirectStatuses.contains(outcome.answer.status), let next = outcome.redirect
            else { return outcome.answer }
            redirectsLeft -= 1
            address = try address.following(next)
        }
    }
}

extension HTTPLimits {
    fileprivate func within(_ time: Duration) -> HTTPLimits {
        HTTPLimits(
            connectTime: min(connectTime, time), totalTime: min(totalTime, time), answerBytesMax: answerBytesMax)
    }
}
