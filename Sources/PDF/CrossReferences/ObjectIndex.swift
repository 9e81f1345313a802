/// The chain's answer to where an object lies: the newest section that speaks of it.
struct ObjectIndex {
    /// Small sections, as updates write them, are merged; a big one is asked in place.
    private static let mergedRowsMax = 64
    private static let sectionsInPlace = 4

    private enum Layer {
        case section(CrossReferenceSection)
        case merged([Int: ObjectPlace])
    }

    private let layers: [Layer]
    let highest: Int

    init(_ sections: [CrossReferenceSection]) {
        highest = sections.map(\.highest).max() ?? 0
        var layers: [Layer] = []
        if sections.count <= Self.sectionsInPlace {
            layers = sections.map { .section($0) }
        } else {
            var merged: [Int: ObjectPlace] = [:]
            for section in sections {
                if section.rows.count + (section.hiddenRows?.count ?? 0) <= Self.mergedRowsMax {
                    section.forEach { number, place in if merged[number] == nil { merged[number] = place } }
                } else {
                    if !merged.isEmpty { layers.append(.merged(merged)) }
                    merged.removeAll()
                    layers.append(.section(section))
                }
            }
            if !merged.isEmpty { layers.append(.merged(merged)) }
        }
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
