import Authority
import Crypto
import Domain
import Problems
import Registry
import Store

extension Command {
    private static let phoneChecked = Option(
        name: "--phone-checked", help: "you say that the person's telephone number was shown to be the person's")
    private static let approve = Option(
        name: "--approve", help: "you give the RA's agreement, where the institution wants it")
    private static let enrolling = AuthorityHouse.options + PersonChoice.options + [phoneChecked, approve]
    private static let typed =
        "The person types the passphrase, and nobody else ever sees it: let the person sit at the terminal."

    private static let reason = Option(
        name: "--reason", value: "REASON",
        help:
            "unspecified, key-compromise, affiliation-changed, superseded, cessation, privilege-withdrawn; unspecified if not given"
    )

    static let adminPersonEnrol = Command(
        name: ["admin", "person", "enrol"],
        summary: "issue a certificate to somebody, for a key under a new passphrase",
        operands: [], options: enrolling + SecretSource.passphrase.options, notes: [typed]
    ) { arguments in
        try make(arguments) { registry, person, passphrase, terms in
            try registry.enrol(person, passphrase, by: .installation, terms)
        }
    }

    static let adminPersonRenew = Command(
        name: ["admin", "person", "renew"],
        summary: "put a new key and certificate in the place of one that is still good",
        operands: [], options: enrolling + SecretSource.passphrase.options, notes: [typed]
    ) { arguments in
        try make(arguments) { registry, person, passphrase, terms in
            try registry.renew(person, passphrase, by: .installation, terms)
        }
    }

    static let adminPersonReset = Command(
        name: ["admin", "person", "reset"],
        summary: "give somebody who forgot the passphrase a new key, for the rest of the old certificate's time",
        operands: [], options: AuthorityHouse.options + PersonChoice.options + SecretSource.passphrase.options,
        notes: [typed, "The old certificate is revoked as superseded; what it signed with a timestamp stays valid."]
    ) { arguments in
        try make(arguments, publishing: true) { registry, person, passphrase, _ in
            try registry.resetPassphrase(person, to: passphrase, through: nil)
        }
    }

    static let adminPersonRevoke = Command(
        name: ["admin", "person", "revoke"], summary: "revoke somebody's certificate for good; its key is destroyed",
        operands: [], options: AuthorityHouse.options + PersonChoice.options + [reason]
    ) { arguments in
        let word = arguments.value(reason) ?? RevocationReason.unspecified.word
        guard let reason = RevocationReason(word: word) else {
            throw Problem.unknownChoice(reason.name, among: RevocationReason.finalWords)
        }
        try change(arguments, publishing: true) { registry, person in
            try registry.revoke(person, reason, by: .installation)
        }
    }

    static let adminPersonSuspend = Command(
        name: ["admin", "person", "suspend"], summary: "let nobody believe somebody's certificate until it is released",
        operands: [], options: AuthorityHouse.options + PersonChoice.options
    ) { arguments in
        try change(arguments, publishing: true) { registry, person in
            try registry.suspend(person, by: .installation)
        }
    }

    static let adminPersonRelease = Command(
        name: ["admin", "person", "release"], summary: "let somebody's certificate be believed again", operands: [],
        options: AuthorityHouse.options + PersonChoice.options
    ) { arguments in
        try change(arguments, publishing: true) { registry, person in
            try registry.release(person, by: .installation)
        }
    }

    private static func make(
        _ arguments: borrowing CommandArguments, publishing: Bool = false,
        _ body: (Registry, ID<Person>, borrowing Passphrase, Registry.EnrolmentTerms) throws -> CertificateRecord
    ) throws {
        var terms = Registry.EnrolmentTerms()
        terms.hasCheckedPhone = arguments.has(phoneChecked)
        terms.approver = arguments.has(approve) ? .installation : nil
        let name = try PersonChoice.name(arguments)
        let house = try RegistryHouse(arguments)
        let person = try house.registry.standing(of: name)
        let passphrase = try SecretSource.passphrase.passphrase(arguments, confirming: true)
        let record = try body(house.registry, person.id, passphrase, terms)
        if publishing { try house.publishLists() }
        Console.note("teken: serial \(record.serial), until \(record.life.validity.notAfter)")
        try Console.say("\(record.serial)")
    }
}
