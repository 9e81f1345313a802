extension PDFDocument {
    /// Every signature and document timestamp of the file: what hangs in its form, what hung there once, and what hangs
    /// nowhere.
    package func foundSignatures() throws(PDFError) -> [FoundSignature] {
        try DocumentHistory(of: self).foundSignatures()
    }
}

extension DocumentHistory {
    package func foundSignatures() throws(PDFError) -> [FoundSignature] {
        let candidates = try SignatureCollection(self).candidates
        var examined: [(facts: FoundSignature, defects: Set<StructuralDefect>)] = []
        var lockedNames = 0
        for candidate in candidates {
            var examination = SignatureExamination(candidate, in: self)
            let facts = try examination.facts()
            lockedNames += facts.locks.reduce(0) { $0 + $1.fields.count }
            guard lockedNames <= newest.limits.fieldsMax else { throw .tooComplex(.fields) }
            examined.append((facts, examination.defects))
        }
        for (one, facts) in examined.map(\.facts).enumerated() {
            for other in one + 1..<examined.count {
                let next = examined[other].facts
                if facts.crosses(next) {
                    examined[one].defects.insert(.rangesCross)
                    examined[other].defects.insert(.rangesCross)
                }
                // The same number twice, and not as the value of two fields: its dictionary was written anew.
                if let id = facts.id, id == next.id, candidates[one].start != candidates[other].start {
                    examined[one].defects.insert(.dictionaryChangedLater)
                    examined[other].defects.insert(.dictionaryChangedLater)
                }
            }
        }
        return examined.map { $0.facts.with($0.defects) }
    }
}

extension FoundSignature {
    /// The later of two signatures has its hole behind all that the earlier one signed. Two fields with one value are one.
    fileprivate func crosses(_ other: FoundSignature) -> Bool {
        guard let hole, let otherHole = other.hole, let end = signedEnd, let otherEnd = other.signedEnd,
            hole != otherHole || end != otherEnd
        else { return false }
        return end <= otherEnd ? otherHole.lowerBound < end : hole.lowerBound < otherEnd
    }

    fileprivate func with(_ defects: Set<StructuralDefect>) -> FoundSignature {
        FoundSignature(
            field: field, id: id, revision: revision, words: words, isDocumentTimestamp: isDocumentTimestamp,
            grantsUsageRights: grantsUsageRights, certifies: certifies, locks: locks, byteRange: byteRange,
            contents: contents, hole: hole, coverage: coverage,
            defects: StructuralDefect.allCases.filter(defects.contains))
    }
}

/// Judges where one signature lies, and gathers what it says.
struct SignatureExamination {
    private let candidate: SignatureCandidate
    private let history: DocumentHistory
    private(set) var defects: Set<StructuralDefect>
    private var document: PDFDocument { history.newest }

    private static let subFilters: Set<String> = [
        "adbe.pkcs7.detached", "adbe.pkcs7.sha1", "adbe.x509.rsa_sha1", "ETSI.CAdES.detached", Self.timestamp,
    ]
    private static let timestamp = "ETSI.RFC3161"

    init(_ candidate: SignatureCandidate, in history: DocumentHistory) {
        self.candidate = candidate
        self.history = history
        defects = candidate.defects
    }

    /// Defects are gathered on the way; the facts themselves carry none yet.
    mutating func facts() throws(PDFError) -> FoundSignature {
        if document.isRepaired { defects.insert(.documentRepaired) }
        let dictionary = candidate.dictionary
        let standing = try document.standing(
            dictionary, in: candidate.field?.name ?? "", lock: candidate.field?.dictionary["Lock"], id: candidate.id)
        let words = try SignatureWords(dictionary, in: document)
        let contents = try contents()
        var usage = false
        if !defects.contains(.unreadable) {
            judge(words)
            usage = try judgeTransforms()
            if candidate.place?.repeatsKeys == true { defects.insert(.keysRepeated) }
        }
        if usage { defects.remove(.notInForm) }
        let byteRange = standing.byteRange
        let hole = defects.contains(.unreadable) ? nil : try judge(byteRange)
        if let hole { judge(hole, against: contents) }
        let coverage = hole == nil ? .part : try self.coverage(upTo: byteRange[2] + byteRange[3])
        if hole != nil, coverage == .part { defects.insert(.endsInsideRevision) }
        if case .revision(let revision) = coverage { try compare(words, with: revision) }
        return FoundSignature(
            field: candidate.field?.name, id: candidate.id, revision: candidate.start.flatMap(history.revision),
            words: words, isDocumentTimestamp: standing.isDocumentTimestamp, grantsUsageRights: usage,
            certifies: standing.certifies, locks: standing.locks, byteRange: byteRange, contents: contents, hole: hole,
            coverage: coverage, defects: [])
    }

    // MARK: The dictionary

    private mutating func judge(_ words: SignatureWords) {
        switch words.subFilter {
        case nil: defects.insert(.subFilterMissing)
        case .some(let name): if !Self.subFilters.contains(name) { defects.insert(.subFilterUnknown) }
        }
        let isTimestamp = words.subFilter == Self.timestamp
        if words.type != (isTimestamp ? "DocTimeStamp" : "Sig"), words.type != nil || isTimestamp {
            defects.insert(.typeWrong)
        }
    }

