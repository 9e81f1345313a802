/// What a signature should look like: a box, a picture or a QR code, and lines of text. Lengths are points.
package struct AppearanceSpecification: Sendable, Hashable {
    package static let sideMin = 1.0
    /// The longest side of a page in PDF (ISO 32000-1, Annex C).
    package static let sideMax = 14_400.0
    package static let marginMax = 1_000.0
    package static let borderMax = 10.0

    package var width: Double
    package var height: Double
    package var picture: AppearancePicture
    package var lines: [AppearanceLine]
    package var layout: AppearanceLayout
    package var fontSize: AppearanceFontSize
    /// Kept free inside the box, and inside its border.
    package var margin: Double
    /// The width of a thin black frame along the box; zero for none.
    package var border: Double

    package init(
        width: Double, height: Double, picture: AppearancePicture = .none, lines: [AppearanceLine] = [],
        layout: AppearanceLayout = .automatic, fontSize: AppearanceFontSize = .automatic, margin: Double = 2,
        border: Double = 0
    ) {
        self.width = width
        self.height = height
        self.picture = picture
        self.lines = lines
        self.layout = layout
        self.fontSize = fontSize
        self.margin = margin
        self.border = border
    }
}

package enum AppearancePicture: Sendable, Hashable {
    case none
    /// A whole PNG or JPEG file. It is centred in its part of the box and keeps its proportions.
    case image([UInt8])
    /// A text to be scanned, at the named level or else at the highest one at which it fits.
    case qr(String, level: QRLevel? = nil)
}

/// How much of a QR code may be unreadable: about 30, 25, 15 and 7 per cent.
package enum QRLevel: Sendable, CaseIterable {
    case h, q, m, l
}

/// One line of text, wrapped at spaces when it is too long; a newline in it begins another.
package struct AppearanceLine: Sendable, Hashable {
    package var text: String
    package var style: AppearanceStyle
    /// Times the size of an ordinary line.
    package var sizeFactor: Double

    package init(_ text: String, style: AppearanceStyle = .regular, sizeFactor: Double = 1) {
        self.text = text
        self.style = style
        self.sizeFactor = sizeFactor
    }
}

package enum AppearanceStyle: Sendable, CaseIterable {
    case regular, bold
}

/// Where the picture is when there is text as well.
package enum AppearanceLayout: Sendable, CaseIterable {
    /// Beside in a wide box, above in a tall one.
    case automatic
    case pictureBesideText
    case pictureAboveText
}

package enum AppearanceFontSize: Sendable, Hashable {
    /// As large as the box allows, within what looks like a text.
    case automatic
    case points(Double)
}
