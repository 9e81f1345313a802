import Crypto
import Domain
import JSONInput

extension Schema {
    /// How a value behind the question mark would have to be; nil where it is so.
    func defect(ofQuery value: String) -> Bilingual? {
        switch self {
        case .text(let form): return form.fits(value) ? nil : form.words
        case .integer(let range):
            let isDigits = value.utf8.allSatisfy { 0x30...0x39 ~= $0 }
            if isDigits, let number = Int(value), range.contains(number) { return nil }
            let bounds = "\(range.lowerBound)..\(range.upperBound)"
            return Bilingual("harus angka bulat \(bounds)", "it must be a whole number, \(bounds)")
        case .object, .list, .number, .boolean, .either, .null, .anything, .named:
            preconditionFailure("texts and whole numbers stand in an address")
        }
    }
}

extension TextForm {
    func fits(_ input: JSONInput) -> Bool {
        switch self {
        case .secret(let most):
            // Counted where it lies: each character has one byte that does not continue another.
            return unsafe input.withText { bytes in
                let count = unsafe bytes.count { $0 & 0xC0 != 0x80 }
                return 1...most ~= count
            } ?? false
        case .base64(let most):
            return unsafe input.withText { bytes in
                unsafe bytes.count <= (most + 2) / 3 * 4 && Self.isBase64(bytes)
            } ?? false
        case .plain, .lines, .words, .digits, .email, .uuid, .hexadecimal, .moment: return input.text.map(fits) ?? false
        }
    }

    /// The same for a part of an address or of a form.
    func fits(_ text: String) -> Bool {
        switch self {
        case .plain(let most):
            1...most ~= text.unicodeScalars.count
                && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }
        case .lines(let most): text.unicodeScalars.count <= most
        case .secret(let most): 1...most ~= text.unicodeScalars.count
        case .words(let words): words.contains(text)
        case .digits(let most): 1...most ~= text.utf8.count && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        case .email: text.utf8.allSatisfy { 0x21...0x7E ~= $0 } && PersonName(email: text) != nil
        case .uuid: ID<Person>(text) != nil
        case .hexadecimal(let count): text.utf8.count == count && Hexadecimal.bytes(text) != nil
        case .base64(let most): Base64.bytes(Array(text.utf8)).map { $0.count <= most } ?? false
        case .moment: Instant(text) != nil
        }
    }

    /// How it has to be.
    var words: Bilingual {
        switch self {
        case .plain(let most):
            Bilingual(
                "harus teks 1..\(most) karakter tanpa karakter kendali",
                "it must be a text of 1..\(most) characters and no control character")
        case .lines(let most), .secret(let most):
            Bilingual("harus teks 1..\(most) karakter", "it must be a text of 1..\(most) characters")
        case .words(let words):
            Bilingual(
                "salah satu dari: \(words.joined(separator: ", "))", "it is one of: \(words.joined(separator: ", "))")
        case .digits(let most): Bilingual("harus 1..\(most) angka", "it must be 1..\(most) digits")
        case .email: Bilingual("harus alamat surel", "it must be an e-mail address")
        case .uuid: Bilingual("harus UUID", "it must be a UUID")
        case .hexadecimal(let count):
            Bilingual("harus \(count) angka heksadesimal", "it must be \(count) hexadecimal digits")
        case .base64(let most):
            Bilingual("harus base64, paling banyak \(most) bita", "it must be base64 of \(most) bytes at most")
        case .moment: Bilingual("harus waktu menurut RFC 3339", "it must be a moment as RFC 3339 writes it")
        }
    }

    /// Letters of the alphabet in groups of four, the last one padded or not; decoded by whoever uses it.
    private static func isBase64(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let padding = unsafe bytes.suffix(2).count { $0 == UInt8(ascii: "=") }
        let letters = bytes.count - padding
        guard letters > 1, letters % 4 != 1, padding == 0 || (letters + padding) % 4 == 0 else { return false }
        return unsafe bytes[..<letters].allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }
}
