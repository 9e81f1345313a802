import Channels
import Crypto
import Documents
import Domain
import HTTP
import JSONInput

/// What was asked for, by the names of the original's fields; nothing secret is among them.
///
/// What a program leaves empty, or fills with the word "null", it has not asked for.
struct Wish {
    private(set) var values: [String: String] = [:]
    /// A specimen, as a PNG or JPEG file.
    var image: [UInt8]?
    /// Opens a protected document.
    var password: DocumentPassword?

    mutating func set(_ name: String, _ value: String) {
        let value = value.trimmed
        if !value.isEmpty, value.lowercased() != "null", values[name] == nil { values[name] = value }
    }

    subscript(_ name: String) -> String? { values[name] }

    func number(_ name: String) throws(ESignFailure) -> Double? {
        guard let text = values[name] else { return nil }
        guard let number = Double(text), number.isFinite else {
            throw .unusable(name, Bilingual("harus angka", "it must be a number"))
        }
        return number
    }

    /// Everything in one order, so that a repeated request is known again.
    var asked: [[UInt8]] {
        values.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) } + (image.map { [$0] } ?? [])
    }
}

extension String {
    /// Without the blanks and line ends around it.
    var trimmed: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        return String(String(drop(while: isBlank).reversed()).drop(while: isBlank).reversed())
    }
}

/// Base64 as programs send it: broken into lines, or behind the prefix that browsers give it.
enum SentBase64 {
    static func bytes(_ input: JSONInput) -> [UInt8]? {
        unsafe input.withText { text in
            let bytes = unsafe Array(text)
            return decoded(bytes)
        } ?? nil
    }

    static func decoded(_ text: [UInt8]) -> [UInt8]? {
        // The word that some write for nothing would be three bytes of something.
        if text.isEmpty || text == Array("null".utf8) { return [] }
        if let bytes = Base64.bytes(text) { return bytes }
        var rest = text[...]
        if rest.starts(with: Array("data:".utf8)) {
            guard let comma = rest.prefix(200).firstIndex(of: UInt8(ascii: ",")) else { return nil }
            rest = rest[(comma + 1)...]
        }
        let letters = rest.filter { !" \r\n\t".utf8.contains($0) }
        return letters.isEmpty ? [] : Base64.bytes(letters)
    }
}
