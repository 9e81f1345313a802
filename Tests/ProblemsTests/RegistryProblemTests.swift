import Authority
import Domain
import Problems
import Registry
import Testing

@Suite("The face of what the registry refuses") struct RegistryProblemTests {
    private static let accounts: [AccountRefusal] = [
        .notAllowed, .outOfReach, .ownCase, .notNow, .statementMissing, .reasonMissing, .phoneUnverified,
        .methodNotEsign, .protectedField(.name), .verifikatorNeeded, .formMissing,
    ]

    private static let subscriber = SubscriberName("segel")

    private static let refusals: [RegistryRefusal] =
        [
            .unknownSeal, .subscriberTaken, .subscriberUnusable, .sealNotNow(.active), .sealOwnerUnsuited,
            .unknownInstitution, .institutionNameTaken, .unknownPerson, .notNow(.new, .new), .approvalNeeded,
            .issuanceUnderWay, .issuance(.requestUsed), .life(.alreadyRevoked), .overtaken, .wrongPassphrase,
            .lockedOut(until: Instant(nanosecondsSince1970: 0)), .blocked, .passphrase(.easilyGuessed),
            .passphrase(.holdsOwnData), .unknownClient, .clientNameTaken, .clientNameUnusable,
            .clientSecretTooShort(bytesMin: 16), .suspendedClient, .scopeMissing(.register),
        ] + PersonName.Kind.allCases.map { .duplicate($0) } + accounts.map { .account($0) }
        + [subscriber].compactMap { $0.map(RegistryRefusal.ownsSeal) }
        + [ProfileField.nik, .name, .email, .phone, .unit].map { .unusable($0) }

    @Test func `has a code of its own, two languages and a next step`() {
        let problems = Self.refusals.map { Problem($0) }
        #expect(Set(problems.map(\.code)).count == problems.count)
        for problem in problems {
            for text in [problem.what, problem.next] {
                #expect(text.indonesian.count > 5 && text.english.count > 5, "\(problem.code)")
                #expect(text.indonesian != text.english, "\(problem.code)")
                #expect(text.indonesian.hasSuffix(".") && text.english.hasSuffix("."), "\(problem.code)")
            }
        }
    }

    @Test func `does not say whose a number is`() {
        for kind in PersonName.Kind.allCases {
            #expect(Problem(RegistryRefusal.duplicate(kind)).detail == nil)
        }
    }
}
