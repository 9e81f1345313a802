package import Domain
import Synchronization

/// The clock that timestamps are made with, and whether it may be believed right now.
package final class ClockWatch: Sendable {
    fileprivate let read: @Sendable () -> ClockTrust.Reading
    fileprivate let trust: Mutex<ClockTrust>

    /// `latestKnown` is the latest moment on record anywhere: it cannot be earlier now.
    package init(
        _ bounds: ClockTrust.Bounds, latestKnown: Instant, read: @escaping @Sendable () -> ClockTrust.Reading
    ) {
        self.read = read
        trust = Mutex(ClockTrust(bounds, latestKnown: latestKnown, first: read()))
    }

    /// The time, or what speaks against it.
    package func time() -> Result<Instant, ClockDoubt> {
        trust.withLock { trust in
            // Read under the lock: of two readings, the later one must be judged later.
            let reading = read()
            return trust.read(reading).map { .failure(ClockDoubt(doubt: $0)) } ?? .success(reading.clock)
        }
    }
}

extension ClockWatch {
    /// Believes the clock although a later moment is on record, and nothing else that speaks against it. Gives the moment from
    /// which it is believed; nil where nothing spoke against it.
    func acceptRecord() throws(ClockDoubt) -> Instant? {
        try trust.withLock { (trust) throws(ClockDoubt) in
            let reading = read()
            var accepting = trust
            guard accepting.read(reading) != nil else { return nil }
            accepting.accept(reading)
            if let doubt = accepting.read(reading) { throw ClockDoubt(doubt: doubt) }
            trust = accepting
            return reading.clock
        }
    }
}

/// A doubt as an error.
package struct ClockDoubt: Error, Hashable, Sendable {
    package let doubt: ClockTrust.Doubt
}
