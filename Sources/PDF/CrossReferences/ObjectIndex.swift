/// The chain's answer to where an object lies: the newest section that speaks of it.
struct ObjectIndex {
    /// The biggest sections are asked in place; the others, as updates write them, are merged: a question goes to few.
    private static let sectionsInPlaceMax = 8

    private enum Layer {
        case section(CrossReferenceSection)
        case merged([Int: ObjectPlace])
    }

    private let layers: [Layer]
    let highest: Int

    init(_ sections: [CrossReferenceSection], limits: ReadingLimits) throws(PDFError) {
        highest = sections.map(\.highest).max() ?? 0
        let sizes = sections.map(\.rowCount).sorted(by: >)
        let mergedRowsMax = sizes.count > Self.sectionsInPlaceMax ? sizes[Self.sectionsInPlaceMax] : -1
        var layers: [Layer] = []
        var merged: [Int: ObjectPlace] = [:]
        var listed = 0
        for section in sections {
            if section.rowCount <= mergedRowsMax {
                section.forEach { number, place in if merged[number] == nil { merged[number] = place } }
                guard listed + merged.count <= limits.listedObjectsMax else { throw .tooComplex(.objects) }
            } else {
                if !merged.isEmpty { layers.append(.merged(merged)) }
                listed += merged.count
                merged.removeAll()
                layers.append(.section(section))
            }
        }
        if !merged.isEmpty { layers.append(.merged(merged)) }
        self.layers = layers
    }

    func place(of number: Int) -> ObjectPlace? {
        for layer in layers {
            let place =
                switch layer {
                case .section(let section): section.place(of: number)
                case .merged(let places): places[number]
                }
            if let place { return place }
        }
        return nil
    }
}
