import Authority
import Crypto
import Domain
import HTTP
import JSONInput
import Problems
import Registry
import Store

extension API {
    /// What is done to somebody who is named in the address.
    var personActs: [Operation] {
        [
            act(
                "admitPerson", "admit",
                Bilingual(
                    "Nyatakan bahwa data seseorang benar.", "Vouch for somebody's data, who was seen with the card."),
                "Where the owner has not handed them in, that is done in the same step."
            ) { (id, mandate) throws(RegistryError) in try registry.admit(id, by: mandate) },
            act(
                "suspendPerson", "suspend",
                Bilingual("Tangguhkan sertifikat seseorang.", "Put somebody's certificate on hold."), Self.published
            ) { (id, mandate) throws(RegistryError) in try registry.suspend(id, by: mandate) },
            act(
                "releasePerson", "release",
                Bilingual("Cabut penangguhan sertifikat.", "Let somebody's certificate be believed again."),
                Self.published
            ) { (id, mandate) throws(RegistryError) in try registry.release(id, by: mandate) },
            act(
                "unblockPerson", "unblock",
                Bilingual(
                    "Izinkan lagi sesudah terlalu banyak passphrase salah.",
                    "Let somebody try again after too many wrong passphrases.")
            ) { (id, mandate) throws(RegistryError) in try registry.unblock(id, by: mandate) },
            certifying(
                "enrolPerson", "enrol",
                Bilingual(
                    "Terbitkan sertifikat seseorang.", "Issue a certificate to somebody, for a key that is made now."),
                Registry.enrol),
            certifying(
                "renewPerson", "renew",
                Bilingual(
                    "Perbarui sertifikat seseorang.", "Put a new key and certificate in the place of one that is good."),
                Registry.renew),
            revocation, erasure,
        ]
    }

    private static let published =
        "Answers about its status say so at once, the list of revoked certificates within two seconds."

    private func act(
        _ name: String, _ verb: String, _ summary: Bilingual, _ words: String = "",
        _ body: @escaping @Sendable (ID<Person>, Mandate) throws(RegistryError) -> Void
    ) -> Operation {
        Operation(
            name: name, method: .post, path: "/teken/v1/people/{person}/\(verb)", tag: "people", summary: summary,
            words: words, pathFields: [PersonStanding.place],
            answers: [.json(200, "How the account stands now.", PersonStanding.state)], refusals: [404, 409],
            example: ["-X POST"],
            work: .program(.administration) { call throws(Refusal) in
                let id = try call.person
                return try done(to: id, call) { () throws(RegistryError) in try body(id, call.mandate) }
            })
    }

    private func done(
        to id: ID<Person>, _ call: Call, _ body: () throws(RegistryError) -> Void
    ) throws(Refusal) -> HTTPResponse {
        let standing = try registered { () throws(RegistryError) in
            try body()
            return try registry.standing(of: id, by: call.mandate)
        }
        return Self.json(standing.stateJSON)
    }

    // MARK: With a passphrase

    private static let terms = Schema.object([
        .init("passphrase", .text(.secret(charactersMax: 1_024)), "the one that its owner has just chosen"),
        .optional("phone_checked", .boolean, "that the telephone number was shown to be the person's"),
        .optional("approved", .boolean, "the RA's agreement, by an application that is bound to no institution"),
    ])

    private typealias Making =
        @Sendable (Registry) -> (
            ID<Person>, borrowing Passphrase, Mandate, Registry.EnrolmentTerms
        ) throws(RegistryError) -> CertificateRecord

