import Domain
import Problems

extension Problem {
    private static func usage(_ code: String, _ what: Bilingual, _ next: Bilingual) -> Problem {
        Problem(code: code, kind: .usage, what: what, next: next)
    }

    private static func seeHelp(_ command: Command) -> Bilingual {
        let call = "teken \(command.name.joined(separator: " ")) --help"
        return Bilingual("Lihat: \(call)", "See: \(call)")
    }

    static func unknownCommand(_ words: [String], among commands: [Command]) -> Problem {
        let asked = words.joined(separator: " ")
        guard !asked.isEmpty else {
            return .usage(
                "unknown_command", Bilingual("Perintahnya belum disebut.", "No command is named."),
                Bilingual("Lihat: teken --help", "See: teken --help"))
        }
        let near = commands.map { $0.name.joined(separator: " ") }.filter { name in words.contains { name.contains($0) }
        }
        let next = near.isEmpty ? "teken --help" : near.map { "teken \($0)" }.joined(separator: ", ")
        return .usage(
            "unknown_command", Bilingual("Perintah \"\(asked)\" tidak dikenal.", "There is no command \"\(asked)\"."),
            Bilingual("Coba: \(next)", "Try: \(next)"))
    }

    static func unknownOption(_ name: String, of command: Command) -> Problem {
        if ["--passphrase", "--password", "--new-passphrase", "--document-password", "--pin"].contains(name) {
            // The way out is an option that this command has.
            let stem = [name, "--passphrase"].first { stem in command.options.contains { $0.name == "\(stem)-file" } }
            return .usage(
                "secret_in_argument",
                Bilingual(
                    "Passphrase tidak diterima sebagai argumen: argumen terlihat oleh proses lain.",
                    "A passphrase is not taken as an argument: other processes can read arguments."),
                stem.map { stem in
                    Bilingual(
                        "Pakai \(stem)-file FILE, \(stem)-fd N, atau ketik saat diminta. Ganti yang terlanjur diketik.",
                        "Use \(stem)-file FILE, \(stem)-fd N, or type it when asked. Change one that you typed here.")
                }
                    ?? Bilingual(
                        "Perintah ini tidak memerlukannya. Ganti yang terlanjur diketik.",
                        "This command needs none. Change one that you typed here."))
        }
        return .usage(
            "unknown_option", Bilingual("Opsi \(name) tidak dikenal.", "There is no option \(name) here."),
            seeHelp(command))
    }

    static func optionTwice(_ name: String) -> Problem {
        .usage(
            "option_repeated", Bilingual("Opsi \(name) diberikan dua kali.", "The option \(name) was given twice."),
            Bilingual("Berikan sekali saja.", "Give it once."))
    }

    static func optionTakesNoValue(_ name: String) -> Problem {
        .usage(
            "option_without_value",
            Bilingual("Opsi \(name) tidak memakai nilai.", "The option \(name) takes no value."),
            Bilingual("Tulis \(name) saja.", "Write \(name) alone."))
    }

    static func optionWithoutValue(_ name: String) -> Problem {
        .usage(
            "option_value_missing", Bilingual("Opsi \(name) butuh nilai.", "The option \(name) needs a value."),
            Bilingual("Tulis \(name) NILAI.", "Write \(name) VALUE."))
    }

    static func missing(_ name: String, of command: Command) -> Problem {
        .usage(
            "argument_missing", Bilingual("\(name) belum diberikan.", "\(name) is missing."), seeHelp(command))
    }

    /// Two ways to say a thing, and neither was taken.
    static func missing(_ one: String, or other: String) -> Problem {
        .usage(
            "argument_missing",
            Bilingual("\(one) atau \(other) belum diberikan.", "\(one) or \(other) is missing."),
            Bilingual("Berikan salah satunya.", "Give one of them."))
    }

    static func tooManyOperands(_ command: Command) -> Problem {
        .usage(
            "too_many_arguments", Bilingual("Terlalu banyak argumen.", "There are too many arguments."),
            seeHelp(command))
    }

    static func numberOutOfBounds(_ name: String, _ bounds: ClosedRange<Int>) -> Problem {
        .usage(
            "number_out_of_bounds",
            Bilingual(
                "\(name) harus bilangan bulat dari \(bounds.lowerBound) sampai \(bounds.upperBound).",
                "\(name) takes a whole number from \(bounds.lowerBound) to \(bounds.upperBound)."),
            Bilingual("Perbaiki nilainya.", "Correct the value."))
    }

    static func unknownChoice(_ name: String, among choices: [String]) -> Problem {
        let list = choices.joined(separator: ", ")
        return .usage(
            "unknown_choice", Bilingual("Nilai \(name) tidak dikenal.", "The value of \(name) is not known."),
            Bilingual("Pilih salah satu: \(list).", "Choose one of: \(list)."))
    }

    static func notAnIdentifier(_ name: String) -> Problem {
        .usage(
            "not_an_identifier", Bilingual("\(name) bukan UUID.", "\(name) is not a UUID."),
            Bilingual(
                "Contoh bentuknya: 0190f0de-0000-4000-8000-000000000001.",
                "It looks like 0190f0de-0000-4000-8000-000000000001."))
    }

    static func notATime(_ name: String) -> Problem {
        .usage(
            "not_a_time", Bilingual("\(name) bukan waktu.", "\(name) is not a time."),
            Bilingual(
                "Contoh: 2026-11-20 atau 2026-11-20T13:30:00+07:00.",
                "Examples: 2026-11-20 or 2026-11-20T13:30:00+07:00."))
    }

    static func conflicting(_ one: String, _ other: String) -> Problem {
        .usage(
            "options_conflict",
            Bilingual("\(one) dan \(other) tidak dapat dipakai bersama.", "\(one) and \(other) do not go together."),
            Bilingual("Pilih satu.", "Choose one."))
    }

    static func standardInputTwice(_ one: String, _ other: String) -> Problem {
        .usage(
            "standard_input_twice",
            Bilingual(
                "Masukan standar hanya dapat dibaca sekali: \(one) dan \(other) sama-sama memintanya.",
                "Standard input can be read once, and both \(one) and \(other) ask for it."),
            Bilingual(
                "Berikan salah satunya sebagai berkas atau deskriptor.", "Give one of them as a file or a descriptor."))
    }

    static func sameFile(_ written: String, _ other: String) -> Problem {
        .usage(
            "same_file_twice",
            Bilingual(
                "\(written) dan \(other) adalah berkas yang sama, dan akan tertimpa.",
                "\(written) and \(other) are the same file, which would be overwritten."),
            Bilingual("Beri hasilnya nama lain.", "Give the result another name."))
    }

    static func notAnObjectIdentifier(_ name: String) -> Problem {
        .usage(
            "not_an_object_identifier",
            Bilingual("\(name) bukan OID.", "\(name) is not an object identifier."),
            Bilingual("Contoh bentuknya: 1.3.6.1.4.1.55555.1.", "It looks like 1.3.6.1.4.1.55555.1."))
    }

    static func notAWebAddress(_ name: String) -> Problem {
        .usage(
            "not_a_web_address",
            Bilingual("\(name) bukan alamat http atau https.", "\(name) is no http or https address."),
            Bilingual("Contoh bentuknya: http://tsa.contoh.id/.", "It looks like http://tsa.contoh.id/."))
    }

    static func together(_ one: String, needs other: String) -> Problem {
        .usage(
            "option_incomplete", Bilingual("\(one) butuh \(other).", "\(one) needs \(other)."),
            Bilingual("Tambahkan \(other).", "Add \(other)."))
    }
}
