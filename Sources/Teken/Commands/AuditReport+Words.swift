import Crypto
import Domain
import Store

extension AuditReport {
    var words: String {
        logs.map { log in
            let state = log.finding.map { "BROKEN: \($0.words)" } ?? "whole"
            return "\(log.writer): \(log.size) records, \(log.headsConfirmed) heads confirmed, \(state)"
        }.joined(separator: "\n")
    }

    var json: JSON {
        [
            "intact": .boolean(isIntact),
            "logs": .array(
                logs.map { log in
                    [
                        "writer": .text("\(log.writer)"), "size": .integer(log.size),
                        "root": .optional(log.root.map { Hexadecimal.text($0.bytes) }),
                        "headsConfirmed": .integer(log.headsConfirmed),
                        "finding": log.finding.map { ["code": .text($0.code), "words": .text($0.words)] } ?? .null,
                    ]
                }),
        ]
    }
}

extension AuditFinding {
    /// For programs; docs/audit.md has them all.
    var code: String {
        switch self {
        case .recordChanged: "record_changed"
        case .recordMissing: "record_missing"
        case .chainBroken: "chain_broken"
        case .timeNotRising: "time_not_rising"
        case .nodeChanged: "node_changed"
        case .endChanged: "end_changed"
        case .headContradicted: "head_contradicted"
        case .headSignatureBroken: "head_signature_broken"
        case .headUnreadable: "head_unreadable"
        case .cut: "cut"
        case .logMissing: "log_missing"
        case .logUnknown: "log_unknown"
        }
    }

    var words: String {
        switch self {
        case .recordChanged(let sequence): "record \(sequence) was changed"
        case .recordMissing(let sequence): "record \(sequence) is missing"
        case .chainBroken(let sequence): "record \(sequence) does not name the one before it"
        case .timeNotRising(let sequence): "record \(sequence) is not later than the one before it"
        case .nodeChanged(let level, let position):
            "the root kept over part \(position) of level \(level) is another one"
        case .endChanged(let found, let said): "it has \(found) records and says that it ends after \(said)"
        case .headContradicted(let size): "a head over \(size) records was made over others"
        case .headSignatureBroken(let size): "the signature of a head over \(size) records does not hold"
        case .headUnreadable: "a head that is kept cannot be read"
        case .cut(let found, let witnessed): "it has \(found) records, and a head over \(witnessed) was handed out"
        case .logMissing: "a head of it was handed out, and nothing of it is here"
        case .logUnknown: "records of it are here, and it is not"
        }
    }
}
