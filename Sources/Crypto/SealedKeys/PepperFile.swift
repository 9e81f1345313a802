/// A pepper as it lies in its file: 64 hexadecimal digits on a line, the current pepper first and then, while keys are being
/// rotated, the previous one.
package enum PepperFile {
    package static let bytesMax = 1_024
    private static let digitsPerLine = 2 * Pepper.byteCount

    /// Reads one or two lines; never through ordinary memory.
    package static func read(_ file: borrowing Secret) throws(CryptoError) -> Peppers {
        var lines: [Range<Int>] = []
        unsafe file.withBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = unsafe bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                if end > start { lines.append(start..<end) }
                start = end + 1
            }
        }
        guard (1...2).contains(lines.count) else { throw .pepper(.malformed) }
        let current = try Pepper(decode(file, line: lines[0]))
        guard lines.count == 2 else { return Peppers(current: current) }
        return Peppers(current: current, previous: try Pepper(decode(file, line: lines[1])))
    }

    /// The text of a file that `read` turns into these peppers again.
    package static func text(_ peppers: borrowing Peppers) throws(CryptoError) -> Secret {
        let lineBytes = digitsPerLine + 1
        switch peppers.previous {
        case .some(let previous):
            var text = try Secret(zeros: 2 * lineBytes)
            unsafe text.withMutableBytes { out in
                unsafe encode(peppers.current, into: UnsafeMutableRawBufferPointer(rebasing: out[..<lineBytes]))
                unsafe encode(previous, into: UnsafeMutableRawBufferPointer(rebasing: out[lineBytes...]))
            }
            return text
        case .none:
            var text = try Secret(zeros: lineBytes)
            unsafe text.withMutableBytes { out in unsafe encode(peppers.current, into: out) }
            return text
        }
    }

    private static func encode(_ pepper: borrowing Pepper, into line: UnsafeMutableRawBufferPointer) {
        unsafe pepper.secret.withBytes { bytes in
            for index in 0..<bytes.count {
                unsafe line[2 * index] = Hexadecimal.digit(bytes[index] >> 4)
                unsafe line[2 * index + 1] = Hexadecimal.digit(bytes[index] & 15)
            }
        }
        unsafe line[line.count - 1] = UInt8(ascii: "\n")
    }

    private static func decode(_ file: borrowing Secret, line: Range<Int>) throws(CryptoError) -> Secret {
        guard line.count == digitsPerLine else { throw .pepper(.malformed) }
        var pepper = try Secret(zeros: Pepper.byteCount)
        let isClean = unsafe pepper.withMutableBytes { out in
            unsafe file.withBytes { bytes in
                for index in 0..<out.count {
                    guard let high = Hexadecimal.value(of: unsafe bytes[line.lowerBound + 2 * index]),
                        let low = Hexadecimal.value(of: unsafe bytes[line.lowerBound + 2 * index + 1])
                    else { return false }
                    unsafe out[index] = high << 4 | low
                }
                return true
            }
        }
        guard isClean else { throw .pepper(.malformed) }
        return pepper
    }
}
