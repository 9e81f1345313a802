/// A telephone number and whether its owner has shown that it is his.
package struct Phone: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case unchecked
        case awaitingCode(attemptsLeft: Int, deadline: Instant, sentAt: Instant)
        case checked
    }

    package enum Outcome: Hashable, Sendable {
        case sendCode
        case tryAgain(attemptsLeft: Int)
        case checked
        case refused(Refusal)
    }

    package enum Refusal: Hashable, Sendable {
        case badNumber
        /// Another code was sent a moment ago.
        case tooSoon(wait: Duration)
        case noCode
        case expired
        case attemptsUsed
        case notChecked
    }

    package static let codeLifetime = Duration.seconds(300)
    package static let resendWait = Duration.seconds(60)
    package static let attempts = 5

    package private(set) var number: String
    package private(set) var state: State

    package init(number: String = "", state: State = .unchecked) {
        self.number = number
        self.state = state
    }

    /// T36: digits alone, ten to fifteen (E.164 allows no more).
    package mutating func requestCode(for number: String, at now: Instant) -> Outcome {
        guard (10...15).contains(number.utf8.count), number.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return .refused(.badNumber)
        }
        switch state {
        case .checked: return .refused(.notChecked)
        case .awaitingCode(_, _, let sentAt) where now < sentAt + Self.resendWait:
            return .refused(.tooSoon(wait: (sentAt + Self.resendWait).since(now)))
        case .awaitingCode, .unchecked: break
        }
        self.number = number
        state = .awaitingCode(attemptsLeft: Self.attempts, deadline: now + Self.codeLifetime, sentAt: now)
        return .sendCode
    }

    /// T37.
    package mutating func submitCode(matches: Bool, at now: Instant) -> Outcome {
        switch state {
        case .unchecked: return .refused(.noCode)
        case .checked: return .checked  // repeating is harmless
        case .awaitingCode(_, let deadline, _) where now >= deadline: return .refused(.expired)
        case .awaitingCode(0, _, _): return .refused(.attemptsUsed)
        case .awaitingCode where matches:
            state = .checked
            return .checked
        case .awaitingCode(let attemptsLeft, let deadline, let sentAt):
            state = .awaitingCode(attemptsLeft: attemptsLeft - 1, deadline: deadline, sentAt: sentAt)
            return attemptsLeft == 1 ? .refused(.attemptsUsed) : .tryAgain(attemptsLeft: attemptsLeft - 1)
        }
    }

    /// T38: the owner has agreed by a link to the old number; the new one has to be shown anew.
    package mutating func release() -> Outcome {
        guard state == .checked else { return .refused(.notChecked) }
        state = .unchecked
        return .sendCode
    }
}
