import Crypto
import Testing
import TestSupport

@testable import Registry

@Suite("A passphrase that is suggested") struct SuggestionTests {
    @Test func `is of words that are all there once, and as many as their bits say`() {
        let words = SuggestedWords.all
        #expect(words.count == 1 << PassphraseSuggestion.bitsPerWord && Set(words).count == words.count)
        for word in words {
            #expect(4...8 ~= word.count && word.utf8.allSatisfy { (97...122).contains($0) }, "\(word)")
        }
    }

    @Test func `has so many of them, is another one each time, and is not refused`() throws {
        var drawn: Set<[UInt8]> = []
        for _ in 0..<200 {
            let text = try PassphraseSuggestion.draw()
            drawn.insert(text.revealed)
            let parts = String(decoding: text.revealed, as: UTF8.self).split(separator: " ").map(String.init)
            #expect(parts.count == 4 && parts.allSatisfy(SuggestedWords.all.contains))
            let bits = try Passphrase(utf8: text).guessBits(knowing: CommonWords.all)
            #expect(bits >= PassphraseRules().guessBitsMin)
        }
        #expect(drawn.count == 200)
        #expect(try PassphraseSuggestion.draw(words: 6).revealed.split(separator: 32).count == 6)
    }

    @Test func `begins with the common words that are guessed first`() {
        #expect(Set(CommonWords.all).count == CommonWords.all.count)
        #expect(CommonWords.all.allSatisfy { $0 == $0.lowercased() })
    }
}
