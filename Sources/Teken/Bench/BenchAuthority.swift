import Authority
import Channels
import Crypto
import DatabaseSQLite
import Dispatch
import Domain
import Store
import Synchronization

extension Command {
    private static let folder = Option(
        name: "--folder", value: "DIR", help: "on which disk to measure; the temporary folder's if not given")
    private static let kind = Option(
        name: "--kind", value: "KIND", help: "the key that signs; the usual one of its role if not given")
    private static let entries = Option(
        name: "--entries", value: "N", help: "how many are on the list; 1000, 100000 and 1000000 if not given")

    private static let how = [
        "An authority of the moment, in a store of its own on this disk. Prints JSON, one object a line."
    ]

    static let benchIssue = Command(
        name: ["bench", "issue"], summary: "certificates, recorded twice and checked, held against bare signatures",
        operands: [], options: [kind, folder, threads, pairs], notes: how
    ) { arguments in
        let scratch = try TemporaryFolder(in: arguments.value(folder))
        let bench = try AuthorityBench(in: scratch.path) { settings throws(CryptoError) in
            settings.issuingKind = try arguments.value(kind).map(KeyKind.init(named:)) ?? settings.issuingKind
        }
        let key = try PrivateKey.generate(bench.settings.issuingKind)
        let digest = try Digest(SignatureMethod(usualFor: key.kind).digest, of: Array("teken".utf8))
        try report("issue, 50 together, \(key.kind.rawValue)", .rate, target: 0.80, arguments) {
            let orders = try OrderPool()
            return { try bench.issue(50, orders) }
        } limit: {
            let bare = try BenchWork.bareSigning(key, digest)
            return { for _ in 0..<50 { try bare() } }
        }
        try report("issue, one by one, \(key.kind.rawValue)", .rate, target: nil, arguments) {
            let orders = try OrderPool()
            return { try bench.issue(1, orders) }
        } limit: {
            try BenchWork.bareSigning(key, digest)
        }
    }

    static let benchTimestamp = Command(
        name: ["bench", "timestamp"], summary: "timestamps, from query to reply, held against bare signatures",
        operands: [], options: [kind, folder, threads, pairs], notes: how
    ) { arguments in
        let scratch = try TemporaryFolder(in: arguments.value(folder))
        let bench = try AuthorityBench(in: scratch.path) { settings throws(CryptoError) in
            settings.timestampKind = try arguments.value(kind).map(KeyKind.init(named:)) ?? settings.timestampKind
        }
        let key = try PrivateKey.generate(bench.settings.timestampKind)
        let digest = try Digest(SignatureMethod(usualFor: key.kind).digest, of: Array("teken".utf8))
        let query = try TimestampRequest(over: Digest(.sha256, of: [1, 2, 3]), policy: nil).der
        try report("timestamp, \(key.kind.rawValue)", .rate, target: 0.80, arguments) {
            { _ = bench.authority.stamp(query) }
        } limit: {
            try BenchWork.bareSigning(key, digest)
        }
    }

    static let benchOCSP = Command(
        name: ["bench", "ocsp"], summary: "answers about status: from memory, and signed for one question",
        operands: [], options: [kind, folder, threads, pairs], notes: how
    ) { arguments in
        let scratch = try TemporaryFolder(in: arguments.value(folder))
        let bench = try AuthorityBench(in: scratch.path) { settings throws(CryptoError) in
            settings.statusKind = try arguments.value(kind).map(KeyKind.init(named:)) ?? settings.statusKind
        }
        let questions = try bench.questions(200)
        for question in questions { _ = bench.authority.answerStatus(question) }
        let key = try PrivateKey.generate(bench.settings.statusKind)
        let digest = try Digest(.sha256, of: Array("teken".utf8))
        // 50,000 answers a second are 50 thousands of them.
        try report("ocsp from memory, a thousand answers", .rate, target: nil, arguments) {
            { for number in 0..<1_000 { _ = bench.authority.answerStatus(questions[number % questions.count]) } }
        } limit: {
            // What reading alone would cost, were every question read.
            { for number in 0..<1_000 { _ = try OCSPRequest(der: questions[number % questions.count]) } }
        }
        let nonced = try bench.questions(1, nonce: Randomness.bytes(16))[0]
        try report("ocsp signed for one question, \(key.kind.rawValue)", .rate, target: nil, arguments) {
            { _ = bench.authority.answerStatus(nonced) }
        } limit: {
            try BenchWork.bareSigning(key, digest)
        }
    }

    static let benchCRL = Command(
        name: ["bench", "crl"], summary: "lists of revoked certificates: time, size and memory",
        operands: [], options: [kind, folder, entries], notes: how
    ) { arguments in
        for count in try arguments.number(entries, in: 0...10_000_000).map({ [$0] }) ?? [1_000, 100_000, 1_000_000] {
            let scratch = try TemporaryFolder(in: arguments.value(folder))
            let bench = try AuthorityBench(in: scratch.path) { settings throws(CryptoError) in
                settings.issuingKind = try arguments.value(kind).map(KeyKind.init(named:)) ?? settings.issuingKind
            }
            try Console.say(bench.list(of: count).line)
        }
    }
}

