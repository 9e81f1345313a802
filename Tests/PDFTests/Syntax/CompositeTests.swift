import Testing

@testable import PDF

@Suite("An array or a dictionary") struct CompositeTests {
    @Test func `holds values of every kind`() throws {
        let expected: [PDFObject] = [
            .null, .boolean(true), .boolean(false), .integer(1), .name("A"), .string(PDFString(Array("b".utf8))),
            .array([]), .dictionary(PDFDictionary()), .reference(ObjectID(3, 1)),
        ]
        #expect(try value("[null true false 1/A(b)[]<<>>3 1 R]") == .array(expected))
        #expect(try value("[ null%x\ntrue\0false\t1 /A\u{C}(b) [ ] << >> 3 1 R ]") == .array(expected))
    }

    @Test func `that is a dictionary takes the later of two equal keys`() throws {
        let dictionary = try #require(try value("<</A 1/B 2/A 3>>").dictionary)
        #expect(dictionary["A"] == .integer(3))
        #expect(dictionary["C"] == nil)
    }

    @Test func `that is a dictionary changes, gains and loses entries`() throws {
        var dictionary = try #require(try value("<</A 1/B 2/A 3>>").dictionary)
        dictionary["A"] = .integer(4)
        dictionary["C"] = .integer(5)
        dictionary["B"] = nil
        dictionary["D"] = nil
        #expect(dictionary.entries.map(\.key) == ["A", "C"])
        #expect(dictionary["A"] == .integer(4) && dictionary["C"] == .integer(5))
    }

    @Test(arguments: [
        "", " ", "]", ">>", "[", "[1", "<<", "<</A", "<</A 1", "<</A 1>", "<<1 2>>", "<</A>>", "[tru]", "nul", "trueX",
        "{}", "R", "obj", "<</A 1> >",
    ])
    func `that is broken is refused`(text: String) {
        #expect(throws: PDFError.unreadable(.syntax)) { try value(text) }
    }

    @Test(arguments: [("[", "]"), ("<</A", ">>"), ("<</A[", "]>>")])
    func `nests to its limit and no deeper`(opening: String, closing: String) throws {
        let levels = 100 / (opening.count == 5 ? 2 : 1)
        func nested(_ count: Int) -> String {
            String(repeating: opening, count: count) + " 1" + String(repeating: closing, count: count)
        }
        _ = try value(nested(levels))
        #expect(throws: PDFError.tooComplex(.nesting)) { try value(nested(levels + 1)) }
    }

    @Test(arguments: ["[1 2 3]", "<</A 1/B 2/C 3>>"]) func `has as many elements as its limit and no more`(text: String)
        throws
    {
        var limits = ReadingLimits()
        limits.elementsMax = 3
        _ = try value(text, limits: limits)
        limits.elementsMax = 2
        #expect(throws: PDFError.tooComplex(.elements)) { try value(text, limits: limits) }
    }

    @Test func `holds as many values in all its depth as the document may, and no more`() throws {
        var limits = ReadingLimits()
        limits.valuesMax = 6
        _ = try value("[[1][[2]]]", limits: limits)
        limits.valuesMax = 5
        #expect(throws: PDFError.tooComplex(.elements)) { try value("[[1][[2]]]", limits: limits) }
    }

    @Test func `means the same when it is written`() throws {
        let text = #"<</A[1 -2 .5 true null]/B<</C(x\)y)/D<4142>>>/E 3 0 R/F#20G/H>>"#
        var writer = SyntaxWriter()
        writer.write(try value(text))
        #expect(try value(String(decoding: writer.bytes, as: UTF8.self)) == value(text))
    }
}
