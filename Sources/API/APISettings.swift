package import Domain

/// What an installation decides about its own API.
package struct APISettings: Sendable {
    /// In which documents are dated.
    package var zone = CivilZone.wib
    package var documentBytesMax = 50 << 20
    package var documentsMax = 100
    /// Of all documents of one form together.
    package var formBytesMax = 256 << 20
    /// Of a request in JSON, whose documents are a third longer than they are.
    package var requestBytesMax = 96 << 20
    package var digestsMax = 1_000
    package var pictureBytesMax = 4 << 20
    package var verificationTime = Duration.seconds(30)

    package init() {}
}
