import Glibc
import Problems

/// What no command survives: two things read from standard input, and a result written over what it was made from.
extension CommandArguments {
    /// A value's name in the help tells whether it is a file that is read or one that is written.
    private static let read: Set = ["IN", "FILE", "P12", "PEM", "[NAME=]PEM", "OLD", "DIGEST"]
    private static let written: Set = ["OUT"]

    func checkFiles(for command: Command) throws(Problem) {
        let inputs = files(of: command, called: Self.read)
        let outputs = files(of: command, called: Self.written)
        let onStandardInput = inputs.filter { $0.path == "-" }.map(\.name)
        guard onStandardInput.count <= 1 else {
            throw .standardInputTwice(onStandardInput[0], onStandardInput[1])
        }
        for (index, output) in outputs.enumerated() where output.path != "-" {
            for other in inputs + outputs[..<index] where Self.isSameFile(output.path, other.path) {
                throw .sameFile(output.name, other.name)
            }
        }
    }

    /// Every file that the options name to be read.
    var filesRead: [String] {
        values.filter { Self.read.contains($0.key.value ?? "") }.flatMap(\.value)
    }

    private func files(of command: Command, called kinds: Set<String>) -> [(name: String, path: String)] {
        let given = command.options.filter { kinds.contains($0.value ?? "") }.flatMap { option in
            values(option).map { (option.name, $0) }
        }
        return zip(command.operands, operands).filter { kinds.contains($0.0.name) }.map { ($0.name, $1) } + given
    }

    static func isSameFile(_ one: String, _ other: String) -> Bool {
        if one == other { return true }
        var first = stat()
        var second = stat()
        guard unsafe stat(one, &first) == 0, unsafe stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
