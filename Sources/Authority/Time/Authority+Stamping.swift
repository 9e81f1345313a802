package import Crypto
package import Domain
import Store
import Synchronization

extension Authority {
    /// Answers a timestamp query (RFC 3161), whatever its bytes are: with a token, or with a refusal and its reason.
    ///
    /// Serial numbers are random in 127 bits: no restart, no other node and no restored backup gives one out again.
    package func stamp(_ query: [UInt8]) -> [UInt8] {
        guard let maker = timestampMaker else { return TimestampReply.systemFailure }
        let asked: TimestampQuery
        do throws(TimestampQueryDefect) {
            asked = try TimestampQuery(der: query, policies: maker.policies)
        } catch {
            return TimestampReply.refusal(error)
        }
        switch watch.time() {
        case .failure(let doubt):
            note(doubt.doubt)
            return TimestampReply.timeNotAvailable
        case .success(let now):
            note(nil)
            guard now <= maker.end else { return TimestampReply.systemFailure }
            do throws(CryptoError) {
                let serial = SerialNumber(random: try Randomness.bytes(SerialNumber.randomBytes))
                return try maker.maker.stamp(asked, serial: serial, at: now)
            } catch {
                return TimestampReply.systemFailure
            }
        }
    }

    /// What speaks against the clock, for whoever looks after the machine.
    package func clockDoubt() -> ClockTrust.Doubt? {
        switch watch.time() {
        case .success: nil
        case .failure(let doubt): doubt.doubt
        }
    }

    /// Goes on from now although the log holds a later moment, because somebody vouches that it was written while the clock was
    /// wrong: otherwise one such record would stop every stamp until its moment has come. What else speaks against the clock still
    /// does.
    package func acceptClock() throws(AuthorityError) -> ClockAcceptance {
        let now: Instant?
        do throws(ClockDoubt) { now = try watch.acceptRecord() } catch { return .doubted(error.doubt) }
        guard let now else { return .needless }
        try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try transaction.record(AuditEvent(.clockAccepted, .done))
            try transaction.acceptClock(at: now)
        }
        return .accepted(from: now)
    }

    /// Its own stamp, for signatures that are made in this process.
    package var timestamps: TimestampAuthority {
        TimestampAuthority(name: settings.commonName(of: .timestamp)) { request in self.stamp(request) }
    }

    /// A doubt is told in the log when it comes and when it goes, not each time it is met.
    private func note(_ doubt: ClockTrust.Doubt?) {
        let turned = wasDoubted.withLock { was in
            defer { was = doubt != nil }
            return was != (doubt != nil)
        }
        guard turned else { return }
        let event = AuditEvent(doubt == nil ? .clockTrusted : .clockDoubted, .done)
        // Where the log refuses there is nothing to be done about it here: nothing was stamped, or what is stamped is right.
        _ = try? store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try transaction.record(event)
        }
    }
}

/// The stamp of the timestamp key, made ready.
struct ReadyStamp: Sendable {
    let maker: TimestampMaker
    let end: Instant

    var policies: [ObjectIdentifier] { maker.policies }

    /// Nil where the key is closed, or was not made yet.
    init?(_ ring: KeyRing, settings: AuthoritySettings) throws(AuthorityError) {
        guard let key = try? ring.active(.timestamp) else { return nil }
        let accuracy = settings.time.accuracy.components
        maker = try AuthorityError.crypto { () throws(CryptoError) in
            try TimestampMaker(
                certificate: key.certificate, chain: ring.chain(above: key.id), key: key.key,
                policies: [settings.policy(CertificateProfile.timestamp.policyNumber).identifier],
                accuracy: TimestampAccuracy(
                    seconds: Int(accuracy.seconds), milliseconds: Int(accuracy.attoseconds / 1_000_000_000_000_000)))
        }
        end = key.validity.notAfter
    }
}

/// What came of vouching for the clock.
package enum ClockAcceptance: Hashable, Sendable {
    case accepted(from: Instant)
    /// Nothing spoke against the clock; nothing is recorded.
    case needless
    /// Something speaks against it that nobody can vouch for.
    case doubted(ClockTrust.Doubt)
}
