import Channels
import Crypto
import Documents
import Domain
import HTTP
import Signing
import Verification

extension API {
    private static let passwordBytesMax = 1_024

    var verifications: Operation {
        var rules = RouteRules(
            deadline: .seconds(60), bodies: [.file(["application/pdf"]), .form],
            bodyBytesMax: settings.documentBytesMax + (64 << 10))
        rules.form.partBytesMax = settings.documentBytesMax
        rules.form.partsMax = 2
        return Operation(
            name: "verifyDocument", method: .post, path: "/teken/v1/verifications", tag: "verification",
            summary: Bilingual("Periksa tanda tangan pada PDF.", "Verify the signatures of a PDF."),
            words:
                "The report that `teken verify --json` prints (docs/verification.md). A document that is not valid is an answer, "
                + "not a refusal; refused is what cannot be read.",
            bodies: [
                Operation.Body(
                    type: "multipart/form-data",
                    schema: .object([
                        .optional(
                            "password", .orEmpty(.secret(charactersMax: Self.passwordBytesMax)),
                            "opens a protected document")
                    ]),
                    files: [.init(name: "document", types: ["application/pdf"], count: 1...1, words: "the document")]),
                Operation.Body(type: "application/pdf", schema: nil),
            ],
            rules: rules,
            answers: [
                .json(200, "The report.", .anything)
            ],
            refusals: [422],
            example: ["-F document=@surat.pdf"],
            work: .program(.verify) { call throws(Refusal) in try verify(call) })
    }

    private func verify(_ call: Call) throws(Refusal) -> HTTPResponse {
        let document: MemoryFile
        var password: DocumentPassword?
        switch call.request.body {
        case .none: throw .bodyMissing
        case .file(let file): document = file
        case .bytes(let bytes): document = try .sent(bytes.copy())
        case .form(let form):
            let form = try SentForm(form, parts: ["document": 1, "password": 1])
            guard let file = try form.files("document").first else { throw .missing("document") }
            document = file
            if let bytes = try form.bytes("password", most: Self.passwordBytesMax) {
                var plain = bytes.copy()
                password = try crypto { () throws(CryptoError) in DocumentPassword(try Secret(wiping: &plain)) }
            }
        }
        do throws(DocumentError) {
            let verdict = try verification.verify(
                document, password: password, at: house.clock(), deadline: settings.verificationTime)
            return Self.json(verdict.report(of: nil))
        } catch {
            throw Refusal(error)
        }
    }
}
