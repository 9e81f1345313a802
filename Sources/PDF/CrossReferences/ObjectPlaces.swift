/// Where objects lie, by their numbers: eight bytes for each, on sheets of consecutive numbers.
///
/// A dictionary would wait for memory at nearly every object of a file that has half a million and lists them again.
struct ObjectPlaces {
    /// Codes of consecutive numbers; a sheet on which nothing stands is empty.
    private var sheets: [[UInt64]] = []
    private(set) var count = 0

    private static let sheetBits = 13

    /// Two bits of kind, and above them what the kind needs. Zero is nothing.
    private enum Code {
        static let free: UInt64 = 1
        static let inFile: UInt64 = 2
        static let inStream: UInt64 = 3
    }

    subscript(number: Int) -> ObjectPlace? {
        get {
            let (sheet, row) = Self.place(of: number)
            guard sheet < sheets.count, !sheets[sheet].isEmpty else { return nil }
            return Self.decoded(sheets[sheet][row])
        }
        set {
            let (sheet, row) = Self.place(of: number)
            while sheets.count <= sheet { sheets.append([]) }
            if sheets[sheet].isEmpty { sheets[sheet] = Array(repeating: 0, count: 1 << Self.sheetBits) }
            let code = newValue.map(Self.encoded) ?? 0
            count += (code == 0 ? 0 : 1) - (sheets[sheet][row] == 0 ? 0 : 1)
            sheets[sheet][row] = code
        }
    }

    var highest: Int {
        for (sheet, codes) in sheets.enumerated().reversed() {
            if let row = codes.lastIndex(where: { $0 != 0 }) { return sheet << Self.sheetBits | row }
        }
        return 0
    }

    /// In rising order.
    func forEach(_ body: (_ number: Int, _ place: ObjectPlace) -> Void) {
        for (sheet, codes) in sheets.enumerated() {
            for (row, code) in codes.enumerated() {
                if let place = Self.decoded(code) { body(sheet << Self.sheetBits | row, place) }
            }
        }
    }

    private static func place(of number: Int) -> (sheet: Int, row: Int) {
        precondition(number >= 0, "objects are counted from zero")
        return (number >> sheetBits, number & ((1 << sheetBits) - 1))
    }

    private static func encoded(_ place: ObjectPlace) -> UInt64 {
        switch place {
        case .free: return Code.free
        case .inFile(let offset, let generation):
            // 46 bits are more than a machine has memory, and a generation has 16 (ISO 32000-1 annex C).
            precondition(offset >> 46 == 0 && generation >> 16 == 0, "an offset into memory, and a small generation")
            return UInt64(offset) << 18 | UInt64(generation) << 2 | Code.inFile
        case .inStream(let container, let index):
            precondition(container >> 30 == 0 && index >> 32 == 0, "a number and an index within their limits")
            return UInt64(container) << 34 | UInt64(index) << 2 | Code.inStream
        }
    }

    private static func decoded(_ code: UInt64) -> ObjectPlace? {
        switch code & 3 {
        case Code.free: .free
        case Code.inFile: .inFile(offset: Int(code >> 18), generation: Int32(code >> 2 & 0xFFFF))
        case Code.inStream: .inStream(container: Int(code >> 34), index: Int(code >> 2 & 0xFFFF_FFFF))
        default: nil
        }
    }
}
