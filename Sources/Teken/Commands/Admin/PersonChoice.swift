import Domain
import Problems
import Registry

/// Which person a command is about. A number on a command line is seen by everybody on the machine and stays in a shell's memory,
/// so it may come from a file, too.
enum PersonChoice {
    static let nik = Command.Option(name: "--nik", value: "NUMBER", help: "the person's NIK; others see it in `ps`")
    static let nikFile = Command.Option(
        name: "--nik-file", value: "FILE", help: "the NIK from a file, one line end dropped; - is standard input")
    static let mail = Command.Option(name: "--email", value: "ADDRESS", help: "the person's address instead")

    static let options = [nik, nikFile, mail]
    private static let bytesMax = 100

    /// The number as it was given, by whichever way; nil where it was not.
    static func number(_ arguments: borrowing CommandArguments) throws -> String? {
        if let path = arguments.value(nikFile) {
            guard !arguments.has(nik) else { throw Problem.conflicting(nik.name, nikFile.name) }
            return String(try InputFile.text(path, most: bytesMax).prefix { !$0.isNewline })
        }
        return arguments.value(nik)
    }

    static func name(_ arguments: borrowing CommandArguments) throws -> PersonName {
        if let number = try number(arguments) {
            guard !arguments.has(mail) else { throw Problem.conflicting(nik.name, mail.name) }
            guard let name = PersonName(nik: number) else { throw Problem(RegistryRefusal.unusable(.nik)) }
            return name
        }
        guard let address = arguments.value(mail) else { throw Problem.missing(nikFile.name, or: mail.name) }
        guard let name = PersonName(email: address) else { throw Problem(RegistryRefusal.unusable(.email)) }
        return name
    }
}

extension Command.Option {
    static let json = Command.Option(name: "--json", help: "answer as JSON, for programs")
}
