import Authority
import Crypto
import Domain
import Glibc
import Problems
import Registry
import Signing
import Store

/// Makes a trial: an installation with real keys, small ones where nobody needs large ones, and everybody in it.
struct TrialFounding {
    private let folder: DataFolder
    private let text: String

    init(in path: String) throws {
        text = try Self.settingsText()
        folder = DataFolder(path: path, settings: try Settings(text: text))
    }

    /// What `teken.conf` says. Its authority has curves for keys: they are made at once.
    private static func settingsText() throws -> String {
        let lines: [(Settings.Name, String)] = [
            (.trial, "yes"), (.organisation, Trial.organisation), (.authorityName, "Percobaan Teken"),
            (.country, "ID"), (.baseURL, "http://127.0.0.1:8080"), (.policyArc, "2.25.\(try Randomness.arcNumber())"),
            // Nobody can say of a machine that is tried out on whether its clock is kept right.
            (.clock, "unchecked"), (.rootKey, "p-384"), (.issuingKey, "p-256"), (.timestampKey, "p-256"),
        ]
        return lines.map { "\($0.0.rawValue)=\($0.1)\n" }.joined()
    }

    func run() throws {
        try OutputFile(path: "\(folder.path)/teken.conf", isPrivate: true).write(text)
        try OutputFile(path: VaultSecrets.pepperPath(folder), isPrivate: true)
            .write(PepperFile.text(Peppers(current: Pepper.random())))
        let store = try folder.createStore()
        defer { store.close() }

        let vault = try VaultSecrets(folder, shares: []).vault
        let configuration = try AuthorityConfiguration(folder.settings).settings()
        let ceremony = Ceremony(configuration, store: store, vault: vault, clock: WallClock.now)
        let draw = try ceremony.draw()
        try keep(draw.rootKey)
        try ceremony.found(draw)
        let authority = try Authority(
            configuration, store: store, vault: vault, clock: WallClock.now, readClock: WallClock.reading)
        try authority.makeOwnKeys()
        try fill(authority)
        try authority.publishDueLists()
    }

    /// The root's key stays beside the trial, under the passphrase that everybody knows.
    private func keep(_ key: SoftwareSigningKey) throws {
        let passphrase = try Self.passphrase()
        try OutputFile(path: "\(folder.path)/root.key", isPrivate: true).write(
            key.withPrivateKey { (key) throws(CryptoError) in try TakenAwayKey.pem(of: key, under: passphrase) })
    }

    private static func passphrase() throws -> Passphrase {
        var bytes = Array(Trial.passphrase.utf8)
        return try Passphrase(utf8: Secret(wiping: &bytes))
    }

    private func fill(_ authority: Authority) throws {
        let peppers = try KeptPeppers(folder.peppers())
        var policy = Registry.Policy()
        policy.passphrases = .none
        policy.secretBytesMin = 1
        let keys = try authority.store.installationKeys(peppers.peppers)
        let large = Registry(authority: authority, keys: keys, peppers: peppers, policy: policy, clock: WallClock.now)
        policy.keyKind = .p256
        let small = Registry(authority: authority, keys: keys, peppers: peppers, policy: policy, clock: WallClock.now)
        var rules = InstitutionRules()
        rules.demandsPhone = false
        let city = try small.enterInstitution(Trial.institution, rules: rules)
        let other = try small.enterInstitution(Trial.otherInstitution, rules: rules)
        // What has to end has time to, while the others are entered.
        let parts = [TrialPart.expired] + TrialPart.allCases.filter { $0 != .expired }
        for part in parts {
            try enter(
                part, into: part == .ofOtherInstitution ? other : city, with: part == .signer ? large : small)
        }
        for program in Trial.programs {
            var secret = Array(program.secret.utf8)
            let id = try small.enter(
                .init(program.name, institution: program.isOfOneInstitution ? city : nil, scopes: program.scopes),
                secret: Secret(wiping: &secret))
            guard program.name == Trial.programs[0].name else { continue }
            // What it is told comes back to this very service, which shows it.
            try small.set(
                webhook: authority.settings.baseURL + Inbox.path, secret: .random(count: HMAC.byteCount), of: id)
        }
        try seal(of: city, small)
    }

