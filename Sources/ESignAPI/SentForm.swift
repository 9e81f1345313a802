import Channels
import Crypto
import Documents
import HTTP

/// The parameters of the first version: in the form, or in the address, with only the files in the form.
struct SentForm {
    private let form: HTTPForm
    private let target: HTTPTarget

    /// Never asked for by a name that is not written here, so that no secret gets among the wishes.
    private static let wishes = [
        "nik", "tampilan", "image", "linkQR", "halaman", "page", "xAxis", "yAxis", "width", "height", "tag_koordinat",
        "reason", "location", "jenis_response",
    ]

    init(_ request: HTTPRequest) {
        form = if case .form(let form) = request.body { form } else { HTTPForm([]) }
        target = request.target
    }

    /// A text that is no secret.
    func text(_ name: String) -> String? {
        if let part = form[name] { return part.content.text }
        return target[query: name]
    }

    var wish: Wish {
        var wish = Wish()
        for name in Self.wishes { text(name).map { wish.set(name, $0) } }
        return wish
    }

    /// The passphrase, wherever it was put.
    func secret(_ name: String) throws(CryptoError) -> Secret {
        var bytes: [UInt8] =
            switch form[name]?.content {
            case .bytes(let bytes): bytes.copy()
            case .file: []  // longer than any passphrase
            case nil: Array((target[query: name] ?? "").utf8)
            }
        return try Secret(wiping: &bytes)
    }

    /// The first of these parts that is there; empty where it has no byte.
    func document(_ names: String...) throws(ESignFailure) -> (file: MemoryFile, name: String) {
        guard let part = names.lazy.compactMap({ form[$0] }).first else { throw .missing(names[0]) }
        switch part.content {
        case .file(let file): return (file, part.fileName ?? "dokumen.pdf")
        case .bytes(let bytes):
            do throws(MemoryFileError) {
                return (try MemoryFile(bytes.copy()), part.fileName ?? "dokumen.pdf")
            } catch {
                throw ESignFailure(.memory(error))
            }
        }
    }

    /// The bytes of a small file such as a picture; nil where there is none, or it is empty.
    func bytes(_ name: String, most: Int) throws(ESignFailure) -> [UInt8]? {
        guard let content = form[name]?.content, content.count > 0 else { return nil }
        guard content.count <= most else { throw .tooLarge(name, most: most) }
        switch content {
        case .bytes(let bytes): return bytes.copy()
        case .file(let file):
            var bytes = [UInt8](repeating: 0, count: file.count)
            let count = file.read(into: &bytes, at: 0)
            return Array(bytes.prefix(count))
        }
    }
}

extension HTTPForm.Content {
    /// What is written in a small part.
    fileprivate var text: String? {
        switch self {
        case .bytes(let bytes): String(decoding: bytes.copy(), as: UTF8.self)
        case .file: nil
        }
    }
}
