/// Numbers above all that a document lists, which something in it refers to all the same.
///
/// Such a reference leads to nothing until somebody writes an object under its number, and then to that: a new object must
/// not take it. Only what was read can be known.
struct DanglingNumbers {
    private var numbers: Set<Int32> = []
    /// False once there were more than are kept.
    private(set) var isWhole = true

    func contains(_ number: Int) -> Bool { numbers.contains(Int32(clamping: number)) }

    mutating func note(in object: PDFObject, above highest: Int, most: Int) {
        switch object {
        case .reference(let id):
            guard Int(id.number) > highest, !numbers.contains(id.number) else { return }
            guard numbers.count < most else {
                isWhole = false
                return
            }
            numbers.insert(id.number)
        case .array(let elements): for element in elements { note(in: element, above: highest, most: most) }
        case .dictionary(let dictionary): note(in: dictionary, above: highest, most: most)
        case .stream(let stream): note(in: stream.dictionary, above: highest, most: most)
        case .null, .boolean, .integer, .real, .name, .string: break
        }
    }

    mutating func note(in dictionary: PDFDictionary, above highest: Int, most: Int) {
        for entry in dictionary.entries { note(in: entry.value, above: highest, most: most) }
    }
}
