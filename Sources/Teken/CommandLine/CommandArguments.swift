import Problems

/// The words after a command, sorted into operands and options that the command declares.
struct CommandArguments {
    private(set) var operands: [String] = []
    private(set) var values: [Command.Option: [String]] = [:]

    init(_ words: [String], for command: Command) throws(Problem) {
        var words = words[...]
        while let word = words.popFirst() {
            if word == "--" {
                operands += words
                break
            }
            guard word.hasPrefix("--") else {
                operands.append(word)
                continue
            }
            // What follows `=` may be a secret typed in the wrong place: it is never repeated in a message.
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            try take(parts[0], inline: parts.count == 2 ? parts[1] : nil, from: &words, for: command)
        }
        try checkCounts(for: command)
        try checkFiles(for: command)
    }

    private mutating func take(
        _ name: String, inline: String?, from words: inout ArraySlice<String>, for command: Command
    ) throws(Problem) {
        guard let option = command.options.first(where: { $0.name == name }) else {
            throw .unknownOption(name, of: command)
        }
        guard option.isRepeatable || values[option] == nil else { throw .optionTwice(name) }
        if option.value == nil {
            guard inline == nil else { throw .optionTakesNoValue(name) }
            values[option] = []
        } else {
            guard let value = inline ?? words.popFirst() else { throw .optionWithoutValue(name) }
            values[option, default: []].append(value)
        }
    }

    private func checkCounts(for command: Command) throws(Problem) {
        for option in command.options where option.isRequired && values[option] == nil {
            throw .missing(option.name, of: command)
        }
        let needed = command.operands.filter { !$0.isOptional }
        guard operands.count >= needed.count else { throw .missing(needed[operands.count].name, of: command) }
        let isOpen = command.operands.last?.isRepeatable ?? false
        guard isOpen || operands.count <= command.operands.count else { throw .tooManyOperands(command) }
    }

    func has(_ option: Command.Option) -> Bool { values[option] != nil }

    func value(_ option: Command.Option) -> String? { values[option]?.last }

    func values(_ option: Command.Option) -> [String] { values[option] ?? [] }

    /// The value of an option that the command declares as required.
    func required(_ option: Command.Option) -> String {
        guard let value = value(option) else { preconditionFailure("\(option.name) is declared as required") }
        return value
    }

    /// A whole number within bounds; nil when the option was not given.
    func number(_ option: Command.Option, in bounds: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = value(option) else { return nil }
        guard let number = Int(text), bounds.contains(number) else { throw .numberOutOfBounds(option.name, bounds) }
        return number
    }
}
