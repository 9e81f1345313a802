import HTTP
import Synchronization

/// What all daemons of a server share.
final class ServerCore: Sendable {
    let router: Router
    let limits: ServerLimits
    let proxies: TrustedProxies
    let observer: ServerObserver
    let book: ConnectionBook
    let lingering: LingeringSockets
    let unread = UnreadHeads()
    let bodies: BodyBudget
    private let refusalPage: RefusalPage
    private let quick: LaneQueue
    private let passphrase: LaneQueue

    init(_ settings: ServerSettings) throws(ServerError) {
        router = settings.router
        limits = settings.limits
        proxies = settings.proxies
        observer = settings.observer
        refusalPage = settings.refusalPage
        book = ConnectionBook(settings.limits, settings.proxies)
        lingering = LingeringSockets(settings.limits)
        bodies = BodyBudget(settings.limits.bodiesBytesMax)
        quick = try LaneQueue(settings.limits.quick)
        passphrase = try LaneQueue(settings.limits.passphrase)
    }

    func lane(_ lane: Lane) -> LaneQueue {
        switch lane {
        case .quick: quick
        case .passphrase: passphrase
        }
    }

    var gauges: ServerGauges {
        ServerGauges(
            connections: book.count, bodyBytes: bodies.bytesHeld, quick: quick.gauges, passphrase: passphrase.gauges)
    }

    /// How a refusal looks, with the fields that belong to it whatever the page says.
    func page(_ refusal: HTTPRefusal, _ head: HTTPRequestHead?) -> HTTPResponse {
        observer.refused(refusal)
        var response = refusalPage(refusal, head)
        for field in refusal.fields.all { response.fields.set(field.name, field.value) }
        return response
    }
}
