import TestSupport
import Testing

@testable import PDF

@Suite("A sketched PDF") struct SketchTests {
    @Test func `is read with a table, with a stream and by a scan`() throws {
        let sketch = PDFSketch.onePage
        for (bytes, kind) in [
            (sketch.withTable, CrossReferenceSection.Kind.table), (sketch.withStream(), .stream),
            (sketch.withoutCrossReference, .scan),
        ] {
            let document = try PDFDocument.open(DocumentBytes(bytes))
            #expect(document.sections.map(\.kind) == [kind])
            #expect(try document.pageCount() == 1)
        }
    }
}
