/// Where an object lies, as one section of a cross-reference chain says.
package enum ObjectPlace: Hashable, Sendable {
    case free
    /// Counted from where the file's offsets begin.
    case inFile(offset: Int, generation: Int32)
    case inStream(container: Int, index: Int)
}

/// The rows of one cross-reference section, read when they are asked for.
struct CrossReferenceRows {
    /// A run of object numbers; `start` says where its rows begin.
    struct Run {
        let first: Int
        let count: Int
        let start: Int
    }

    private enum Storage {
        /// Rows of equal length in the file.
        case table(DocumentBytes, rowBytes: Int)
        /// Rows of equal length in a decoded stream.
        case stream(DocumentBytes, widths: [Int])
        /// A table with rows of any length.
        case listed([Int: ObjectPlace])
        /// What a scan of the file found.
        case found(ObjectPlaces)
    }

    private let storage: Storage
    /// In order of their first number.
    private let runs: [Run]
    let highest: Int

    private init(_ storage: Storage, runs: [Run]) {
        self.storage = storage
        self.runs = runs.sorted { $0.first < $1.first }
        highest = runs.lazy.filter { $0.count > 0 }.map { $0.first + $0.count - 1 }.max() ?? 0
    }

    init(table: DocumentBytes, rowBytes: Int, runs: [Run]) {
        self.init(.table(table, rowBytes: rowBytes), runs: runs)
    }

    init(stream: DocumentBytes, widths: [Int], runs: [Run]) {
        self.init(.stream(stream, widths: widths), runs: runs)
    }

    init(listed: [Int: ObjectPlace]) {
        storage = .listed(listed)
        runs = []
        highest = listed.keys.max() ?? 0
    }

    init(found: ObjectPlaces) {
        storage = .found(found)
        runs = []
        highest = found.highest
    }

    var count: Int {
        switch storage {
        case .listed(let places): places.count
        case .found(let places): places.count
        case .table, .stream: runs.reduce(0) { $0 + $1.count }
        }
    }

    func place(of number: Int) -> ObjectPlace? {
        switch storage {
        case .listed(let places): return places[number]
        case .found(let places): return places[number]
        case .table, .stream:
            guard let run = run(holding: number) else { return nil }
            return place(inRow: number - run.first, of: run)
        }
    }

    /// Every number with its place, in rising order within each run.
    func forEach(_ body: (_ number: Int, _ place: ObjectPlace) -> Void) {
        switch storage {
        case .listed(let places):
            for number in places.keys.sorted() { if let place = places[number] { body(number, place) } }
        case .found(let places): places.forEach(body)
        case .table, .stream:
            for run in runs {
                for row in 0..<run.count { if let place = place(inRow: row, of: run) { body(run.first + row, place) } }
            }
        }
    }

    private func run(holding number: Int) -> Run? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].first <= number { low = middle + 1 } else { high = middle }
        }
        guard low > 0, number < runs[low - 1].first + runs[low - 1].count else { return nil }
        return runs[low - 1]
    }

    private func place(inRow row: Int, of run: Run) -> ObjectPlace? {
        switch storage {
        case .table(let bytes, let rowBytes): Self.tableRow(bytes, at: run.start + row * rowBytes)
        case .stream(let bytes, let widths): Self.streamRow(bytes, widths, at: run.start + row * widths.reduce(0, +))
        case .listed, .found: nil
        }
    }

    /// `0000000017 00000 n`.
    static func tableRow(_ bytes: DocumentBytes, at start: Int) -> ObjectPlace? {
        guard start >= 0, start + 18 <= bytes.count else { return nil }
        var offset = 0
        for index in start..<start + 10 {
            guard bytes[index].isDigit else { return nil }
            offset = offset * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        var generation: Int32 = 0
        for index in start + 11..<start + 16 {
            guard bytes[index].isDigit else { return nil }
            generation = generation * 10 + Int32(bytes[index] - UInt8(ascii: "0"))
        }
        switch bytes[start + 17] {
        case UInt8(ascii: "n"): return .inFile(offset: offset, generation: generation)
        case UInt8(ascii: "f"): return .free
        default: return nil
        }
    }

    private static func streamRow(_ bytes: DocumentBytes, _ widths: [Int], at start: Int) -> ObjectPlace? {
        var position = start
        func field(_ width: Int, absent: UInt64) -> UInt64 {
            guard width > 0 else { return absent }
            var value: UInt64 = 0
            for _ in 0..<width {
                value = value << 8 | UInt64(bytes[position])
                position += 1
            }
            return value
        }
        let kind = field(widths[0], absent: 1)
        let second = field(widths[1], absent: 0)
        let third = field(widths[2], absent: 0)
        guard let number = Int(exactly: second), let detail = Int32(exactly: third) else { return nil }
        switch kind {
        case 0: return .free
        case 1: return .inFile(offset: number, generation: detail)
        case 2: return .inStream(container: number, index: Int(detail))
        default: return nil  // other kinds are null objects (ISO 32000-1 table 18)
        }
    }
}
