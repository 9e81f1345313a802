import Database
import Domain
import Foundation
import Store
import Synchronization
import TestSupport
import Testing

enum Refusal: Error, Equatable, StoreFailing {
    case store(StoreError)
    case notToday
}

extension Store {
    /// A table for a test to write in.
    func makeNotes() throws(StoreError) {
        try write { (transaction) throws(StoreError) in
            let dialect = transaction.dialect
            try transaction.run(
                SQL(trusted: "CREATE TABLE note (number \(dialect.integer) PRIMARY KEY, text \(dialect.text) NOT NULL)")
            )
        }
    }

    func note(_ number: Int, _ text: String = "") throws(StoreError) {
        try write { (transaction) throws(StoreError) in
            try transaction.run("INSERT INTO note (number, text) VALUES (\(number), \(text))")
        }
    }

    var notes: [Int] {
        get throws {
            try read { (snapshot) throws(StoreError) in
                var numbers: [Int] = []
                for row in try snapshot.run("SELECT number FROM note ORDER BY number") {
                    numbers.append(try row["number"])
                }
                return numbers
            }
        }
    }
}

@Suite("Writing") struct WritingTests {
    @Test(arguments: Backend.all) func `is there for whoever reads afterwards, and after opening again`(
        backend: Backend
    ) throws {
        let fresh = try backend.freshStore()
        try fresh.store.makeNotes()
        try fresh.store.note(1, "é — \u{1F58A}")
        #expect(try fresh.store.notes == [1])
        let again = try fresh.reopened()
        #expect(try again.notes == [1])
        try again.note(2)
        #expect(try again.notes == [1, 2])
    }

    @Test(arguments: Backend.all) func `is undone by what its body throws, and by nobody else's`(backend: Backend)
        throws
    {
        let fresh = try backend.freshStore()
        let store = fresh.store
        try store.makeNotes()
        Threads.run(16) { thread in
            do throws(Refusal) {
                try store.write { (transaction) throws(Refusal) in
                    try transaction.run("INSERT INTO note (number, text) VALUES (\(thread), 'x')")
                    if thread % 2 == 1 { throw .notToday }
                }
                #expect(thread % 2 == 0)
            } catch {
                #expect(thread % 2 == 1 && error == .notToday)
            }
        }
        #expect(try store.notes == [0, 2, 4, 6, 8, 10, 12, 14])
    }

