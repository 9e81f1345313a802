import Authority
import Crypto
import Domain
import Registry
import Store
import TestSupport

/// A registry over an authority of its own, with two institutions and a program, all of it synthetic.
struct RegistrySample {
    static let passphrase = "kopi pahit tanpa gula"
    static let other = "awan jingga di utara"

    let base: AuthoritySample
    let registry: Registry
    let city: ID<Institution>
    let health: ID<Institution>
    let program: ClientRecord

    var store: Store { base.store }

    init(_ backend: Backend = .sqlite, rules: (inout InstitutionRules) -> Void = { _ in }) throws {
        base = try AuthoritySample(backend)
        let peppers = KeptPeppers(Peppers(current: try .random()))
        var policy = Registry.Policy()
        policy.seal = .cheapest
        policy.keyKind = .p256
        registry = Registry(
            authority: base.authority, keys: try base.store.installationKeys(peppers.peppers), peppers: peppers,
            policy: policy, clock: base.clock.read)
        var own = InstitutionRules()
        own.demandsPhone = false
        rules(&own)
        city = try registry.enterInstitution("Kota Contoh", rules: own)
        health = try registry.enterInstitution("Dinas Kesehatan Contoh", rules: own)
        let id = try registry.enter(
            .init("surat", institution: city, scopes: [.sign, .register]), secret: Registry.freshSecret())
        guard let program = try registry.programs().first(where: { $0.id == id }) else {
            throw Unexpected(words: "the program is not there")
        }
        self.program = program
    }

    static func data(_ number: Int = 1, _ name: String = "Siti Percobaan") -> PersonData {
        PersonData(
            nik: "99999901019000" + (number < 10 ? "0\(number)" : "\(number)"), name: name,
            email: "orang\(number)@contoh.example")
    }

    func register(_ data: PersonData = RegistrySample.data()) throws -> ID<Person> {
        try registry.register(data, into: city, by: nil, client: nil)
    }

    func admitted(_ data: PersonData = RegistrySample.data()) throws -> ID<Person> {
        let id = try register(data)
        try registry.admit(id)
        return id
    }

    /// Somebody who can sign.
    func signer(_ data: PersonData = RegistrySample.data()) throws -> ID<Person> {
        let id = try admitted(data)
        _ = try enrol(id)
        return id
    }

    @discardableResult func enrol(
        _ id: ID<Person>, _ passphrase: String = RegistrySample.passphrase,
        _ terms: Registry.EnrolmentTerms = Registry.EnrolmentTerms()
    ) throws -> CertificateRecord {
        try registry.enrol(id, .of(passphrase), by: .installation, terms)
    }

    func record(_ id: ID<Person>) throws -> PersonRecord {
        let found = try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in try snapshot.person(id) }
        guard let found else { throw Unexpected(words: "nobody is there") }
        return found
    }

    func verdict(_ id: ID<Person>) throws -> SigningVerdict { try record(id).canSign(at: base.clock.read()) }

    func certificates(_ id: ID<Person>) throws -> [CertificateRecord] {
        try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.certificates(of: KeyOwner.id(of: id))
        }
    }

    /// Whether the passphrase opens the key of the newest certificate.
    func opens(_ id: ID<Person>, _ passphrase: String) throws -> Bool {
        guard let certificate = try record(id).certificate else { return false }
        let stored = try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.sealedKey(for: certificate.id)
        }
        guard let stored else { return false }
        do {
            let opened = try stored.key.open(
                id: stored.id, owner: stored.owner, with: .of(passphrase), peppers: registry.peppers.peppers,
                policy: .cheapest)
            return try opened.key.publicKeyInfo() == certificate.certificate?.publicKeyInfo()
        } catch CryptoError.sealedKey(.refused) {
            return false
        }
    }

    /// A session that somebody opened with the person's key.
    func openSession(_ id: ID<Person>, _ number: UInt8 = 0x5E) throws -> ID<SigningSession> {
        guard let certificate = try record(id).certificate else { throw Unexpected(words: "no certificate") }
        let session = ID<SigningSession>.fixture(number)
        let record = SessionRecord(
            id: session,
            terms: .init(
                .signing(id), client: program.id, certificate: certificate.id, count: 10,
                deadline: base.clock.read() + .seconds(900)), key: SessionKey(bytes: [1]))
        try store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.insert(record)
        }
        return session
    }

    func isOpen(_ session: ID<SigningSession>) throws -> Bool {
        try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.session(session)?.key != nil
        }
    }

    /// The same house as another process would open it.
    func restarted() throws -> Registry {
        Registry(
            authority: try base.restarted(), keys: registry.keys, peppers: registry.peppers, policy: registry.policy,
            clock: base.clock.read)
    }

    /// Does something in a process that dies where a certificate should be signed: decided on it is by then.
    func dying(_ body: (Registry) throws -> Void) throws {
        base.vault.silence(.issuing)
        defer { base.vault.unsilence(.issuing) }

        let registry = try restarted()
        do {
            try body(registry)
        } catch RegistryError.authority {
            return
        }
        throw Unexpected(words: "it came to its end")
    }

    func audited(_ operation: AuditOperation) throws -> Int {
        try base.auditLines().count { $0.contains("\"\(operation.rawValue)\"") }
    }
}

/// What the body was refused for; nil where it was not.
func refusal(_ body: () throws -> Void) throws -> RegistryRefusal? {
    do {
        try body()
        return nil
    } catch RegistryError.refused(let refusal) {
        return refusal
    }
}
