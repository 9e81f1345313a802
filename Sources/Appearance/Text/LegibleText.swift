import Crypto

/// Text that can be set one character after the other, from left to right, and looks as it should.
enum LegibleText {
    /// The lines of a text in normal form C, which composes letters with their marks as far as Unicode can.
    static func lines(of text: String) throws(AppearanceError) -> [[Unicode.Scalar]] {
        guard let composed = NormalForm.composed(text) else {
            throw .library(operation: "utf8proc_map", words: "no normal form")
        }
        var lines: [[Unicode.Scalar]] = [[]]
        for character in composed {
            // A carriage return and a line feed are one character of Swift.
            if character == "\n" || character == "\r\n" {
                lines.append([])
                continue
            }
            for scalar in character.unicodeScalars {
                try check(scalar)
                lines[lines.count - 1].append(scalar)
            }
        }
        return lines
    }

    private static func check(_ scalar: Unicode.Scalar) throws(AppearanceError) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
            throw .text(.controlCharacter(codePoint: scalar.value))
        case .nonspacingMark, .spacingMark, .enclosingMark:
            throw .text(.combiningMark(codePoint: scalar.value))
        case .unassigned, .privateUse: throw .text(.missingCharacter(codePoint: scalar.value))
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol,
            .otherSymbol, .spaceSeparator:
            try checkScript(of: scalar)
        @unknown default: throw .text(.missingCharacter(codePoint: scalar.value))
        }
    }

    /// What is written letter after letter, each in one form: the blocks of Latin, Greek, Cyrillic and Armenian, of
    /// signs, and of East Asia. The rest would come out wrong, whatever the font has.
    private static func checkScript(of scalar: Unicode.Scalar) throws(AppearanceError) {
        switch scalar.value {
        case 0x0020...0x058F, 0x1D00...0x2BFF, 0x2C60...0x2C7F, 0x2E00...0x9FFF, 0xA720...0xA7FF, 0xAB30...0xAB6F,
            0xAC00...0xD7A3, 0xF900...0xFB06, 0xFF00...0xFFEF:
            return
        // Kept for such scripts, unassigned places included (UAX #9, table 4).
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            throw .text(.rightToLeft(codePoint: scalar.value))
        case 0x10000...: throw .text(.missingCharacter(codePoint: scalar.value))
        default: throw .text(.unsupportedScript(codePoint: scalar.value))
        }
    }
}
