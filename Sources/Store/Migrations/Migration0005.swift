import Database

extension Migration {
    /// The records of signed documents by what was signed: an index over the lines themselves, so that nothing is kept twice and
    /// records that were written before are found as well.
    static let m0005 = Migration(5, "signed documents by their digest", compatibleFrom: 1) { dialect in
        [
            """
            CREATE INDEX audit_record_document ON audit_record (\(dialect.digestInRecord))
                WHERE \(dialect.isRecordOfDocument)
            """
        ]
    }
}

extension Dialect {
    private var position: String {
        switch self {
        case .sqlite: "instr"
        case .postgres: "strpos"
        }
    }

    /// The digest of the document in a record's line. A statement finds the index by saying the very same.
    var digestInRecord: String {
        let mark = "\"document\":\"SHA-256:"
        return "substr(line, \(position)(line, '\(mark)') + \(mark.utf8.count), 64)"
    }

    var isRecordOfDocument: String { "\(position)(line, '\"operation\":\"document.signed\"') > 0" }
}
