import Synchronization

/// Something that only grows.
package final class Counter: Sendable {
    private final class Cell: Sendable {
        let value = Atomic<Int>(0)
    }

    private let space: LabelSpace
    private let cells: [Cell]

    init(_ space: LabelSpace) {
        self.space = space
        cells = (0..<space.count).map { _ in Cell() }
    }

    /// So much more, under these values of its labels.
    package func add(_ count: Int = 1, _ values: String...) {
        precondition(count >= 0, "a counter only grows")
        // At the end of all numbers it begins anew, which collectors take for a restart.
        cells[space.place(of: values)].value.wrappingAdd(count, ordering: .relaxed)
    }

    var samples: [Sample] {
        let values = cells.map { $0.value.load(ordering: .relaxed) }
        return space.shown { values[$0] != 0 }.map { Sample(labels: space.pairs(at: $0), value: "\(values[$0])") }
    }
}
