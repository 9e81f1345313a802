package import Crypto
package import Domain
package import Store

/// How the authority's private keys are kept, and how they are opened: under the pepper, under shares that operators bring, later
/// in a token. Chosen where the program is put together.
package struct KeyVault: Sendable {
    /// A form to be stored, bound to the key's identifier and role.
    package let keep: @Sendable (SoftwareSigningKey, ID<AuthorityKey>, AuthorityKey.Role) throws(CryptoError) -> [UInt8]
    /// Nil where nothing at hand opens the form.
    package let open: @Sendable (AuthorityKey) throws(CryptoError) -> (any SigningKey)?

    package init(
        keep:
            @escaping @Sendable (SoftwareSigningKey, ID<AuthorityKey>, AuthorityKey.Role) throws(CryptoError) ->
            [UInt8],
        open: @escaping @Sendable (AuthorityKey) throws(CryptoError) -> (any SigningKey)?
    ) {
        self.keep = keep
        self.open = open
    }
}
