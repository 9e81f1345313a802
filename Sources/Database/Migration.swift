/// One step of the tables' history. It goes forward only, and is never edited once it was released.
package struct Migration: Sendable {
    /// From one, without gaps.
    package let number: Int
    package let name: String
    /// The least number that a program must know to go on working behind this step.
    ///
    /// A step that only adds what older programs do not miss keeps the number of the step before, and nodes may be replaced
    /// one after the other; one that takes something away names itself.
    package let compatibleFrom: Int
    package let statements: @Sendable (Dialect) -> [String]

    package init(
        _ number: Int, _ name: String, compatibleFrom: Int, statements: @escaping @Sendable (Dialect) -> [String]
    ) {
        precondition(1...number ~= compatibleFrom, "a step is compatible from itself at the latest")
        self.number = number
        self.name = name
        self.compatibleFrom = compatibleFrom
        self.statements = statements
    }
}
