package import Authority
import Channels
import Crypto
package import Domain
package import HTTP
import Store

/// What the whole world asks of an authority: its certificates, its lists, its answers about status and its time.
///
/// Nobody says who he is here, so every request costs little and is bounded: a question is a few hundred bytes.
package struct AuthorityFace: Sendable {
    private static let requestBytesMax = 64 << 10

    private let authority: Authority
    private let clock: @Sendable () -> Instant
    private let lists: ListShelf

    package init(_ authority: Authority, clock: @escaping @Sendable () -> Instant) {
        self.authority = authority
        self.clock = clock
        lists = ListShelf(authority)
    }

    package var routes: [Route] {
        let questions = RouteRules(
            deadline: .seconds(10), bodies: [.bytes(["application/ocsp-request", "*"])],
            bodyBytesMax: Self.requestBytesMax)
        var queries = questions
        queries.bodies = [.bytes(["application/timestamp-query", "*"])]
        return [
            Route("ca.certificate", .get, "/ca/{file}") { _, parameters, _ in self.certificate(parameters["file"]) },
            Route("ca.list", .get, "/crl/{file}") { request, parameters, _ in
                self.list(parameters["file"], request.head)
            },
            Route("ca.status", .post, "/ocsp", toleratesTrailingSlash: true, rules: questions) { request, _, _ in
                self.status(request.body.small, isCacheable: false)
            },
            Route("ca.status.get", .get, "/ocsp/{request*}") { _, parameters, _ in
                // What is no request is answered in the protocol, too: whoever asks reads nothing else.
                self.status(OCSPRequest.der(path: parameters["request"]) ?? [], isCacheable: true)
            },
            Route("ca.timestamp", .post, "/tsa", toleratesTrailingSlash: true, rules: queries) { request, _, _ in
                HTTPResponse(
                    status: 200, fields: ["Content-Type": "application/timestamp-reply", "Cache-Control": "no-store"],
                    body: .bytes(authority.stamp(request.body.small)))
            },
        ]
    }

    /// Certificates of the authority's keys never change under one name.
    private func certificate(_ file: String) -> HTTPResponse {
        do throws(AuthorityError) {
            guard let der = try authority.publication(at: "\(authority.settings.baseURL)/ca/\(file)") else {
                return Self.page(.noSuchRoute)
            }
            return HTTPResponse(
                status: 200,
                fields: [
                    "Content-Type": "application/pkix-cert", "Cache-Control": "public, max-age=86400",
                    "Content-Disposition": "attachment; filename=\"\(file)\"",
                ], body: .bytes(der))
        } catch {
            return Self.page(.overloaded(retryAfter: .seconds(2)))
        }
    }

    private func list(_ file: String, _ head: HTTPRequestHead) -> HTTPResponse {
        do throws(AuthorityError) {
            guard let list = try lists.list(at: "\(authority.settings.baseURL)/crl/\(file)") else {
                return Self.page(.noSuchRoute)
            }
            // Half of what is left of its time at most: a new one comes before the old one ends.
            let left = max(0, list.record.nextUpdate.since(clock()).components.seconds / 2)
            var fields: HTTPFields = [
                "Content-Type": "application/pkix-crl", "Cache-Control": "public, max-age=\(min(left, 300))",
                "ETag": list.tag,
            ]
            if head.fields["If-None-Match"] == list.tag { return HTTPResponse(status: 304, fields: fields) }
            fields.append("Content-Disposition", "attachment; filename=\"\(file)\"")
            return HTTPResponse(status: 200, fields: fields, body: .pieces([.file(list.bytes, 0..<list.bytes.count)]))
        } catch {
            return Self.page(.overloaded(retryAfter: .seconds(2)))
        }
    }

    /// Where there is nothing, or nothing now.
    private static func page(_ refusal: HTTPRefusal) -> HTTPResponse { HTTPRefusal.problemPage(refusal, nil) }

    private func status(_ request: [UInt8], isCacheable: Bool) -> HTTPResponse {
        // A cache on the way may keep an answer for as long as a revocation may take to be seen, and no longer.
        HTTPResponse(
            status: 200,
            fields: [
                "Content-Type": "application/ocsp-response",
                "Cache-Control": isCacheable ? "public, max-age=10, no-transform" : "no-store",
            ], body: .bytes(authority.answerStatus(request)))
    }
}

extension HTTPBody {
    /// The bytes of a small body; of any other none, which no protocol here takes for something.
    fileprivate var small: [UInt8] {
        switch self {
        case .bytes(let bytes): bytes.copy()
        case .none, .file, .form: []
        }
    }
}
