import API
import Authority
import Crypto
import Domain
import Foundation
import HTTP
import JSONInput
import Signing
import TestSupport
import Testing

@Suite("What is told about the API") struct PaperTests {
    @Test func `is a document of OpenAPI, by the word of another program`() throws {
        let api = try APISample()
        let answer = try api.ask(.get, "/openapi.json", as: nil)
        #expect(answer.status == 200 && answer.fields["Content-Type"] == "application/json")
        let run = try PythonJudge.run("read_openapi.py", input: answer.content)
        #expect(run.isSuccess, "\(run.errors)")
        let told = Set(run.output.split(separator: "\n").map(String.init))
        #expect(told == Set(api.routes.map { String($0.name.dropFirst("api.".count)) }) && told.count == 35)
    }

    /// Answers and requests, judged by the document alone.
    @Test func `is what is answered and taken`() throws {
        let api = try APISample()
        let document = try api.ask(.get, "/openapi.json", as: nil).content
        let folder = try TemporaryFolder()
        var words: [String] = []
        func judge(_ operation: String, _ answer: HTTPResponse) throws {
            let file = try folder.write(answer.content, to: "\(words.count)")
            words.append("\(operation):\(answer.status):\(file)")
        }
        func judge(_ operation: String, request: JSON, fits: Bool) throws {
            let file = try folder.write(Array(request.line.utf8), to: "\(words.count)")
            words.append("\(operation):request:\(fits ? "" : "!")\(file)")
        }
        try judge("getVerdict", api.post("verdicts", ["nik": .text(APISample.nik)]))
        try judge("getVerdict", api.post("verdicts", ["nik": .text("x")]))
        try judge("getVerdict", api.post("verdicts", ["nik": .text("1")]))
        try judge("openSession", api.post("sessions", .members(APISample.siti + [("count", .integer(1))])))
        let signed = try api.sign(
            [("partial", .boolean(true)), ("keep", .boolean(true))],
            files: [
                APISample.letter.get(), [1],
            ])
        try judge("signDocuments", signed)
        try judge("signDocuments", api.sign([("keep", .integer(1))]))
        let digest = try #require(signed.documents.first?["digest"]?.text)
        try judge("getReceipt", api.ask(.get, "/teken/v1/receipts/\(digest)"))
        _ = try api.office.base.authority.sealAuditHeads()
        try judge("getReceipt", api.ask(.get, "/teken/v1/receipts/\(digest)"))
        try judge("listCertificates", api.ask(.get, "/teken/v1/people/\(ID<Person>.fixture(0x51))/certificates"))
        try judge(
            "signHashes",
            api.post(
                "signatures/hashes",
                .members(
                    APISample.siti + [
                        ("algorithm", .text("SHA-256")),
                        ("digests", .texts([try Base64.text(OfficeSample.digest.get().bytes)])),
                    ])))
        for (request, fits) in Self.requests {
            try judge("getVerdict", request: request, fits: fits)
            #expect(try (api.post("verdicts", request).status == 400) == !fits, "\(request.line)")
        }
        let run = try PythonJudge.run("read_openapi.py", words, input: document)
        #expect(run.isSuccess, "\(run.errors)")
    }

    private static let requests: [(JSON, Bool)] = [
        (["nik": .text("1")], true), (["nik": .text("")], false), (["nik": .text("1 ")], false), ([:], false),
        (["email": .text("a@b")], true), (["email": .text("a@b@c")], false), (["email": .text("@b")], false),
        (["nik": .text("1"), "email": .text("a@b")], false), (["lain": .integer(1), "nik": .text("1")], false),
        (["person": .text("00000000-0000-0000-0000-000000000000")], true), (["person": .null], false),
    ]

    @Test func `describes every limit and scope as it is`() throws {
        let api = try APISample(policy: { $0.sessionCountMax = 7 })
        let json = try api.ask(.get, "/openapi.json", as: nil).json
        let paths = try #require(json["paths"])
        let session = paths["/teken/v1/sessions"]?["post"]
        let schema = session?["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(schema?["properties"]?["count"]?["maximum"]?.integer == 7)
        #expect(session?["security"]?.elements?.last?["token"]?.elements?.first?.text == "sign")
        // Nothing secret and nobody's data is a part of an address.
        for path in paths.names ?? [] {
            for name in path.matches(of: /\{(\w+)\}/).map(\.1) {
                #expect(["id", "digest", "person", "client"].contains(name))
            }
            for operation in (paths[path]?.names ?? []).compactMap({ paths[path]?[$0] }) {
                let inQuery = operation["parameters"]?.elements?.filter { $0["in"]?.text == "query" } ?? []
                let names = Set(inQuery.compactMap { $0["name"]?.text })
                #expect(names.isSubset(of: ["after", "limit", "verification", "certificate", "institution"]))
                #expect(operation["summary"]?.text?.hasSuffix(".") != nil)
            }
        }
    }

    @Test func `is a page that loads nothing and runs nothing`() throws {
        let api = try APISample()
        let answer = try api.ask(.get, "/docs", as: nil, with: ["Host": "a.id/<script>alert('x')</script>"])
        #expect(answer.status == 200 && answer.fields["Content-Type"] == "text/html; charset=utf-8")
        let page = String(decoding: answer.content, as: UTF8.self)
        let policy = try #require(answer.fields["Content-Security-Policy"])
        let style = try #require(page.firstMatch(of: /<style>((?s:.*?))<\/style>/)?.1)
        let hash = try Base64.text(Digest(.sha256, of: Array(style.utf8)).bytes)
        #expect(policy.contains("default-src 'none'") && policy.contains("style-src 'sha256-\(hash)'"))
        for word in ["<script", "src=", "style=", "onclick", "@import", "url("] { #expect(!page.contains(word)) }
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)"))
        #expect(page.contains("prefers-color-scheme:dark") && page.contains("width=device-width"))
        for route in api.routes { #expect(page.contains("id=\"\(route.name.dropFirst(4))\"")) }
        #expect(page.matches(of: /<pre><code>curl/).count == api.routes.count)
    }

    @Test func `is well-formed, by the word of another program`() throws {
        let answer = try APISample().ask(.get, "/docs", as: nil)
        let text = String(decoding: answer.content, as: UTF8.self)
            .replacing("<!DOCTYPE html>", with: "").replacing(/<meta ([^>]*)>/) { "<meta \($0.1)/>" }
        let run = try ProgramRun.of(
            "python3", ["-c", "import sys,xml.dom.minidom as d;d.parseString(sys.stdin.buffer.read())"],
            input: Array(text.utf8))
        #expect(run.isSuccess, "\(run.errors)")
    }
}
