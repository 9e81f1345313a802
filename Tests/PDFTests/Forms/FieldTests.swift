import TestSupport
import Testing

@testable import PDF

@Suite("The fields of a form") struct FieldTests {
    static func sketch(_ form: String, _ objects: [Int: String] = [:]) -> PDFSketch {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/AcroForm \(form)>>"
        for (number, body) in objects { sketch[number] = body }
        return sketch
    }

    private func fields(_ form: String, _ objects: [Int: String] = [:]) throws -> [String] {
        try opened(Self.sketch(form, objects).withTable).fields().map { "\($0.name) \($0.kind) \($0.hasValue)" }
    }

    @Test func `are named from the top, and inherit their kind and value`() throws {
        let names = try fields(
            "<</Fields[4 0 R 7 0 R]>>",
            [
                4: "<</T(a)/FT/Sig/Kids[5 0 R 6 0 R]>>", 5: "<</T(b)/V<<>>>>", 6: "<</T<FEFF00E9>/Kids[8 0 R]>>",
                7: "<</T(d)/FT/Tx/V(text)>>", 8: "<</Subtype/Widget>>",
            ])
        #expect(names == ["a.b Sig true", "a.é Sig false", "d Tx true"])
    }

    @Test(arguments: [
        "null", "<<>>", "<</Fields null>>", "<</Fields[]>>", "99 0 R", "<</Fields 99 0 R>>",
        "<</Fields[null 99 0 R 7]>>",
    ])
    func `may be none`(form: String) throws {
        #expect(try fields(form) == [])
    }

    @Test(arguments: ["7", "[]", "(text)", "<</Fields 7>>", "<</Fields(text)>>"])
    func `are refused where they are none`(form: String) {
        #expect(throws: PDFError.unreadable(.form)) { try fields(form) }
    }

    @Test func `are refused where they go round in a circle`() {
        #expect(throws: PDFError.unreadable(.form)) { try fields("<</Fields[4 0 R]>>", [4: "<</T(a)/Kids[4 0 R]>>"]) }
        #expect(throws: PDFError.unreadable(.form)) { try fields("<</Fields[4 0 R 4 0 R]>>", [4: "<</T(a)>>"]) }
    }

    @Test func `are as deep as their limit and no deeper`() throws {
        func nested(_ depth: Int) -> [Int: String] {
            var objects: [Int: String] = [:]
            for level in 0..<depth { objects[10 + level] = "<</T(a)/Kids[\(11 + level) 0 R]>>" }
            objects[10 + depth] = "<</T(a)>>"
            return objects
        }
        #expect(try fields("<</Fields[10 0 R]>>", nested(32)).count == 1)
        #expect(throws: PDFError.tooComplex(.fields)) { try fields("<</Fields[10 0 R]>>", nested(33)) }
    }

    @Test func `are as many as their limit and no more`() throws {
        let file = Self.sketch("<</Fields[<</T(a)>><</T(b)>>]>>").withTable
        var limits = ReadingLimits()
        limits.fieldsMax = 2
        #expect(try opened(file, limits: limits).fields().count == 2)
        limits.fieldsMax = 1
        #expect(throws: PDFError.tooComplex(.fields)) { try opened(file, limits: limits).fields() }
    }

    @Test func `show the signatures that stand in them`() throws {
        let signatures = try fixture("signed-twice").standingSignatures()
        #expect(signatures.count == 2)
        #expect(signatures.allSatisfy { $0.byteRange.count == 4 && $0.byteRange[0] == 0 && !$0.isDocumentTimestamp })
        #expect(try fixture("signed-document-timestamp").standingSignatures().map(\.isDocumentTimestamp).contains(true))
        #expect(try fixture("certified-p-3").standingSignatures().map(\.certifies) == [.annotating])
        #expect(try fixture("signed-once").standingSignatures().map(\.certifies) == [nil])
    }
}

@Suite("A lock on fields") struct FieldLockTests {
    @Test(
        arguments: [
            (FieldLock.Action.all, [], "x", true), (.include, ["a"], "a", true), (.include, ["a"], "a.b", true),
            (.include, ["a"], "ab", false), (.include, ["a.b"], "a", false), (.include, [], "a", false),
            (.exclude, ["a"], "a", false), (.exclude, ["a"], "a.b", false), (.exclude, ["a"], "b", true),
            (.exclude, [], "a", true),
        ] as [(FieldLock.Action, [String], String, Bool)])
    func `covers what it says`(action: FieldLock.Action, fields: [String], field: String, isCovered: Bool) {
        #expect(FieldLock(action: action, fields: fields).covers(field) == isCovered)
    }

    @Test func `is read from a dictionary and written back`() throws {
        let document = try opened(PDFSketch.onePage.withTable)
        let words = try #require(try value("<</Action/Include/Fields[(a)(b.c) 7]/P 2>>").dictionary)
        let lock = try #require(try FieldLock(words, in: document))
        #expect(lock == FieldLock(action: .include, fields: ["a", "b.c"], permission: .fillingAndSigning))
        #expect(try FieldLock(lock.fieldDictionary, in: document) == lock)
        #expect(try FieldLock(PDFDictionary(), in: document) == nil)
        #expect(try FieldLock(PDFDictionary([("Action", .name("Other"))]), in: document) == nil)
    }

    @Test(arguments: [
        ("locked-all", SigningObstacle.fieldLocked), ("locked-include-p-1", .noChangesAllowed),
        ("certified-p-1", .noChangesAllowed),
        ("signed-field-with-lock", .noChangesAllowed), ("locked-exclude", .fieldLocked),
    ])
    func `keeps a new field out`(name: String, obstacle: SigningObstacle) throws {
        #expect(throws: PDFError.cannotSign(obstacle)) { try prepared(Fixture.bytes("pdf/\(name).pdf")) }
    }

    @Test func `keeps a signature out of the fields it covers and lets it into others`() throws {
        let include = try Fixture.bytes("pdf/locked-include-waiting.pdf")
        #expect(throws: PDFError.cannotSign(.fieldLocked)) { try prepared(include, .existing("Persetujuan")) }
        _ = try prepared(include)
        _ = try prepared(Fixture.bytes("pdf/locked-exclude.pdf"), .existing("Persetujuan"))
    }
}
