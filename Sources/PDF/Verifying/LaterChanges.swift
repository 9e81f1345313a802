extension PDFDocument {
    /// What each revision after this one changed, counted from the oldest. Objects that nothing leads to are no change.
    package func laterChanges(after revision: Int) throws(PDFError) -> [LaterChange] {
        try DocumentHistory(of: self).laterChanges(after: revision)
    }
}

extension DocumentHistory {
    /// Each revision is compared once, however many signatures stand before it.
    package func laterChanges(after revision: Int) throws(PDFError) -> [LaterChange] {
        guard !newest.isRepaired else { return [LaterChange(.unreadable, revision: last)] }
        guard revision < last else { return [] }
        var changes: [LaterChange] = []
        for index in max(revision, 0) + 1...last {
            changes += try changesOf(index)
            guard changes.count <= newest.limits.changesMax else { throw .tooComplex(.objects) }
        }
        return changes
    }

    /// What one revision changed.
    func comparedChanges(_ index: Int) throws(PDFError) -> [LaterChange] {
        guard let old = try state(index - 1), let new = try state(index) else {
            return [LaterChange(.unreadable, revision: index)]
        }
        let members = try members()
        let reach = try reach(containers: members.keys)
        let pair = StatePair(old: old, new: new)
        let changed = try pair.changedNumbers(members: members)
        var comparison = RevisionComparison(revision: index, pair, reach, changed: changed)
        try comparison.run()
        var changes = comparison.changes
        if try hasUnlistedObjects(index, pair) { changes.append(LaterChange(.unlistedObjects, revision: index)) }
        if index == last, hasTrailingBytes { changes.append(LaterChange(.trailingBytes, revision: last)) }
        return changes
    }

    /// Objects inside the revision's bytes that its cross-reference does not list.
    private func hasUnlistedObjects(_ revision: Int, _ pair: StatePair) throws(PDFError) -> Bool {
        let range = revisions[revision].range
        var starts = Set(pair.new.sections.map(\.position))
        for section in pair.sections ?? pair.new.sections[...] {
            section.forEach { _, place in
                if case .inFile(let offset, _) = place, offset <= range.upperBound {
                    starts.insert(offset + pair.new.base)
                }
            }
        }
        let bytes = newest.bytes
        var position = range.lowerBound
        while let word = bytes.firstIndex(of: "obj", in: position..<range.upperBound) {
            guard let head = bytes.objectHeadStart(before: word), head >= position else {
                position = word + 3
                continue
            }
            guard let start = (head...word).first(where: starts.contains) else { return true }
            var furthest = 0
            do throws(PDFError) {
                position = try PlacedObject(in: pair.new, at: start, furthest: &furthest).range.upperBound
            } catch {
                guard case .unreadable = error else { throw error }
                return true
            }
        }
        return false
    }

    /// Anything but white space behind the last mark.
    private var hasTrailingBytes: Bool {
        let bytes = newest.bytes
        guard let mark = bytes.lastIndex(of: "%%EOF", in: 0..<bytes.count) else { return true }
        return (mark + 5..<bytes.count).contains { !bytes[$0].isBlank }
    }
}
