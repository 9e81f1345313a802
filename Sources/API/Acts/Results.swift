import Crypto
import Domain
import HTTP
import Signing
import Store

extension API {
    var results: Operation {
        Operation(
            name: "takeResult", method: .get, path: "/teken/v1/results/{id}", tag: "signing",
            summary: Bilingual("Ambil hasil yang disimpan, satu kali.", "Fetch a kept document, once."),
            words: "Signed with keep: true, by this application, a short while ago. What was fetched is gone.",
            pathFields: [.init("id", .text(.hexadecimal(count: 2 * ID<KeptResult>.byteCount)), "its name")],
            answers: [
                Operation.Answer(
                    status: 200, words: "The signed document.",
                    contents: [.init(type: "application/pdf", schema: nil)])
            ],
            refusals: [404, 405], example: ["-o surat.pdf"],
            work: .program(.sign) { call throws(Refusal) in
                // A head has no document in it, and the document would be gone.
                guard call.head.method == .get else { throw Refusal(.methodNotAllowed(allowed: [.get, .options])) }
                guard let bytes = Hexadecimal.bytes(call.path["id"]), let id = ID<KeptResult>(bytes: bytes) else {
                    throw Refusal(ServiceRefusal.noSuchResult)
                }
                let document = try service { () throws(ServiceError) in try house.takeResult(id, for: call.client) }
                return HTTPResponse(
                    status: 200,
                    fields: [
                        "Content-Type": "application/pdf",
                        "Content-Disposition": "attachment; filename=\"dokumen.pdf\"",
                    ], body: .bytes(document))
            })
    }
}