    /// Answers whether it is one of usage rights.
    private mutating func judgeTransforms() throws(PDFError) -> Bool {
        var usage = false
        for reference in try document.resolve(candidate.dictionary["Reference"]).array ?? [] {
            let reference = try document.resolve(reference).dictionary ?? PDFDictionary()
            let parameters = try document.resolve(reference["TransformParams"]).dictionary ?? PDFDictionary()
            switch try document.resolve(reference["TransformMethod"]).name {
            case "UR", "UR3": usage = candidate.field == nil
            case "DocMDP":
                let permission = try document.resolve(parameters["P"])
                if permission != .null, permission.integer.flatMap(ChangePermission.init(rawValue:)) == nil {
                    defects.insert(.transformUnknown)
                }
            case "FieldMDP":
                if try FieldLock(parameters, in: document) == nil { defects.insert(.transformUnknown) }
            default: defects.insert(.transformUnknown)
            }
        }
        return usage
    }

    /// As written; what a protected document's reader makes of it is only tried where that is no signature.
    private mutating func contents() throws(PDFError) -> [UInt8] {
        guard !defects.contains(.unreadable) else { return [] }
        let clear = try document.resolve(candidate.dictionary["Contents"]).string
        let written = candidate.place.flatMap { $0.dictionary["Contents"]?.string } ?? clear
        guard let written else {
            defects.insert(.contentsMissing)
            return []
        }
        if !written.isHexadecimal { defects.insert(.contentsNotHexadecimal) }
        let sequence: UInt8 = 0x30  // what every CMS begins with
        if written.bytes.first != sequence, document.encryption != nil, clear?.bytes.first == sequence {
            defects.insert(.encryptedContents)
        }
        return written.bytes
    }

    /// Whether the signed revision's form held the same words; what changed later was not signed.
    private mutating func compare(_ words: SignatureWords, with revision: Int) throws(PDFError) {
        guard revision < history.last, let id = candidate.id, let state = try history.state(revision) else { return }
        guard let signed = try state.object(id).dictionary else { return }
        if try SignatureWords(signed, in: state) != words { defects.insert(.dictionaryChangedLater) }
        if candidate.field != nil, try !history.signedFields(revision).contains(where: { $0.value?.reference == id }) {
            defects.insert(.notInSignedForm)
        }
    }
}

// MARK: The byte range

extension SignatureExamination {
    /// The hole, where the numbers make sense.
    private mutating func judge(_ byteRange: [Int]) throws(PDFError) -> Range<Int>? {
        guard case .array(let written) = try document.resolve(candidate.dictionary["ByteRange"]) else {
            defects.insert(.byteRangeMissing)
            return nil
        }
        if candidate.dictionary["ByteRange"]?.reference != nil || written.contains(where: { $0.reference != nil }) {
            defects.insert(.byteRangeIndirect)
        }
        guard written.count == 4, byteRange.count == 4 else {
            defects.insert(.byteRangeNotFourNumbers)
            return nil
        }
        guard byteRange.allSatisfy({ $0 >= 0 }) else {
            defects.insert(.byteRangeNegative)
            return nil
        }
        // Each alone first, so that no sum can overflow.
        let count = document.bytes.count
        guard byteRange.allSatisfy({ $0 <= count }), byteRange[0] + byteRange[1] <= count,
            byteRange[2] + byteRange[3] <= count
        else {
            defects.insert(.pastEnd)
            return nil
        }
        if byteRange[0] != 0 { defects.insert(.notFromStart) }
        guard byteRange[0] + byteRange[1] <= byteRange[2] else {
            defects.insert(.overlapping)
            return nil
        }
        return byteRange[0] + byteRange[1]..<byteRange[2]
    }

    private mutating func judge(_ hole: Range<Int>, against contents: [UInt8]) {
        if let place = candidate.place {
            if place.place(of: "Contents") != hole { defects.insert(.holeElsewhere) }
        } else {
            defects.insert(.holeElsewhere)
        }
        let bytes = document.bytes
        guard hole.count >= 2, bytes[hole.lowerBound] == UInt8(ascii: "<"),
            bytes[hole.upperBound - 1] == UInt8(ascii: ">")
        else {
            defects.insert(.holeIsNotOneHexString)
            return
        }
        var digits: [UInt8] = []
        digits.reserveCapacity(hole.count)
        for index in hole.lowerBound + 1..<hole.upperBound - 1 {
            guard let digit = bytes[index].hexadecimalValue else {
                defects.insert(.holeIsNotOneHexString)
                return
            }
            digits.append(digit)
        }
        if !digits.count.isMultiple(of: 2) {
            defects.insert(.contentsOddDigits)
            digits.append(0)
        }
        let held = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        if held != contents { defects.insert(.holeIsNotContents) }
    }

    /// How far the end of a revision is looked for past white space.
    private static let blanksMax = 1 << 16

    private func coverage(upTo end: Int) throws(PDFError) -> FoundSignature.Coverage {
        if end == document.bytes.count { return .wholeFile }
        guard let mark = marked(before: end) else { return .part }
        for (index, revision) in history.revisions.enumerated() where revision.range.upperBound >= mark {
            guard marked(before: revision.range.upperBound) == mark, try history.state(index) != nil else { break }
            return .revision(index)
        }
        return .part
    }

    /// Where the text ends that has only white space behind it, if it ends a file.
    private func marked(before end: Int) -> Int? {
        var index = end
        while index > 5, end - index < Self.blanksMax, document.bytes[index - 1].isBlank { index -= 1 }
        return index >= 5 && document.bytes.starts(with: "%%EOF", at: index - 5) ? index : nil
    }
}
