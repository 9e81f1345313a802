package import Crypto

/// A passphrase of words drawn at random, for somebody who has no idea for one.
package enum PassphraseSuggestion {
    package static let wordsUsual = 4
    package static let wordsMax = 10
    /// What each word is worth: there are 2048.
    package static let bitsPerWord = 11

    /// Drawn as a secret is. One that happens to be of the most common words alone is drawn again, which hardly ever comes about.
    package static func draw(
        words: Int = wordsUsual, rules: PassphraseRules = PassphraseRules()
    ) throws(CryptoError) -> Secret {
        precondition(1...wordsMax ~= words, "some words, and not too many")
        while true {
            let text = try drawn(words)
            let passphrase = try Passphrase(utf8: text)
            if try passphrase.guessBits(knowing: CommonWords.all) >= rules.guessBitsMin { return text }
        }
    }

    private static func drawn(_ count: Int) throws(CryptoError) -> Secret {
        let numbers = try Secret.random(count: 2 * count)
        var text: [UInt8] = []
        text.reserveCapacity(count * 9)  // it must not grow: where it lay before nothing would be wiped
        unsafe numbers.withBytes { bytes in
            for index in 0..<count {
                let number = unsafe Int(bytes[2 * index]) << 8 | Int(bytes[2 * index + 1])
                if !text.isEmpty { text.append(UInt8(ascii: " ")) }
                text += SuggestedWords.all[number % SuggestedWords.all.count].utf8
            }
        }
        return try Secret(wiping: &text)
    }
}
