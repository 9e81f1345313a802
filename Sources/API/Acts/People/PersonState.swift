import Crypto
import Domain
import HTTP
import Problems
import Registry
import Store

/// How somebody stands, as answers say it.
extension PersonStanding {
    static let place = Schema.Member("person", .text(.uuid), "the identifier that this API answers with")
    static let verificationWords: [String] = VerificationStatus.all.map(\.word).reduce(into: []) { words, word in
        if !words.contains(word) { words.append(word) }
    }
    static let certificateWords = CertificateStatus.allCases.map(\.rawValue)

    private static let stateMembers: [Schema.Member] = [
        place, .init("verification", .text(.words(verificationWords)), "how far the data are checked"),
        .init("certificate", .text(.words(certificateWords)), "as of this moment"),
        .init("can_sign", .boolean),
        .init(
            "reason", .nullable(.text(.words(SigningVerdict.Obstacle.allCases.map(\.rawValue)))),
            "the one reason why not"),
        .init("serial", .nullable(.text(.plain(charactersMax: 80))), "of the newest certificate, hexadecimal"),
        .init("not_after", .nullable(.text(.moment)), "when that one ends"),
    ]

    /// Nothing in it is anybody's data.
    static let state = Schema.named("PersonState", .object(stateMembers))

    private static func text(_ most: Int) -> Schema { .text(.lines(charactersMax: most)) }

    static let listed = Schema.named(
        "ListedPerson",
        .object(
            stateMembers + [
                .init("institution", text(200)), .init("name", text(200)), .init("email", text(400)),
                .init("nik", text(100), "masked"), .init("phone", .nullable(text(100)), "masked"),
                .init("role", .text(.words(Role.allCases.map(\.rawValue)))),
            ]))

    private static let details: [(name: String, field: @Sendable (PersonData) -> String?)] = [
        ("employee_number", { $0.employeeNumber }), ("position", { $0.position }), ("unit", { $0.unit }),
        ("city", { $0.city }), ("province", { $0.province }),
    ]

    static let whole = Schema.named(
        "Person",
        .object(
            stateMembers + [
                .init("institution", text(200)), .init("name", text(200)), .init("email", text(400)),
                .init("nik", text(100)), .init("phone", .nullable(text(100))),
            ] + details.map { .init($0.name, .nullable(text(1_000))) } + [
                .init("role", .text(.words(Role.allCases.map(\.rawValue)))),
                .init(
                    "role_request", .text(.words(Promotion.allCases.map(\.rawValue))),
                    "how far a request for another role has come"),
                .init(
                    "method", .text(.words(EnrolmentMethod.allCases.map(\.rawValue))),
                    "esign: the key is kept here; own: it is not"),
                .init("not_before", .nullable(.text(.moment)), "when the newest certificate begins"),
            ]))

    private var reason: JSON {
        switch verdict {
        case .can: .null
        case .cannot(let obstacle): .text(obstacle.rawValue)
        }
    }

    private var members: [(String, JSON)] {
        [
            ("person", .text("\(id)")), ("verification", .text(verification.word)),
            ("certificate", .text(certificate.rawValue)), ("can_sign", .boolean(verdict == .can)), ("reason", reason),
            ("serial", .optional(serial.map { Hexadecimal.text($0.bytes) })),
            ("not_after", .optional(validity?.notAfter.text)),
        ]
    }

    private func data(nik: String, phone: String?) -> [(String, JSON)] {
        [
            ("institution", .text(institution)), ("name", .text(data.name)), ("email", .text(data.email)),
            ("nik", .text(nik)), ("phone", .optional(phone)), ("role", .text(role.rawValue)),
        ]
    }

    var stateJSON: JSON { .members(members) }

    var listedJSON: JSON { .members(members + data(nik: maskedNIK, phone: maskedPhone)) }

    var wholeJSON: JSON {
        .members(
            members + data(nik: data.nik, phone: data.phone) + Self.details.map { ($0.name, .optional($0.field(data))) }
                + [
                    ("role_request", .text(promotion.rawValue)), ("method", .text(method.rawValue)),
                    ("not_before", .optional(validity?.notBefore.text)),
                ])
    }
}

extension Call {
    /// On whose behalf it is that the program asks.
    var mandate: Mandate { .staff(client, scopes: scopes) }

    /// Whom the address names.
    var person: ID<Person> {
        get throws(Refusal) {
            guard let id = ID<Person>(path["person"]) else { throw Refusal(.unknownPerson) }
            return id
        }
    }

    func query(_ name: String) -> String? { request.target[query: name] }
}
