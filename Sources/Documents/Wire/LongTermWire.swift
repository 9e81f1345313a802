import PDF
import Verification

extension WireWriter {
    mutating func put(_ task: LongTermTask) {
        put(task.verification)
        switch task.choice {
        case .all: put("all")
        case .newest: put("newest")
        case .fields(let names):
            put("fields")
            put(names) { $0.put($1) }
        }
        put(task.coversTimestamps)
        put(task.identifier)
    }

    mutating func put(_ outcome: LongTermOutcome) {
        put(outcome.judgement)
        put(outcome.chosen) { $0.put($1) }
        put(outcome.missing) { out, word in
            out.put(word.issuer)
            out.put(word.serial)
        }
        put(outcome.cautions) { $0.put($1.rawValue) }
        put(outcome.section) { out, section in
            out.put(section.originalBytes)
            out.put(section.bytes)
        }
    }
}

extension WireReader {
    mutating func longTermTask() throws(Malformed) -> LongTermTask {
        LongTermTask(
            try verificationTask(), choice: try signatureChoice(), coversTimestamps: try flag(), identifier: try piece()
        )
    }

    private mutating func signatureChoice() throws(Malformed) -> SignatureChoice {
        switch try text() {
        case "all": return .all
        case "newest": return .newest
        case "fields": return .fields(try list { (reader) throws(Malformed) in try reader.text() })
        default: throw Malformed()
        }
    }

    mutating func longTermOutcome() throws(Malformed) -> LongTermOutcome {
        let judgement = try judgement()
        let chosen = try list { (reader) throws(Malformed) in try reader.integer() }
        guard chosen.allSatisfy(judgement.verdict.signatures.indices.contains) else { throw Malformed() }
        return LongTermOutcome(
            judgement: judgement, chosen: chosen,
            missing: try list { (reader) throws(Malformed) in
                MissingWord(issuer: try reader.text(), serial: try reader.text())
            },
            cautions: try list { (reader) throws(Malformed) in try reader.choice() },
            section: try optional { (reader) throws(Malformed) in
                StoreSection(originalBytes: try reader.integer(), bytes: try reader.piece())
            })
    }
}
