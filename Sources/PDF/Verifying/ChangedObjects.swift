/// Two states of a document that follow each other.
struct StatePair {
    let old: PDFDocument
    let new: PDFDocument
    /// The sections that the new state has in front of the old one's; nil where its chain does not lead through the old one.
    let sections: ArraySlice<CrossReferenceSection>?

    init(old: PDFDocument, new: PDFDocument) {
        self.old = old
        self.new = new
        let more = new.sections.count - old.sections.count
        let goesOn =
            more >= 0
            && zip(new.sections.dropFirst(max(0, more)), old.sections).allSatisfy { $0.position == $1.position }
        sections = goesOn ? new.sections.prefix(more) : nil
    }

    /// Numbers that mean something else now. `members` says which numbers any section puts into a container.
    func changedNumbers(members: [Int: [Int]]) throws(PDFError) -> [Int] {
        var asked: Set<Int> = []
        if let sections {
            for section in sections { section.forEach { number, _ in asked.insert(number) } }
        } else {
            for section in new.sections + old.sections { section.forEach { number, _ in asked.insert(number) } }
        }
        // Another container under the same number has other members, whoever lists them.
        for container in asked { if let inside = members[container] { asked.formUnion(inside) } }
        var changed: [Int] = []
        for number in asked.sorted() where try !isSame(ObjectID(number)) { changed.append(number) }
        return changed
    }

    private func isSame(_ id: ObjectID) throws(PDFError) -> Bool {
        do throws(PDFError) {
            return try isSame(old.object(id), new.object(id))
        } catch {
            guard case .unreadable = error else { throw error }
            return false
        }
    }

    /// Whether two values say the same, in whatever order their dictionaries were written.
    func isSame(_ one: PDFObject?, _ other: PDFObject?) -> Bool {
        switch (one ?? .null, other ?? .null) {
        case (.dictionary(let one), .dictionary(let other)): return isSame(one, other)
        case (.array(let one), .array(let other)):
            return one.count == other.count && zip(one, other).allSatisfy { isSame($0, $1) }
        case (.stream(let one), .stream(let other)):
            guard one.data.count == other.data.count, isSame(one.dictionary, other.dictionary) else { return false }
            return one.data == other.data || zip(one.data, other.data).allSatisfy { old.bytes[$0] == new.bytes[$1] }
        case (.string(let one), .string(let other)): return one.bytes == other.bytes
        case (let one, let other): return one == other
        }
    }

    private func isSame(_ one: PDFDictionary, _ other: PDFDictionary) -> Bool {
        one == other || !other.repeatsKeys && differingKeys(one, other).isEmpty
    }

    /// Keys whose values differ, an absent one and a null being the same.
    func differingKeys(_ one: PDFDictionary, _ other: PDFDictionary) -> [PDFName] {
        let before = Self.table(one)
        let after = Self.table(other)
        return Set(before.keys).union(after.keys).filter { !isSame(before[$0], after[$0]) }.sorted { $0.text < $1.text }
    }

    private static func table(_ dictionary: PDFDictionary) -> [PDFName: PDFObject] {
        Dictionary(dictionary.entries.map { ($0.key, $0.value) }) { $1 }
    }
}

extension PDFObject {
    /// Whether a dictionary in it has a key twice.
    var repeatsKeys: Bool {
        switch self {
        case .array(let elements): elements.contains(where: \.repeatsKeys)
        case .dictionary(let dictionary): dictionary.repeatsKeys
        case .stream(let stream): stream.dictionary.repeatsKeys
        case .null, .boolean, .integer, .real, .name, .string, .reference: false
        }
    }
}

extension PDFDictionary {
    fileprivate var repeatsKeys: Bool {
        Set(entries.map(\.key)).count < entries.count || entries.contains { $0.value.repeatsKeys }
    }
}
