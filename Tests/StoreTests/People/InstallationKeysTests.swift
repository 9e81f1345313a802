import Crypto
import Database
import Domain
import Store
import Synchronization
import TestSupport
import Testing

@Suite("An installation's keys") struct InstallationKeysTests {
    private static func code(_ keys: InstallationKeys) throws -> [UInt8] { try keys.code(.lookup, [1, 2, 3]) }

    @Test(arguments: Backend.all) func `are made once, and are the same ever after`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let peppers = Peppers(current: try .random())
        let first = try Self.code(fresh.store.installationKeys(peppers))
        #expect(try Self.code(fresh.store.installationKeys(peppers)) == first)
        let reopened = try fresh.reopened()
        #expect(try Self.code(reopened.installationKeys(peppers)) == first)
        let made = try reopened.read { (snapshot) throws(StoreError) in
            try snapshot.run("SELECT line FROM audit_record").map { row throws(StoreError) -> String in try row["line"]
            }
        }
        #expect(made.count { $0.contains("key.made") } == 1)
        #expect(try reopened.verifyAudit().isIntact)
    }

    @Test(arguments: Backend.all) func `are the same for all who ask at the same time`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let peppers = KeptPeppers(Peppers(current: try .random()))
        let codes = Mutex<Set<[UInt8]>>([])
        Threads.run(8) { _ in
            do {
                let code = try Self.code(fresh.store.installationKeys(peppers.peppers))
                codes.withLock { _ = $0.insert(code) }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(codes.withLock { $0.count } == 1)
    }

    @Test func `are the same on two nodes that begin at once`() throws {
        let fresh = try Backend.postgres.freshStore()
        let other = try Store.open(fresh.database.driver, node: .fixture(0xA1)) { .noon }
        let peppers = KeptPeppers(Peppers(current: try .random()))
        let codes = Mutex<Set<[UInt8]>>([])
        Threads.run(8) { number in
            do {
                let store = number % 2 == 0 ? fresh.store : other
                let code = try Self.code(store.installationKeys(peppers.peppers))
                codes.withLock { _ = $0.insert(code) }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(codes.withLock { $0.count } == 1)
    }

    @Test(arguments: Backend.all) func `do not open under another pepper, and say so`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        _ = try fresh.store.installationKeys(Peppers(current: try .random()))
        #expect(throws: StoreError.cryptography(.installationSecret(.pepperDoesNotOpen))) {
            _ = try fresh.store.installationKeys(Peppers(current: try .random()))
        }
    }

    @Test(arguments: Backend.all) func `open while a pepper is being replaced`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let old = try Secret.random(count: Pepper.byteCount).revealed
        let first = try Self.code(fresh.store.installationKeys(Peppers(current: Pepper(.of(old)))))
        let both = Peppers(current: try .random(), previous: try Pepper(.of(old)))
        #expect(try Self.code(fresh.store.installationKeys(both)) == first)
    }
}
