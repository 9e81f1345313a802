/// Where picture and text go in a box.
struct BoxLayout {
    /// A wider box than this has its picture at the side.
    private static let wideProportion = 1.5
    /// What text leaves to a picture beside it, of the width, and above it, of the height.
    private static let pictureWidthShare = 0.42
    private static let pictureHeightShare = 0.55
    private static let gapShare = 0.1  // of the shorter side
    private static let gaps = 2.0...8.0

    private(set) var picture: Rectangle?
    let text: Rectangle?
    let isTextCentred: Bool

    /// `proportion` is the picture's width over its height, nothing when there is none.
    init(_ area: Rectangle, proportion: Double?, hasText: Bool, layout: AppearanceLayout) {
        guard let proportion, hasText else {
            picture = proportion == nil ? nil : area
            text = hasText ? area : nil
            isTextCentred = false
            return
        }
        let isBeside =
            switch layout {
            case .automatic: area.width >= area.height * Self.wideProportion
            case .pictureBesideText: true
            case .pictureAboveText: false
            }
        let wanted = min(area.width, area.height) * Self.gapShare
        let gap = min(max(wanted, Self.gaps.lowerBound), Self.gaps.upperBound)
        if isBeside {
            let side = min(area.height * proportion, area.width * Self.pictureWidthShare)
            picture = Rectangle(x: area.x, y: area.y, width: side, height: area.height)
            text = Rectangle(
                x: area.x + side + gap, y: area.y, width: area.width - side - gap, height: area.height)
        } else {
            let side = min(area.width / proportion, area.height * Self.pictureHeightShare)
            picture = Rectangle(x: area.x, y: area.y + area.height - side, width: area.width, height: side)
            text = Rectangle(x: area.x, y: area.y, width: area.width, height: area.height - side - gap)
        }
        isTextCentred = !isBeside
    }

    /// Text that is lower than its part stands in the middle of it; a picture above comes down to it.
    mutating func settle(textHeight: Double) {
        guard isTextCentred, let text else { return }
        picture?.y -= (text.height - textHeight) / 2
    }
}
