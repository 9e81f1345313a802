import FoundationEssentials

/// A page that shows a composed form over a coloured ground, for programs that look at pages only.
///
/// It appends to the scratch file what a page needs (ISO 32000-1 §7.5.6) and leaves every byte of it as it was.
package struct AppearanceSheet {
    /// What is around the form.
    package static let border = 10.0

    package let pdf: [UInt8]

    package init(scratchPDF: [UInt8], width: Double, height: Double, ground: String = "0.75 0.9 0.75") throws {
        let text = Array(scratchPDF.suffix(2_000))  // catalog and trailer come last
        guard let form = Self.number(after: "/TekenAppearance ", in: text),
            let size = Self.number(after: "/Size ", in: text),
            let start = Self.number(after: "startxref\n", in: text)
        else { throw AppearanceSheetError() }
        let (outerWidth, outerHeight) = (width + 2 * Self.border, height + 2 * Self.border)
        let content =
            "\(ground) rg 0 0 \(outerWidth) \(outerHeight) re f 1 0 0 1 \(Self.border) \(Self.border) cm /A Do"
        let objects = [
            "<</Type/Catalog/Pages \(size + 1) 0 R/TekenAppearance \(form) 0 R>>",
            "<</Type/Pages/Kids[\(size + 2) 0 R]/Count 1>>",
            "<</Type/Page/Parent \(size + 1) 0 R/MediaBox[0 0 \(outerWidth) \(outerHeight)]"
                + "/Resources<</XObject<</A \(form) 0 R>>>>/Contents \(size + 3) 0 R>>",
            "<</Length \(content.utf8.count)>>stream\n\(content)\nendstream",
        ]
        var pdf = scratchPDF
        var table = "xref\n\(size) \(objects.count)\n"
        for (number, object) in zip(size..., objects) {
            let offset = "\(pdf.count)"
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            pdf += "\(number) 0 obj\n\(object)\nendobj\n".utf8
        }
        let tableStart = pdf.count
        pdf += table.utf8
        pdf += "trailer\n<</Size \(size + objects.count)/Root \(size) 0 R/Prev \(start)>>\n".utf8
        pdf += "startxref\n\(tableStart)\n%%EOF\n".utf8
        self.pdf = pdf
    }

    /// The last one, since pictures may contain any text.
    private static func number(after words: String, in text: [UInt8]) -> Int? {
        let words = Array(words.utf8)
        guard text.count >= words.count else { return nil }
        for start in (0...text.count - words.count).reversed() where text[start...].starts(with: words) {
            let digits = text[(start + words.count)...].drop { $0 == 0x20 }.prefix { (48...57).contains($0) }
            return Int(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }
}

package struct AppearanceSheetError: Error {}
