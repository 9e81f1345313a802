import HTTP
import Synchronization

extension Exchange {
    /// The library is done with the request: what is to be told about it is told.
    func end(isComplete: Bool) {
        let limits = core.limits
        intake.drop()
        core.unread.remove(self)
        connection.enter(.idle(until: .now + limits.idleTime))
        let record = inside.withLock { inside -> RequestRecord? in
            guard let head = inside.head else { return nil }
            let log = inside.log
            let now = ContinuousClock.now
            let read = log.read ?? now
            let run = log.run ?? log.answered ?? now
            let handled = log.handled ?? run
            return RequestRecord(
                route: inside.route?.name, method: head.method, status: log.status ?? 0, identifier: head.identifier,
                bodyBytes: log.bodyBytes, answerBytes: log.answerBytes, reading: max(.zero, read - log.begun),
                queued: max(.zero, run - read), handling: handled - run, sending: now - (log.answered ?? now),
                isComplete: isComplete && log.status != nil)
        }
        if let record { core.observer.finished(record) }
    }
}
