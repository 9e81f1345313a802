package import PDF

extension TagPlace {
    package static let textCharactersMax = 200

    /// The box where the tag stands, given what the positions program printed about the document. It counts in a page's own
    /// units, of which `pointsPerUnit` tells the size by the page's number.
    package func place(
        in output: [UInt8], pointsPerUnit: (Int) throws(DocumentRefusal) -> Double
    ) throws(DocumentRefusal) -> SignatureRequest.Place {
        let pages = TextPositions(output).pages
        let numbers: [Int] =
            switch page {
            case nil: Array(pages.indices)
            case .first: Array(pages.indices.prefix(1))
            case .last: Array(pages.indices.suffix(1))
            case .number(let number): pages.indices.contains(number - 1) ? [number - 1] : []
            }
        if case .number(let number) = page, numbers.isEmpty {
            throw DocumentRefusal(.noSuchPage, numbers: [number, pages.count])
        }
        var found: [(page: Int, box: TextPositions.Box)] = []
        for number in numbers { found += pages[number].places(of: text).map { (number, $0) } }
        guard !found.isEmpty else { throw DocumentRefusal(.tagNotFound) }
        let index = occurrence.map { $0 - 1 } ?? found.count - 1
        guard found.indices.contains(index) else {
            throw DocumentRefusal(.tagOccurrenceNotFound, numbers: [index + 1, found.count])
        }
        let page = found[index].page + 1
        return place(at: found[index].box.scaled(by: try pointsPerUnit(page)), onPage: page)
    }

    private func place(at tag: TextPositions.Box, onPage page: Int) -> SignatureRequest.Place {
        let corner: (x: Double, y: Double) =
            switch anchor {
            case .bottomLeft: (tag.left, tag.bottom - height)
            case .topLeft: (tag.left, tag.top)
            case .centre: ((tag.left + tag.right - width) / 2, (tag.top + tag.bottom - height) / 2)
            }
        return SignatureRequest.Place(
            page: .number(page), box: Rectangle(x: corner.x, y: corner.y, width: width, height: height),
            origin: .topLeft)
    }
}
