import Crypto
import Domain

/// Which passphrases nobody may choose, beside those that `Passphrase` itself refuses.
package struct PassphraseRules: Hashable, Sendable {
    /// A passphrase that takes fewer guesses than two to the power of this is refused: thirty bits cost whoever has the database
    /// and the pepper some years of one core, and a program that guesses through us for ever.
    package var guessBitsMin = 30.0
    package var refusesOwnData = true

    package init() {}

    /// Takes whatever a passphrase may be: for a trial, whose passphrases stand in its documents.
    package static let none = {
        var rules = PassphraseRules()
        (rules.guessBitsMin, rules.refusesOwnData) = (0, false)
        return rules
    }()

    /// Shorter words of a name stand in too many passphrases by chance.
    static let ownWordCharactersMin = 4

    /// What a person's data offer to whoever guesses.
    static func ownWords(of data: PersonData) -> [String] {
        // Behind the @ stands what the addresses of a whole office have in common.
        let words =
            [data.nik, data.email, data.phone ?? "", data.employeeNumber ?? ""]
            + data.email.prefix { $0 != "@" }.split(whereSeparator: { "._-+".contains($0) }).map(String.init)
        return words.filter { $0.count >= ownWordCharactersMin } + Self.words(in: [data.name])
    }

    static func words(in names: [String]) -> [String] {
        names.flatMap { $0.split(whereSeparator: { !$0.isLetter }).map(String.init) }
            .filter { $0.count >= ownWordCharactersMin }
    }
}

extension Registry {
    /// Refuses what would be guessed by whoever knows these words of its owner's.
    func judge(_ passphrase: borrowing Passphrase, knowing own: [String]) throws(RegistryError) {
        let rules = policy.passphrases
        let (holdsOwn, bits): (Bool, Double)
        do throws(CryptoError) {
            holdsOwn = try passphrase.holds(anyOf: own)
            bits = try passphrase.guessBits(knowing: own + CommonWords.all)
        } catch {
            throw .crypto(error)
        }
        if rules.refusesOwnData, holdsOwn { throw .refused(.passphrase(.holdsOwnData)) }
        if bits < rules.guessBitsMin { throw .refused(.passphrase(.easilyGuessed)) }
    }
}
