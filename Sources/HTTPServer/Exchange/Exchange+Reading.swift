import CMicroHTTPD
import Channels
import HTTP
import Synchronization

/// The I/O thread's half. False ends the connection.
extension Exchange {
    /// The head is whole: who is to answer, and whether the body is worth reading, is decided before a byte of it is.
    @unsafe func readHead(_ reader: HeadReader) -> Bool {
        guard case .line(let target) = inside.withLock({ $0.step }) else { return false }
        core.unread.remove(self)
        // What had come before its socket was ended can still be read; it is nobody's request any more.
        guard !connection.isOver else { return false }
        do throws(HTTPRefusal) {
            let raw = try unsafe reader.read(raw: target, limits: core.limits)
                .read(opaqueBelow: core.router.opaquePaths)
            let head = try unsafe head(raw, of: reader.connection)
            inside.withLock { inside in
                inside.head = head
                inside.log.begun = .now
                inside.closesAfter = raw.framing == .chunked
            }
            do throws(HTTPRefusal) {
                if let answer = try begin(head, raw.framing) { return unsafe answerUnread(answer, reader.connection) }
            } catch {
                // Without a body the connection stays of use. With one it would have to be read to the end first.
                guard raw.framing == .length(0) else { return unsafe refuseUnread(error, reader.connection) }
                inside.withLock { $0.step = .refused(error) }
            }
            return true
        } catch {
            return unsafe refuseUnread(error, reader.connection)
        }
    }

    /// A piece of the body. It is wiped where the library has it as soon as it has been taken.
    @unsafe func readPiece(_ piece: UnsafeRawBufferPointer) -> Bool {
        connection.received(piece.count)
        let refusal: HTTPRefusal?
        do throws(HTTPRefusal) {
            try unsafe intake.append(piece)
            refusal = nil
        } catch {
            refusal = error
        }
        let count = piece.count
        return inside.withLock { inside in
            inside.log.bodyBytes += count
            if let refusal { inside.step = .refused(refusal) }
            guard case .refused = inside.step else { return true }
            // The library takes no answer in the middle of a body, so the rest is read, up to a bound, and thrown away.
            inside.discarded += count
            return inside.discarded <= max(Self.discardedMax, inside.route?.rules.bodyBytesMax ?? 0)
        }
    }

    /// The request is whole, or its answer is.
    @unsafe func goOn(_ library: OpaquePointer) -> Bool {
        let step = inside.withLock { inside in
            if inside.log.read == nil { inside.log.read = .now }
            return inside.step
        }
        switch step {
        case .reading(let errand):
            do throws(HTTPRefusal) {
                try unsafe enqueue(errand, library)
                return true
            } catch {
                return unsafe refuseNow(error, library)
            }
        case .refused(let refusal): return unsafe refuseNow(refusal, library)
        case .answered(let reply): return unsafe send(reply, library)
        case .line, .waiting, .running, .cut, .sent: return false
        }
    }

    /// What a client that is refused in the middle of a body may still send, if its route does not take more.
    static let discardedMax = 1 << 20

    /// An answer where the doorman has one: then the body is not read.
    private func begin(_ head: HTTPRequestHead, _ framing: HTTPFraming) throws(HTTPRefusal) -> HTTPResponse? {
        switch core.router.match(head.method, head.target, for: head.peer) {
        case .refused(let refusal): throw refusal
        case .options(let allowed):
            guard framing == .length(0) else { throw .tooLarge(.body(bytesMax: 0)) }
            let fields: HTTPFields = ["Allow": allowed.map(\.rawValue).joined(separator: ", ")]
            guard let reply = makeReply(HTTPResponse(status: 204, fields: fields), for: head) else { throw .failed }
            inside.withLock { $0.step = .answered(reply) }
        case .route(let route, let parameters):
            inside.withLock { $0.route = route }
            let plan = try route.rules.plan(for: framing, contentType: try Self.contentType(head.fields))
            if plan != nil, let answer = route.rules.doorman?(head) { return answer }
            if plan != nil, !route.rules.lanes.contains(where: { core.lane($0).hasRoom }) { throw full }
            if let plan { try intake.open(plan) }
            let errand = Errand(head: head, route: route, parameters: parameters)
            inside.withLock { $0.step = .reading(errand) }
            if plan != nil { connection.enter(.body(since: .now, bytes: 0)) }
        }
        return nil
    }

