import Crypto
import Domain
import HTTP
import Signing
import Store

extension API {
    private static let hash = Schema.text(.hexadecimal(count: 64))

    private static let proof = Schema.object([
        .init("writer", .text(.uuid), "the log"),
        .init("sequence", .integer(0...Int(Int32.max)), "the record's place in it"),
        .init("line", .text(.plain(charactersMax: 10_000)), "the record, byte for byte as it was hashed"),
        .init("size", .integer(1...Int(Int32.max)), "how many records the tree has that is proven in"),
        .init("root", hash, "that tree's root"),
        .init("inclusion", .list(of: hash, count: 0...64), "RFC 9162, section 2.1.3"),
        .optional(
            "since",
            .object([
                .init("size", .integer(1...Int(Int32.max))), .init("root", hash),
                .init("consistency", .list(of: hash, count: 0...64), "RFC 9162, section 2.1.4"),
            ]), "that the head's tree is the beginning of this one"),
    ])

    var receipts: Operation {
        Operation(
            name: "getReceipt", method: .get, path: "/teken/v1/receipts/{digest}", tag: "receipts",
            summary: Bilingual(
                "Bukti bahwa suatu dokumen ditandatangani di sini.", "The proof that a document was signed here."),
            words:
                "The record, its place in the log, the proof that it is there, and the newest signed head of that log. Only of "
                + "documents that this application had signed; nothing in it names a person.",
            pathFields: [.init("digest", Self.hash, "SHA-256 of the whole signed document")],
            answers: [
                .json(
                    200, "The receipt.",
                    .object([
                        .init("digest", Self.hash), .init("proof", Self.proof),
                        .init(
                            "head", .nullable(.text(.lines(charactersMax: 20_000))),
                            "the lines of the newest sealed head; null where none was sealed yet"),
                        .init(
                            "is_sealed", .boolean,
                            "whether the proof leads to that head; if not, ask again within the hour"),
                    ]))
            ],
            refusals: [404], example: [],
            work: .program(.receipts) { call throws(Refusal) in try receipt(call) })
    }

    private func receipt(_ call: Call) throws(Refusal) -> HTTPResponse {
        let digest = try crypto { () throws(CryptoError) in
            try Digest(.sha256, hexadecimal: call.path["digest"])
        }
        let receipt: DocumentReceipt?
        do throws(StoreError) {
            receipt = try house.store.documentReceipt(of: digest, for: call.client.id)
        } catch {
            throw Refusal(error)
        }
        guard let receipt else { throw .noReceipt }
        return Self.json([
            "digest": .text(Hexadecimal.text(digest.bytes)), "proof": receipt.proof.json,
            "head": .optional(receipt.head?.text), "is_sealed": .boolean(receipt.isSealed),
        ])
    }
}
