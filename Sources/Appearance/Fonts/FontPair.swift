/// One font for each style.
struct FontPair: Sendable {
    let regular: TrueTypeFont
    let bold: TrueTypeFont

    subscript(style: AppearanceStyle) -> TrueTypeFont {
        switch style {
        case .regular: regular
        case .bold: bold
        }
    }
}
