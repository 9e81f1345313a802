/// A rectangle in points, from its lower left corner.
package struct Rectangle: Hashable, Sendable {
    package let x: Double
    package let y: Double
    package let width: Double
    package let height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    func overlaps(_ other: Rectangle) -> Bool {
        x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }
}

/// Where the caller counts from.
package enum BoxOrigin: String, CaseIterable, Sendable {
    case bottomLeft = "bottom-left"
    case topLeft = "top-left"
}

/// How a page is shown: its visible box, turned and scaled, against the coordinates its content uses.
///
/// A caller places things on what a person sees, in points from a corner of the page as it is shown.
package struct PageGeometry: Sendable {
    private static let letter = Rectangle(x: 0, y: 0, width: 612, height: 792)
    /// Far beyond any paper, and still exact in the numbers viewers compute with.
    private static let coordinateMax = 1_000_000.0

    /// In the page's own units.
    private let visible: Rectangle
    /// Clockwise quarter turns.
    private let turns: Int
    private let pointsPerUnit: Double

    init(_ page: PDFPage, in document: PDFDocument) throws(PDFError) {
        let media = try Self.box(page["MediaBox"], in: document) ?? Self.letter
        let crop = try Self.box(page["CropBox"], in: document)
        visible = crop.flatMap { Self.common($0, media) } ?? media
        let degrees = try document.resolve(page["Rotate"]).integer ?? 0
        turns = degrees.isMultiple(of: 90) ? ((degrees / 90) % 4 + 4) % 4 : 0
        let unit = try document.resolve(page.dictionary["UserUnit"]).number ?? 1
        pointsPerUnit = unit.isFinite && unit > 0 && unit <= 75_000 ? unit : 1
    }

    /// Four numbers, any two opposite corners; nil for a box of no size, which viewers pass over.
    private static func box(_ object: PDFObject?, in document: PDFDocument) throws(PDFError) -> Rectangle? {
        guard let corners = try document.resolve(object).array, corners.count >= 4 else { return nil }
        var numbers: [Double] = []
        for corner in corners.prefix(4) {
            guard let number = try document.resolve(corner).number, number.isFinite else { return nil }
            guard abs(number) <= coordinateMax else { throw .tooComplex(.pageSize) }
            numbers.append(number)
        }
        let (left, right) = (min(numbers[0], numbers[2]), max(numbers[0], numbers[2]))
        let (bottom, top) = (min(numbers[1], numbers[3]), max(numbers[1], numbers[3]))
        guard right > left, top > bottom else { return nil }
        return Rectangle(x: left, y: bottom, width: right - left, height: top - bottom)
    }

    private static func common(_ one: Rectangle, _ other: Rectangle) -> Rectangle? {
        guard one.overlaps(other) else { return nil }
        let (left, bottom) = (max(one.x, other.x), max(one.y, other.y))
        return Rectangle(
            x: left, y: bottom, width: min(one.x + one.width, other.x + other.width) - left,
            height: min(one.y + one.height, other.y + other.height) - bottom)
    }

    /// As it is shown, in points.
    package var shownSize: (width: Double, height: Double) {
        let (width, height) = (visible.width * pointsPerUnit, visible.height * pointsPerUnit)
        return turns.isMultiple(of: 2) ? (width, height) : (height, width)
    }

    /// How a rectangle of the page's own units is shown, in points.
    func shownSize(ofWidth width: Double, height: Double) -> (width: Double, height: Double) {
        turns.isMultiple(of: 2)
            ? (width * pointsPerUnit, height * pointsPerUnit) : (height * pointsPerUnit, width * pointsPerUnit)
    }

    /// The rectangle in the page's own coordinates; nil where none of it is on the page, or not all of what has to be whole, or it
    /// is beyond all measure.
    func onPage(_ box: Rectangle, from origin: BoxOrigin, whole: Bool = false) -> Rectangle? {
        guard let turned = turned(box, from: origin, whole: whole),
            [turned.x, turned.y, turned.x + turned.width, turned.y + turned.height].allSatisfy({
                abs($0) <= Self.coordinateMax
            })
        else { return nil }
        return turned
    }

    private func turned(_ box: Rectangle, from origin: BoxOrigin, whole: Bool) -> Rectangle? {
        let shown = shownSize
        let bottom = origin == .bottomLeft ? box.y : shown.height - box.y - box.height
        let shownBox = Rectangle(x: box.x, y: bottom, width: box.width, height: box.height)
        guard shownBox.overlaps(Rectangle(x: 0, y: 0, width: shown.width, height: shown.height)) else { return nil }
        let isWhole =
            box.x >= 0 && bottom >= 0 && box.x + box.width <= shown.width && bottom + box.height <= shown.height
        guard isWhole || !whole else { return nil }
        let (x, y) = (box.x / pointsPerUnit, bottom / pointsPerUnit)
        let (width, height) = (box.width / pointsPerUnit, box.height / pointsPerUnit)
        switch turns {
        case 1:
            return Rectangle(x: visible.x + visible.width - y - height, y: visible.y + x, width: height, height: width)
        case 2:
            return Rectangle(
                x: visible.x + visible.width - x - width, y: visible.y + visible.height - y - height, width: width,
                height: height)
        case 3:
            return Rectangle(x: visible.x + y, y: visible.y + visible.height - x - width, width: height, height: width)
        default:
            return Rectangle(x: visible.x + x, y: visible.y + y, width: width, height: height)
        }
    }

    /// The matrix that keeps a form of this size upright on the page as it is shown (ISO 32000-1 §12.5.5).
    func uprightMatrix(width: Double, height: Double) -> [PDFObject]? {
        let numbers: [Double]
        switch turns {
        case 1: numbers = [0, 1, -1, 0, height, 0]
        case 2: numbers = [-1, 0, 0, -1, width, height]
        case 3: numbers = [0, -1, 1, 0, 0, width]
        default: return nil
        }
        return numbers.map { .real(PDFReal($0)) }
    }

    /// The quarter turns in degrees, for a widget's `/MK`.
    var degrees: Int { turns * 90 }
}

extension PDFDocument {
    /// How much of what is shown of a page a box takes, from nothing to one or more; nil for no box at all.
    package func share(ofPage number: Int, taken box: [Double]) throws(PDFError) -> Double? {
        guard box.count == 4, box.allSatisfy(\.isFinite) else { return nil }
        let page = try PageGeometry(page(.number(number)), in: self)
        return abs((box[2] - box[0]) * (box[3] - box[1])) / page.shownArea
    }
}

extension PageGeometry {
    fileprivate var shownArea: Double { visible.width * visible.height }
}
