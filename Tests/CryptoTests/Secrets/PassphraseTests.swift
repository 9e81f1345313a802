@testable import Crypto
import TestSupport
import Testing

@Suite("A passphrase") struct PassphraseTests {
    private func bytes(of text: String) throws -> [UInt8] { try Passphrase.of(text).secret.revealed }

    @Test(arguments: ["a", "é", "漢", "🦜"]) func `has 8 to 128 characters, whatever bytes they take`(letter: String)
        throws
    {
        let least = String(repeating: letter, count: 8)
        let most = String(repeating: letter, count: 128)
        #expect(try bytes(of: least) == Array(least.utf8))
        #expect(try bytes(of: most) == Array(most.utf8))
        #expect(throws: CryptoError.passphrase(.tooShort(characters: 7))) {
            _ = try Passphrase.of(String(least.dropLast()))
        }
        #expect(throws: CryptoError.passphrase(.tooLong)) { _ = try Passphrase.of(most + letter) }
    }

    @Test func `is counted in composed characters`() throws {
        #expect(throws: CryptoError.passphrase(.tooShort(characters: 7))) {
            _ = try Passphrase.of(String(repeating: "e\u{301}", count: 7))
        }
        let most = String(repeating: "e\u{302}\u{303}", count: 128)
        #expect(try bytes(of: most) == Array(String(repeating: "\u{1EC5}", count: 128).utf8))
        #expect(throws: CryptoError.passphrase(.tooLong)) { _ = try Passphrase.of(most + "e\u{302}\u{303}") }
    }

    @Test(arguments: [
        ("caf\u{E9} kopi", "cafe\u{301} kopi"),
        ("\u{1EC5}\u{1EC5}\u{1EC5} nasi", "e\u{302}\u{303}\u{EA}\u{303}\u{1EC5} nasi"),
        ("\u{AC01}\u{AC00} delapan", "\u{1100}\u{1161}\u{11A8}\u{1100}\u{1161} delapan"),
        ("\u{AC01} dan lain", "\u{AC00}\u{11A8} dan lain"),
        ("\u{C5}ngstr\u{F6}m", "\u{212B}ngstro\u{308}m"),
        ("a\u{323}\u{307} urutan", "a\u{307}\u{323} urutan"),
    ])
    func `opens the same key composed and in parts`(composed: String, inParts: String) throws {
        #expect(Array(composed.utf8) != Array(inParts.utf8))
        #expect(try bytes(of: composed) == bytes(of: inParts))
        let sealed = try SealedSample.make(under: composed)
        #expect(try sealed.opened(with: inParts) == sealed.examine().publicKeyInfo)
        let other = try SealedSample.make(under: inParts)
        #expect(try other.opened(with: composed) == sealed.examine().publicKeyInfo)
    }

    @Test(arguments: [
        ("kuda lumping", "Kuda lumping"), ("kuda lumping", "kuda lumping "), ("kuda lumping", " kuda lumping"),
        ("kuda lumping", "kuda  lumping"), ("kuda lumping", "kuda\u{A0}lumping"), ("kuda lumping", "kudalumping"),
        ("cafe cafe", "café café"), ("ﬁligran halus", "filigran halus"), ("ｋｕｄａ lumping", "kuda lumping"),
        ("kuda lumping", "kuda lum\u{200B}ping"), ("straße jalan", "strasse jalan"), ("٣٣٣٣٣٣٣٣", "33333333"),
    ])
    func `is never folded: spaces, case, width and look-alikes count`(word: String, other: String) throws {
        let sealed = try SealedSample.make(under: word)
        #expect(throws: CryptoError.sealedKey(.refused)) { try sealed.opened(with: other) }
        #expect(try sealed.opened(with: word) == sealed.examine().publicKeyInfo)
    }

    @Test(arguments: ["a", "漢", "🦜"]) func `is used to its last character`(letter: String) throws {
        let start = String(repeating: letter, count: 127)
        let sealed = try SealedSample.make(under: start + "x")
        #expect(throws: CryptoError.sealedKey(.refused)) { try sealed.opened(with: start + "y") }
        #expect(throws: CryptoError.sealedKey(.refused)) { try sealed.opened(with: start) }
        #expect(try sealed.opened(with: start + "x") == sealed.examine().publicKeyInfo)
    }

    @Test func `is not empty`() {
        #expect(throws: CryptoError.passphrase(.empty)) { _ = try Passphrase.of("") }
    }

    @Test(arguments: [
        "c0af", "e080af", "f08080af", "c1bf", "eda080", "edbfbf", "eda080edb080", "f4908080", "f8888080 80", "ff", "fe",
        "80", "c3", "e6bc", "f09fa6", "c328", "e6bc28",
    ])
    func `is refused when it is not UTF-8, wherever that shows`(broken: String) {
        let (start, end) = (Array("awal yang baik ".utf8), Array(" akhir yang baik".utf8))
        let broken = [UInt8](hex: broken)
        for bytes in [broken, start + broken, broken + end, start + broken + end] {
            #expect(throws: CryptoError.passphrase(.notUTF8)) { _ = try Passphrase(utf8: .of(bytes)) }
        }
    }

    @Test(arguments: ["\0", "\n", "\r", "\t", "\u{1}", "\u{1B}", "\u{7F}", "\u{80}", "\u{85}", "\u{9F}"])
    func `holds no control character`(control: String) {
        for text in [control + "kuda lumping", "kuda\(control)lumping", "kuda lumping" + control] {
            #expect(throws: CryptoError.passphrase(.controlCharacter)) { _ = try Passphrase.of(text) }
        }
    }

    @Test(arguments: [0x378, 0xFDD0, 0xFFFF, 0xE0080, 0x10FFFF] as [UInt32])
    func `holds no code point without a meaning`(point: UInt32) throws {
        let point = String(try #require(Unicode.Scalar(point)))
        #expect(throws: CryptoError.passphrase(.unassignedCharacter)) { _ = try Passphrase.of("kuda lumping" + point) }
    }

    @Test(arguments: ["kuda\u{200D}lumping", "kuda\u{E000}lumping", "👩‍👩‍👧‍👦 8 orang", "שלום עולם", "नमस्ते दुनिया"])
    func `may be of any script, joined and private`(text: String) throws {
        #expect(try bytes(of: text) == Array(text.utf8))
    }

    @Test func `is refused beyond 2048 bytes before anything is read`() {
        let most = [UInt8](repeating: 0xFF, count: 2_048)
        #expect(throws: CryptoError.passphrase(.notUTF8)) { _ = try Passphrase(utf8: .of(most)) }
        #expect(throws: CryptoError.passphrase(.tooLong)) { _ = try Passphrase(utf8: .of(most + [0xFF])) }
    }

    @Test func `lies in the locked heap`() throws {
        let passphrase = try Passphrase.of(SealedSample.word)
        #expect(unsafe passphrase.secret.withBytes { unsafe OpenSSLRuntime.holds($0.baseAddress!) })
    }
}
