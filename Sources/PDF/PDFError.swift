/// Everything this room can refuse, by the reason a caller would treat differently. No case carries what the document says.
package enum PDFError: Error, Hashable, Sendable {
    /// Not a PDF, or too damaged to be read.
    case unreadable(Damage)
    /// Within the format and beyond what this reader spends on one document.
    case tooComplex(ReadingLimit)
    case encryption(EncryptionDefect)
    /// Readable, and it cannot be signed as asked.
    case cannotSign(SigningObstacle)
}

package enum Damage: String, CaseIterable, Sendable {
    case empty
    case notPDF
    case syntax
    case crossReference
    case stream
    case filter
    case catalog
    case pages
    case page
    case form
    case encryption
    case signatureField
}

package enum ReadingLimit: String, CaseIterable, Sendable {
    case nesting
    case nameLength
    case stringLength
    case elements
    case decodedSize
    case revisions
    case objects
    case pages
    case fields
    case signatures
    case pageSize
    case plainCopy
}

package enum EncryptionDefect: String, CaseIterable, Sendable {
    case passwordNeeded
    case wrongPassword
    case publicKey
    case unknownHandler
    case unknownMethod
}

package enum SigningObstacle: Hashable, Sendable {
    /// Certified with "no changes allowed" (DocMDP 1), or locked so by a later signer.
    case noChangesAllowed
    case repairedAndSigned
    case dynamicForm
    case noSuchPage(asked: Int, pages: Int)
    case boxOutsidePage
    case fieldNameTaken
    case fieldNameUnusable
    case noSuchField
    case notASignatureField
    case fieldAlreadySigned
    case fieldLocked
    case certificationNotFirst
    /// A certified document takes a further signature only where a field waits for it, or unseen.
    case newVisibleFieldForbidden
    case fieldHasNoPlace
    case seedValue(SeedValueDemand)
    case pageHasTooManyAnnotations
}

/// What an empty field's author demanded of its signature and this one does not give (ISO 32000-1 table 234).
package enum SeedValueDemand: String, CaseIterable, Sendable {
    case filter
    case subFilter
    case digestMethod
    case reason
    case certificate
    case certification
    case timestamp
    case revocationData
    case legalAttestation
    case lock
    case appearance
    case version
}
