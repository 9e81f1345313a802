import CZxcvbn
import Glibc

// What somebody who guesses would try first. The library is a pure function over a dictionary that is built into it: many threads
// may ask it at once. What it copies of a passphrase, a few words of it with their signs read as letters, lies on its stack.
extension Passphrase {
    /// How many guesses it takes, as a power of two, of somebody who knows common passwords, how people change them, and these
    /// words; the more likely ones first.
    package func guessBits(knowing words: [String]) throws(CryptoError) -> Double {
        // The library ends at a zero byte, which no passphrase holds.
        var text = try Secret(zeros: secret.count + 1)
        unsafe text.withMutableBytes { own in unsafe secret.withBytes { unsafe own.copyMemory(from: $0) } }
        var known = unsafe words.map { word in unsafe UnsafePointer(strdup(word.lowercased())) }
        defer { for index in words.indices { unsafe free(UnsafeMutablePointer(mutating: known[index])) } }

        unsafe known.append(nil)
        return unsafe text.withBytes { bytes in
            unsafe ZxcvbnMatch(bytes.assumingMemoryBound(to: CChar.self).baseAddress, &known, nil)
        }
    }

    /// Whether one of the words stands in it, in whatever case, with signs that look like letters read as letters and without
    /// what may stand between.
    package func holds(anyOf words: [String]) throws(CryptoError) -> Bool {
        var folded = try Secret(zeros: secret.count)
        let count = unsafe folded.withMutableBytes { own in
            unsafe secret.withBytes { bytes in
                var count = 0
                for index in 0..<bytes.count {
                    guard let letter = unsafe Self.letter(bytes[index]) else { continue }
                    unsafe own[count] = letter
                    count += 1
                }
                return count
            }
        }
        let needles = words.map { $0.utf8.compactMap(Self.letter) }.filter { !$0.isEmpty }
        return unsafe folded.withBytes { bytes in
            let text = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
            return needles.contains { needle in
                text.count >= needle.count
                    && (0...text.count - needle.count).contains { start in
                        unsafe text[start..<start + needle.count].elementsEqual(needle)
                    }
            }
        }
    }

    /// The letter that a byte is read as; nil for what stands between words. Of letters beyond ASCII each byte stands for itself.
    private static func letter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter(byte + 32)
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "l"): UInt8(ascii: "i")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
        case UInt8(ascii: "7"), UInt8(ascii: "+"): UInt8(ascii: "t")
        case UInt8(ascii: "8"): UInt8(ascii: "b")
        case UInt8(ascii: "9"): UInt8(ascii: "g")
        case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF, UInt8(ascii: "2"), UInt8(ascii: "6"): byte
        default: nil
        }
    }
}
