/// A small PDF assembled from the bodies of its objects, for what no fixture shows.
package struct PDFSketch {
    package var header = "%PDF-1.7\n"
    /// What stands in the trailer besides `/Size`.
    package var trailer = "/Root 1 0 R"
    private var bodies: [Int: [UInt8]] = [:]

    /// A catalog, the root of the pages and one page of A4: objects 1, 2 and 3.
    package static var onePage: PDFSketch {
        var sketch = PDFSketch()
        sketch[1] = "<</Type/Catalog/Pages 2 0 R>>"
        sketch[2] = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
        return sketch
    }

    package init() {}

    /// The body of an object, one byte for each character.
    package subscript(number: Int) -> String {
        get { String(String.UnicodeScalarView((bodies[number] ?? []).map { Unicode.Scalar($0) })) }
        set { bodies[number] = newValue.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
    }

    package mutating func addStream(_ number: Int, _ entries: String, _ data: [UInt8]) {
        bodies[number] = Array("<<\(entries)/Length \(data.count)>>\nstream\n".utf8) + data + Array("\nendstream".utf8)
    }

    /// An object stream of these members, which get no body of their own.
    package mutating func addContainer(_ number: Int, _ members: [(number: Int, body: String)], entries: String = "") {
        var head = ""
        var bodies = ""
        for member in members {
            head += "\(member.number) \(bodies.utf8.count) "
            bodies += member.body + " "
        }
        let dictionary = "/Type/ObjStm/N \(members.count)/First \(head.utf8.count)" + entries
        addStream(number, dictionary, Array((head + bodies).utf8))
    }

    private var size: Int { (bodies.keys.max() ?? 0) + 1 }

    /// Header and objects, and where each object begins.
    private var body: (bytes: [UInt8], offsets: [Int: Int]) {
        var bytes = Array(header.utf8)
        var offsets: [Int: Int] = [:]
        for number in bodies.keys.sorted() {
            offsets[number] = bytes.count
            bytes += Array("\(number) 0 obj\n".utf8) + (bodies[number] ?? []) + Array("\nendobj\n".utf8)
        }
        return (bytes, offsets)
    }

    /// The objects alone, for readers that must find them.
    package var withoutCrossReference: [UInt8] {
        body.bytes + Array("trailer\n<<\(trailer)/Size \(size)>>\n%%EOF\n".utf8)
    }

    package var withTable: [UInt8] {
        let (bytes, offsets) = body
        var table = "xref\n0 \(size)\n0000000000 65535 f \n"
        for number in 1..<size {
            table += offsets[number].map { Self.padded($0, 10) + " 00000 n \n" } ?? "0000000000 65535 f \n"
        }
        let end = "trailer\n<<\(trailer)/Size \(size)>>\nstartxref\n\(bytes.count)\n%%EOF\n"
        return bytes + Array((table + end).utf8)
    }

    /// With a cross-reference stream; `inside` says which members lie where in which container.
    package func withStream(inside: [Int: (container: Int, index: Int)] = [:]) -> [UInt8] {
        let (bytes, offsets) = body
        let own = max(size, (inside.keys.max() ?? 0) + 1)
        var rows: [UInt8] = []
        for number in 0...own {
            let (kind, second, third) =
                if let place = inside[number] {
                    (2, place.container, place.index)
                } else if let offset = number == own ? bytes.count : offsets[number] {
                    (1, offset, 0)
                } else {
                    (0, 0, 255)
                }
            rows += [
                UInt8(kind), UInt8(second >> 16 & 255), UInt8(second >> 8 & 255), UInt8(second & 255), UInt8(third),
            ]
        }
        let dictionary = "<</Type/XRef\(trailer)/Size \(own + 1)/W[1 3 1]/Length \(rows.count)>>"
        return bytes + Array("\(own) 0 obj\n\(dictionary)\nstream\n".utf8) + rows
            + Array("\nendstream\nendobj\nstartxref\n\(bytes.count)\n%%EOF\n".utf8)
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        String(repeating: "0", count: digits - "\(number)".count) + "\(number)"
    }
}
