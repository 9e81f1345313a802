extension SyntaxReader {
    /// The data of a stream whose dictionary was just read, or nil where no stream follows.
    ///
    /// A length that does not lead to `endstream` is wrong; the data then end where that word stands, as readers agree.
    mutating func takeStreamData(length: Int?) -> Range<Int>? {
        guard take("stream") || takeStreamWordBeforeData() else { return nil }
        if next == 0x0D { position += 1 }
        if next == 0x0A { position += 1 }
        let start = position
        if let length, length >= 0, length <= end - start {
            position = start + length
            if take("endstream") { return start..<start + length }
        }
        guard let word = bytes.firstIndex(of: "endstream", in: start..<end) else {
            position = start
            return nil
        }
        position = word + 9
        return start..<lineEndRemoved(before: word, after: start)
    }

    /// `stream` is followed by a line end; data that begin at once with a regular byte are the writer's mistake.
    private mutating func takeStreamWordBeforeData() -> Bool {
        skipBlanks()
        guard bytes.starts(with: "stream", at: position), position + 6 <= end else { return false }
        position += 6
        return true
    }

    private func lineEndRemoved(before word: Int, after start: Int) -> Int {
        var last = word
        if last > start, bytes[last - 1] == 0x0A { last -= 1 }
        if last > start, bytes[last - 1] == 0x0D { last -= 1 }
        return last
    }
}

extension DocumentBytes {
    /// Where an object's number begins whose head ends in this `obj`: walks back over `12 0 `.
    func objectHeadStart(before word: Int) -> Int? {
        var index = word
        func skip(_ isWanted: (UInt8) -> Bool) -> Int {
            let before = index
            while index > 0, before - index < 32, isWanted(self[index - 1]) { index -= 1 }
            return before - index
        }
        _ = skip(\.isBlank)
        guard skip(\.isDigit) > 0, skip(\.isBlank) > 0, skip(\.isDigit) > 0 else { return nil }
        return index
    }
}
