/// A decoded object stream (ISO 32000-1 §7.5.7).
struct ObjectContainer {
    private let bytes: DocumentBytes
    /// Object numbers and where each begins, in the stream's order.
    private let table: [(number: Int, start: Int)]

    init(
        _ dictionary: PDFDictionary, _ bytes: DocumentBytes, limits: ReadingLimits, budget: inout ReadingBudget
    ) throws(PDFError) {
        guard dictionary["Type"]?.name == "ObjStm", let count = dictionary["N"]?.integer,
            let first = dictionary["First"]?.integer, count >= 0, first >= 0, first <= bytes.count
        else { throw .unreadable(.stream) }
        guard count <= limits.elementsMax else { throw .tooComplex(.objects) }
        try budget.spend(values: min(count, bytes.count))
        var reader = SyntaxReader(bytes, at: 0, end: first, limits: limits)
        var table: [(number: Int, start: Int)] = []
        table.reserveCapacity(min(count, bytes.count / 4))
        for _ in 0..<count {
            guard let number = reader.takeInteger(), let offset = reader.takeInteger() else {
                throw .unreadable(.stream)
            }
            guard offset <= bytes.count - first else { throw .unreadable(.stream) }
            table.append((number, first + offset))
        }
        self.bytes = bytes
        self.table = table
    }

    var numbers: [Int] { table.map(\.number) }

    func mentions(_ text: StaticString) -> Bool { bytes.firstIndex(of: text, in: 0..<bytes.count) != nil }

    /// The object of this number; the index is a hint that some writers get wrong.
    func object(
        _ number: Int, at index: Int, limits: ReadingLimits, budget: inout ReadingBudget
    ) throws(PDFError) -> PDFObject {
        let hinted = table.indices.contains(index) && table[index].number == number
        // A search costs about as much as reading an eighth of a byte for each member.
        if !hinted { try budget.spend(parsedBytes: table.count / 8) }
        guard let place = hinted ? index : table.firstIndex(where: { $0.number == number }) else { return .null }
        var reader = SyntaxReader(bytes, at: table[place].start, limits: limits)
        reader.valuesLeft = budget.values
        let object = try reader.object()
        budget.values = reader.valuesLeft
        try budget.spend(parsedBytes: reader.furthest - table[place].start)
        return object
    }
}
