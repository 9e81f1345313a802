/// An object as it will be written, with gaps for the numbers of the objects it refers to.
struct ObjectTemplate: Sendable {
    private let text: [UInt8]
    private let gaps: [(place: Int, object: Int)]

    /// `places` says which of the numbers given to `write` stands for an object; `data` are a stream's own.
    init(_ object: PDFObject, _ data: [UInt8], places: [ObjectID: Int]) {
        var writer = SyntaxWriter(leavesGaps: true)
        if case .stream(let stream) = object {
            writer.write(stream.dictionary, data)
        } else {
            writer.write(object)
        }
        text = writer.bytes
        gaps = writer.gaps.map { gap in
            guard let place = places[gap.id] else { preconditionFailure("a template knows all it refers to") }
            return (gap.place, place)
        }
    }

    func write(_ numbers: [ObjectID], to out: inout SyntaxWriter) {
        var done = 0
        for gap in gaps {
            out.write(raw: text[done..<gap.place])
            out.write(numbers[gap.object])
            done = gap.place
        }
        out.write(raw: text[done...])
    }
}