/// An authority that is measured, and thrown away with its folder.
struct AuthorityBench: Sendable {
    let settings: AuthoritySettings
    let authority: Authority
    private let store: Store
    private let issuing: AuthorityKey

    init(
        in folder: String, adjusting: (inout AuthoritySettings) throws(CryptoError) -> Void
    ) throws {
        guard let arc = ObjectIdentifier("2.25.1") else { throw CryptoError.draft(.unreadable) }
        var settings = AuthoritySettings(
            organisation: "Ukur", name: "Ukur", country: "ID", baseURL: "http://127.0.0.1:8080", policyArc: arc)
        settings.rootKind = .p384
        settings.time.trust = ClockTrust.Bounds(errorMax: nil)
        try adjusting(&settings)
        let node = ID<StoreNode>(random: try Randomness.bytes(16))
        let store = try Store.create(SQLiteDriver(path: "\(folder)/bench.db"), node: node, clock: WallClock.now)
        let secrets = try VaultSecrets(peppers: Peppers(current: Pepper.random()), operators: nil)
        let ceremony = Ceremony(settings, store: store, vault: secrets.vault, clock: WallClock.now)
        try ceremony.found(ceremony.draw())
        authority = try Authority(
            settings, store: store, vault: secrets.vault, clock: WallClock.now, readClock: WallClock.reading)
        try authority.makeOwnKeys()
        guard let issuing = authority.keyRecords.first(where: { $0.role == .issuing }) else {
            throw AuthorityError.keyMissing(.issuing)
        }
        self.settings = settings
        self.store = store
        self.issuing = issuing
    }

    func issue(_ count: Int, _ orders: OrderPool) throws {
        for outcome in try authority.issue((0..<count).map { _ in try orders.next() }) {
            guard case .issued = outcome else { throw AuthorityError.keyMissing(.issuing) }
        }
    }

    /// Questions about as many certificates, one each.
    func questions(_ count: Int, nonce: [UInt8]? = nil) throws -> [[UInt8]] {
        try authority.issue((0..<count).map { _ in try OrderPool.order() }).map { outcome in
            guard case .issued(let record) = outcome, let certificate = record.certificate else {
                throw AuthorityError.keyMissing(.issuing)
            }
            return try RevocationQuestion.ocspRequest(
                for: certificate, issuer: issuing.certificate, nonce: nonce)
        }
    }

    func list(of count: Int) throws -> JSON {
        let (issuing, step) = (issuing.id, 20_000)
        for start in stride(from: 0, to: count, by: step) {
            try store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
                try transaction.insertMeasuredRevocations(of: issuing, start..<min(start + step, count))
            }
        }
        let before = PeakMemory.kibibytes {}
        var making: ListMaking?
        let peak = try PeakMemory.kibibytes { making = try ListMaking(of: issuing, by: self) }
        guard let making else { throw AuthorityError.keyMissing(.issuing) }
        return [
            "bench": .text("crl"), "entries": .integer(making.list.entries), "bytes": .integer(making.list.bytes),
            "milliseconds": .integer(making.milliseconds), "memoryMiB": .integer((peak - before) >> 10),
            "issuedMeanwhile": .integer(making.issued), "slowestMicroseconds": .integer(making.slowestMicroseconds),
        ]
    }
}

/// A list being made on one thread while certificates are issued on another, one by one.
private struct ListMaking {
    let list: RevocationListRecord
    let milliseconds: Int
    let issued: Int
    /// How long the slowest of these certificates took.
    let slowestMicroseconds: Int

    init(of issuer: ID<AuthorityKey>, by bench: AuthorityBench) throws {
        let orders = try OrderPool()
        let (clock, lists) = (ContinuousClock(), DispatchGroup())
        let made = Mutex<(list: RevocationListRecord?, seconds: Double)>((nil, 0))
        let begin = clock.now
        try PlainThread.start(in: lists) {
            let list = try? bench.authority.publishDueLists().first { $0.issuer == issuer }  // none is told below
            made.withLock { $0 = (list, (clock.now - begin).inSeconds) }
        }
        var (issued, slowest) = (0, Duration.zero)
        repeat {
            let start = clock.now
            try bench.issue(1, orders)
            slowest = max(slowest, clock.now - start)
            issued += 1
        } while lists.wait(timeout: .now()) == .timedOut
        guard let list = made.withLock({ $0.list }) else { throw AuthorityError.keyMissing(.issuing) }
        self.list = list
        milliseconds = Int(made.withLock { $0.seconds } * 1_000)
        self.issued = issued
        slowestMicroseconds = Int(slowest.inSeconds * 1_000_000)
    }
}

/// Orders that are ready, so that making their keys is not taken for issuing.
final class OrderPool {
    private static let count = 300

    private var ready: [IssuanceOrder]

    init() throws {
        ready = try (0..<Self.count).map { _ in try Self.order() }
    }

    func next() throws -> IssuanceOrder { try ready.popLast() ?? Self.order() }

    static func order() throws -> IssuanceOrder {
        IssuanceOrder(
            ID(random: try Randomness.bytes(16)), profile: .person,
            subject: try DistinguishedName([(.country, "ID"), (.commonName, "Budi Percobaan")]),
            key: .trusted(try PrivateKey.generate(.p256).publicKeyInfo()))
    }
}
