/// A form XObject from another document with everything it refers to, ready to be written under new numbers.
package struct FormImport: Sendable {
    private static let objectsMax = 256

    /// In the order they were found; the form itself is the first.
    private var parts: [(id: ObjectID, object: PDFObject, data: [UInt8])] = []
    /// The same parts as documents in clear get them: one form is put into many.
    private var templates: [ObjectTemplate] = []
    package let width: Double
    package let height: Double

    /// Takes the form that an entry of the catalog names. The other document is one of ours: classic and in clear.
    package init(catalogEntry: PDFName, of scratch: PDFDocument) throws(PDFError) {
        guard let root = try scratch.catalog().dictionary[catalogEntry]?.reference,
            case .stream(let form) = try scratch.object(root),
            let box = try scratch.resolve(form.dictionary["BBox"]).array?.compactMap(\.number), box.count == 4
        else { throw .unreadable(.stream) }
        width = box[2] - box[0]
        height = box[3] - box[1]
        var waiting = [root]
        var seen: Set<ObjectID> = [root]
        while let id = waiting.popLast() {
            guard parts.count < Self.objectsMax else { throw .tooComplex(.objects) }
            let object = try scratch.object(id)
            var data: [UInt8] = []
            if case .stream(let stream) = object { data = scratch.bytes[stream.data] }
            parts.append((id, object, data))
            for next in object.references where seen.insert(next).inserted { waiting.append(next) }
        }
        let places = Dictionary(uniqueKeysWithValues: parts.enumerated().map { ($1.id, $0) })
        templates = parts.map { ObjectTemplate($0.object, $0.data, places: places) }
    }

    /// Adds the parts to an update and answers the form's new identifier. `changes` go into the form's own dictionary.
    func add(to update: inout UpdateWriter, changes: PDFDictionary) throws(PDFError) -> ObjectID {
        var numbers: [ObjectID] = []
        for _ in parts { numbers.append(try update.reserve()) }
        let changed = changes.entries.isEmpty ? 0 : 1
        if update.document.encryption != nil {
            addObjects(parts.indices, numbers, changes, to: &update)
        } else {
            addObjects(0..<changed, numbers, changes, to: &update)
            for index in changed..<parts.count {
                update.replace(numbers[index], with: templates[index], numbers: numbers)
            }
        }
        return numbers[0]
    }

    private func addObjects(
        _ indices: Range<Int>, _ numbers: [ObjectID], _ changes: PDFDictionary, to update: inout UpdateWriter
    ) {
        let known = Dictionary(uniqueKeysWithValues: zip(parts.map(\.id), numbers))
        for index in indices {
            let object = parts[index].object.renumbered(known)
            guard case .stream(let stream) = object else {
                update.replace(numbers[index], with: object)
                continue
            }
            var dictionary = stream.dictionary
            if index == 0 { for entry in changes.entries { dictionary[entry.key] = entry.value } }
            update.replace(numbers[index], with: dictionary, data: parts[index].data)
        }
    }
}
