import API
import Authority
import ClientGate
import Crypto
import Documents
import Domain
import Foundation
import HTTP
import JSONInput
import Registry
import Signing
import Store
import TestSupport
import Testing
import Verification

/// Our own API over one office, asked as programs ask. Whatever it answers has to be in the document about it.
struct APISample {
    private static let desk = Result { try DocumentDesk.ofThisBuild() }
    static let nik = "9999990101900001"
    static let letter = Result { try Fixture.bytes("letter/nota-dinas.pdf") }

    let office: OfficeSample
    let registry: Registry
    let routes: [Route]
    let jobs: JobDesk
    private let desk: HTTPDesk
    private let document: JSONInput

    init(
        _ backend: Backend = .sqlite, policy: (inout SigningHouse.Policy) -> Void = { _ in }
    ) throws {
        office = try OfficeSample(backend, desk: Self.desk.get(), policy: policy)
        jobs = try JobDesk(JobDesk.Limits(width: 2))
        var rules = Registry.Policy()
        (rules.seal, rules.keyKind, rules.secretBytesMin) = (.cheapest, .p256, 1)
        registry = Registry(
            authority: office.base.authority, keys: office.house.keys, peppers: office.house.peppers, policy: rules,
            clock: office.base.clock.read)
        let root = office.base.root.certificate.der
        let api = API(
            office.house, registry: registry,
            gate: ClientGate(store: office.store, keys: office.house.keys, clock: office.base.clock.read),
            verification: PDFVerification(
                try Self.desk.get(), anchors: [TrustAnchor(name: "Percobaan", certificate: root)],
                revocation: .whenKnown), jobs: jobs)
        routes = api.routes
        desk = HTTPDesk(routes)
        document = try JSONInput(desk.ask(.get, "/openapi.json").content)
    }

    static func credentials(_ name: String = "surat") -> String {
        "Basic " + Base64.text(Array("\(name):rahasia \(name)".utf8))
    }

    /// The answer, if the document has its status and its type; `client` is nil for nobody.
    func ask(
        _ method: HTTPMethod, _ path: String, _ body: HTTPBody = .none, type: String? = nil,
        as client: String? = "surat", with fields: [String: String] = [:], line: SourceLocation = #_sourceLocation
    ) throws -> HTTPResponse {
        var all: HTTPFields = [:]
        if let client { all.append("Authorization", Self.credentials(client)) }
        if let type { all.append("Content-Type", type) }
        for (name, value) in fields { all.append(name, value) }
        let answer = try desk.ask(method, path, fields: all, body: body)
        let plain = path.split(separator: "?")[0].split(separator: "/")
        let known = try #require(document["paths"]?.names?.first { Self.fits(plain, $0.split(separator: "/")) })
        let operation = document["paths"]?[known]?[method == .head ? "get" : method.rawValue.lowercased()]
        let told = try #require(
            operation?["responses"]?["\(answer.status)"], "\(known) \(answer.status)", sourceLocation: line)
        if let type = answer.fields["Content-Type"].flatMap(MediaType.init)?.essence {
            #expect(told["content"]?[type] != nil, "\(known) \(answer.status) \(type)", sourceLocation: line)
        }
        return answer
    }

    private static func fits(_ path: [Substring], _ pattern: [Substring]) -> Bool {
        path.count == pattern.count && zip(path, pattern).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
    }

    static func body(_ value: JSON) -> HTTPBody { .bytes(WipedBytes(Array(value.line.utf8))) }

    func post(
        _ path: String, _ value: JSON, as client: String? = "surat", with fields: [String: String] = [:],
        line: SourceLocation = #_sourceLocation
    ) throws -> HTTPResponse {
        try ask(
            .post, "/teken/v1/\(path)", Self.body(value), type: "application/json", as: client, with: fields, line: line
        )
    }

    static let siti: [(String, JSON)] = [("nik", .text(nik)), ("passphrase", .text(OfficeSample.passphrase))]

    /// An order beside its documents.
    func sign(
        _ members: [(String, JSON)] = [], as signer: [(String, JSON)] = siti, files: [[UInt8]]? = nil,
        picture: [UInt8]? = nil, with fields: [String: String] = [:], line: SourceLocation = #_sourceLocation
    ) throws -> HTTPResponse {
        var parts = [HTTPForm.Part("order", JSON.members(signer + members).line)]
        for file in try files ?? [Self.letter.get()] { parts.append(try HTTPForm.Part("document", file: file)) }
        if let picture { parts.append(try HTTPForm.Part("picture", file: picture, named: "ttd.jpg")) }
        return try ask(
            .post, "/teken/v1/signatures/documents", .form(HTTPForm(parts)), type: "multipart/form-data; boundary=b",
            with: fields, line: line)
    }

    /// Opens a session, and says what it is called.
    func session(_ members: [(String, JSON)] = [("count", .integer(5))]) throws -> String {
        let answer = try post("sessions", .members(Self.siti + members))
        #expect(answer.status == 201)
        return try #require(try answer.json["session"]?.text)
    }

    /// Enters another program, whose secret `credentials` has; of no institution where none is named.
    @discardableResult func enter(
        _ name: String, _ scopes: ClientScopes, of institution: ID<Institution>? = OfficeSample.institution.id
    ) throws -> ID<Client> {
        try registry.enter(
            .init(name, institution: institution, scopes: scopes), secret: .of("rahasia \(name)"))
    }

    /// Changes what is on record of the program.
    func change(_ change: (inout ClientRecord) throws -> Void) throws {
        var client = office.client
        try change(&client)
        let changed = client
        try office.store.write { (transaction) throws(StoreError) in try transaction.set(changed) }
    }
}

extension HTTPResponse {
    var json: JSONInput {
        get throws { try JSONInput(content) }
    }

    /// A refusal's code, after what every refusal has was looked at; nil for what is none.
    var code: String? {
        get throws {
            guard status >= 400 else { return nil }
            #expect(fields["Content-Type"] == "application/problem+json" && fields["Cache-Control"] == "no-store")
            let json = try json
            #expect(json["status"]?.integer == status)
            for name in ["title", "title_en", "next", "next_en"] { #expect(json[name]?.text?.isEmpty == false) }
            let code = json["code"]?.text
            #expect(json["type"]?.text == code.map { "urn:teken:problem:\($0)" })
            return code
        }
    }

    /// The fields that cannot be used.
    /// Empty where the body as a whole is meant.
    var wrongFields: [String] {
        get throws { try json["errors"]?.elements?.map { $0["field"]?.text ?? "" } ?? [] }
    }

    var documents: [JSONInput] {
        get throws { try json["documents"]?.elements ?? [] }
    }

    /// The signed documents of an answer in JSON.
    var files: [[UInt8]] {
        get throws { try documents.compactMap { Base64.bytes(Array(($0["content"]?.text ?? "").utf8)) } }
    }
}
