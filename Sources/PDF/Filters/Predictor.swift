/// Undoes what was done to rows of samples before Flate or LZW (ISO 32000-1 §7.4.4.4).
struct Predictor {
    let kind: Int
    let colours: Int
    let bitsPerSample: Int
    let columns: Int

    /// Nil where the parameters ask for none.
    init?(_ parameters: PDFDictionary) throws(PDFError) {
        kind = parameters["Predictor"]?.integer ?? 1
        guard kind != 1 else { return nil }
        colours = parameters["Colors"]?.integer ?? 1
        bitsPerSample = parameters["BitsPerComponent"]?.integer ?? 8
        columns = parameters["Columns"]?.integer ?? 1
        guard kind == 2 || 10...15 ~= kind, 1...32 ~= colours, [1, 2, 4, 8, 16].contains(bitsPerSample),
            1...1_000_000 ~= columns
        else { throw .unreadable(.filter) }
    }

    private var bytesPerPixel: Int { max(1, colours * bitsPerSample / 8) }
    private var rowBytes: Int { (columns * colours * bitsPerSample + 7) / 8 }

    func undo(_ encoded: OwnBytes) throws(PDFError) -> OwnBytes {
        kind == 2 ? try undoTIFF(encoded) : try undoPNG(encoded)
    }

    /// TIFF's horizontal differences; below eight bits a sample no cross-reference stream uses it.
    private func undoTIFF(_ encoded: OwnBytes) throws(PDFError) -> OwnBytes {
        guard bitsPerSample == 8 else { throw .unreadable(.filter) }
        let out = OwnBytes(capacity: encoded.count)
        for index in 0..<encoded.count {
            let left = index % rowBytes >= colours ? out[index - colours] : 0
            out.append(encoded[index] &+ left)
        }
        return out
    }

    /// Each row begins with a byte that names its own PNG filter, whatever the dictionary says.
    private func undoPNG(_ encoded: OwnBytes) throws(PDFError) -> OwnBytes {
        let out = OwnBytes(capacity: encoded.count)
        let back = bytesPerPixel
        var position = 0
        while position < encoded.count {
            let filter = encoded[position]
            guard filter <= 4 else { throw .unreadable(.filter) }
            position += 1
            let length = min(rowBytes, encoded.count - position)
            let row = out.count
            for index in 0..<length {
                let left = index >= back ? out[row + index - back] : 0
                let above = row >= rowBytes ? out[row + index - rowBytes] : 0
                let aboveLeft = index >= back && row >= rowBytes ? out[row + index - rowBytes - back] : 0
                out.append(encoded[position + index] &+ Self.guess(filter, left, above, aboveLeft))
            }
            position += length
        }
        return out
    }

    private static func guess(_ filter: UInt8, _ left: UInt8, _ above: UInt8, _ aboveLeft: UInt8) -> UInt8 {
        switch filter {
        case 1: return left
        case 2: return above
        case 3: return UInt8((Int(left) + Int(above)) / 2)
        case 4:
            let estimate = Int(left) + Int(above) - Int(aboveLeft)
            let distances = (abs(estimate - Int(left)), abs(estimate - Int(above)), abs(estimate - Int(aboveLeft)))
            if distances.0 <= distances.1 && distances.0 <= distances.2 { return left }
            return distances.1 <= distances.2 ? above : aboveLeft
        default: return 0
        }
    }
}
