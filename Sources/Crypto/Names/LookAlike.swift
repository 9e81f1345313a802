import CUTF8Proc
import Glibc

/// Whether two texts look alike to somebody who reads them in a hurry.
///
/// Each is brought to a skeleton: compatibility form (full-width letters, ligatures), small letters, nothing invisible, no
/// accents (Unicode NFKC case folding, by utf8proc), then letters of Cyrillic and Greek, digits and pairs that look like
/// Latin ones turned into those (the idea of UTS #39 §4, with a table of our own), and neither blanks nor punctuation.
/// Equal skeletons look alike; it errs on the side of likeness, because it only ever asks for a second look.
package enum LookAlike {
    package static func areAlike(_ left: String, _ right: String) -> Bool {
        skeleton(of: left) == skeleton(of: right)
    }

    package static func skeleton(of text: String) -> String {
        var skeleton: [Unicode.Scalar] = []
        for point in folded(text).unicodeScalars {
            if let twin = twins[point] {
                for point in twin.unicodeScalars { append(point, to: &skeleton) }
            } else if isLetterOrDigit(point) {
                append(point, to: &skeleton)
            }
        }
        return String(String.UnicodeScalarView(skeleton))
    }

    /// Two letters that look like one become that one; no letter is in two of the pairs.
    private static func append(_ point: Unicode.Scalar, to skeleton: inout [Unicode.Scalar]) {
        let one: Unicode.Scalar
        switch (skeleton.last, point) {
        case ("r", "n"): one = "m"
        case ("v", "v"): one = "w"
        case ("c", "l"): one = "d"
        default: return skeleton.append(point)
        }
        skeleton[skeleton.count - 1] = one
    }

    /// Letters, digits and marks that another writing has beside them, by what they look like. Folding has made them small and
    /// without accents before. l stands for I, 1 and | too.
    private static let twins: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            // Latin itself
            ("0", "o"), ("1iı|!ɩɪ", "l"), ("5", "s"), ("8", "b"), ("ø", "o"), ("đɗ", "d"), ("ħ", "h"), ("ł", "l"),
            ("ɑ", "a"), ("ɡ", "g"), ("ʏ", "y"), ("ᴏ", "o"), ("ʋ", "v"), ("$", "s"), ("@", "a"),
            // Cyrillic
            ("а", "a"), ("в", "b"), ("ьъ", "b"), ("с", "c"), ("ԁ", "d"), ("еєэ", "e"), ("һн", "h"), ("іїӏ", "l"),
            ("јҋ", "j"), ("к", "k"), ("м", "m"), ("п", "n"), ("о", "o"), ("р", "p"), ("ԛ", "q"), ("г", "r"), ("ѕ", "s"),
            ("т", "t"), ("ц", "u"), ("ѵ", "v"), ("ѡԝш", "w"), ("хҳ", "x"), ("уү", "y"), ("з", "3"), ("ё", "e"),
            // Greek
            ("α", "a"), ("β", "b"), ("ε", "e"), ("η", "n"), ("ι", "l"), ("κ", "k"), ("μ", "m"), ("ν", "v"), ("ο", "o"),
            ("ρ", "p"), ("σς", "o"), ("τ", "t"), ("υ", "u"), ("χ", "x"), ("γ", "y"), ("ω", "w"), ("ζ", "z"),
            // Armenian and Cherokee letters that are met as forgeries
            ("օ", "o"), ("ո", "n"), ("ս", "u"), ("հ", "h"), ("ց", "g"), ("ꭵ", "l"),
        ]
        return Dictionary(
            rows.flatMap { letters, twin in letters.unicodeScalars.map { ($0, twin) } },
            uniquingKeysWith: { first, _ in first })
    }()

    private static func isLetterOrDigit(_ point: Unicode.Scalar) -> Bool {
        switch utf8proc_category(Int32(point.value)) {
        case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LM,
            UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO:
            true
        default: false
        }
    }

    private static func folded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var folded: UnsafeMutablePointer<UInt8>?
        // With a length the function reads that many bytes; the result is `malloc`ed and ends with a zero.
        let count = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe utf8proc_map(bytes.baseAddress, bytes.count, &folded, CUTF8Proc_folded())
        }
        defer { unsafe free(folded) }

        guard count >= 0, let folded = unsafe folded else { return text }
        return unsafe String(decoding: UnsafeBufferPointer(start: folded, count: count), as: UTF8.self)
    }
}

extension DistinguishedName {
    /// Whether the common names look alike, or the whole names do.
    ///
    /// The same organisation is no likeness: whoever works for an authority has its name in the certificate too.
    package func looksLike(_ other: DistinguishedName) -> Bool {
        if let own = self[.commonName], let others = other[.commonName], LookAlike.areAlike(own, others) { return true }
        return LookAlike.areAlike(
            attributes.map(\.value).joined(separator: " "), other.attributes.map(\.value).joined(separator: " "))
    }
}
