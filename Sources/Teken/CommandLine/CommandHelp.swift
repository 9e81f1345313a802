/// What `--help` prints, made from the commands themselves.
enum CommandHelp {
    static func overview(of commands: [Command]) -> String {
        let width = commands.map { $0.name.joined(separator: " ").count }.max() ?? 0
        let lines = commands.map { command in
            "  \(padded(command.name.joined(separator: " "), to: width))  \(command.summary)"
        }
        return """
            teken \(Teken.version): remote signing with keys that only their owner's passphrase opens

            usage: teken COMMAND [options]
            \(lines.joined(separator: "\n"))

            teken COMMAND --help tells the rest.
            """
    }

    static func page(for command: Command) -> String {
        let operands = command.operands.map { operand in
            let name = operand.isRepeatable ? "\(operand.name)..." : operand.name
            return operand.isOptional ? "[\(name)]" : name
        }
        let usage = (["teken"] + command.name + operands).joined(separator: " ")
        let names = command.options.map { [$0.name, $0.value].compactMap(\.self).joined(separator: " ") }
        let width = names.map(\.count).max() ?? 0
        let options = zip(names, command.options).map { name, option in
            let marks = [option.isRequired ? "required" : nil, option.isRepeatable ? "may be repeated" : nil]
                .compactMap(\.self)
            return "  \(padded(name, to: width))  \(option.help)"
                + (marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))")
        }
        var page = ["\(command.summary)", "", "usage: \(usage)\(command.options.isEmpty ? "" : " [options]")"]
        if !options.isEmpty { page += ["", "options:"] + options }
        if !command.notes.isEmpty { page += [""] + command.notes }
        page +=
            ["", "exit codes:"] + ExitCode.allCases.map { "  \(padded(String($0.rawValue), to: 3))  \($0.meaning)" }
        return page.joined(separator: "\n")
    }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
