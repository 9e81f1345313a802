package import Authority
package import Crypto
package import Domain
package import Store

/// The use cases of people, institutions and programs: who is registered, what becomes of an account, its certificate and its
/// passphrase.
///
/// Each is one transaction with its record in the audit log. Where a certificate is issued there are the authority's two, and the
/// account changes in the first: whatever happens in between, the next start issues what was decided on.
package struct Registry: Sendable {
    package struct Policy: Sendable {
        /// What a key's seal costs.
        package var seal = KDFParameters.standard
        package var keyKind = KeyKind.rsa2048
        package var attempts = PassphraseGuards.Bounds()
        /// So many people whose passphrases a program had wrong within the window, and it is suspended.
        package var suspicion = Attempts.Bounds.suspicion
        package var passphrases = PassphraseRules()
        /// A program's secret that somebody brings has so many bytes at least.
        package var secretBytesMin = 16

        package init() {}
    }

    package let authority: Authority
    package let keys: InstallationKeys
    package let peppers: KeptPeppers
    package let policy: Policy
    package let clock: @Sendable () -> Instant

    package var store: Store { authority.store }

    package init(
        authority: Authority, keys: InstallationKeys, peppers: KeptPeppers, policy: Policy = Policy(),
        clock: @escaping @Sendable () -> Instant
    ) {
        self.authority = authority
        self.keys = keys
        self.peppers = peppers
        self.policy = policy
        self.clock = clock
    }

    /// The person as the store has it now; nobody is there once erased.
    func person(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) -> PersonRecord {
        let found = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.person(id)
        }
        guard let found, mandate.reaches(found) else { throw .refused(.unknownPerson) }
        return found
    }

    func data(of person: PersonRecord) throws(RegistryError) -> PersonData {
        let found = try RegistryError.store { () throws(StoreError) in try person.data(keys) }
        guard let found else { throw .refused(.unknownPerson) }
        return found
    }
}
