/// A link that somebody got by e-mail or WhatsApp: for one purpose, one owner, one use.
package struct Link: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case open
        case used(at: Instant)
        /// A newer one was sent.
        case replaced
        case cancelled
    }

    package enum Outcome: Hashable, Sendable {
        case proceed
        case refused(Refusal)
    }

    package enum Refusal: String, CaseIterable, Hashable, Sendable {
        case used
        case expired
        case replaced
        case cancelled
        /// Somebody else's.
        case foreign
    }

    package let purpose: LinkPurpose
    package let owner: ID<Person>
    package let deadline: Instant
    package private(set) var state: State

    package init(_ purpose: LinkPurpose, owner: ID<Person>, deadline: Instant, state: State = .open) {
        self.purpose = purpose
        self.owner = owner
        self.deadline = deadline
        self.state = state
    }

    /// What opening it shows. It uses nothing up: programs that look into mail open every link.
    package func look(by owner: ID<Person>, at now: Instant) -> Outcome {
        guard owner == self.owner else { return .refused(.foreign) }
        switch state {
        case .used: return .refused(.used)
        case .replaced: return .refused(.replaced)
        case .cancelled: return .refused(.cancelled)
        case .open: return now < deadline ? .proceed : .refused(.expired)
        }
    }

    /// What it is for is done, once.
    package mutating func use(by owner: ID<Person>, at now: Instant) -> Outcome {
        let outcome = look(by: owner, at: now)
        if outcome == .proceed { state = .used(at: now) }
        return outcome
    }

    package mutating func replace() { if state == .open { state = .replaced } }

    package mutating func cancel() { if state == .open { state = .cancelled } }
}

package enum LinkPurpose: String, CaseIterable, Hashable, Sendable {
    case activation = "ACCOUNT_ACTIVATION"
    case phoneActivation = "PHONE_ACTIVATION"
    case phoneChangeApproval = "PHONE_CHANGE_APPROVAL"
    case setPassphrase = "SET_PASSPHRASE"
    case renewalPassphrase = "RENEW_SET_PASSPHRASE"
    case changePassphrase = "CHANGE_PASSPHRASE"
    case resetPassphrase = "RESET_PASSPHRASE"
    case changeApproval = "DATA_CHANGE_APPROVAL"
    case recommendationUpload = "VERIFIKATOR_UPLOAD"
    case resetPassword = "RESET_PASSWORD"
    case resetDevice = "RESET_OTP_DEVICE"
    case downloadKeystore = "DOWNLOAD_KEYSTORE"

    /// How long one is good unless an installation says otherwise.
    package var usualLifetime: Duration {
        switch self {
        case .activation, .phoneActivation, .phoneChangeApproval, .setPassphrase, .renewalPassphrase, .downloadKeystore:
            .seconds(86_400)
        case .changePassphrase, .resetPassphrase, .resetDevice: .seconds(3_600)
        case .changeApproval, .recommendationUpload: .seconds(7 * 86_400)
        case .resetPassword: .seconds(1_800)
        }
    }
}
