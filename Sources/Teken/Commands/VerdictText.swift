import Domain
import Verification

extension DocumentVerdict {
    /// The verdict for a person at a terminal.
    func text(of path: String) -> String {
        let words = words
        var lines = ["\(path): \(words.title.indonesian) / \(words.title.english)\(answer)"]
        lines += ["  \(words.what.indonesian)", "  \(words.what.english)"]
        lines.append("  \(moment.indonesian) / \(moment.english)")
        lines += ["  → \(words.next.indonesian)", "  → \(words.next.english)"]
        for finding in findings { lines.append("  - \(finding.words.indonesian) / \(finding.words.english)") }
        for (index, signature) in signatures.enumerated() {
            lines += signature.lines(number: index + 1).map { "  \($0)" }
        }
        // Names and reasons are strangers' words, and may hold what a terminal obeys.
        return lines.map(Console.tame).joined(separator: "\n")
    }

    private var answer: String {
        guard let indication else { return "" }
        return " [\([indication.main, indication.sub].compactMap(\.self).joined(separator: "/"))]"
    }
}

extension JudgedSignature {
    fileprivate func lines(number: Int) -> [String] {
        let kind = kind == .signature ? "signature" : "document timestamp"
        var lines = ["\(number). \(kind) \(field ?? "without a field"): \(sentence.indonesian) / \(sentence.english)"]
        func add(_ label: String, _ text: String?) {
            if let text, !text.isEmpty { lines.append("   \(label): \(text)") }
        }
        add("level", level?.name ?? subFilter)
        add("signer", signer?.subject)
        add("issuer", signer?.issuer)
        add("trusted as", anchor)
        add("claimed time", claimedTime?.text)
        add("proven time", provenTime.map { "\($0.text), at the latest" })
        add("reason", words.reason)
        add("location", words.location)
        add("signed part", coverageText)
        for change in changes { add("later change", change.text) }
        for finding in findings where finding.effect != .notes || !Self.quiet.contains(finding.code) {
            add(finding.mark, "\(finding.words.indonesian) / \(finding.words.english)")
        }
        return lines
    }

    /// Of interest to programs alone.
    private static let quiet: Set<FindingCode> = [.notDER, .signingTimeInside, .containerOdd]

    private var coverageText: String {
        switch coverage {
        case .wholeFile: "the whole file"
        case .revision(let revision): "the file up to revision \(revision)"
        case .part: "a part that is no whole document"
        }
    }
}

extension Finding {
    fileprivate var mark: String {
        switch effect {
        case .notes: "note"
        case .doubts: "doubt"
        case .disproves: "wrong"
        }
    }
}

extension JudgedChange {
    fileprivate var text: String {
        let places = [page.map { "page \($0)" }, field.map { "field \($0)" }, object.map { "object \($0)" }]
        let place = places.compactMap(\.self).joined(separator: ", ")
        let what = [kind.replacing("_", with: " "), detail].compactMap(\.self).joined(separator: " ")
        return "\(answer.rawValue): \(what)\(place.isEmpty ? "" : " (\(place))") in revision \(revision)"
    }
}
