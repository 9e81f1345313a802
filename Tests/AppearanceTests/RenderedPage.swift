import Appearance
import Foundation
import TestSupport
import Testing

/// An appearance as another program draws it, on a sheet of pale green.
struct RenderedPage {
    struct Colour: Equatable {
        let red: Int
        let green: Int
        let blue: Int

        static let ground = Colour(red: 191, green: 229, blue: 191)
        static let white = Colour(red: 255, green: 255, blue: 255)
        static let black = Colour(red: 0, green: 0, blue: 0)

        func isNear(_ other: Colour, within most: Int = 12) -> Bool {
            abs(red - other.red) <= most && abs(green - other.green) <= most && abs(blue - other.blue) <= most
        }
    }

    enum Judge: CaseIterable {
        case poppler, mupdf
    }

    let width: Int
    let height: Int
    private let pixels: [UInt8]
    private let scale: Double
    private let folder: TemporaryFolder

    init(_ specification: AppearanceSpecification, dpi: Int = 72, by judge: Judge = .poppler) throws {
        folder = try TemporaryFolder()
        let pdf = try Self.write(specification, in: folder)
        let run =
            switch judge {
            case .poppler:
                try ProgramRun.of("pdftoppm", ["-r", "\(dpi)", "-singlefile", pdf, folder.path("page")])
            case .mupdf:
                try ProgramRun.of("mutool", ["draw", "-q", "-r", "\(dpi)", "-o", folder.path("page.ppm"), pdf])
            }
        try #require(run.isSuccess, "\(run.errors)")
        let ppm = try folder.read("page.ppm")
        // P6, width, height, 255, then the pixels; mutool adds a line of comment.
        let header = ppm.prefix(100).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            .filter { !$0.hasPrefix("#") }
        let sides = header[1].split(separator: " ").compactMap { Int($0) }
        (width, height) = (sides[0], sides[1])
        pixels = Array(ppm[(ppm.count - width * height * 3)...])
        scale = Double(dpi) / 72
    }

    private static func write(_ specification: AppearanceSpecification, in folder: TemporaryFolder) throws -> String {
        let sheet = try AppearanceSheet(
            scratchPDF: AppearanceSample.composer().compose(specification).scratchPDF, width: specification.width,
            height: specification.height)
        return try folder.write(sheet.pdf, to: "page.pdf")
    }

    /// The colour at a point of the box, from its lower left corner.
    func colour(_ x: Double, _ y: Double) -> Colour {
        let column = Int((x + AppearanceSheet.border) * scale)
        let row = height - 1 - Int((y + AppearanceSheet.border) * scale)
        let start = (row * width + column) * 3
        return Colour(red: Int(pixels[start]), green: Int(pixels[start + 1]), blue: Int(pixels[start + 2]))
    }

    var darkest: Colour? {
        stride(from: 0, to: pixels.count, by: 3).map {
            Colour(red: Int(pixels[$0]), green: Int(pixels[$0 + 1]), blue: Int(pixels[$0 + 2]))
        }.min { $0.red + $0.green + $0.blue < $1.red + $1.green + $1.blue }
    }

    /// The smallest rectangle of the box, in points, that holds every pixel that is not ground.
    var inked: (left: Double, bottom: Double, right: Double, top: Double)? {
        var (columns, rows): ([Int], [Int]) = ([], [])
        for row in 0..<height {
            for column in 0..<width {
                let start = (row * width + column) * 3
                let colour = Colour(
                    red: Int(pixels[start]), green: Int(pixels[start + 1]), blue: Int(pixels[start + 2]))
                guard !colour.isNear(.ground, within: 2) else { continue }
                columns.append(column)
                rows.append(row)
            }
        }
        guard let left = columns.min(), let right = columns.max(), let top = rows.min(), let bottom = rows.max() else {
            return nil
        }
        let border = AppearanceSheet.border
        return (
            Double(left) / scale - border, Double(height - 1 - bottom) / scale - border,
            Double(right + 1) / scale - border, Double(height - top) / scale - border
        )
    }

    /// What a reader of bar codes makes of it.
    static func scanned(_ specification: AppearanceSpecification, dpi: Int = 300) throws -> String {
        let folder = try TemporaryFolder()
        let pdf = try write(specification, in: folder)
        let drawn = try ProgramRun.of("pdftoppm", ["-r", "\(dpi)", "-png", "-singlefile", pdf, folder.path("page")])
        try #require(drawn.isSuccess, "\(drawn.errors)")
        let run = try ProgramRun.of("zbarimg", ["--quiet", "--raw", "-Sbinary", folder.path("page.png")])
        try #require(run.isSuccess, "\(run.errors)")
        return run.output
    }

    /// What copying the text gives, line by line.
    static func copied(_ specification: AppearanceSpecification) throws -> [String] {
        let folder = try TemporaryFolder()
        let run = try ProgramRun.of("pdftotext", ["-enc", "UTF-8", try write(specification, in: folder), "-"])
        try #require(run.isSuccess, "\(run.errors)")
        return run.output.split(whereSeparator: { $0 == "\n" || $0 == "\u{C}" }).map(String.init)
    }

    /// The complaints of a program that checks structure, none of them when it is content.
    static func complaints(_ specification: AppearanceSpecification) throws -> String? {
        let folder = try TemporaryFolder()
        let run = try ProgramRun.of("qpdf", ["--check", try write(specification, in: folder)])
        return run.isSuccess && run.errors.isEmpty ? nil : run.output + run.errors
    }
}