    @Test(arguments: Backend.all) func `fails for the one whose row is there already`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        try fresh.store.makeNotes()
        try fresh.store.note(1)
        #expect(throws: StoreError.database(.uniqueViolated(table: "note"))) { try fresh.store.note(1) }
        try fresh.store.note(2)
        #expect(try fresh.store.notes == [1, 2])
    }

    @Test(arguments: Backend.all) func `fails with a statement that failed, whatever its body makes of it`(
        backend: Backend
    ) throws {
        let fresh = try backend.freshStore()
        try fresh.store.makeNotes()
        try fresh.store.note(1)
        #expect(throws: StoreError.database(.uniqueViolated(table: "note"))) {
            try fresh.store.write { (transaction) throws(StoreError) in
                try transaction.run("INSERT INTO note (number, text) VALUES (2, 'kept?')")
                _ = try? transaction.run("INSERT INTO note (number, text) VALUES (1, 'again')")
            }
        }
        #expect(try fresh.store.notes == [1])
    }

    /// What is only sent with a later statement may be refused while another body runs, or when all are done.
    @Test(arguments: Backend.all) func `fails for the one whose posted statement is refused, and for nobody else`(
        backend: Backend
    ) throws {
        let fresh = try backend.freshStore()
        let store = fresh.store
        try store.makeNotes()
        try store.note(100)
        let (before, begun) = (store.commits, Counter())
        Threads.run(13) { thread in
            do throws(Refusal) {
                try store.write { (transaction) throws(Refusal) in
                    guard thread < 12 else {
                        // Behind this one the others come together.
                        begun.add()
                        Thread.sleep(forTimeInterval: 0.3)
                        return
                    }
                    try transaction.post("INSERT INTO note (number, text) VALUES (\(thread), 'posted')")
                    if thread % 4 == 1 { try transaction.post("INSERT INTO note (number, text) VALUES (100, 'again')") }
                    if thread % 3 == 0 { try transaction.run("UPDATE note SET text = 'x' WHERE number = \(thread)") }
                    // Whatever was posted, it is this that is told.
                    if thread == 5 || thread == 7 { throw .notToday }
                }
                #expect(thread % 4 != 1 && thread != 7)
            } catch .notToday {
                #expect(thread == 7 || thread == 5)
            } catch {
                #expect(
                    thread % 4 == 1 && error == .store(.database(.uniqueViolated(table: "note"))),
                    "\(thread): \(error)")
            }
        }
        #expect(try store.notes == [0, 2, 3, 4, 6, 8, 10, 11, 100])
        #expect(begun.count >= 1 && store.commits - before <= 13)
        #expect(throws: StoreError.database(.uniqueViolated(table: "note"))) {
            try store.write { (transaction) throws(StoreError) in
                try transaction.post("INSERT INTO note (number, text) VALUES (100, 'alone')")
            }
        }
    }

    @Test(arguments: Backend.all) func `lets exactly one of many use what may be used once`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let store = fresh.store
        try store.makeNotes()
        for item in 0..<10 {
            try store.note(item, "unused")
            let winners = Counter()
            Threads.run(32) { _ in
                let won = try? store.write { (transaction) throws(StoreError) in
                    try transaction.change(
                        "UPDATE note SET text = 'used' WHERE number = \(item) AND text = 'unused'") == 1
                }
                if won == true { winners.add() }
            }
            #expect(winners.count == 1)
        }
    }

    @Test(arguments: Backend.all) func `shares commits when many come at once`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let store = fresh.store
        try store.makeNotes()
        let before = store.commits
        let (begun, count) = (Counter(), 40)
        Threads.run(count + 1) { thread in
            #expect(throws: Never.self) {
                if thread == count {
                    // Behind this one the others come together.
                    try store.write { (transaction) throws(StoreError) in
                        begun.add()
                        Thread.sleep(forTimeInterval: 0.5)
                    }
                } else {
                    while begun.count == 0 { Thread.sleep(forTimeInterval: 0.001) }
                    try store.note(thread)
                }
            }
        }
        #expect(try store.notes.count == count)
        #expect(store.commits - before <= 3)
    }

    @Test(arguments: Backend.all) func `fails with a walk that failed, whatever its body makes of it`(backend: Backend)
        throws
    {
        let fresh = try backend.freshStore()
        try fresh.store.makeNotes()
        #expect(throws: StoreError.self) {
            try fresh.store.write { (transaction) throws(StoreError) in
                try transaction.run("INSERT INTO note (number, text) VALUES (2, 'kept?')")
                do throws(StoreError) {
                    try transaction.each("SELECT nothing FROM nowhere") { _ in }
                } catch {}
            }
        }
        #expect(try fresh.store.notes == [])
    }

    @Test(arguments: Backend.all) func `is refused once the store is closed, and reading goes on`(backend: Backend)
        throws
    {
        let fresh = try backend.freshStore()
        try fresh.store.makeNotes()
        fresh.store.close()
        #expect(throws: StoreError.closed) { try fresh.store.note(1) }
        #expect(try fresh.store.notes == [])
    }

    @Test(arguments: Backend.all) func `refuses who comes when too many wait`(backend: Backend) throws {
        var limits = StoreLimits()
        limits.waitingMax = 2
        limits.waitMax = .milliseconds(300)
        let fresh = try backend.freshStore(limits: limits)
        let store = fresh.store
        try store.makeNotes()
        let refused = Counter()
        Threads.run(6) { thread in
            do throws(StoreError) {
                try store.write { (transaction) throws(StoreError) in
                    Thread.sleep(forTimeInterval: 0.5)
                    try transaction.run("INSERT INTO note (number, text) VALUES (\(thread), '')")
                }
            } catch {
                #expect(error == .overloaded)
                refused.add()
            }
        }
        // One is run at once; two wait, too long; three do not get so far.
        #expect(try store.notes.count + refused.count == 6 && refused.count >= 3)
    }

    @Test(arguments: Backend.all) func `gives numbers that only rise`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        let first = try fresh.store.write { (transaction) throws(StoreError) in
            [
                try transaction.nextNumber(of: "crl"), try transaction.nextNumber(of: "crl"),
                try transaction.nextNumber(of: "x"),
            ]
        }
        #expect(first == [1, 2, 1])
        let next = try fresh.reopened().write { (transaction) throws(StoreError) in
            try transaction.nextNumber(of: "crl")
        }
        #expect(next == 3)
    }

    @Test(arguments: Backend.all) func `is refused in a database that somebody restored meanwhile`(backend: Backend)
        throws
    {
        let fresh = try backend.freshStore()
        let store = fresh.store
        try store.makeNotes()
        try store.write { (transaction) throws(StoreError) in
            try transaction.record(AuditEvent(.hashSigned, .done))
            try transaction.run("UPDATE installation SET generation = generation + 1")
        }
        #expect(throws: StoreError.restoredMeanwhile) { try store.record(1) }
        #expect(throws: StoreError.restoredMeanwhile) { try store.note(1) }
        #expect(throws: StoreError.restoredMeanwhile) {
            try store.write { (transaction) throws(StoreError) in _ = try transaction.nextNumber(of: "crl") }
        }
        // Whatever its body makes of it.
        #expect(throws: StoreError.restoredMeanwhile) {
            try store.write { (transaction) throws(StoreError) in
                _ = try? transaction.nextNumber(of: "crl")
                try transaction.run("INSERT INTO note (number, text) VALUES (1, '')")
            }
        }
        #expect(try store.notes == [])
        #expect(try store.lines.count == 2)
        let again = try fresh.reopened()
        try again.record(1)
        #expect(try again.auditLogs().map(\.size).sorted() == [2, 2])
    }
}

/// Counts what several threads do.
final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() { value.withLock { $0 += 1 } }
}
