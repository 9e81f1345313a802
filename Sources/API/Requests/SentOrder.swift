import Channels
import Crypto
import Documents
import HTTP
import JSONInput
import Signing

/// An order for signed documents, however it was sent: with the documents in it, or beside it in a form.
struct SentOrder {
    let signer: Signer
    let documents: [(file: MemoryFile, wish: DocumentWish)]
    let isKept: Bool
    let isPartial: Bool
    /// To be signed after it is answered.
    let isForLater: Bool
    private let root: JSONInput
    private let picture: [UInt8]?

    /// What opens something is not part of what was asked for; what a document is, is told by its digest.
    private static let leftOut: Set = ["passphrase", "session", "pdf_password", "content"]

    init(_ request: HTTPRequest, inJSON: Schema, besideFiles: Schema, _ settings: APISettings) throws(Refusal) {
        let (root, files, picture): (JSONInput, [MemoryFile], [UInt8]?)
        if case .form(let form) = request.body {
            let form = try SentForm(form, parts: ["order": 1, "document": settings.documentsMax, "picture": 1])
            guard let order = try form.bytes("order", most: Self.orderBytesMax) else { throw .missing("order") }
            root = try Sent(order, besideFiles).root
            files = try form.files("document")
            guard !files.isEmpty else { throw .missing("document") }
            picture = try form.bytes("picture", most: settings.pictureBytesMax)?.copy()
        } else {
            root = try Sent(request, inJSON).root
            files = try Self.contents(root["documents"]?.elements ?? [], settings)
            picture = nil
        }
        let own = root["documents"]?.elements
        guard own == nil || own?.count == files.count else { throw .documentsDiffer }
        var documents: [(MemoryFile, DocumentWish)] = []
        for (index, file) in files.enumerated() {
            let wish = DocumentWish(own: own?[index], common: root, picture: picture)
            try wish.check(at: own == nil ? "" : "documents[\(index)].")
            documents.append((file, wish))
        }
        signer = try Signer(root)
        (self.root, self.documents, self.picture) = (root, documents, picture)
        isKept = root["keep"]?.boolean ?? false
        isPartial = root["partial"]?.boolean ?? false
        isForLater = root["later"]?.boolean ?? false
    }

    private static let orderBytesMax = 8 << 20

    private static func contents(_ sent: [JSONInput], _ settings: APISettings) throws(Refusal) -> [MemoryFile] {
        var files: [MemoryFile] = []
        for document in sent {
            files.append(try .sent(document["content"]?.decoded ?? []))
        }
        return files
    }

    /// Everything that makes this request the one it is, in one order.
    var asked: [[UInt8]] {
        get throws(Refusal) {
            var asked = [Array("documents".utf8), signer.asked, Array(root.canonical(without: Self.leftOut).utf8)]
            for (file, _) in documents {
                let whole: SignedDocument
                do throws(DocumentError) { whole = try SignedDocument(of: file) } catch { throw Refusal(error) }
                do throws(CryptoError) { asked.append(try whole.digest().bytes) } catch { throw Refusal(error) }
            }
            return asked + (picture.map { [$0] } ?? [])
        }
    }
}

extension JSONInput {
    /// The same text for the same values, however they were written.
    func canonical(without names: Set<String>) -> String {
        if let members = self.names {
            let parts = members.filter { !names.contains($0) }.sorted().map { name in
                "\(name.utf8.count):\(name)=\(self[name]?.canonical(without: names) ?? "")"
            }
            return "{\(parts.joined(separator: ","))}"
        }
        if let elements { return "[\(elements.map { $0.canonical(without: names) }.joined(separator: ","))]" }
        // Its length keeps a text from looking like something else.
        if let text { return "\(text.utf8.count):\(text)" }
        if let boolean { return boolean ? "true" : "false" }
        return number.map { "\($0)" } ?? "null"
    }
}
