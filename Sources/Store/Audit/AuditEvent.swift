package import Crypto
package import Domain

/// What happened, in words that this program chooses: nothing in it names a person, and no secret can get into it.
package struct AuditEvent: Hashable, Sendable {
    package var operation: AuditOperation
    package var outcome: AuditOutcome
    /// Who did it, by an identifier that means something only together with the tables.
    package var actor: AuditSubject?
    /// Through which application.
    package var client: AuditSubject?
    /// What it was done to, or with.
    package var objects: [AuditSubject]
    /// What was signed or stamped.
    package var document: Digest?
    /// The serial number of the certificate it was done with, or to.
    package var serial: [UInt8]?
    /// The record that announced it.
    package var intent: AuditPlace?
    /// Why not, as the code of a refusal.
    package var code: AuditCode?
    /// From what the store was restored.
    package var restoration: AuditRestoration?

    package init(
        _ operation: AuditOperation, _ outcome: AuditOutcome, actor: AuditSubject? = nil, client: AuditSubject? = nil,
        objects: [AuditSubject] = [], document: Digest? = nil, serial: [UInt8]? = nil, intent: AuditPlace? = nil,
        code: AuditCode? = nil, restoration: AuditRestoration? = nil
    ) {
        self.operation = operation
        self.outcome = outcome
        self.actor = actor
        self.client = client
        self.objects = objects
        self.document = document
        self.serial = serial
        self.intent = intent
        self.code = code
        self.restoration = restoration
    }
}

/// Everything that can be written into the log. Names stay: records are kept for ever.
package enum AuditOperation: String, CaseIterable, Sendable {
    // The store itself.
    case storeCreated = "store.created"
    case storeRestored = "store.restored"
    case logOpened = "log.opened"

    // The authority.
    case ceremonyHeld = "ceremony.held"
    case keyMade = "key.made"
    case keyRetired = "key.retired"
    case certificateIssued = "certificate.issued"
    case certificateReplaced = "certificate.replaced"
    case certificateHeld = "certificate.held"
    case certificateReleased = "certificate.released"
    case certificateRevoked = "certificate.revoked"
    case listSigned = "list.signed"
    case clockDoubted = "clock.doubted"
    case clockTrusted = "clock.trusted"
    case clockAccepted = "clock.accepted"

    // Keys of persons and seals.
    case sealedKeyDestroyed = "key.destroyed"
    /// Of the authority's keys too.
    case pepperRotated = "pepper.rotated"

    // People and programs.
    case institutionEntered = "institution.entered"
    case institutionChanged = "institution.changed"
    case personEntered = "person.entered"
    case personActivated = "person.activated"
    case personVerified = "person.verified"
    /// A request about a person's data, certificate or role was made or taken back.
    case personRequested = "person.requested"
    case personErased = "person.erased"
    case sealEntered = "seal.entered"
    /// Somebody else is responsible for it.
    case sealHandedOver = "seal.handed_over"
    case clientEntered = "client.entered"
    case clientChanged = "client.changed"
    case clientSuspended = "client.suspended"
    case clientDisabled = "client.disabled"
    case clientEnabled = "client.enabled"
    case passphraseTried = "passphrase.tried"
    case passphraseChanged = "passphrase.changed"
    case passphraseReset = "passphrase.reset"
    case passphraseUnblocked = "passphrase.unblocked"

    // Signing.
    /// The owner of a seal has agreed to its use by a program.
    case sealActivated = "seal.activated"
    case sessionOpened = "session.opened"
    case sessionEnded = "session.ended"
    case documentSigned = "document.signed"
    case hashSigned = "hash.signed"
}

package enum AuditOutcome: String, CaseIterable, Sendable {
    /// It is about to be done; a later record says how it ended.
    case intended
    case done
    case refused
    case failed
    /// Nobody can say: the process died between the intent and the end.
    case unknown
}

/// Something with an identifier, and what kind of thing it is.
package struct AuditSubject: Hashable, Sendable {
    package let kind: AuditSubjectKind
    package let name: String

    package init<Subject: ~Copyable>(_ kind: AuditSubjectKind, _ id: ID<Subject>) {
        self.kind = kind
        name = id.description
    }

    var text: String { "\(kind.rawValue):\(name)" }
}

package enum AuditSubjectKind: String, CaseIterable, Sendable {
    case installation
    case node
    case person
    case seal
    case institution
    case client
    case key
    case certificate
    case order
    case session
    case request
}

/// A refusal's code: small letters, digits and underscores, and so nothing that somebody typed.
package struct AuditCode: Hashable, Sendable {
    package static let lengthMax = 60

    package let text: String

    package init?(_ text: String) {
        guard 1...Self.lengthMax ~= text.utf8.count,
            text.utf8.allSatisfy({
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            })
        else { return nil }
        self.text = text
    }
}
