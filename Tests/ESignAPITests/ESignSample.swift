import Authority
import ClientGate
import Crypto
import Documents
import Domain
import ESignAPI
import Foundation
import HTTP
import JSONInput
import Signing
import Store
import TestSupport
import Testing
import Verification

/// The API of an office, asked as its programs ask.
struct ESignSample {
    private static let desk = Result { try DocumentDesk.ofThisBuild() }
    static let nik = "9999990101900001"

    let office: OfficeSample
    private let routes: HTTPDesk

    init(
        settings: (inout ESignSettings) -> Void = { _ in }, policy: (inout SigningHouse.Policy) -> Void = { _ in },
        registration: @escaping ESignAPI.Registration = { _, _ in .registered }
    ) throws {
        office = try OfficeSample(desk: Self.desk.get(), policy: policy)
        var chosen = ESignSettings()
        settings(&chosen)
        let root = office.base.root.certificate.der
        let api = ESignAPI(
            office.house, gate: ClientGate(store: office.store, keys: office.house.keys, clock: office.base.clock.read),
            verification: PDFVerification(
                try Self.desk.get(), anchors: [TrustAnchor(name: "Percobaan", certificate: root)],
                revocation: .whenKnown),
            settings: chosen, registration: registration)
        routes = HTTPDesk(api.routes)
    }

    static func credentials(_ name: String = "surat") -> String {
        "Basic " + Base64.text(Array("\(name):rahasia \(name)".utf8))
    }

    func ask(
        _ method: HTTPMethod, _ path: String, _ body: HTTPBody = .none, as client: String = "surat",
        with fields: [String: String] = [:]
    ) throws -> HTTPResponse {
        var all: HTTPFields = ["Authorization": Self.credentials(client)]
        for (name, value) in fields { all.append(name, value) }
        return try routes.ask(method, path, fields: all, body: body)
    }

    func askNobody(_ method: HTTPMethod, _ path: String, fields: HTTPFields = [:]) throws -> HTTPResponse {
        try routes.ask(method, path, fields: fields)
    }

    // MARK: The first version

    static let letter = Result { try Fixture.bytes("letter/nota-dinas.pdf") }

    static let visible = [
        "nik": nik, "passphrase": OfficeSample.passphrase, "tampilan": "visible", "image": "false",
        "linkQR": "https://contoh.id/periksa", "page": "1", "xAxis": "60", "yAxis": "60", "width": "80", "height": "70",
    ]
    static let invisible = ["nik": nik, "passphrase": OfficeSample.passphrase, "tampilan": "invisible"]

    func signFirst(
        _ fields: [String: String], file: [UInt8]? = nil, picture: [UInt8]? = nil, query: String = "",
        as client: String = "surat", with headers: [String: String] = [:]
    ) throws -> HTTPResponse {
        var parts = fields.sorted { $0.key < $1.key }.map { HTTPForm.Part($0.key, $0.value) }
        parts.append(try HTTPForm.Part("file", file: file ?? Self.letter.get()))
        if let picture { parts.append(try HTTPForm.Part("imageTTD", file: picture, named: "ttd.png")) }
        return try ask(.post, "/api/sign/pdf\(query)", .form(HTTPForm(parts)), as: client, with: headers)
    }

    // MARK: The second version

    func signSecond(
        _ members: [(String, JSON)], files: [[UInt8]]? = nil, passphrase: String? = OfficeSample.passphrase,
        properties: [JSON] = [["tampilan": .text("INVISIBLE")]], with headers: [String: String] = [:]
    ) throws -> HTTPResponse {
        let files = try files ?? [Self.letter.get()]
        var all = members
        if let passphrase { all.append(("passphrase", .text(passphrase))) }
        all.append(("signatureProperties", .array(properties)))
        all.append(("file", .texts(files.map { Base64.text($0) })))
        return try ask(.post, "/api/v2/sign/pdf", Self.json(.members(all)), with: headers)
    }

    static func json(_ value: JSON) -> HTTPBody { .bytes(WipedBytes(Array(value.line.utf8))) }

    func post(_ path: String, _ value: JSON, as client: String = "surat") throws -> HTTPResponse {
        try ask(.post, path, Self.json(value), as: client)
    }
}

extension HTTPResponse {
    var json: JSONInput {
        get throws {
            #expect(fields["Content-Type"] == "application/json")
            return try JSONInput(content)
        }
    }

    /// The refusal's number, after what every refusal has was looked at.
    var refusal: Int? {
        get throws {
            guard status != 200 else { return nil }
            let json = try json
            #expect(json["error"]?.text == json["message"]?.text && json["error"]?.text?.isEmpty == false)
            #expect(json["code"]?.text?.isEmpty == false)
            return json["status_code"]?.integer
        }
    }

    /// The signed documents of the second version.
    var files: [[UInt8]] {
        get throws { try json["file"]?.elements?.compactMap { Base64.bytes(Array(($0.text ?? "").utf8)) } ?? [] }
    }
}
