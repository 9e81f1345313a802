import Authority
import Crypto
import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("Somebody's passphrase") struct PassphraseTests {
    private static let old = RegistrySample.passphrase
    private static let new = RegistrySample.other

    @Test(arguments: Backend.all) func `is changed by whoever knows the old one; the key stays`(backend: Backend) throws
    {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        let certificate = try sample.record(id).certificate?.id
        let session = try sample.openSession(id)
        try sample.registry.changePassphrase(id, from: .of(Self.old), to: .of(Self.new), through: sample.program.id)
        #expect(try sample.opens(id, Self.new) && !sample.opens(id, Self.old))
        #expect(try sample.record(id).certificate?.id == certificate)
        #expect(try !sample.isOpen(session))
        #expect(try sample.audited(.passphraseChanged) == 1)
    }

    @Test(arguments: Backend.all) func `is not changed by whoever does not know it, and the tries are counted`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        func change(_ old: String) throws -> RegistryRefusal? {
            try refusal {
                try sample.registry.changePassphrase(id, from: .of(old), to: .of(Self.new), through: sample.program.id)
            }
        }
        for _ in 0..<5 { #expect(try change("bukan yang benar") == .wrongPassphrase) }
        #expect(try sample.audited(.passphraseTried) == 5)
        let end = sample.base.clock.read() + Attempts.Bounds.personAtClient.window
        #expect(try change(Self.old) == .lockedOut(until: end))
        #expect(try sample.opens(id, Self.old))
        try sample.registry.unblock(id, by: .installation)
        #expect(try change(Self.old) == nil)
        #expect(try sample.opens(id, Self.new))
    }

    @Test func `is blocked after so many wrong ones, until somebody unblocks it`() throws {
        let sample = try RegistrySample()
        let id = try sample.signer()
        func change() throws -> RegistryRefusal? {
            try refusal {
                try sample.registry.changePassphrase(id, from: .of("bukan ini"), to: .of(Self.new), through: nil)
            }
        }
        for _ in 0..<Attempts.Bounds.personAtClient.inRow {
            sample.base.clock.move(.seconds(900))
            #expect(try change() == .wrongPassphrase)
        }
        sample.base.clock.move(.seconds(900))
        #expect(try change() == .blocked)
        try sample.registry.unblock(id, by: .installation)
        #expect(try change() == .wrongPassphrase)
        #expect(try sample.audited(.passphraseUnblocked) == 1)
    }

    @Test(arguments: Backend.all) func `that was forgotten is reset: another key, the rest of the old one's time`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        let old = try #require(try sample.record(id).certificate)
        let session = try sample.openSession(id)
        sample.base.clock.move(days(100))
        let new = try sample.registry.resetPassphrase(id, to: .of(Self.new), through: sample.program.id)
        #expect(new.replaces == old.id && new.life.validity.notAfter == old.life.validity.notAfter)
        #expect(new.keyDigest != old.keyDigest)
        #expect(try sample.verdict(id) == .can && sample.opens(id, Self.new) && !sample.opens(id, Self.old))
        #expect(try !sample.isOpen(session))
        let before = try #require(try sample.certificates(id).first { $0.id == old.id })
        guard case .revoked(let end) = before.life.state else {
            Issue.record("the old one is still good")
            return
        }
        #expect(end.reason == .superseded && end.at == sample.base.clock.read())
        #expect(before.life.replacement == new.id)
        #expect(try sample.audited(.passphraseReset) == 1)
        #expect(try sample.store.verifyAudit().isIntact)
    }

    @Test(arguments: Backend.all) func `that is being reset when the process dies opens a new key afterwards`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        sample.base.clock.move(days(1))
        try sample.dying { registry in
            _ = try registry.resetPassphrase(id, to: .of(Self.new), through: nil)
        }
        // The old one is of no use any more, and the new one is not there yet.
        #expect(try sample.verdict(id) == .cannot(.revoked))
        #expect(try sample.base.restarted().finishIntended() == 1)
        #expect(try sample.verdict(id) == .can && sample.opens(id, Self.new))
    }

    @Test func `is reset by the same request once`() throws {
        let sample = try RegistrySample()
        let id = try sample.signer()
        try sample.dying { registry in
            _ = try registry.resetPassphrase(id, to: .of(Self.new), through: nil, request: .fixture(0x4D))
        }
        let again = try refusal {
            _ = try sample.registry.resetPassphrase(
                id, to: .of("yang lain lagi ya"), through: nil, request: .fixture(0x4D))
        }
        #expect(again == .issuance(.requestUsed))
        #expect(try sample.opens(id, Self.new))
    }

    @Test func `is there to be changed or reset only with a certificate that is good`() throws {
        let sample = try RegistrySample()
        let id = try sample.admitted()
        func outcomes() throws -> [RegistryRefusal?] {
            [
                try refusal {
                    try sample.registry.changePassphrase(id, from: .of(Self.old), to: .of(Self.new), through: nil)
                }, try refusal { _ = try sample.registry.resetPassphrase(id, to: .of(Self.new), through: nil) },
            ]
        }
        #expect(try outcomes() == [.notNow(.verified, .new), .notNow(.verified, .new)])
        try sample.enrol(id)
        try sample.registry.suspend(id, by: .installation)
        #expect(try outcomes() == [.notNow(.verified, .suspended), .notNow(.verified, .suspended)])
        try sample.registry.revoke(id, .unspecified, by: .installation)
        #expect(try outcomes() == [.notNow(.verified, .revoked), .notNow(.verified, .revoked)])
    }

    private static let guessed = [
        "password", "Password1!", "12345678", "qwerty123456", "rahasia123", "Rahasia123!", "R4h4s14!23", "merdeka45",
        "indonesia1", "Indonesia#2026", "Jakarta2026!", "bismillah", "aaaaaaaaaa", "sayangku1", "Kantor2026",
        "ganteng99", "persib1933", "asdfghjkl",
    ]

    @Test(arguments: guessed) func `is none that is guessed soon`(passphrase: String) throws {
        let sample = try RegistrySample()
        let id = try sample.admitted()
        #expect(try refusal { try sample.enrol(id, passphrase) } == .passphrase(.easilyGuessed))
        #expect(try sample.certificates(id).isEmpty)
    }

    private static let own = [
        "Anggraini rumah biru 7", "anggra1n1 rumah biru 7", "@NGGR41N1 rumah biru 7", "rumah biru an.gg.raini",
        "biru 9999990101900001 rumah", "biru 9999 9901 0190 0001", "jalan orang1@contoh.example",
        "kucing orang1 melompat",
    ]

    @Test(arguments: own) func `holds nothing of its owner's name, number or address`(passphrase: String) throws {
        let sample = try RegistrySample()
        let id = try sample.admitted(RegistrySample.data(1, "Siti Anggraini"))
        #expect(try refusal { try sample.enrol(id, passphrase) } == .passphrase(.holdsOwnData))
        // Of somebody else's it may.
        let other = try sample.admitted(RegistrySample.data(2, "Budi Percobaan"))
        #expect(try refusal { try sample.enrol(other, passphrase) } == nil)
    }

    @Test(arguments: [
        "kucing terbang minum kopi", "u7Gk2pQx", "Tr0ub4dor&3", "tadi pagi hujan deras", "日本語のパスワード",
        "naik delman istimewa",
    ])
    func `may be whatever else its owner likes`(passphrase: String) throws {
        let sample = try RegistrySample()
        let id = try sample.admitted()
        #expect(try refusal { try sample.enrol(id, passphrase) } == nil)
    }

    @Test func `is judged where it is changed and reset, too`() throws {
        let sample = try RegistrySample()
        let id = try sample.signer()
        let changed = try refusal {
            try sample.registry.changePassphrase(id, from: .of(Self.old), to: .of("password"), through: nil)
        }
        let reset = try refusal { _ = try sample.registry.resetPassphrase(id, to: .of("password"), through: nil) }
        #expect(changed == .passphrase(.easilyGuessed) && reset == .passphrase(.easilyGuessed))
        #expect(try sample.audited(.passphraseTried) == 0)
        #expect(try sample.opens(id, Self.old))
    }
}
