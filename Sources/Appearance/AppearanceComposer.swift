/// Draws what a signature looks like. It touches nothing but memory, so it may work where there are no files.
///
/// The same specification gives the same bytes: no clock, no chance and no environment has a part in it.
package struct AppearanceComposer: Sendable {
    private let fonts: FontPair

    /// Reads the two fonts, whole TrueType files. This is the slow part, to be done once.
    package init(regular: [UInt8], bold: [UInt8]) throws(AppearanceError) {
        do throws(FontDefect) {
            fonts = FontPair(regular: try TrueTypeFont(regular), bold: try TrueTypeFont(bold))
        } catch {
            throw .font(error)
        }
    }

    package func compose(_ specification: AppearanceSpecification) throws(AppearanceError) -> ComposedAppearance {
        let area = try specification.area()
        let motif = try Motif(specification.picture)
        let hasText = specification.lines.contains { !$0.text.allSatisfy(\.isWhitespace) }
        guard motif != nil || hasText || specification.border > 0 else { throw .nothingToShow }
        var layout = BoxLayout(
            area, proportion: motif?.proportion, hasText: hasText, layout: specification.layout)
        let block = try layout.text.map { (place) throws(AppearanceError) in
            try TextBlock.fitting(
                specification.lines, width: place.width, height: place.height, fontSize: specification.fontSize,
                fonts: fonts)
        }
        if let block { layout.settle(textHeight: block.height) }

        let file = try ScratchFile()
        var content = ContentStream()
        if specification.border > 0 {
            let box = Rectangle(x: 0, y: 0, width: specification.width, height: specification.height)
            content.strokeGrey(0)
            content.stroke(box.inset(by: specification.border / 2), lineWidth: specification.border)
        }
        if let motif, let place = layout.picture { try motif.draw(in: place, on: &content, file) }
        if let block, let place = layout.text {
            try draw(block, in: place, isCentred: layout.isTextCentred, on: &content, file)
        }
        return try file.written(width: specification.width, height: specification.height, content: content)
    }

    private func draw(
        _ block: TextBlock, in place: Rectangle, isCentred: Bool, on content: inout ContentStream,
        _ file: borrowing ScratchFile
    ) throws(AppearanceError) {
        var faces: [AppearanceStyle: (name: String, codes: [Unicode.Scalar: Int])] = [:]
        for style in AppearanceStyle.allCases {
            let shown = Set(block.rows.lazy.filter { $0.style == style }.flatMap(\.scalars))
            guard !shown.isEmpty else { continue }
            let subset = try FontSubset(of: fonts[style], showing: shown)
            try file.add(subset)
            faces[style] = ("F\(faces.count + 1)", subset.codes)
        }
        let top = place.y + (place.height + block.height) / 2
        content.fillGrey(0)  // a form begins with whatever colour the page was using
        content.text { content in
            var current: (AppearanceStyle, Double)?
            for (row, depth) in block.baselines where !row.scalars.isEmpty {
                guard let face = faces[row.style] else { continue }
                let size = block.size * row.sizeFactor
                if current?.0 != row.style || current?.1 != size { content.font(face.name, size: size) }
                current = (row.style, size)
                let indent = isCentred ? (place.width - row.width * block.size) / 2 : 0
                content.show(codes(of: row, face.codes), x: place.x + indent, y: top - depth)
            }
        }
    }

    private func codes(of row: TextRow, _ codes: [Unicode.Scalar: Int]) -> [(code: Int, kerning: Int)] {
        let font = fonts[row.style]
        let glyphs = row.scalars.map { font.glyph(for: $0) ?? 0 }
        return zip(row.scalars.indices, row.scalars).map { (place, scalar) in
            let isLast = place + 1 == glyphs.count
            return (codes[scalar] ?? 0, isLast ? 0 : font.kerning(glyphs[place], glyphs[place + 1]))
        }
    }
}

/// A small PDF, whose catalog's entry `/TekenAppearance` refers to a form XObject and all it needs.
package struct ComposedAppearance: Sendable, Equatable {
    package let scratchPDF: [UInt8]
}

extension AppearanceSpecification {
    /// What margin and border leave of the box.
    fileprivate func area() throws(AppearanceError) -> Rectangle {
        // A value that is no number is in no range.
        let sides = Self.sideMin...Self.sideMax
        guard sides.contains(width), sides.contains(height) else {
            throw .box(.sizeOutsideLimits(least: Self.sideMin, most: Self.sideMax))
        }
        guard (0...Self.marginMax).contains(margin) else { throw .box(.marginOutsideLimits(most: Self.marginMax)) }
        guard (0...Self.borderMax).contains(border) else { throw .box(.borderOutsideLimits(most: Self.borderMax)) }
        let area = Rectangle(x: 0, y: 0, width: width, height: height).inset(by: margin + border)
        guard area.width > 0, area.height > 0 else { throw .box(.tooSmall) }
        return area
    }
}
