import Authority
import Crypto
import Database
import Domain
import Store
import TestSupport
import Testing

@Suite("A list of the revoked") struct RevocationListTests {
    private static func bytes(
        _ sample: AuthoritySample, _ issuer: ID<AuthorityKey>, _ shard: ListShard = .all
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        _ = try sample.authority.eachPieceOfList(of: issuer, in: shard) { (piece) throws(AuthorityError) in
            bytes += piece
        }
        return bytes
    }

    private static func text(_ list: [UInt8], issuer: Certificate) throws -> String {
        let judged = try OpenSSLCommand(
            "crl -in list -inform DER -CAfile issuer -noout -text",
            with: ["list": list, "issuer": Array(issuer.pem().utf8)])
        return judged.run.output + judged.run.errors
    }

    private static func issuing(_ sample: AuthoritySample) throws -> AuthorityKey {
        try #require(sample.authority.keyRecords.first { $0.role == .issuing && $0.state == .active })
    }

    @Test(arguments: Backend.all) func `names everybody on it, and is accepted by openssl`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let issuing = try Self.issuing(sample)
        let held = try sample.issued(AuthoritySample.order())
        let revoked = try sample.issued(AuthoritySample.order())
        let good = try sample.issued(AuthoritySample.order())
        _ = try sample.authority.change(held.id, .hold)
        _ = try sample.authority.change(revoked.id, .revoke(.keyCompromise, invalidSince: sample.clock.read()))
        #expect(try sample.authority.publishDueLists().count == 1)
        let text = try Self.text(Self.bytes(sample, issuing.id), issuer: issuing.certificate)
        #expect(text.contains("verify OK"), "\(text)")
        for (record, isListed) in [(held, true), (revoked, true), (good, false)] {
            #expect(text.contains("\(record.serial)".uppercased()) == isListed)
        }
        #expect(
            text.contains("Certificate Hold") && text.contains("Key Compromise") && text.contains("Invalidity Date"))
    }

    @Test(arguments: Backend.all) func `is made when somebody changed, and once an interval`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let record = try sample.issued(AuthoritySample.order())
        let first = try #require(try sample.authority.publishDueLists().first)
        #expect(try sample.authority.publishDueLists().isEmpty)
        _ = try sample.authority.change(record.id, .hold)
        let second = try #require(try sample.authority.publishDueLists().first)
        _ = try sample.authority.change(record.id, .release)
        let third = try #require(try sample.authority.publishDueLists().first)
        sample.clock.move(sample.authority.settings.status.listInterval - .seconds(1))
        #expect(try sample.authority.publishDueLists().isEmpty)
        sample.clock.move(.seconds(1))
        let fourth = try #require(try sample.authority.publishDueLists().first)
        let lists = [first, second, third, fourth]
        #expect(lists.map(\.entries) == [0, 1, 0, 0])
        #expect(zip(lists, lists.dropFirst()).allSatisfy { $0.number < $1.number })
    }

    @Test func `is made anew when it comes out of the future`() throws {
        let sample = try AuthoritySample()
        sample.clock.move(days(3))
        let ahead = try #require(try sample.authority.publishDueLists().first)
        sample.clock.move(.zero - days(3))
        let right = try #require(try sample.authority.publishDueLists().first)
        #expect(right.number > ahead.number && right.thisUpdate == sample.clock.read())
    }

    @Test(arguments: Backend.all) func `gives way to one that knows more`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let issuing = try Self.issuing(sample)
        let now = sample.clock.read()
        func list(_ number: Int64, behind changes: Int64) -> RevocationListRecord {
            RevocationListRecord(
                issuer: issuing.id, shard: .all, number: number, thisUpdate: now, nextUpdate: now + days(1),
                changes: changes)
        }
        // Two nodes make lists at once; the one that began later read earlier, and ends later.
        let (older, newer) = (list(7, behind: 3), list(8, behind: 2))
        let inForce = try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            for one in [older, newer] {
                try transaction.insertIntended(one)
                try transaction.insertPiece([1], at: 0, of: one)
            }
            return (try transaction.publish(older), try transaction.publish(newer))
        }
        #expect(inForce == (true, false))
        #expect(try sample.authority.list(of: issuing.id, in: .all)?.number == 7)
        let pieces = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.run("SELECT number FROM revocation_list_piece WHERE number = 8").count
        }
        #expect(pieces == 0)
    }

    @Test func `leaves those alone that somebody is at, and takes away what nobody is`() throws {
        let sample = try AuthoritySample()
        let issuing = try Self.issuing(sample)
        let now = sample.clock.read()
        let begun = RevocationListRecord(
            issuer: issuing.id, shard: .all, number: 500, thisUpdate: now, nextUpdate: now + days(1))
        try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.insertIntended(begun)
        }
        func isThere() throws -> Bool {
            try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
                try snapshot.run("SELECT number FROM revocation_list WHERE number = 500").count == 1
            }
        }
        _ = try sample.authority.publishDueLists()
        #expect(try isThere())
        sample.clock.move(days(1) + .seconds(1))
        _ = try sample.authority.publishDueLists()
        #expect(try !isThere())
    }

    @Test func `is split into parts once an issuer has many certificates`() throws {
        var settings = AuthoritySample.settings
        settings.certificatesPerList = 8  // the three keys below the issuer count too
        let sample = try AuthoritySample(settings: settings)
        let issuing = try Self.issuing(sample)
        var records: [CertificateRecord] = []
        for _ in 0..<20 { records.append(try sample.issued(AuthoritySample.order())) }
        #expect(records.map(\.shard).first == .all && records.map(\.shard).last == .part(2))
        for record in records { _ = try sample.authority.change(record.id, .revoke(.superseded, invalidSince: nil)) }
        #expect(try sample.authority.publishDueLists().map(\.entries) == [20, 8, 7])
        let text = try Self.text(Self.bytes(sample, issuing.id, .part(1)), issuer: issuing.certificate)
        #expect(text.contains("verify OK") && text.contains("Issuing Distribution Point: critical"), "\(text)")
        #expect(text.contains("/crl/\(issuing.id)-1.crl"))
        // The part is the one that its certificates point to.
        let member = try #require(records.first { $0.shard == .part(1) }?.certificate)
        #expect(try member.facts().revocationListURLs == ["http://127.0.0.1:8080/crl/\(issuing.id)-1.crl"])
    }

    @Test func `of the root is made at the ceremony, and by hand`() throws {
        let sample = try AuthoritySample()
        let root = try #require(sample.authority.keyRecords.first { $0.role == .root })
        let first = try #require(try sample.authority.list(of: root.id, in: .all))
        let again = try sample.authority.publishRootList(with: sample.rootKey)
        #expect(again.number > first.number)
        #expect(again.nextUpdate == sample.clock.read() + days(365))
        #expect(try Self.text(Self.bytes(sample, root.id), issuer: root.certificate).contains("verify OK"))
        let other = try AuthoritySample()
        #expect(throws: AuthorityError.otherRoot) { try sample.authority.publishRootList(with: other.rootKey) }
    }

    @Test func `goes on being made for a key that has retired`() throws {
        let sample = try AuthoritySample()
        let old = try Self.issuing(sample)
        let record = try sample.issued(AuthoritySample.order())
        _ = try sample.authority.renewIssuing(with: sample.rootKey)
        _ = try sample.authority.change(record.id, .revoke(.superseded, invalidSince: nil))
        #expect(try sample.authority.publishDueLists().map(\.issuer).contains(old.id))
        #expect(try sample.authority.list(of: old.id, in: .all)?.entries == 1)
    }

    @Test func `leaves the one before for whoever is reading it, and no older one`() throws {
        let sample = try AuthoritySample()
        for _ in 0..<5 {
            _ = try sample.authority.publishDueLists()
            sample.clock.move(sample.authority.settings.status.listInterval)
        }
        let issuing = try Self.issuing(sample)
        let left = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.run("SELECT number FROM revocation_list WHERE issuer = \(issuing.id)").count
        }
        #expect(left == 2)
    }
}
