package import Crypto
import Database
package import Domain

/// Which counts of tries a passphrase falls under, by the codes of their rows.
package struct PassphraseGuards: Sendable {
    package let atClient: [UInt8]
    package let everywhere: [UInt8]
    /// Of the program itself: for how many people it had it wrong.
    package let client: [UInt8]

    /// Where it is no program through which the passphrase is tried, it is this house's own face.
    package init(
        _ person: ID<Person>, at client: ID<Client>?, _ keys: InstallationKeys
    ) throws(CryptoError) {
        try self.init(keysOf: KeyOwner.id(of: person), at: client, keys)
    }

    /// A seal has a passphrase, too. Codes say "person" of either: they are in use, and tell nobody anything.
    package init(
        keysOf owner: ID<KeyOwner>, at client: ID<Client>?, _ keys: InstallationKeys
    ) throws(CryptoError) {
        let place = client?.bytes ?? []
        atClient = try keys.code(.attempts, Array("person at client".utf8), owner.bytes, place)
        everywhere = try keys.code(.attempts, Array("person".utf8), owner.bytes)
        self.client = try Self.suspicion(place, keys)
    }

    /// The row of people whose passphrases a program had wrong.
    package static func suspicion(of client: ID<Client>, _ keys: InstallationKeys) throws(CryptoError) -> [UInt8] {
        try suspicion(client.bytes, keys)
    }

    private static func suspicion(_ place: [UInt8], _ keys: InstallationKeys) throws(CryptoError) -> [UInt8] {
        try keys.code(.attempts, Array("client".utf8), place)
    }

    package struct Bounds: Sendable {
        package let atClient: Attempts.Bounds
        package let everywhere: Attempts.Bounds

        package init(atClient: Attempts.Bounds = .personAtClient, everywhere: Attempts.Bounds = .person) {
            (self.atClient, self.everywhere) = (atClient, everywhere)
        }
    }
}

extension Transaction {
    /// Counts a try before it is made, in both rows or, where one of them is full, in neither that is kept: whoever is told so throws.
    package func begin(
        _ guards: PassphraseGuards, _ bounds: PassphraseGuards.Bounds
    ) throws(Failure) -> Attempts.Outcome {
        let first = try begin(guards.atClient, bounds.atClient)
        return first == .proceed ? try begin(guards.everywhere, bounds.everywhere) : first
    }

    /// What was right ends every row of wrong ones, and speaks for the program.
    package func succeed(_ guards: PassphraseGuards) throws(Failure) {
        try succeed(guards.atClient)
        try succeed(guards.everywhere)
        try withdraw(guards.client)
    }

    /// A wrong one stays counted, and is written down. A program that has it wrong for one person after the other is suspended: that
    /// is somebody who guesses, and no office. `isFirst`: it is its first for this person since the last right one.
    package func fail(
        _ guards: PassphraseGuards, of owner: AuditSubject, at client: ID<Client>?, isFirst: Bool,
        suspicion: Attempts.Bounds
    ) throws(Failure) {
        try record(
            AuditEvent(
                .passphraseTried, .refused, actor: owner,
                client: client.map { AuditSubject(.client, $0) }))
        guard let client, isFirst, try begin(guards.client, suspicion) != .proceed,
            var suspect = try lockedClient(client), suspect.state == .enabled
        else { return }
        suspect.state = .suspended
        try set(suspect)
        try record(AuditEvent(.clientSuspended, .done, objects: [AuditSubject(.client, client)]))
    }

    /// It was never made after all.
    package func withdraw(_ guards: PassphraseGuards) throws(Failure) {
        try withdraw(guards.atClient)
        try withdraw(guards.everywhere)
    }
}
