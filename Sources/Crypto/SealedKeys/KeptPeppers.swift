/// The peppers of a running program, which many threads use at once.
package final class KeptPeppers: Sendable {
    package let peppers: Peppers

    package init(_ peppers: consuming Peppers) {
        self.peppers = peppers
    }
}
