import Channels
import Crypto
import Documents
import HTTP
import JSONInput

/// What came with a request, checked against the shape that its operation is declared with.
struct Sent {
    let root: JSONInput

    init(_ request: HTTPRequest, _ schema: Schema) throws(Refusal) {
        switch request.body {
        case .bytes(let bytes): try self.init(bytes, schema)
        case .none: throw .bodyMissing
        case .file, .form: throw .notJSON(.malformed(line: 1))
        }
    }

    init(_ bytes: WipedBytes, _ schema: Schema) throws(Refusal) {
        do throws(JSONInput.Defect) {
            root = try unsafe bytes.withBytes { bytes throws(JSONInput.Defect) in try unsafe JSONInput(bytes) }
        } catch {
            throw .notJSON(error)
        }
        let errors = schema.errors(in: root)
        guard errors.isEmpty else { throw .unusable(errors) }
    }
}

extension JSONInput {
    func secret(_ name: String) throws(Refusal) -> Secret {
        var bytes = self[name].flatMap { value in unsafe value.withText { unsafe Array($0) } } ?? []
        do throws(CryptoError) { return try Secret(wiping: &bytes) } catch { throw Refusal(error) }
    }

    /// Base64 that was checked to be some.
    var decoded: [UInt8]? {
        unsafe withText { text in
            let letters = unsafe Array(text)
            return Base64.bytes(letters)
        } ?? nil
    }
}

/// A form of which no part is ignored.
struct SentForm {
    private let form: HTTPForm

    /// Every part must be one of these, and stand there at most so often.
    init(_ form: HTTPForm, parts: [String: Int]) throws(Refusal) {
        var counts: [String: Int] = [:]
        for part in form.parts {
            guard let most = parts[part.name] else {
                throw .unusable(
                    parts.keys.sorted().joined(separator: ", "), "bagian lain tidak dikenal", "no other part is known")
            }
            counts[part.name, default: 0] += 1
            guard counts[part.name] ?? 0 <= most else {
                throw .unusable(part.name, "paling banyak \(most)", "\(most) at most")
            }
        }
        self.form = form
    }

    func files(_ name: String) throws(Refusal) -> [MemoryFile] {
        try form.all(name).map { part throws(Refusal) in try part.content.file }
    }

    /// A part that is no document, whether it was sent as a file or not.
    func bytes(_ name: String, most: Int) throws(Refusal) -> WipedBytes? {
        guard let content = form[name]?.content else { return nil }
        guard content.count <= most else { throw .unusable(name, "paling besar \(most) bita", "\(most) bytes at most") }
        switch content {
        case .bytes(let bytes): return bytes
        case .file(let file):
            var bytes = [UInt8](repeating: 0, count: file.count)
            let count = file.read(into: &bytes, at: 0)
            return WipedBytes(bytes.prefix(count))
        }
    }
}

extension HTTPForm.Content {
    fileprivate var file: MemoryFile {
        get throws(Refusal) {
            switch self {
            case .file(let file): return file
            case .bytes(let bytes): return try MemoryFile.sent(bytes.copy())
            }
        }
    }
}

extension MemoryFile {
    static func sent(_ bytes: [UInt8]) throws(Refusal) -> MemoryFile {
        do throws(MemoryFileError) { return try MemoryFile(bytes) } catch { throw Refusal(DocumentError.memory(error)) }
    }
}