    /// Into the lane. The connection is suspended before: the lane may be done before this returns.
    private func enqueue(_ errand: Errand, _ library: OpaquePointer) throws(HTTPRefusal) {
        let body = try intake.finish()
        let lane = core.lane(errand.route.rules.laneOfBody?(body) ?? errand.route.rules.lane)
        guard lane.reserve() else { throw full }
        connection.enter(.working)
        connection.exchange = self
        let until = Deadline.after(errand.route.rules.deadline)
        let suspended = unsafe SuspendedConnection(suspending: library)
        inside.withLock { inside in
            inside.step = .waiting(HTTPRequest(errand.head, body: body), errand, until: until)
            inside.suspended = suspended
        }
        lane.put(self)
    }

    private var full: HTTPRefusal {
        connection.daemon.isStopping ? .stopping : .overloaded(retryAfter: core.limits.retryAfter)
    }

    private func refuseNow(_ refusal: HTTPRefusal, _ library: OpaquePointer) -> Bool {
        let head = inside.withLock { $0.head }
        guard let reply = makeReply(core.page(refusal, head), for: head) else { return false }
        // What follows a request that cannot be read is nobody's request.
        if case .malformed = refusal { inside.withLock { $0.closesAfter = true } }
        return unsafe send(reply, library)
    }

    /// Before the body is read, which the library then reads no more of.
    private func refuseUnread(_ refusal: HTTPRefusal, _ library: OpaquePointer) -> Bool {
        connection.linger()
        return unsafe refuseNow(refusal, library)
    }

    private func answerUnread(_ response: HTTPResponse, _ library: OpaquePointer) -> Bool {
        connection.linger()
        let head = inside.withLock { inside in
            inside.closesAfter = true
            return inside.head
        }
        guard let reply = makeReply(response, for: head) else { return false }
        return unsafe send(reply, library)
    }

    private func send(_ reply: Reply, _ library: OpaquePointer) -> Bool {
        let closes = inside.withLock { inside in
            inside.step = .sent
            inside.log.answered = .now
            inside.log.status = reply.status
            inside.log.answerBytes = reply.bodyBytes
            return inside.closesAfter
        }
        let isLast = connection.countRequest() >= core.limits.requestsPerConnectionMax
        if closes || isLast || connection.daemon.isClosing { reply.add("Connection", "close") }
        connection.enter(.answering(until: .now + core.limits.answerTime(bytes: reply.bodyBytes)))
        return unsafe reply.queue(on: library)
    }

    private func head(_ raw: RawHead.Read, of library: OpaquePointer) throws(HTTPRefusal) -> HTTPRequestHead {
        let certificate: [UInt8]?
        switch connection.certificate({ unsafe Self.certificate(of: library) }) {
        case .unknown, .none: certificate = nil
        case .good(let bytes): certificate = bytes
        case .refused: throw .clientCertificate
        }
        let origin = core.proxies.origin(
            of: connection.peer, isSecure: connection.daemon.isSecure, fields: raw.fields)
        return HTTPRequestHead(
            method: raw.method, target: raw.target, fields: raw.fields, peer: origin.peer, isSecure: origin.isSecure,
            clientCertificate: certificate, identifier: origin.identifier ?? .random())
    }

    private static func certificate(of library: OpaquePointer) -> Connection.Certificate {
        var (bytes, count): (UnsafePointer<UInt8>?, Int) = (nil, 0)
        switch unsafe CMicroHTTPD_certificate(library, &bytes, &count) {
        case 1: return unsafe .good(Array(UnsafeBufferPointer(start: bytes, count: count)))
        case 0: return .none
        default: return .refused
        }
    }

    /// The one that is named; two leave it open how the body is to be read.
    private static func contentType(_ fields: HTTPFields) throws(HTTPRefusal) -> String? {
        let types = fields.values("Content-Type")
        guard types.count <= 1 else { throw .malformed(.head) }
        return types.first
    }
}
