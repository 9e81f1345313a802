import Crypto
import Registry

extension Command {
    private static let words = Option(name: "--words", value: "N", help: "how many words; 4 if not given")

    static let passphraseSuggest = Command(
        name: ["passphrase", "suggest"],
        summary: "draw a passphrase of a few words, for somebody who has no idea for one",
        operands: [], options: [words],
        notes: [
            "Each of the 2048 words is worth eleven bits: four of them are one of 17 million million, all equally likely. Nobody should see it",
            "but whoever it is for.",
        ]
    ) { arguments in
        let count =
            try arguments.number(words, in: 3...PassphraseSuggestion.wordsMax) ?? PassphraseSuggestion.wordsUsual
        try OutputFile(path: "-").write(PassphraseSuggestion.draw(words: count))
        try Console.say("")
        Console.note("teken: \(count * PassphraseSuggestion.bitsPerWord) bits")
    }
}
