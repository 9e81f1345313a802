import Authority
import Crypto
import Domain
import Signing
import Store
import Synchronization
import TestSupport
import Testing

@Suite("Opening a signer's key") struct UnlockingTests {
    @Test(arguments: Backend.all) func `takes the right passphrase and no other`(backend: Backend) throws {
        let office = try OfficeSample(backend)
        #expect(try office.outcome() == nil)
        #expect(try office.outcome("Contoh#2027") == .wrongPassphrase)
        #expect(try office.outcome() == nil)
    }

    @Test(arguments: Backend.all)
    func `is tried five times through one program, and goes on through another`(backend: Backend) throws {
        let office = try OfficeSample(backend)
        for _ in 0..<5 { #expect(try office.outcome("Salah#2026") == .wrongPassphrase) }
        let end = office.base.clock.read() + .seconds(900)
        #expect(try office.outcome() == .lockedOut(until: end), "even with the right one")
        #expect(try office.outcome(at: office.other) == nil, "the owner gets in elsewhere")
        // A right one anywhere ends the row of all programs together, not that of the one that guessed.
        #expect(try office.outcome() == .lockedOut(until: end))
        office.base.clock.move(.seconds(900))
        #expect(try office.outcome() == nil)
    }

    @Test func `ends after twenty wrong tries in a row, until somebody sets it free`() throws {
        let office = try OfficeSample()
        for _ in 0..<4 {
            for _ in 0..<5 { #expect(try office.outcome("Salah#2026") == .wrongPassphrase) }
            office.base.clock.move(.seconds(901))
        }
        #expect(try office.outcome() == .blocked)
        office.base.clock.move(days(30))
        #expect(try office.outcome() == .blocked)
        #expect(try office.outcome(at: office.other) == nil)
    }

    @Test(arguments: Backend.all)
    func `is tried no oftener by many at the same time`(backend: Backend) throws {
        let office = try OfficeSample(backend)
        let outcomes = Mutex<[ServiceRefusal?]>([])
        Threads.run(12) { _ in
            do {
                let outcome = try office.outcome("Salah#2026")
                outcomes.withLock { $0.append(outcome) }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(outcomes.withLock { $0.count { $0 == .wrongPassphrase } } == 5)
    }

    @Test func `is refused to a program that has it wrong for one person after the other`() throws {
        let office = try OfficeSample {
            $0.suspicion = Attempts.Bounds(perWindow: 3, window: .seconds(3_600), inRow: 9)
        }
        for number in 0..<4 {
            let nik = "99999901019001\(number)0"
            try office.enter(.fixture(UInt8(0x60 + number)), "Budi \("ABCD".dropFirst(number).first ?? "E")", nik: nik)
            #expect(try office.outcome("Salah#2026", for: PersonName(nik: nik)) == .wrongPassphrase)
        }
        let suspect = try office.store.read { (snapshot) throws(StoreError) in try snapshot.client(office.client.id) }
        #expect(suspect?.state == .suspended)
        // From now on nothing is looked at for it, not even a right passphrase.
        #expect(try office.outcome(at: suspect) == .suspendedClient)
        #expect(try office.base.auditLines().contains { $0.contains("client.suspended") })
    }

    @Test func `never suspends a program whose people mostly have it right`() throws {
        let office = try OfficeSample {
            $0.suspicion = Attempts.Bounds(perWindow: 2, window: .seconds(3_600), inRow: 9)
        }
        for number in 0..<6 {
            let nik = "99999901019002\(number)0"
            try office.enter(.fixture(UInt8(0x70 + number)), "Ani Percobaan", nik: nik)
            #expect(try office.outcome("Salah#2026", for: PersonName(nik: nik)) == .wrongPassphrase)
            #expect(try office.outcome(for: PersonName(nik: nik)) == nil)
        }
        let client = try office.store.read { (snapshot) throws(StoreError) in try snapshot.client(office.client.id) }
        #expect(client?.state == .enabled)
    }

    @Test func `says why somebody cannot sign, before any passphrase is looked at`() throws {
        let office = try OfficeSample()
        let held = try office.person().account.holding
        guard case .issued(let validity, _) = held else { throw Unexpected(words: "\(held)") }
        for (account, obstacle) in [
            (Account(.update(by: .staff), held), SigningVerdict.Obstacle.updatePending),
            (Account(.verified, .renewing(validity, .asked)), .onRenew),
            (Account(.verified, .revoking(validity)), .onRevoke),
            (Account(.verified, held, promotion: .waiting), .promotionPending),
        ] {
            try office.change(#require(account))
            #expect(try office.outcome("Salah#2026") == .cannotSign(obstacle))
        }
        try office.change(#require(Account(.verified, held)))
        #expect(try office.outcome() == nil, "nothing of it was counted")
    }

    @Test func `is as if nobody were there for a program of another institution`() throws {
        let office = try OfficeSample()
        let foreign = try ClientRecord(
            id: .fixture(0xC9), name: "lain", secret: [1], institution: .fixture(0x12), scopes: .usual,
            office.house.keys)
        #expect(throws: ServiceError.refused(.unknownPerson)) { try office.person(at: foreign) }
        #expect(throws: ServiceError.refused(.unknownPerson)) { try office.person(PersonName(nik: "1")) }
    }

    @Test func `that was sealed cheaply is sealed anew with the first signature`() throws {
        let dearer = KDFParameters(memoryKiB: 64, passes: 2, lanes: 1)
        let office = try OfficeSample { $0.seal = dearer }
        let certificate = try #require(try office.person().certificate?.id)
        func sealed() throws -> [UInt8]? {
            try office.store.read { (snapshot) throws(StoreError) in try snapshot.sealedKey(for: certificate)?.key.bytes
            }
        }
        let before = try sealed()
        #expect(try office.outcome() == nil)
        let after = try sealed()
        #expect(before != after)
        #expect(try office.outcome() == nil)
        #expect(try sealed() == after)
    }
}
