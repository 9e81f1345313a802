package import PDF
package import Verification

/// What comes back from a worker. Read in the process that holds keys, so it is as little as will do.
package enum DocumentAnswer: Sendable {
    case prepared(UpdateSection)
    case inspected(DocumentReport)
    /// Nil for a document that opens without its password: whoever is given it can read it as it is.
    case copiedPlainly([UInt8]?)
    case verified(Judgement)
    case extended(LongTermOutcome)
    case refused(DocumentRefusal)
}

extension DocumentAnswer {
    package var bytes: [UInt8] {
        var out = WireWriter()
        switch self {
        case .prepared(let section):
            out.put("prepared")
            out.put(section.originalBytes)
            out.put(section.bytes)
            out.put(section.hole.lowerBound)
            out.put(section.hole.count)
        case .inspected(let report):
            out.put("inspected")
            out.put(report)
        case .copiedPlainly(let copy):
            out.put("copied-plainly")
            out.put(copy) { $0.put($1) }
        case .verified(let judgement):
            out.put("verified")
            out.put(judgement)
        case .extended(let outcome):
            out.put("extended")
            out.put(outcome)
        case .refused(let refusal):
            out.put("refused")
            out.put(refusal.reason.rawValue)
            out.put(refusal.numbers) { $0.put($1) }
            out.put(refusal.word)
        }
        return out.bytes
    }

    /// Far above what a signed range can be written for, and far below what an integer holds.
    private static let originalBytesMax = 1 << 40

    /// Nil for bytes that no `bytes` wrote.
    package init?(_ bytes: [UInt8]) {
        var reader = WireReader(bytes)
        do throws(WireReader.Malformed) {
            switch try reader.text() {
            case "prepared":
                let originalBytes = try reader.integer()
                let section = try reader.piece()
                let start = try reader.integer()
                let count = try reader.integer()
                // The first bound keeps every sum below from overflowing.
                guard 0...Self.originalBytesMax ~= originalBytes, start >= originalBytes, count >= 2,
                    count <= section.count, start - originalBytes <= section.count - count
                else { return nil }
                self = .prepared(
                    UpdateSection(originalBytes: originalBytes, bytes: section, hole: start..<start + count))
            case "inspected": self = .inspected(try reader.report())
            case "copied-plainly":
                self = .copiedPlainly(
                    try reader.optional { (reader) throws(WireReader.Malformed) in try reader.piece() })
            case "verified": self = .verified(try reader.judgement())
            case "extended": self = .extended(try reader.longTermOutcome())
            case "refused":
                let reason = try reader.choice(DocumentRefusal.Reason.self)
                let numbers = try reader.list { (reader) throws(WireReader.Malformed) in try reader.integer() }
                self = .refused(DocumentRefusal(reason, numbers: numbers, word: try reader.text()))
            default: return nil
            }
        } catch {
            return nil
        }
        guard reader.isAtEnd else { return nil }
    }
}
