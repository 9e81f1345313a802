/// What the reader sees in a document, for somebody who wants to know why it is as it is.
package struct DocumentReport: Hashable, Sendable {
    package struct Revision: Hashable, Sendable {
        /// `table`, `stream`, `hybrid` or `scan`.
        package let kind: String
        package let start: Int
        package let end: Int
        package let objects: Int

        package init(kind: String, start: Int, end: Int, objects: Int) {
            self.kind = kind
            self.start = start
            self.end = end
            self.objects = objects
        }
    }

    package struct Field: Hashable, Sendable {
        package let name: String
        package let kind: String
        package let isSigned: Bool

        package init(name: String, kind: String, isSigned: Bool) {
            self.name = name
            self.kind = kind
            self.isSigned = isSigned
        }
    }

    package struct Protection: Hashable, Sendable {
        package let revision: Int
        package let streams: String
        package let strings: String
        package let openedByOwner: Bool
        package let permitsSigning: Bool

        package init(revision: Int, streams: String, strings: String, openedByOwner: Bool, permitsSigning: Bool) {
            self.revision = revision
            self.streams = streams
            self.strings = strings
            self.openedByOwner = openedByOwner
            self.permitsSigning = permitsSigning
        }
    }

    package struct Signature: Hashable, Sendable {
        package let field: String
        package let subFilter: String
        package let isDocumentTimestamp: Bool
        package let byteRange: [Int]
        /// The DocMDP level, where it certifies.
        package let certifies: Int?

        package init(field: String, subFilter: String, isDocumentTimestamp: Bool, byteRange: [Int], certifies: Int?) {
            self.field = field
            self.subFilter = subFilter
            self.isDocumentTimestamp = isDocumentTimestamp
            self.byteRange = byteRange
            self.certifies = certifies
        }
    }

    package let version: String
    package let bytes: Int
    package let pages: Int
    package let isRepaired: Bool
    /// Oldest first.
    package let revisions: [Revision]
    package let protection: Protection?
    package let signatures: [Signature]
    package let fields: [Field]

    package init(
        version: String, bytes: Int, pages: Int, isRepaired: Bool, revisions: [Revision], protection: Protection?,
        signatures: [Signature], fields: [Field]
    ) {
        self.version = version
        self.bytes = bytes
        self.pages = pages
        self.isRepaired = isRepaired
        self.revisions = revisions
        self.protection = protection
        self.signatures = signatures
        self.fields = fields
    }
}

extension WireWriter {
    mutating func put(_ report: DocumentReport) {
        put(report.version)
        put(report.bytes)
        put(report.pages)
        put(report.isRepaired)
        put(report.revisions) { out, revision in
            out.put(revision.kind)
            for number in [revision.start, revision.end, revision.objects] { out.put(number) }
        }
        put(report.protection) { out, protection in
            out.put(protection.revision)
            out.put(protection.streams)
            out.put(protection.strings)
            out.put(protection.openedByOwner)
            out.put(protection.permitsSigning)
        }
        put(report.signatures) { out, signature in
            out.put(signature.field)
            out.put(signature.subFilter)
            out.put(signature.isDocumentTimestamp)
            out.put(signature.byteRange) { $0.put($1) }
            out.put(signature.certifies) { $0.put($1) }
        }
        put(report.fields) { out, field in
            out.put(field.name)
            out.put(field.kind)
            out.put(field.isSigned)
        }
    }
}

extension WireReader {
    mutating func report() throws(Malformed) -> DocumentReport {
        DocumentReport(
            version: try text(), bytes: try integer(), pages: try integer(), isRepaired: try flag(),
            revisions: try list { (reader) throws(Malformed) in
                DocumentReport.Revision(
                    kind: try reader.text(), start: try reader.integer(), end: try reader.integer(),
                    objects: try reader.integer())
            },
            protection: try optional { (reader) throws(Malformed) in
                DocumentReport.Protection(
                    revision: try reader.integer(), streams: try reader.text(), strings: try reader.text(),
                    openedByOwner: try reader.flag(), permitsSigning: try reader.flag())
            },
            signatures: try list { (reader) throws(Malformed) in
                DocumentReport.Signature(
                    field: try reader.text(), subFilter: try reader.text(), isDocumentTimestamp: try reader.flag(),
                    byteRange: try reader.list { (reader) throws(Malformed) in try reader.integer() },
                    certifies: try reader.optional { (reader) throws(Malformed) in try reader.integer() })
            },
            fields: try list { (reader) throws(Malformed) in
                DocumentReport.Field(name: try reader.text(), kind: try reader.text(), isSigned: try reader.flag())
            })
    }
}
