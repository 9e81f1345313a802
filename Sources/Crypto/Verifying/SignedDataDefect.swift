/// What is wrong with a stranger's `SignedData` that can be read all the same.
package enum SignedDataDefect: String, CaseIterable, Sendable {
    // How it is written.
    case notDER
    /// Something else than zeros stands behind it.
    case trailingBytes

    // Its content.
    case wrongContentType
    /// It holds what it should leave outside.
    case contentPresent
    case contentMissing

    // Who signed.
    case noSigner
    case severalSigners
    /// The signer's certificate is not among those it brings.
    case signingCertificateAbsent
    /// A certificate or revocation answer among those it brings cannot be read.
    case unreadableCertificate
    case unreadableRevocation

    // What the signer says in signed attributes.
    case noSignedAttributes
    case duplicateAttributes
    /// An attribute that must have one value has none or several, or one of another type.
    case malformedAttribute
    /// The attributes are not in the order that DER gives a SET. They are checked as they stand.
    case attributesNotSorted
    case contentTypeAttributeMissing
    case contentTypeAttributeWrong
    case messageDigestMissing
    case messageDigestTwice
    case signingTimePresent
    /// Neither version of the signing-certificate attribute.
    case signingCertificateMissing
    case signingCertificateMismatch
    case algorithmProtectionMismatch

    // Algorithms.
    case emptyDigestAlgorithms
    case digestAlgorithmsMismatch
    case algorithmUnknown
    /// The certificate's key is of a kind that the signature cannot be made with, or has a curve of its own making.
    case keyUnusable
}

/// Why bytes are no `SignedData` at all, or too much of one.
package enum SignedDataError: Error, Hashable, Sendable {
    case unreadable
    /// A CMS of another kind, by its object identifier.
    case notSignedData(String)
    case tooLarge(bytesMax: Int)
    case tooManyCertificates(most: Int)
    case tooManyRevocations(most: Int)
    case tooManySigners(most: Int)
    case tooManyAttributes(most: Int)
    case library(String)
}

/// What checking a signature found.
package enum SignatureVerdict: Hashable, Sendable {
    case holds
    /// The signature is over something else than this digest.
    case otherContent
    /// The signer's key did not make it.
    case broken
    /// The digest must be computed with this function, and was not.
    case otherDigestWanted(HashFunction)
    /// Something that a check needs is missing, twice or not understood; the defects say what.
    case uncheckable
}
