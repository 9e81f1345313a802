// Writes to a store and says what was acknowledged, so that somebody else can kill it and count.
//
// usage: StoreProbe BACKEND PLACE create          makes a store
//        StoreProbe BACKEND PLACE write N [COUNT [NODE]]
//                                                 N writers; prints the number of each note once it is durable
//        StoreProbe BACKEND PLACE fill FILLER     writes until the disk is full, then removes FILLER and goes on
import Database
import DatabasePostgres
import DatabaseSQLite
import Dispatch
import Domain
import Glibc
import Store
import Synchronization
import TestSupport

/// One write, so that lines of several threads do not mix; the reader has it even when this process is killed after it.
func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    let written = unsafe write(STDOUT_FILENO, line, line.count)
    precondition(written == line.count, "the ledger takes every line")
}

@Sendable func now() -> Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(nanosecondsSince1970: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
}

func note(_ number: Int, of bytes: Int = 10, in store: Store) throws(StoreError) {
    let text = String(repeating: "x", count: bytes)
    try store.write { (transaction) throws(StoreError) in
        try transaction.run("INSERT INTO note (number, text) VALUES (\(number), \(text))")
        try transaction.record(AuditEvent(.hashSigned, .done))
    }
}

func count(in store: Store) throws(StoreError) -> Int {
    try store.read { (snapshot) throws(StoreError) in
        try snapshot.first("SELECT count(*) AS number FROM note")?["number"] ?? 0
    }
}

func fill(_ store: Store, removing filler: String) throws {
    var number = 0
    while true {
        do throws(StoreError) {
            try note(number, of: 100_000, in: store)
            number += 1
        } catch {
            say("refused \(error)")
            break
        }
    }
    // It is no accident of one call, and reading goes on.
    for _ in 0..<5 {
        do throws(StoreError) {
            try note(-1, of: 100_000, in: store)
            say("accepted")
        } catch {
            say("refused \(error)")
        }
    }
    say("failing \(store.writingFailure(within: .seconds(60)) == .database(.full))")
    say("kept \(try count(in: store) == number)")
    unsafe unlink(filler)
    let begin = time(nil)
    for attempt in 0..<10 {
        try note(1_000_000 + attempt, of: 100_000, in: store)
    }
    say("well \(time(nil) - begin <= 5) \(try count(in: store) == number + 10)")
    say("failing \(store.writingFailure(within: .seconds(60)) != nil)")
}

let words = CommandLine.arguments
let driver: any DatabaseDriver = words[1] == "sqlite" ? SQLiteDriver(path: words[2]) : PostgresDriver(target: words[2])
let node = ID<StoreNode>.fixture(words.count > 6 ? UInt8(words[6]) ?? 0 : 0xA0)
do {
    if words[3] == "create" {
        let store = try Store.create(driver, node: node, clock: now)
        try store.write { (transaction) throws(StoreError) in
            let dialect = transaction.dialect
            try transaction.run(
                SQL(trusted: "CREATE TABLE note (number \(dialect.integer) PRIMARY KEY, text \(dialect.text) NOT NULL)")
            )
        }
        say("created")
        exit(0)
    }
    let store = try Store.open(driver, node: node, clock: now)
    if words[3] == "fill" {
        try fill(store, removing: words[4])
        exit(0)
    }
    let last = words.count > 5 ? Int(words[5]) ?? 0 : Int.max
    // Nodes that write beside each other have numbers of their own.
    let start = Int(now().nanosecondsSince1970 / 1_000) + (words.count > 6 ? Int(words[6]) ?? 0 : 0) * (1 << 55)
    let next = Atomic(0)
    Threads.run(Int(words[4]) ?? 1) { _ in
        while true {
            let number = next.wrappingAdd(1, ordering: .relaxed).newValue
            guard number <= last else { return }
            do throws(StoreError) {
                try note(start + number, in: store)
                say("\(start + number)")
            } catch {
                say("refused \(start + number) \(error)")
            }
        }
    }
    store.close()
    say("closed")
} catch {
    say("failed \(error)")
    exit(1)
}