    private func certifying(_ name: String, _ verb: String, _ summary: Bilingual, _ make: @escaping Making) -> Operation
    {
        var rules = Self.small
        rules.lane = .passphrase
        return Operation(
            name: name, method: .post, path: "/teken/v1/people/{person}/\(verb)", tag: "people", summary: summary,
            words: "Nobody but its owner ever knows the passphrase: let the person type it.",
            pathFields: [PersonStanding.place],
            bodies: [Operation.Body(type: "application/json", schema: Self.terms)], rules: rules,
            answers: [.json(200, "How the account stands now.", PersonStanding.state)], refusals: [404, 409],
            example: [
                "-H 'Content-Type: application/json'",
                #"-d '{"passphrase": "awan jingga di utara", "phone_checked": true}'"#,
            ],
            work: .program(.administration) { call throws(Refusal) in
                let sent = try Sent(call.request, Self.terms).root
                var terms = Registry.EnrolmentTerms()
                terms.hasCheckedPhone = sent["phone_checked"]?.boolean ?? false
                terms.approver = sent["approved"]?.boolean == true ? call.mandate : nil
                let (id, wanted) = (try call.person, terms)
                let passphrase = try Self.chosen(sent.secret("passphrase"))
                return try done(to: id, call) { () throws(RegistryError) in
                    _ = try make(registry)(id, passphrase, call.mandate, wanted)
                }
            })
    }

    /// A passphrase that somebody chooses is told what is wrong with it, and not that it is the wrong one.
    private static func chosen(_ secret: borrowing Secret) throws(Refusal) -> Passphrase {
        do throws(CryptoError) {
            return try Passphrase(utf8: secret)
        } catch .passphrase(let defect) {
            throw Refusal(400, Problem(CryptoError.passphrase(defect)))
        } catch {
            throw Refusal(error)
        }
    }

    // MARK: For good

    private static let end = Schema.object([
        .init("reason", .text(.words(RevocationReason.wordsOfPeople)), "as RFC 5280 has them")
    ])

    private var revocation: Operation {
        Operation(
            name: "revokePerson", method: .post, path: "/teken/v1/people/{person}/revoke", tag: "people",
            summary: Bilingual("Cabut sertifikat seseorang.", "Revoke somebody's certificate for good."),
            words: "Its key is destroyed. \(Self.published)", pathFields: [PersonStanding.place],
            bodies: [Operation.Body(type: "application/json", schema: Self.end)], rules: Self.small,
            answers: [.json(200, "How the account stands now.", PersonStanding.state)], refusals: [404, 409],
            example: ["-H 'Content-Type: application/json'", #"-d '{"reason": "cessation_of_operation"}'"#],
            work: .program(.administration) { call throws(Refusal) in
                let word = try Sent(call.request, Self.end).root["reason"]?.text
                guard let reason = RevocationReason.ofPeople.first(where: { $0.word == word }) else {
                    throw .missing("reason")
                }
                let id = try call.person
                return try done(to: id, call) { () throws(RegistryError) in
                    try registry.revoke(id, reason, by: call.mandate)
                }
            })
    }

    private var erasure: Operation {
        Operation(
            name: "erasePerson", method: .post, path: "/teken/v1/people/{person}/erase", tag: "people",
            summary: Bilingual("Lupakan seseorang untuk selamanya.", "Forget somebody for good."),
            words:
                "Certificates are revoked, data and keys go. What was done stays in the log, under an identifier that says nothing.",
            pathFields: [PersonStanding.place],
            answers: [Operation.Answer(status: 204, words: "Nobody knows any more who it was.")], refusals: [404, 409],
            example: ["-X POST"],
            work: .program(.administration) { call throws(Refusal) in
                let id = try call.person
                try registered { () throws(RegistryError) in try registry.erase(id, by: call.mandate) }
                return HTTPResponse(status: 204)
            })
    }
}

extension RevocationReason {
    /// Why a person's certificate may end for good: an authority's key is somebody else's matter.
    fileprivate static let ofPeople = allCases.filter { $0.isFinal && $0 != .authorityCompromise }
    fileprivate static let wordsOfPeople = ofPeople.map(\.word)

    fileprivate var word: String {
        switch self {
        case .unspecified: "unspecified"
        case .keyCompromise: "key_compromise"
        case .authorityCompromise: "authority_compromise"
        case .affiliationChanged: "affiliation_changed"
        case .superseded: "superseded"
        case .cessationOfOperation: "cessation_of_operation"
        case .certificateHold: "certificate_hold"
        case .removeFromList: "remove_from_list"
        case .privilegeWithdrawn: "privilege_withdrawn"
        case .attributeAuthorityCompromise: "attribute_authority_compromise"
        }
    }
}
