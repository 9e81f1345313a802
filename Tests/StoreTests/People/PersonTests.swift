import Crypto
import Database
import Domain
import Store
import TestSupport
import Testing

@Suite("A person in the store") struct PersonTests {
    @Test(arguments: Backend.all) func `is found by number and by address, however they are written`(backend: Backend)
        throws
    {
        let sample = try PeopleSample(backend)
        var data = PeopleSample.data()
        data.phone = "0812-9999-0001"
        try sample.enter(PeopleSample.siti, data)
        try sample.enter(PeopleSample.budi, PeopleSample.data("Budi Percobaan", nik: "9999990101900002"))
        for name in [
            PersonName(nik: "9999990101900001"), PersonName(nik: "9999 9901 0190 0001"),
            PersonName(email: "siti@contoh.example"), PersonName(email: "SITI@Contoh.Example"),
            PersonName(phone: "+62 812 9999 0001"),
        ] {
            let found = try #require(try sample.person(name))
            #expect(found.id == PeopleSample.siti && found.institution == PeopleSample.institution)
            #expect(try found.data(sample.keys) == data)
        }
        #expect(try sample.person(PersonName(nik: "9999990101900003")) == nil)
        #expect(try sample.person(PersonName(email: "9999990101900001@contoh.example")) == nil)
    }

    @Test(arguments: Backend.all) func `has a number that nobody else has`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        try sample.enter(PeopleSample.siti, PeopleSample.data())
        #expect(throws: StoreError.self) {
            try sample.enter(PeopleSample.budi, PeopleSample.data("Budi Percobaan"))
        }
        #expect(try sample.person(PeopleSample.budi) == nil)
    }

    @Test(arguments: Backend.all) func `keeps what has become of the account`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        try sample.enter(PeopleSample.siti, PeopleSample.data(), as: .new)
        for status in VerificationStatus.all {
            for promotion in Promotion.allCases {
                let account = try #require(
                    Account(status, .nothing(status == .verified ? .awaitsApproval : nil), promotion: promotion))
                try sample.store.write { (transaction) throws(StoreError) in
                    #expect(try transaction.lockedPerson(PeopleSample.siti) != nil)
                    try transaction.set(account, of: PeopleSample.siti)
                }
                #expect(try sample.person(PeopleSample.siti)?.account == account)
            }
        }
    }

    @Test(arguments: Backend.all) func `stands in no table in clear`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        var data = PeopleSample.data()
        (data.phone, data.employeeNumber) = ("6281299990001", "199001012020121001")
        try sample.enter(PeopleSample.siti, data)
        let secrets = [data.nik, data.name, data.email, "siti@contoh.example", "6281299990001", "199001012020121001"]
        for table in ["person", "person_name"] {
            let rows = try sample.store.read { (snapshot) throws(StoreError) in
                try snapshot.run(SQL(trusted: "SELECT * FROM \(table)")).map(\.text)
            }
            #expect(!rows.isEmpty)
            for secret in secrets { #expect(!rows.contains { $0.contains(secret) }, "\(table)") }
        }
    }

    @Test(arguments: Backend.all) func `who was erased is nobody any more`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        try sample.enter(PeopleSample.siti, PeopleSample.data())
        try sample.store.write { (transaction) throws(StoreError) in try transaction.erase(PeopleSample.siti) }
        #expect(try sample.person(PersonName(nik: "9999990101900001")) == nil)
        let left = try #require(try sample.person(PeopleSample.siti))
        #expect(left.isErased)
        #expect(try left.data(sample.keys) == nil)
        #expect(try sample.store.verifyAudit().isIntact)
        // The number is free for whoever it belongs to.
        try sample.enter(PeopleSample.budi, PeopleSample.data())
    }

    @Test(arguments: Backend.all) func `whose data change has them under a new key`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        try sample.enter(PeopleSample.siti, PeopleSample.data())
        let data = PeopleSample.data("Siti Baru", nik: "9999990101900009")
        try sample.store.write { (transaction) throws(StoreError) in
            try transaction.set(data, of: PeopleSample.siti, sample.keys)
        }
        #expect(try sample.person(PersonName(nik: "9999990101900001")) == nil)
        #expect(try sample.person(PersonName(nik: "9999990101900009"))?.data(sample.keys) == data)
    }

    @Test(arguments: Backend.all) func `is closed to another installation's keys`(backend: Backend) throws {
        let sample = try PeopleSample(backend)
        try sample.enter(PeopleSample.siti, PeopleSample.data())
        let others = try InstallationKeys(.of([UInt8](repeating: 8, count: WrappedSecret.secretBytes)))
        let found = try #require(try sample.person(PeopleSample.siti))
        #expect(throws: StoreError.cryptography(.installationSecret(.damaged))) { try found.data(others) }
    }

    @Test(arguments: ["", "12a", "٩٩٩", String(repeating: "9", count: 33)])
    func `is not looked up by what is no number`(text: String) {
        #expect(PersonName(nik: text) == nil)
    }

    @Test(arguments: ["", "@", "a@", "@b", "a@b@c", "a b@c", "a\u{0}@c", String(repeating: "a", count: 260) + "@b.c"])
    func `is not looked up by what is no address`(text: String) {
        #expect(PersonName(email: text) == nil)
    }
}

extension StoredRow {
    /// Everything in it, for whoever looks for what should not be there.
    fileprivate var text: String { "\(self)" }
}
