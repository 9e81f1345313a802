import Crypto
import TestSupport
import Testing

@Suite("Guessing a passphrase") struct PassphraseGuessingTests {
    @Test(arguments: [("password", 1.0), ("qwerty123456", 10), ("aaaaaaaa", 10), ("Password1!", 12)])
    func `is soon done where many have it`(text: String, most: Double) throws {
        #expect(try Passphrase.of(text).guessBits(knowing: []) < most)
    }

    @Test(arguments: ["kucing terbang minum kopi", "u7Gk2pQx", "日本語のパスワード"])
    func `takes long where nobody has it`(text: String) throws {
        #expect(try Passphrase.of(text).guessBits(knowing: []) > 40)
    }

    @Test func `is sooner done by whoever knows its words, in whatever case and with signs for letters`() throws {
        for text in ["Anggraini1990", "4nggr41n1-90"] {
            let bits = try Passphrase.of(text).guessBits(knowing: [])
            #expect(try Passphrase.of(text).guessBits(knowing: ["anggraini"]) < bits - 8)
            #expect(try Passphrase.of(text).guessBits(knowing: ["ANGGRAINI"]) < bits - 8)
        }
    }

    @Test func `of the longest one is done at once`() throws {
        let longest = String(repeating: "aé", count: Passphrase.charactersMax / 2)
        #expect(try Passphrase.of(longest).guessBits(knowing: ["siti"]) >= 0)
    }

    @Test(arguments: ["xxSITIxx12", "s!t1 dan budi", "s.i.t.i.xxxx", "5iti55555", "(siti)abcd"])
    func `finds a word in it, however it is written`(text: String) throws {
        #expect(try Passphrase.of(text).holds(anyOf: ["budiman", "Siti"]))
    }

    @Test(arguments: ["sit i dan bu di", "sitdown now"]) func `finds no word that is not there`(text: String) throws {
        #expect(try !Passphrase.of(text).holds(anyOf: ["anggraini", "siti contoh", "", "..."]))
        #expect(try !Passphrase.of(text).holds(anyOf: []))
    }
}