    /// A seal that the verifikator is responsible for, activated for as long as a trial lasts.
    private func seal(of institution: ID<Institution>, _ registry: Registry) throws {
        guard let subscriber = SubscriberName(Trial.seal),
            let owner = PersonName(nik: Trial.people[TrialPart.verifikator.rawValue - 1].nik)
        else { throw Problem.trialUnfinished }
        let id = try registry.enterSeal(
            .init(
                Trial.sealName, called: subscriber, of: institution, owner: registry.standing(of: owner).id))
        _ = try registry.enrolSeal(id, Self.passphrase())
        let policy = SigningHouse.Policy()
        let desk = ActivationDesk(
            store: registry.store, keys: registry.keys, peppers: registry.peppers, policy: policy, clock: WallClock.now)
        let activation = try desk.activate(
            registry.seal(called: subscriber), with: Self.passphrase(),
            .init(count: policy.activationCountMax, lifetime: policy.activationTimeMax),
            for: registry.program(named: Trial.programs[0].name))
        try OutputFile(path: "\(folder.path)/\(Trial.activationFile)", isPrivate: true)
            .write(activation.code.text())
    }

    private func enter(_ part: TrialPart, into institution: ID<Institution>, with registry: Registry) throws {
        let person = Trial.people[part.rawValue - 1]
        let data = PersonData(nik: person.nik, name: person.name, email: person.email)
        let id: ID<Person>
        switch part.role {
        case .user:
            id = try registry.register(
                data, into: institution, by: nil, client: nil, method: part == .withOwnKey ? .own : .esign)
        case .verifikator, .ra, .admin:
            guard let account = Account(.verified, .nothing(nil), role: part.role) else {
                preconditionFailure("staff has accounts, too")
            }
            id = try registry.takeOver(data, account, into: institution)
        }
        try lead(id, to: part, registry)
    }

    /// The way that somebody's account has gone.
    private func lead(_ id: ID<Person>, to part: TrialPart, _ registry: Registry) throws {
        let mandate = Mandate.installation
        switch part {
        case .new, .ra, .admin: break
        case .waiting: try registry.handIn(id, check: .open, by: .owner(id))
        case .withoutCertificate: try registry.admit(id)
        case .withOwnKey:
            try registry.admit(id)
            try certify(id, registry)
        case .verifikator: try enrol(id, registry)
        case .signer, .ofOtherInstitution:
            try registry.admit(id)
            try enrol(id, registry)
        case .expired:
            try registry.admit(id)
            try enrol(id, registry, for: .lasting(.seconds(2)))
        case .renewing:
            try registry.admit(id)
            try enrol(id, registry)
            try registry.requestRenewal(id, by: mandate)
        case .suspended:
            try registry.admit(id)
            try enrol(id, registry)
            try registry.suspend(id, by: mandate)
        case .revoked:
            try registry.admit(id)
            try enrol(id, registry)
            try registry.revoke(id, .cessationOfOperation, by: mandate)
        case .changing:
            try registry.admit(id)
            try enrol(id, registry)
            try registry.requestChange(of: [.position], id, by: mandate)
        case .promoted:
            try registry.admit(id)
            try enrol(id, registry)
            try registry.invite(id, by: mandate)
        }
    }

    private func enrol(_ id: ID<Person>, _ registry: Registry, for lifetime: IssuanceOrder.Lifetime = .usual) throws {
        var terms = Registry.EnrolmentTerms()
        terms.lifetime = lifetime
        _ = try registry.enrol(id, Self.passphrase(), by: .installation, terms)
    }

    /// A certificate for a key that somebody brought along; here nobody keeps its private half.
    private func certify(_ id: ID<Person>, _ registry: Registry) throws {
        let person = Trial.people[TrialPart.withOwnKey.rawValue - 1]
        let order = IssuanceOrder(
            ID(random: try Randomness.bytes(16)), profile: .person,
            subject: try DistinguishedName([
                (.country, registry.authority.settings.country), (.organization, Trial.institution),
                (.commonName, person.name),
            ]), key: .trusted(try PrivateKey.generate(.p256).publicKeyInfo()), owner: KeyOwner.id(of: id))
        guard case .issued = try registry.authority.issue(order) else { throw Problem.trialUnfinished }
    }
}
