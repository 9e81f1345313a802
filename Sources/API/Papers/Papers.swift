import Crypto
import Domain
import HTTP

extension API {
    /// Where what is told about this API is told.
    func papers(document: String, page: @escaping @Sendable (_ origin: String) -> String) -> [Operation] {
        [
            Operation(
                name: "getDescription", method: .get, path: "/openapi.json", tag: "papers",
                summary: Bilingual("Dokumen ini, untuk program.", "This document, for programs."),
                answers: [.json(200, "OpenAPI 3.1.", .anything)],
                work: .open { _ in
                    Self.paper(document, type: "application/json", policy: "default-src 'none'")
                }),
            Operation(
                name: "getPage", method: .get, path: "/docs", tag: "papers",
                summary: Bilingual("Dokumentasi ini, untuk dibaca.", "The documentation, to be read."),
                answers: [
                    Operation.Answer(
                        status: 200, words: "A page.", contents: [.init(type: "text/html", schema: nil)])
                ],
                work: .open { request in
                    Self.paper(page(request.head.origin), type: "text/html; charset=utf-8", policy: Self.pagePolicy)
                }),
        ]
    }

    /// Nothing is loaded, nothing runs; of styles those that we wrote.
    private static let pagePolicy: String = {
        // Without the hash the page is only less beautiful.
        let hash = try? Digest(.sha256, of: Array(ReadingPage.style.utf8))
        let style = hash.map { "; style-src 'sha256-\(Base64.text($0.bytes))'" } ?? ""
        return "default-src 'none'\(style); base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }()

    private static func paper(_ text: String, type: String, policy: String) -> HTTPResponse {
        var answer = HTTPResponse.text(text, type: type)
        answer.fields.append("Content-Security-Policy", policy)
        answer.fields.append("X-Content-Type-Options", "nosniff")
        answer.fields.append("Referrer-Policy", "no-referrer")
        answer.fields.append("Cache-Control", "private, max-age=300")
        return answer
    }
}
