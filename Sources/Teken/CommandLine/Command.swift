/// One thing the program does: its name, what it takes, and how to do it.
struct Command: Sendable {
    let name: [String]
    let summary: String
    let operands: [Operand]
    let options: [Option]
    var notes: [String] = []
    let run: @Sendable (borrowing CommandArguments) throws -> Void

    struct Operand: Sendable {
        let name: String
        var isRepeatable = false
        /// Where an option may stand in its place, which the command itself sees to.
        var isOptional = false
    }

    /// What begins with two dashes. One without a `value` is a plain switch.
    struct Option: Hashable, Sendable {
        let name: String
        var value: String?
        let help: String
        var isRequired = false
        var isRepeatable = false
    }
}
