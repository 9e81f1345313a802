/// What a document's store shall hold, besides all that it holds already.
package struct StoreRequest: Hashable, Sendable {
    /// What one signature is judged with.
    package struct Entry: Hashable, Sendable {
        /// The signature's `/Contents` as they stand in the file, the zeros behind the signature included: their digest is the
        /// name of the entry (ISO 32000-2 §12.8.4.4).
        package let contents: [UInt8]
        /// DER, each once.
        package var certificates: [[UInt8]]
        package var revocationLists: [[UInt8]]
        package var statusAnswers: [[UInt8]]

        package init(
            contents: [UInt8], certificates: [[UInt8]] = [], revocationLists: [[UInt8]] = [],
            statusAnswers: [[UInt8]] = []
        ) {
            self.contents = contents
            self.certificates = certificates
            self.revocationLists = revocationLists
            self.statusAnswers = statusAnswers
        }

        package var isEmpty: Bool { certificates.isEmpty && revocationLists.isEmpty && statusAnswers.isEmpty }
    }

    package var entries: [Entry]
    /// Random: names this revision of the file.
    package var identifier: [UInt8]

    package init(entries: [Entry], identifier: [UInt8]) {
        self.entries = entries
        self.identifier = identifier
    }
}

/// What is appended to a document to extend its store. The original is never touched.
package struct StoreSection: Hashable, Sendable {
    package let originalBytes: Int
    package let bytes: [UInt8]

    package init(originalBytes: Int, bytes: [UInt8]) {
        self.originalBytes = originalBytes
        self.bytes = bytes
    }
}
