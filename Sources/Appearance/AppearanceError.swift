/// Everything this room can refuse, by the reason a caller would treat differently.
///
/// No case carries what is written in an appearance: sizes, code points and a library's own words only.
package enum AppearanceError: Error, Equatable, Sendable {
    // What was asked for.
    case nothingToShow
    case box(BoxDefect)
    case picture(PictureDefect)
    case qr(QRDefect)
    case text(TextDefect)

    // What went wrong in here.
    case font(FontDefect)
    case library(operation: String, words: String)
}

package enum BoxDefect: Equatable, Sendable {
    /// A width or height that is no number, or outside of what a page can have.
    case sizeOutsideLimits(least: Double, most: Double)
    case marginOutsideLimits(most: Double)
    case borderOutsideLimits(most: Double)
    /// Margin and border leave nothing, or less than a picture needs to be seen or a QR code to be read.
    case tooSmall
}

package enum PictureDefect: Error, Equatable, Sendable {
    case empty
    case tooManyBytes(Int, most: Int)
    /// Neither PNG nor JPEG; the name of what it seems to be, such as `GIF`.
    case unsupportedType(String)
    /// The right type, in a variety that PDF or its readers do not know, such as arithmetic coding.
    case unsupportedCoding(String)
    case zeroSize
    case tooLarge(width: Int, height: Int, most: Int)
    case tooManyPixels(Int, most: Int)
    case severalFrames
    case tooManyScans(most: Int)
    case truncated
    case damaged(String)
}

package enum QRDefect: Equatable, Sendable {
    case empty
    case tooLong(bytes: Int, most: Int)
    case controlCharacter(codePoint: UInt32)
}

package enum TextDefect: Equatable, Sendable {
    case tooManyLines(Int, most: Int)
    case tooManyCharacters(Int, most: Int)
    case fontSizeOutsideLimits(least: Double, most: Double)
    case sizeFactorOutsideLimits(least: Double, most: Double)
    case controlCharacter(codePoint: UInt32)
    /// Written from right to left, which needs an order and letter forms that are not made here.
    case rightToLeft(codePoint: UInt32)
    /// Of a script whose letters take their form from their neighbours, such as Javanese.
    case unsupportedScript(codePoint: UInt32)
    /// A mark that composes with no letter before it, so it would stand beside instead of above.
    case combiningMark(codePoint: UInt32)
    case missingCharacter(codePoint: UInt32)
    /// Even wrapped, and at the smallest size that can be read.
    case doesNotFit(smallestSize: Double)
}

package enum FontDefect: Error, Equatable, Sendable {
    case unreadable(table: String)
    case embeddingForbidden
}
