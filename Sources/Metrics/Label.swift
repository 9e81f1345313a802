/// What a metric is told apart by, and every value of it. Each costs memory for ever, so what strangers send must never
/// become a value: what was not announced is counted as `other`.
package struct Label: Sendable {
    package static let other = "other"

    let name: String
    let values: [String]

    package init(_ name: String, _ values: [String]) {
        precondition(Exposition.isName(name) && name != "le", "\(name) is no name of a label")
        self.name = name
        self.values = values.filter { $0 != Self.other } + [Self.other]
        precondition(Set(self.values).count == self.values.count, "\(name): each value once")
    }
}

/// Every combination of some labels' values, by number.
struct LabelSpace: Sendable {
    /// So many series are still read in a moment by whoever collects them.
    static let countMax = 10_000

    private let labels: [Label]
    private let places: [[String: Int]]
    let count: Int

    init(_ labels: [Label]) {
        self.labels = labels
        places = labels.map { Dictionary(uniqueKeysWithValues: zip($0.values, 0...)) }
        count = labels.reduce(1) { $0 * $1.values.count }
        precondition(Set(labels.map(\.name)).count == labels.count, "each label has its own name")
        precondition(count <= Self.countMax, "a metric has no more than \(Self.countMax) series")
    }

    /// The number of a combination, its values in the order of the labels.
    func place(of values: [String]) -> Int {
        precondition(values.count == labels.count, "a value for each of \(labels.map(\.name))")
        var place = 0
        for (label, value) in values.enumerated() {
            let last = labels[label].values.count - 1
            place = place * (last + 1) + (places[label][value] ?? last)
        }
        return place
    }

    /// The combination of a number.
    func pairs(at place: Int) -> [(name: String, value: String)] {
        var (left, pairs): (Int, [(name: String, value: String)]) = (place, [])
        for label in labels.reversed() {
            pairs.append((label.name, label.values[left % label.values.count]))
            left /= label.values.count
        }
        return pairs.reversed()
    }

    /// Without labels there is one series, which is always shown; with them, those that anything has happened to.
    func shown(_ hasBegun: (Int) -> Bool) -> [Int] {
        labels.isEmpty ? [0] : (0..<count).filter(hasBegun)
    }
}
