@testable import Appearance
import TestSupport
import Testing

@Suite("A composed appearance") struct AppearanceComposerTests {
    @Test func `satisfies a program that checks structure`() throws {
        for sample in try AppearanceSample.all() {
            #expect(try RenderedPage.complaints(sample.specification) == nil, "\(sample.name)")
        }
    }

    @Test func `is the same for the same specification, byte for byte`() throws {
        for sample in try AppearanceSample.all() {
            let first = try AppearanceSample.composer().compose(sample.specification)
            #expect(try AppearanceSample.composer().compose(sample.specification) == first, "\(sample.name)")
        }
    }

    @Test func `refers from its catalog to a form, and to nothing that is not used`() throws {
        let sample = try #require(try AppearanceSample.all().first { $0.name == "qr-text" })
        let folder = try TemporaryFolder()
        let composed = try AppearanceSample.composer().compose(sample.specification)
        let path = try folder.write(composed.scratchPDF, to: "scratch.pdf")
        let catalog = try #require(
            String(decoding: composed.scratchPDF, as: Unicode.ASCII.self)
                .firstMatch(of: /\/Type\/Catalog.*\/TekenAppearance (\d+) 0 R/))
        let form = try ProgramRun.of("qpdf", ["--show-object=\(catalog.1)", path]).output
        #expect(form.contains("/Subtype /Form") && form.contains("/Type /XObject"))
        let run = try ProgramRun.of(
            "qpdf", ["--qdf", "--no-original-object-ids", "--object-streams=disable", path, folder.path("plain.pdf")])
        try #require(run.isSuccess, "\(run.errors)")
        let objects = String(decoding: try folder.read("plain.pdf"), as: UTF8.self)
        // Two fonts of five objects each, the form, catalog, pages and information; qpdf adds five lengths of streams.
        #expect(objects.matches(of: /\n\d+ 0 obj/).count == 14 + 5)
        #expect(!objects.contains("CreationDate"))
    }

    @Test func `has a box of its size at the origin`() throws {
        let composed = try AppearanceSample.composer().compose(
            AppearanceSpecification(width: 123.456, height: 45, lines: [AppearanceLine("a")]))
        #expect(composed.scratchPDF.firstRange(of: Array("/BBox[ 0 0 123.456 45]".utf8)) != nil)
    }

    @Test func `shows something, or is refused`() throws {
        let composer = try AppearanceSample.composer()
        for lines in [[], [AppearanceLine("")], [AppearanceLine(" \n ")]] {
            #expect(throws: AppearanceError.nothingToShow) {
                try composer.compose(AppearanceSpecification(width: 10, height: 10, lines: lines))
            }
        }
    }

    @Test func `is as large as a page can be, and as small as a point`() throws {
        let composer = try AppearanceSample.composer()
        let framed = { (width: Double, height: Double) in
            AppearanceSpecification(width: width, height: height, margin: 0, border: 0.1)
        }
        #expect(throws: Never.self) { try composer.compose(framed(14_400, 1)) }
        #expect(throws: Never.self) { try composer.compose(framed(1, 14_400)) }
        for side in [0.99, 14_400.1, 0, -5, .nan, .infinity] {
            let refused = AppearanceError.box(.sizeOutsideLimits(least: 1, most: 14_400))
            #expect(throws: refused) { try composer.compose(framed(side, 10)) }
            #expect(throws: refused) { try composer.compose(framed(10, side)) }
        }
    }

    @Test func `leaves room inside margin and border, or is refused`() throws {
        let composer = try AppearanceSample.composer()
        let ink = try AppearanceSample.picture("signature-rgb.png")
        let box = { (side: Double, margin: Double, border: Double) in
            AppearanceSpecification(width: side, height: side, picture: ink, margin: margin, border: border)
        }
        #expect(throws: AppearanceError.box(.tooSmall)) { try composer.compose(box(4, 2, 0)) }
        #expect(throws: AppearanceError.box(.tooSmall)) { try composer.compose(box(6.4, 2, 0)) }  // 2.4 by 0.96
        #expect(throws: Never.self) { try composer.compose(box(6.6, 2, 0)) }
        for margin in [-1, 1_000.1, .nan] {
            #expect(throws: AppearanceError.box(.marginOutsideLimits(most: 1_000))) {
                try composer.compose(box(100, margin, 0))
            }
        }
        for border in [-1, 10.1, .nan] {
            #expect(throws: AppearanceError.box(.borderOutsideLimits(most: 10))) {
                try composer.compose(box(100, 2, border))
            }
        }
    }

    @Test func `puts the picture beside the text in a wide box and above it in a tall one`() {
        let layout = { (width: Double, height: Double, layout: AppearanceLayout) in
            BoxLayout(
                Rectangle(x: 0, y: 0, width: width, height: height), proportion: 1, hasText: true, layout: layout)
        }
        let isBeside = { (layout: BoxLayout) in (layout.text?.x ?? 0) > (layout.picture?.width ?? 0) }
        #expect(isBeside(layout(150, 100, .automatic)))
        #expect(!isBeside(layout(149, 100, .automatic)))
        #expect(isBeside(layout(100, 100, .pictureBesideText)))
        #expect(!isBeside(layout(300, 100, .pictureAboveText)))
    }

    @Test func `touches nothing but memory while it is made`() throws {
        let folder = try TemporaryFolder()
        let run = try ProgramRun.of(
            "strace", ["-f", "-o", folder.path("calls"), BuiltProduct.path("AppearanceProbe"), "quietly"],
            environment: ["ASAN_OPTIONS": "detect_leaks=0"])  // it would trace the process itself
        try #require(run.isSuccess, "\(run.errors)")
        let calls = String(decoding: try folder.read("calls"), as: UTF8.self).split(separator: "\n")
        let start = try #require(calls.firstIndex { $0.contains("\"composing") })
        let end = try #require(calls.firstIndex { $0.contains("\"composed") })
        let memory = ["brk(", "mmap(", "munmap(", "mremap(", "madvise("]
        let others = calls[(start + 1)..<end].filter { call in
            !memory.contains { call.contains($0) } || (call.contains("mmap(") && !call.contains("MAP_ANONYMOUS"))
        }
        #expect(others.isEmpty, "\(others)")
    }
}
