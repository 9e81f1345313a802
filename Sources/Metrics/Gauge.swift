import Synchronization

/// Something that is set, and may fall.
package final class Gauge: Sendable {
    private final class Cell: Sendable {
        /// The bits of a floating-point number: there is no atomic one.
        let bits = Atomic<UInt64>(Double.nan.bitPattern)
    }

    private let space: LabelSpace
    private let cells: [Cell]

    init(_ space: LabelSpace) {
        self.space = space
        cells = (0..<space.count).map { _ in Cell() }
    }

    package func set(_ value: Double, _ values: String...) {
        cells[space.place(of: values)].bits.store(value.bitPattern, ordering: .relaxed)
    }

    var samples: [Sample] {
        let values = cells.map { Double(bitPattern: $0.bits.load(ordering: .relaxed)) }
        return space.shown { !values[$0].isNaN }.map {
            Sample(labels: space.pairs(at: $0), value: Exposition.number(values[$0]))
        }
    }
}
