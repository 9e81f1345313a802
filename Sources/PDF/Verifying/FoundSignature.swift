/// A signature or document timestamp, wherever in the file it was found; nothing here is verified.
package struct FoundSignature: Sendable, Equatable {
    /// How much of the file the byte range speaks of.
    package enum Coverage: Hashable, Sendable {
        case wholeFile
        /// From the start to where this revision ends, counted from the oldest.
        case revision(Int)
        case part
    }

    /// The field's whole name; nil where none holds the signature.
    package let field: String?
    /// Nil for a dictionary that is part of its field, or that could not be read.
    package let id: ObjectID?
    /// The revision in which the dictionary was written, counted from the oldest; nil inside an object stream.
    package let revision: Int?
    package let words: SignatureWords
    package let isDocumentTimestamp: Bool
    /// Whether it is the mark of a program that unlocked features (UR3), which hangs in no form and signs for nobody.
    package let grantsUsageRights: Bool
    /// What later revisions may still change, where the signature certifies the document (DocMDP).
    package let certifies: ChangePermission?
    package let locks: [FieldLock]
    /// As written; four numbers in a sound one.
    package let byteRange: [Int]
    /// As the dictionary has it, with the zeros behind the signature.
    package let contents: [UInt8]
    /// What the byte range leaves out, angle brackets included; nil where that cannot be said.
    package let hole: Range<Int>?
    package let coverage: Coverage
    /// Each once, in the order of their list.
    package let defects: [StructuralDefect]

    /// How much of the file is signed; nil where the byte range makes no sense.
    package var signedEnd: Int? { hole == nil ? nil : byteRange[2] + byteRange[3] }
}

/// What a signature dictionary says of itself, in words (ISO 32000-1 table 252). Nobody has checked any of it.
package struct SignatureWords: Sendable, Equatable {
    package var type: String?
    package var filter: String?
    package var subFilter: String?
    package var date: String?
    package var name: String?
    package var reason: String?
    package var location: String?
    package var contact: String?
    /// The program that made it (`/Prop_Build`).
    package var application: String?
    /// DER, where the dictionary carries certificates itself.
    package var certificates: [[UInt8]] = []

    init() {}

    init(_ dictionary: PDFDictionary, in document: PDFDocument) throws(PDFError) {
        func name(_ key: PDFName) throws(PDFError) -> String? { try document.resolve(dictionary[key]).name?.text }
        func text(_ key: PDFName) throws(PDFError) -> String? { try document.resolve(dictionary[key]).string?.text }
        type = try name("Type")
        filter = try name("Filter")
        subFilter = try name("SubFilter")
        date = try text("M")
        self.name = try text("Name")
        reason = try text("Reason")
        location = try text("Location")
        contact = try text("ContactInfo")
        let build = try document.resolve(dictionary["Prop_Build"]).dictionary
        let program = try document.resolve(build?["App"]).dictionary
        application = try document.resolve(program?["Name"]).name?.text
        switch try document.resolve(dictionary["Cert"]) {
        case .string(let certificate): certificates = [certificate.bytes]
        case .array(let list):
            for element in list.prefix(Self.certificatesMax) {
                if let certificate = try document.resolve(element).string { certificates.append(certificate.bytes) }
            }
        default: break
        }
    }

    /// A chain is shorter; more are not handed on.
    private static let certificatesMax = 50
}
