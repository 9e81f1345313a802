package import Crypto
import Database
package import Domain
import FoundationEssentials

/// A person as the tables have it: an account, a place, and data that only the installation's keys open.
package struct PersonRecord: Sendable {
    package let id: ID<Person>
    package let institution: InstitutionRecord
    package let account: Account
    /// The newest certificate, if there is one.
    package let certificate: CertificateRecord?
    let sealed: SealedPersonData?

    /// Whether the person was erased: then nobody knows any more who it was.
    package var isErased: Bool { sealed == nil }

    /// Nil once the person was erased.
    package func data(_ keys: InstallationKeys) throws(StoreError) -> PersonData? {
        guard let sealed else { return nil }
        return try sealed.open(for: id, keys)
    }

    package func canSign(at now: Instant) -> SigningVerdict { account.canSign(at: now, rules: institution.rules) }
}

/// Data under the person's key, and that key under the installation's.
struct SealedPersonData: Hashable, Sendable {
    private static let field = "person"

    let key: [UInt8]
    let data: [UInt8]

    init(key: [UInt8], data: [UInt8]) {
        self.key = key
        self.data = data
    }

    /// Under a new key of the person's own.
    init(_ data: PersonData, for person: ID<Person>, _ keys: InstallationKeys) throws(StoreError) {
        do throws(CryptoError) {
            let key = try PersonalKey.random()
            self.key = try key.wrapped(for: person, under: keys)
            self.data = try key.seal(Self.bytes(of: data), field: Self.field)
        } catch {
            throw .cryptography(error)
        }
    }

    func open(for person: ID<Person>, _ keys: InstallationKeys) throws(StoreError) -> PersonData {
        let opened: [UInt8]?
        do throws(CryptoError) {
            guard let key = try PersonalKey.open(key, for: person, under: keys) else {
                throw .installationSecret(.damaged)
            }
            opened = try key.open(data, field: Self.field)
        } catch {
            throw .cryptography(error)
        }
        guard let opened, let data = try? JSONDecoder().decode(PersonData.self, from: Data(opened)) else {
            throw .database(.unexpectedValue(column: "data"))
        }
        return data
    }

    private static func bytes(of data: PersonData) -> [UInt8] {
        guard let bytes = try? JSONEncoder().encode(data) else { preconditionFailure("texts can be written down") }
        return Array(bytes)
    }
}
