import HTTPClient
import TestSupport
import Testing

@Suite("Outgoing HTTP") struct HTTPClientTests {
    private static let responder = Result { try TimestampResponder() }

    @Test func `brings status, media type and body back`() throws {
        let answer = try post("/html")
        #expect(answer.status == 200)
        #expect(answer.mediaType == "text/html")
        #expect(String(decoding: answer.body, as: UTF8.self).contains("<"))
    }

    @Test(arguments: [("/error-500", 500), ("/not-found", 404)])
    func `takes a refusal for an answer`(path: String, status: Int) throws {
        #expect(try post(path).status == status)
    }

    @Test func `follows no redirect`() throws {
        #expect(try post("/redirect").status == 302)
    }

    @Test func `stops at the size it was allowed`() throws {
        #expect(throws: HTTPClientError.answerTooLarge(bytesMax: 1_000)) { try post("/huge", answerBytesMax: 1_000) }
    }

    @Test(arguments: ["/silent", "/slow"])
    func `stops at the time it was allowed`(path: String) throws {
        let clock = ContinuousClock()
        let begin = clock.now
        #expect(throws: HTTPClientError.timedOut) { try post(path, totalTime: .milliseconds(700)) }
        #expect(clock.now - begin < .seconds(5))
    }

    @Test func `takes no time at all for no limit`() {
        #expect(throws: HTTPClientError.timedOut) { try post("/silent", totalTime: .zero) }
    }

    @Test func `names an answer that breaks off`() throws {
        #expect {
            try post("/cut")
        } throws: { error in
            if case HTTPClientError.brokenAnswer = error { true } else { false }
        }
    }

    @Test func `names a door nobody opens`() throws {
        #expect {
            try HTTPClient.post(request("http://127.0.0.1:1/"))
        } throws: { error in
            if case HTTPClientError.unreachable = error { true } else { false }
        }
    }

    @Test(arguments: ["", "nonsense", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:70/"])
    func `speaks http and https only`(url: String) throws {
        #expect(throws: HTTPClientError.unusableURL) { try HTTPClient.post(request(url)) }
    }

    @Test func `refuses a server that does not speak TLS where TLS was asked for`() throws {
        let url = try Self.responder.get().url.replacing("http://", with: "https://")
        // Long, since a busy machine takes its time over the first words of TLS.
        #expect {
            try HTTPClient.post(request(url, totalTime: .seconds(60)))
        } throws: { error in
            if case HTTPClientError.tls = error { true } else { false }
        }
    }

    private func post(
        _ path: String, totalTime: Duration = .seconds(10), answerBytesMax: Int = 1 << 20
    ) throws -> HTTPAnswer {
        let url = try Self.responder.get().url + path
        return try HTTPClient.post(request(url, totalTime: totalTime, answerBytesMax: answerBytesMax))
    }

    private func request(
        _ url: String, totalTime: Duration = .seconds(10), answerBytesMax: Int = 1 << 20
    ) -> HTTPPost {
        HTTPPost(
            url: url, contentType: "application/timestamp-query", accept: "application/timestamp-reply",
            body: [1, 2, 3],
            limits: HTTPLimits(connectTime: .seconds(20), totalTime: totalTime, answerBytesMax: answerBytesMax))
    }
}
