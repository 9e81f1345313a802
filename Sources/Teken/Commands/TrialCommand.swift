import Crypto
import Domain
import FoundationEssentials
import Glibc
import Problems

extension Command {
    static let trial = Command(
        name: ["trial"],
        summary: "make an installation to try things out with: an authority, people of every kind, programs",
        operands: [], options: [DataFolder.option, .json],
        notes: [
            "Everybody in it is synthetic, and everybody knows the passphrases and secrets: it is marked TEKEN_TRIAL=yes, and must be",
            "reached from this machine alone. One that is there is kept.",
        ]
    ) { arguments in
        let told = arguments.value(DataFolder.option) ?? ProcessInfo.processInfo.environment["TEKEN_DATA"] ?? ""
        guard !told.isEmpty else { throw Problem.dataFolderNotNamed }
        if FileManager.default.fileExists(atPath: "\(told)/teken.conf") {
            guard try DataFolder(arguments).settings.isTrial() else { throw Problem.notATrial(told) }
            Console.note("teken: the trial in \(told) is there already, and stays as it is")
        } else {
            try found(told)
            Console.note("teken: made a trial in \(told)")
        }
        let code = try activation(in: told)
        try Console.say(arguments, lines(code), json(code))
    }

    /// Nil for a trial that was made before there were seals.
    private static func activation(in path: String) throws -> String? {
        let file = "\(path)/\(Trial.activationFile)"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try InputFile.text(file, most: activationBytesMax)
    }

    private static let activationBytesMax = 100

    /// Beside its place, and then under its name: what is there is whole.
    private static func found(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path),
            try !FileManager.default.contentsOfDirectory(atPath: path).isEmpty
        {
            throw Problem.notATrial(path)
        }
        var template = Array("\(path.hasSuffix("/") ? String(path.dropLast()) : path).XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Problem.cannotMakeFolder(path, errno) }
        let draft = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do {
            try TrialFounding(in: draft).run()
            guard unsafe rename(draft, path) == 0 else { throw Problem.cannotWrite(path, errno) }
        } catch {
            try? FileManager.default.removeItem(atPath: draft)  // only what was made here
            throw error
        }
    }

    private static func lines(_ activation: String?) -> [String] {
        Trial.people.map { "\($0.nik)  \($0.name): \($0.state.english) / \($0.state.indonesian)" } + [
            "passphrase: \(Trial.passphrase)",
            "programs: " + Trial.programs.map { "\($0.name) with secret \($0.secret)" }.joined(separator: ", "),
        ]
            + (activation.map { ["seal: \(Trial.seal), same passphrase, activated for demo with \($0)"] } ?? [])
    }

    private static func json(_ activation: String?) -> JSON {
        .members([
            (
                "people",
                .array(
                    Trial.people.map { person in
                        .members([
                            ("nik", .text(person.nik)), ("name", .text(person.name)),
                            ("state", .text(person.state.english)),
                        ])
                    })
            ), ("passphrase", .text(Trial.passphrase)),
            (
                "programs",
                .array(
                    Trial.programs.map { .members([("name", .text($0.name)), ("secret", .text($0.secret))]) })
            ),
            (
                "seal",
                activation.map { .members([("subscriber", .text(Trial.seal)), ("activation", .text($0))]) } ?? .null
            ),
        ])
    }
}
