import Crypto
import Domain
import Problems
import Store

extension AuditReport {
    var words: String {
        logs.map { log in
            let state = log.finding.map { "BROKEN: \($0.words)" } ?? "whole"
            let strangers =
                log.headsOfUnnamedKeys == 0
                ? "" : " (\(log.headsOfUnnamedKeys) signed by a key that was not named to us)"
            return "\(log.writer): \(log.size) records, \(log.headsConfirmed) heads confirmed\(strangers), \(state)"
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
                        "headsOfUnnamedKeys": .integer(log.headsOfUnnamedKeys),
                        "finding": log.finding.map { ["code": .text($0.code), "words": .text($0.words)] } ?? .null,
                    ]
                }),
        ]
    }
}
