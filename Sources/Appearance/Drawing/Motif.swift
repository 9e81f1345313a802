/// What is not text in an appearance.
enum Motif {
    /// No printer and no camera resolves smaller squares.
    static let moduleMin = 0.5
    static let pictureSideMin = 1.0

    case picture(Picture)
    case code(QRCode)

    init?(_ picture: AppearancePicture) throws(AppearanceError) {
        switch picture {
        case .none: return nil
        case .image(let bytes): self = .picture(try Picture(bytes))
        case .qr(let text, let level): self = .code(try QRCode(text, level: level))
        }
    }

    var proportion: Double {
        switch self {
        case .picture(let picture): picture.proportion
        case .code: 1
        }
    }

    func draw(
        in place: Rectangle, on content: inout ContentStream, _ file: borrowing ScratchFile
    ) throws(AppearanceError) {
        let target = place.fitted(proportion: proportion)
        switch self {
        case .picture(let picture):
            guard min(target.width, target.height) >= Self.pictureSideMin else { throw .box(.tooSmall) }
            try file.add(picture)
            let turned = picture.orientation.matrix
            content.isolated { content in
                content.transform([
                    turned[0] * target.width, turned[1] * target.height, turned[2] * target.width,
                    turned[3] * target.height, turned[4] * target.width + target.x,
                    turned[5] * target.height + target.y,
                ])
                content.image("I1")
            }
        case .code(let code):
            let module = target.width / Double(code.modules + 2 * QRCode.quietZone)
            guard module >= Self.moduleMin else { throw .box(.tooSmall) }
            let margin = module * Double(QRCode.quietZone)
            // The quiet zone must be light whatever the page shows there.
            content.isolated { content in
                content.fillGrey(1)
                content.fill(target)
                content.fillGrey(0)
                content.transform([module, 0, 0, module, target.x + margin, target.y + margin])
                content.fill(code.bars, modules: code.modules)
            }
        }
    }
}
