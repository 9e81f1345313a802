/// How often a secret was tried in one place: one person's passphrase through one program, or through all of them.
///
/// A try is counted before it is known whether it is right, so that many at the same time get no more than the bound; a right one
/// takes its count back.
package struct Attempts: Hashable, Sendable {
    package struct Bounds: Hashable, Sendable {
        /// So many tries in one window, then a wait until it is over.
        package let perWindow: Int
        package let window: Duration
        /// So many in a row without a right one, however slowly, then no more until somebody who may has set it free.
        package let inRow: Int

        package init(perWindow: Int, window: Duration, inRow: Int) {
            precondition(perWindow > 0 && inRow >= perWindow && window > .zero, "bounds leave room for a try")
            self.perWindow = perWindow
            self.window = window
            self.inRow = inRow
        }

        /// One person through one program: a program that guesses shuts itself out, and nobody else.
        package static let personAtClient = Bounds(perWindow: 5, window: .seconds(900), inRow: 20)
        /// One person through all programs together (NIST SP 800-63B §3.2.2 allows no more than a hundred).
        package static let person = Bounds(perWindow: 30, window: .seconds(900), inRow: 100)
        /// One program over all people: so many whose passphrase it had wrong, and it guesses.
        package static let suspicion = Bounds(perWindow: 20, window: .seconds(3_600), inRow: 1_000)
        /// One code of six digits.
        package static let oneTimeCode = Bounds(perWindow: 5, window: .seconds(600), inRow: 20)
    }

    package enum Outcome: Hashable, Sendable {
        case proceed
        /// The window is full.
        case wait(until: Instant)
        case blocked
    }

    package private(set) var inWindow: Int
    package private(set) var windowEnd: Instant
    package private(set) var inRow: Int

    package init(inWindow: Int = 0, windowEnd: Instant = Instant(nanosecondsSince1970: 0), inRow: Int = 0) {
        self.inWindow = inWindow
        self.windowEnd = windowEnd
        self.inRow = inRow
    }

    /// Counts a try that is about to be made, unless there may be none.
    package mutating func begin(at now: Instant, _ bounds: Bounds) -> Outcome {
        if inRow >= bounds.inRow { return .blocked }
        if now >= windowEnd { (inWindow, windowEnd) = (0, now + bounds.window) }
        // A clock that was set back must not make a window longer than a window.
        windowEnd = min(windowEnd, now + bounds.window)
        if inWindow >= bounds.perWindow { return .wait(until: windowEnd) }
        inWindow += 1
        inRow += 1
        return .proceed
    }

    /// It was right.
    package mutating func succeed() { self = Attempts() }

    /// It was never made after all: the program failed before.
    package mutating func withdraw() {
        inWindow = max(0, inWindow - 1)
        inRow = max(0, inRow - 1)
    }
}
