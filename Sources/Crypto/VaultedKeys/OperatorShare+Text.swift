/// A share on paper: sixteen groups of six characters, four to a line, the sixth of each checking the other five and the place
/// of the group. The letters are Crockford's, without I, L, O and U; `docs/vaulted-key.md` writes it down.
extension OperatorShare {
    static let version: UInt8 = 1
    private static let checksumBytes = 7
    private static let bodyBytes = 1 + ShareSetID.byteCount + 2 + valueBytes
    static let groupCount = 16
    static let groupCharacters = 6
    /// More than any way of spacing the groups out.
    package static let textBytesMax = 1_024

    package func text() throws(CryptoError) -> Secret {
        let bytes = try packed()
        var text = try Secret(zeros: Self.groupCount * (Self.groupCharacters + 1))
        unsafe bytes.withBytes { bytes in
            unsafe text.withMutableBytes { out in
                for group in 0..<Self.groupCount {
                    let start = group * (Self.groupCharacters + 1)
                    var check = GroupCheck()
                    // Five characters are 25 bits. They go from secret to secret and lie in no array between.
                    for place in 0..<5 {
                        let symbol = UInt8(unsafe bits(of: bytes, from: (group * 5 + place) * 5))
                        check.take(symbol)
                        unsafe out[start + place] = GroupCheck.alphabet[Int(symbol)]
                    }
                    unsafe out[start + 5] = GroupCheck.alphabet[Int(check.symbol(ofGroup: group))]
                    unsafe out[start + Self.groupCharacters] = UInt8(ascii: group % 4 == 3 ? "\n" : "-")
                }
            }
        }
        return text
    }

    private func packed() throws(CryptoError) -> Secret {
        var bytes = try Secret(zeros: Self.bodyBytes + Self.checksumBytes)
        let head = [Self.version] + set.bytes + [threshold, index]
        unsafe bytes.withMutableBytes { out in
            unsafe out.copyBytes(from: head)
            unsafe value.withBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: out[head.count...]).copyMemory(from: $0)
            }
        }
        let checksum = try Self.checksum(of: bytes)
        unsafe bytes.withMutableBytes { out in
            unsafe UnsafeMutableRawBufferPointer(rebasing: out[Self.bodyBytes...]).copyBytes(from: checksum)
        }
        return bytes
    }

    private static func checksum(of packed: borrowing Secret) throws(CryptoError) -> [UInt8] {
        var hashing = try Hashing(.sha256)
        try unsafe packed.withBytes { bytes throws(CryptoError) in
            try unsafe hashing.update(UnsafeRawBufferPointer(rebasing: bytes[..<bodyBytes]))
        }
        return Array(try hashing.finish().bytes.prefix(checksumBytes))
    }

    /// Five bits from a bit on.
    private func bits(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        (0..<5).reduce(0) { made, offset in
            let bit = start + offset
            return made << 1 | Int(unsafe bytes[bit / 8] >> UInt8(7 - bit % 8) & 1)
        }
    }

    /// Reads what somebody typed: in either case, spaced and broken in any way, with O for 0 and I or L for 1.
    package convenience init(typed text: borrowing Secret) throws(CryptoError) {
        let symbols = try Self.symbols(in: text)
        var packed = try Secret(zeros: Self.bodyBytes + Self.checksumBytes)
        unsafe symbols.withBytes { symbols in
            unsafe packed.withMutableBytes { out in
                for group in 0..<Self.groupCount {
                    for place in 0..<5 {
                        let symbol = unsafe symbols[group * Self.groupCharacters + place]
                        for offset in 0..<5 where symbol >> UInt8(4 - offset) & 1 == 1 {
                            let bit = (group * 5 + place) * 5 + offset
                            unsafe out[bit / 8] |= 0x80 >> UInt8(bit % 8)
                        }
                    }
                }
            }
        }
        let checksum = try Self.checksum(of: packed)
        let head = unsafe packed.withBytes { unsafe Array($0.prefix(Self.bodyBytes - Self.valueBytes)) }
        let isIntact = unsafe packed.withBytes { unsafe $0[Self.bodyBytes...].elementsEqual(checksum) }
        guard isIntact else { throw .share(.damaged) }
        guard head[0] == Self.version else { throw .share(.newerVersion(head[0])) }
        let (threshold, index) = (head[head.count - 2], head[head.count - 1])
        guard (SecretSharing.thresholdMin...SecretSharing.sharesMax).contains(Int(threshold)),
            (1...SecretSharing.sharesMax).contains(Int(index))
        else { throw .share(.damaged) }
        self.init(
            set: ShareSetID(bytes: Array(head[1...ShareSetID.byteCount])), threshold: threshold, index: index,
            value: try packed.slice(from: head.count, count: Self.valueBytes))
    }

    /// The 96 symbols, each group checked.
    private static func symbols(in text: borrowing Secret) throws(CryptoError) -> Secret {
        let expected = groupCount * groupCharacters
        guard text.count <= textBytesMax else {
            throw .share(.wrongLength(characters: text.count, expected: expected))
        }
        var symbols = try Secret(zeros: expected)
        var count = 0
        var slip: Int?
        unsafe symbols.withMutableBytes { out in
            unsafe text.withBytes { text in
                for index in 0..<text.count {
                    let character = unsafe text[index]
                    if GroupCheck.isSpacing(character) { continue }
                    let symbol = GroupCheck.value(of: character)
                    if symbol == nil, slip == nil { slip = count / groupCharacters + 1 }
                    if count < expected { unsafe out[count] = symbol ?? 0 }
                    count += 1
                }
            }
        }
        if let slip, slip <= groupCount { throw .share(.mistyped(group: slip)) }
        guard count == expected else { throw .share(.wrongLength(characters: count, expected: expected)) }
        for group in 0..<groupCount {
            let isRight = unsafe symbols.withBytes { bytes in
                let start = group * groupCharacters
                var check = GroupCheck()
                for place in start..<start + 5 { check.take(unsafe bytes[place]) }
                return unsafe check.symbol(ofGroup: group) == bytes[start + 5]
            }
            guard isRight else { throw .share(.mistyped(group: group + 1)) }
        }
        return symbols
    }
}

/// The letters of a share, and the one that checks a group.
///
/// Over GF(32): each place is multiplied by another power of x, so that one wrong character, or two that changed places, never go
/// unseen; and the group's own number is a place too, so that groups do not change places either.
struct GroupCheck {
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func value(of character: UInt8) -> UInt8? {
        var capital = character
        if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character) { capital -= 0x20 }
        switch capital {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: capital).map { UInt8($0) }
        }
    }

    static func isSpacing(_ character: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t")]
            .contains(character)
    }

    private var sum: UInt8 = 0

    mutating func take(_ symbol: UInt8) {
        sum = Self.timesX(sum) ^ symbol
    }

    func symbol(ofGroup group: Int) -> UInt8 { Self.timesX(sum) ^ UInt8(group) }

    /// Modulo x⁵ + x² + 1.
    private static func timesX(_ symbol: UInt8) -> UInt8 {
        let shifted = symbol << 1
        return shifted & 0x20 == 0 ? shifted : (shifted ^ 0x25) & 0x1F
    }
}
