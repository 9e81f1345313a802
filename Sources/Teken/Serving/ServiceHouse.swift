import API
import Authority
import ClientGate
import Crypto
import Delivery
import Documents
import Domain
import ESignAPI
import HTTP
import Problems
import Registry
import Signing
import Store
import Verification

/// The service of an installation, put together: it signs and verifies for programs, and registers people.
struct ServiceHouse: Sendable {
    let signing: SigningHouse
    let gate: ClientGate
    let verification: PDFVerification
    let registry: Registry
    let jobs: JobDesk
    let delivery: Delivery
    private let esign: ESignSettings
    private let api: APISettings

    var zone: CivilZone { api.zone }

    init(_ house: AuthorityHouse, desk: DocumentDesk, jobs: JobDesk) throws {
        self.jobs = jobs
        let configuration = ServiceConfiguration(house.folder.settings)
        let (policy, authority) = (try configuration.policy(), house.authority)
        (esign, api) = (try configuration.esign(), try configuration.api())
        // Where this cannot be written, whoever asks again only waits until the time of what was begun is over.
        _ = try? authority.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.freeClaims()
        }
        let peppers = try KeptPeppers(house.folder.peppers())
        let keys = try authority.store.installationKeys(peppers.peppers)
        signing = SigningHouse(
            store: authority.store, authority: authority, keys: keys, peppers: peppers, desk: desk, policy: policy,
            clock: WallClock.now)
        delivery = Delivery(store: authority.store, keys: keys, clock: WallClock.now)
        gate = ClientGate(
            store: authority.store, keys: keys, pace: try configuration.pace(), clock: WallClock.now)
        registry = Registry(authority: authority, keys: keys, peppers: peppers, clock: WallClock.now)
        let own = house.roots.map {
            TrustAnchor(name: authority.settings.organisation, certificate: $0.der)
        }
        verification = PDFVerification(
            desk, anchors: try own + configuration.anchors(), revocation: .always, source: .own(authority))
    }

    var selfCheck: SelfCheck {
        SelfCheck(authority: signing.authority, desk: signing.desk, isStamped: signing.policy.level > .signature)
    }

    var routes: [Route] {
        ESignAPI(signing, gate: gate, verification: verification, settings: esign) { data, client in
            register(data, client)
        }.routes
            + API(
                signing, registry: registry, gate: gate, verification: verification, jobs: jobs, settings: api
            ).routes
    }

    private func register(_ data: PersonData, _ client: ClientRecord) -> RegistrationOutcome {
        guard let institution = client.institution else { return .refused(.clientOfNoInstitution) }
        do throws(RegistryError) {
            _ = try registry.register(data, into: institution, by: nil, client: client)
            return .registered
        } catch .refused(.duplicate(let kind)) {
            return .known(kind)
        } catch .refused(let refusal) {
            return .refused(Problem(refusal))
        } catch {
            return .failed(Problem(error))
        }
    }
}

extension Problem {
    fileprivate static let clientOfNoInstitution = Problem(
        code: "client_of_no_institution", kind: .notAllowed,
        what: Bilingual(
            "Aplikasi ini tidak terikat pada satu instansi.", "This application is bound to no institution."),
        next: Bilingual("Daftarkan lewat aplikasi instansinya.", "Register through the institution's own application."))
}
