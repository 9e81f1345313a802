package import Crypto
package import Domain
package import Store

/// What an installation decides about its authority: names, places, lifetimes. Everything that would otherwise be written into the
/// program stands here.
package struct AuthoritySettings: Hashable, Sendable {
    /// Whose authority it is: the organisation in its own certificates.
    package var organisation: String
    /// What its certificates are called behind the words for their role.
    package var name: String
    package var country: String
    /// Where lists, answers and certificates are reached, without a slash at the end.
    package var baseURL: String
    package var practiceStatementURL: String?
    /// Below it stand the policies of the profiles. An installation without an arc of its own has a random one below 2.25
    /// (Rec. ITU-T X.667): it is nobody else's, and claims nothing.
    package var policyArc: ObjectIdentifier

    package var rootKind = KeyKind.rsa4096
    package var issuingKind = KeyKind.rsa4096
    package var statusKind = KeyKind.p256
    package var timestampKind = KeyKind.rsa3072

    package var lifetimes = Lifetimes()
    package var status = StatusTimes()
    package var time = TimeRules()

    /// Keys that others know, and that nobody gets a certificate for.
    package var weakKeys = WeakKeyList.none
    /// Domains below which servers may have certificates; none means no server may.
    package var serverDomains: [String] = []
    /// So many certificates of an issuer share one list; the first so many are on the list of them all.
    package var certificatesPerList = 100_000

    package init(
        organisation: String, name: String, country: String, baseURL: String, policyArc: ObjectIdentifier,
        practiceStatementURL: String? = nil
    ) {
        self.organisation = organisation
        self.name = name
        self.country = country
        self.baseURL = baseURL
        self.policyArc = policyArc
        self.practiceStatementURL = practiceStatementURL
    }

    package struct Lifetimes: Hashable, Sendable {
        package var rootYears = 20
        package var issuingYears = 10
        package var statusDays = 365
        package var timestampYears = 5
        package var personDays = 730
        package var sealDays = 730
        /// What browsers accept at most since 2026 (CA/Browser Forum SC-081).
        package var serverDays = 200
        package var mailDays = 730
        /// How long before its end a key of the authority is to be renewed.
        package var renewalDays = 90
    }

    package struct StatusTimes: Hashable, Sendable {
        /// How long a list is good for, and how long before that its successor is made.
        package var listLifetime = Duration.seconds(24 * 3_600)
        package var listInterval = Duration.seconds(3_600)
        /// The root's list is made by hand, with the root's key.
        package var rootListLifetime = Duration.seconds(365 * 86_400)
        package var answerLifetime = Duration.seconds(12 * 3_600)
        package var answersKeptMax = 100_000
    }

    package struct TimeRules: Hashable, Sendable {
        package var accuracy = Duration.seconds(1)
        package var trust = ClockTrust.Bounds()
    }
}

extension AuthoritySettings {
    /// Where anyone finds what certificates point to. The paths are the service's, too.
    package var addresses: AuthorityAddresses { AuthorityAddresses(base: baseURL) }
}

/// The addresses written into certificates.
///
/// An issuing key keeps those of the time when it was certified: what it has given out points there, so its lists, its answers and
/// whatever it issues next do too. Another base URL begins with the next issuing key.
package struct AuthorityAddresses: Hashable, Sendable {
    let base: String

    init(base: String) { self.base = base }

    /// Those of an issuing key, read from where its own certificate says that the root's list is.
    init?(writtenIn certificate: Certificate) {
        guard let url = try? certificate.facts().revocationListURLs.first, let path = url.ranges(of: "/crl/").last
        else {
            return nil
        }
        base = String(url[..<path.lowerBound])
    }

    package var status: String { base + "/ocsp" }
    package var timestamps: String { base + "/tsa" }

    package func certificate(of issuer: ID<AuthorityKey>) -> String { "\(base)/ca/\(issuer).crt" }

    package func list(of issuer: ID<AuthorityKey>, shard: ListShard) -> String {
        "\(base)/crl/\(issuer)\(shard.suffix).crl"
    }
}
