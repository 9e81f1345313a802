import Authority
import Crypto
import Domain
import HTTP
import Signing
import Store

extension API {
    private static let certificateBytesMax = 64 << 10

    static let chain = Schema.list(of: .text(.base64(bytesMax: certificateBytesMax)), count: 0...10)

    var certificates: Operation {
        Operation(
            name: "listCertificates", method: .get, path: "/teken/v1/people/{person}/certificates", tag: "people",
            summary: Bilingual("Semua sertifikat seseorang.", "All certificates of a person."),
            words: "With those above each, the root's last: what it takes to check a signature.",
            pathFields: [.init("person", .text(.uuid), "the identifier that a verdict answers with")],
            answers: [
                .json(
                    200, "The certificates, the newest first.",
                    .object([
                        .init("person", .text(.uuid)),
                        .init(
                            "certificates",
                            .list(
                                of: .object([
                                    .init("serial", .text(.plain(charactersMax: 80)), "hexadecimal"),
                                    .init(
                                        "status",
                                        .text(.words(CertificateLife.Status.allCases.map(\.word)))),
                                    .init("not_before", .text(.moment)), .init("not_after", .text(.moment)),
                                    .init("certificates", Self.chain, "DER in base64, this one first"),
                                ]), count: 0...1_000)),
                    ]))
            ],
            refusals: [404],
            example: [],
            work: .program(.certificates) { call throws(Refusal) in try certificates(call) })
    }

    private func certificates(_ call: Call) throws(Refusal) -> HTTPResponse {
        guard let id = ID<Person>(call.path["person"]) else { throw Refusal(ServiceRefusal.unknownPerson) }
        let person = try person(.id(id), for: call.client)
        let records = try service { () throws(ServiceError) in
            try house.store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
                try snapshot.certificates(of: KeyOwner.id(of: person.id))
            }
        }
        let now = house.clock()
        let made = records.filter(\.isMade).sorted { $0.life.validity.notBefore > $1.life.validity.notBefore }
        let all = made.map { record -> JSON in
            let chain = record.certificate.map { [$0] + house.authority.chain(of: record.issuer) } ?? []
            return [
                "serial": .text(Hexadecimal.text(record.serial.bytes)),
                "status": .text(record.life.status(at: now).word),
                "not_before": .text(record.life.validity.notBefore.text),
                "not_after": .text(record.life.validity.notAfter.text),
                "certificates": .texts(chain.map { Base64.text($0.der) }),
            ]
        }
        return Self.json(["person": .text("\(person.id)"), "certificates": .array(all)])
    }
}

extension CertificateLife.Status {
    static let allCases: [CertificateLife.Status] = [.notYetValid, .good, .held, .revoked, .expired]

    var word: String {
        switch self {
        case .notYetValid: "not_yet_valid"
        case .good: "good"
        case .held: "held"
        case .revoked: "revoked"
        case .expired: "expired"
        }
    }
}
