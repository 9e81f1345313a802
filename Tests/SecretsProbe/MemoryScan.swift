import Glibc

/// Looks through the memory of its own process for needles it never holds in clear itself.
///
/// Each needle comes masked, so that neither the list nor the search puts a copy of it into memory.
struct MemoryScan {
    static let mask: UInt8 = 0xA5

    struct Needle {
        let name: String
        let masked: [UInt8]
    }

    let needles: [Needle]

    /// How often each needle stands in readable memory, by its name.
    func count() -> [String: Int] {
        var found: [String: Int] = [:]
        for region in Self.readableRegions() {
            for needle in needles { found[needle.name, default: 0] += occurrences(of: needle.masked, at: region) }
        }
        return found
    }

    private func occurrences(of masked: [UInt8], at addresses: Range<UInt>) -> Int {
        let region = unsafe UnsafeRawBufferPointer(
            start: UnsafeRawPointer(bitPattern: addresses.lowerBound), count: addresses.count)
        guard let start = region.baseAddress, region.count >= masked.count else { return 0 }
        let first = Int32(masked[0] ^ Self.mask)
        var offset = 0
        var count = 0
        // `memchr` for the first byte, the rest compared under the mask.
        while offset <= region.count - masked.count,
            let hit = unsafe memchr(start + offset, first, region.count - masked.count - offset + 1)
        {
            let position = unsafe UnsafeRawPointer(hit) - start
            if (1..<masked.count).allSatisfy({ unsafe region[position + $0] ^ Self.mask == masked[$0] }) {
                count += 1
            }
            offset = position + 1
        }
        return count
    }

    /// Everything of this process that can be read: heaps, stacks, globals, the locked heap.
    private static func readableRegions() -> [Range<UInt>] {
        guard let file = unsafe fopen("/proc/self/maps", "r") else { return [] }
        defer { unsafe fclose(file) }

        var regions: [Range<UInt>] = []
        var line = [CChar](repeating: 0, count: 4_096)
        while unsafe fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let fields = text.split(separator: " ")
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, fields[1].hasPrefix("r"), !text.contains("[vvar"), !text.contains("[vsyscall") else {
                continue
            }
            regions.append(ends[0]..<ends[1])
        }
        return regions
    }
}
