import Testing

@testable import PDF

@Suite("An object template") struct ObjectTemplateTests {
    private let places = [ObjectID(4): 0, ObjectID(9): 1]
    private let numbers = [ObjectID(120), ObjectID(7, 3)]

    private func written(_ object: PDFObject, _ data: [UInt8] = []) -> String {
        var out = SyntaxWriter()
        ObjectTemplate(object, data, places: places).write(numbers, to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    @Test func `is written with the numbers it is given, however deep they stand`() {
        let object = PDFObject.dictionary(
            PDFDictionary([
                ("Font", .dictionary(PDFDictionary([("F1", .reference(ObjectID(9)))]))),
                ("Kids", .array([.reference(ObjectID(4)), .integer(-12), .reference(ObjectID(4))])),
                ("Name", .string(PDFString(text: "4 0 R"))),
            ]))
        #expect(written(object) == "<</Font <</F1 7 3 R>>/Kids [120 0 R -12 120 0 R]/Name (4 0 R)>>")
    }

    @Test func `of a stream has its data behind it`() {
        let stream = PDFStream(
            dictionary: PDFDictionary([("Length", .reference(ObjectID(4))), ("Next", .reference(ObjectID(9)))]),
            data: 0..<0)
        #expect(
            written(.stream(stream), Array("0 g".utf8)) == "<</Length 3/Next 7 3 R>>\nstream\n0 g\nendstream")
    }

    @Test func `of a bare reference is that reference`() {
        #expect(written(.reference(ObjectID(9))) == "7 3 R")
    }
}
