extension PDFObject {
    /// What the object refers to, at any depth.
    var references: [ObjectID] {
        switch self {
        case .reference(let id): [id]
        case .array(let elements): elements.flatMap(\.references)
        case .dictionary(let dictionary): dictionary.entries.flatMap(\.value.references)
        case .stream(let stream): stream.dictionary.entries.flatMap(\.value.references)
        case .null, .boolean, .integer, .real, .name, .string: []
        }
    }

    /// The object with other numbers in its references; those that have none stay.
    func renumbered(_ numbers: [ObjectID: ObjectID]) -> PDFObject {
        switch self {
        case .reference(let id): .reference(numbers[id] ?? id)
        case .array(let elements): .array(elements.map { $0.renumbered(numbers) })
        case .dictionary(let dictionary): .dictionary(dictionary.renumbered(numbers))
        case .stream(let stream):
            .stream(PDFStream(dictionary: stream.dictionary.renumbered(numbers), data: stream.data))
        case .null, .boolean, .integer, .real, .name, .string: self
        }
    }
}

extension PDFDictionary {
    fileprivate func renumbered(_ numbers: [ObjectID: ObjectID]) -> PDFDictionary {
        PDFDictionary(entries.map { ($0.key, $0.value.renumbered(numbers)) })
    }
}
