import Crypto
import HTTPClient
import Signing
import Synchronization
import Verification

extension MaterialSource {
    /// Asks where certificates say, each thing once however many documents want it.
    ///
    /// The addresses are strangers' words: the guard keeps them from leading into this network.
    static func overHTTP(_ addresses: AddressGuard, tell: @escaping @Sendable (String) -> Void) -> MaterialSource {
        let shelf = MaterialShelf()
        return MaterialSource { wish, time in
            shelf.take(wish) {
                do throws(HTTPClientError) {
                    return try MaterialRequest(wish, time: time, addresses: addresses).answer()
                } catch {
                    tell("\(TimestampAuthority.displayName(of: wish.url)): \(error.words)")
                    return nil
                }
            }
        }
    }
}

/// One question to one server.
private struct MaterialRequest {
    private static let connectTime = Duration.seconds(3)
    private static let totalTime = Duration.seconds(10)
    /// A country's list of revoked certificates is a few of them.
    private static let listBytesMax = 32 << 20
    private static let answerBytesMax = 256 << 10

    private let wish: Wish
    private let time: Duration
    private let addresses: AddressGuard

    init(_ wish: Wish, time: Duration, addresses: AddressGuard) {
        self.wish = wish
        self.time = min(time, Self.totalTime)
        self.addresses = addresses
    }

    func answer() throws(HTTPClientError) -> [UInt8]? {
        guard time > .zero else { return nil }
        let answer: HTTPAnswer
        switch wish {
        case .status(let url, let request):
            answer = try HTTPClient.post(
                HTTPPost(
                    url: url, contentType: "application/ocsp-request", accept: "application/ocsp-response",
                    body: request, limits: limits(Self.answerBytesMax), addresses: addresses))
        case .revocationList(let url): answer = try get(url, Self.listBytesMax)
        case .issuer(let url): answer = try get(url, Self.answerBytesMax)
        }
        // What it is, and whether it is anything, is for the worker to find out: nothing of it is read here.
        return answer.status == 200 ? answer.body : nil
    }

    private func get(_ url: String, _ bytesMax: Int) throws(HTTPClientError) -> HTTPAnswer {
        try HTTPClient.get(HTTPGet(url: url, accept: "*/*", limits: limits(bytesMax), addresses: addresses))
    }

    private func limits(_ bytesMax: Int) -> HTTPLimits {
        HTTPLimits(connectTime: min(Self.connectTime, time), totalTime: time, answerBytesMax: bytesMax)
    }
}

/// What was fetched in this run, and what could not be.
private final class MaterialShelf: Sendable {
    private static let bytesMax = 256 << 20
    private static let countMax = 10_000

    private struct Contents {
        var found: [Wish: [UInt8]?] = [:]
        var bytes = 0
    }

    private let contents = Mutex(Contents())

    func take(_ wish: Wish, fetch: () -> [UInt8]?) -> [UInt8]? {
        if let known = contents.withLock({ $0.found[wish] }) { return known }
        let found = fetch()
        contents.withLock { contents in
            let count = found?.count ?? 0
            guard contents.found.count < Self.countMax, contents.bytes + count <= Self.bytesMax else { return }
            contents.found[wish] = .some(found)
            contents.bytes += count
        }
        return found
    }
}

extension HTTPClientError {
    /// For a note beside a verdict, which itself says that something was not known.
    fileprivate var words: String {
        switch self {
        case .unusableURL: "its address is no http or https URL"
        case .addressRefused: "an address that may not be asked"
        case .timedOut: "no answer in time"
        case .answerTooLarge(let most): "more than \(most) bytes"
        case .unreachable(let words), .tls(let words), .brokenAnswer(let words), .library(let words): words
        }
    }
}
