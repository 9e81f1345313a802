import Crypto
import Documents
import Domain
import HTTP
import JSONInput

/// The body of a request of the second version.
struct SentJSON {
    let root: JSONInput

    private static let wishes = [
        "tampilan", "page", "originX", "originY", "width", "height", "tag_koordinat", "tag", "location", "reason",
        "contactInfo",
    ]

    init(_ request: HTTPRequest) throws(ESignFailure) {
        guard case .bytes(let bytes) = request.body else { throw .notJSON(line: 1) }
        do throws(JSONInput.Defect) {
            root = try unsafe bytes.withBytes { bytes throws(JSONInput.Defect) in try unsafe JSONInput(bytes) }
        } catch .malformed(let line) {
            throw .notJSON(line: line)
        } catch .repeatedName {
            throw .unusable("JSON", Bilingual("satu nama hanya boleh sekali", "a name may occur once only"))
        } catch .tooDeep {
            throw .unusable("JSON", Bilingual("terlalu banyak tingkat", "too many levels"))
        } catch {
            throw .overloaded
        }
        guard root.isObject else { throw .notJSON(line: 1) }
    }

    /// A text or a number that is no secret; nil where it is empty or says "null".
    func text(_ name: String) -> String? {
        var wish = Wish()
        root[name].flatMap(Self.scalar).map { wish.set(name, $0) }
        return wish[name]
    }

    /// Whether there is such a text, and more than nothing in it. It is not made a `String`, which nobody wipes.
    func has(_ name: String) -> Bool {
        root[name].flatMap { value in unsafe value.withText { $0.count > 0 } } ?? false
    }

    func secret(_ name: String) throws(CryptoError) -> Secret {
        var bytes = root[name].flatMap { value in unsafe value.withText { unsafe Array($0) } } ?? []
        return try Secret(wiping: &bytes)
    }

    func password(_ name: String) throws(CryptoError) -> DocumentPassword? { DocumentPassword(try secret(name)) }

    /// Whoever is named by number, or else by address.
    func personName() throws(ESignFailure) -> PersonName? {
        if let nik = text("nik") { return PersonName(nik: nik) }
        guard let email = text("email") else { throw .missing("nik atau email") }
        return PersonName(email: email)
    }

    /// One element of `signatureProperties`.
    static func wish(_ element: JSONInput) throws(ESignFailure) -> Wish {
        var wish = Wish()
        for name in wishes { element[name].flatMap(scalar).map { wish.set(name, $0) } }
        if let image = element["imageBase64"], !image.isNull {
            guard let bytes = SentBase64.bytes(image) else {
                throw .unusable("imageBase64", Bilingual("harus base64", "it must be base64"))
            }
            wish.image = bytes.isEmpty ? nil : bytes
        }
        if let password = element["pdfPassword"] {
            var bytes = unsafe password.withText { unsafe Array($0) } ?? []
            do throws(CryptoError) {
                wish.password = DocumentPassword(try Secret(wiping: &bytes))
            } catch {
                throw ESignFailure(error)
            }
        }
        return wish
    }

    private static func scalar(_ value: JSONInput) -> String? {
        value.text ?? value.boolean.map { "\($0)" } ?? value.integer.map { "\($0)" } ?? value.number.map { "\($0)" }
    }
}
