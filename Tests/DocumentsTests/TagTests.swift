import PDF
import TestSupport
import Testing

@testable import Documents

@Suite("A tag in the text") struct TagTests {
    private static let page = """
        <doc>
          <page width="595.0" height="842.0">
            <word xMin="10" yMin="20" xMax="50" yMax="30">halo</word>
            <word xMin="60" yMin="20" xMax="80" yMax="32">#t</word>
            <word xMin="80" yMin="19" xMax="100" yMax="30">#t&amp;</word>
          </page>
          <page width="595.0" height="842.0">
            <word xMin="70" yMin="40" xMax="90" yMax="50">#t</word>
          </page>
        </doc>
        """

    private func place(
        _ text: String, occurrence: Int? = 1, page: PageChoice? = nil, anchor: TagPlace.Anchor = .topLeft,
        in output: String = page
    ) throws(DocumentRefusal) -> SignatureRequest.Place {
        try TagPlace(text: text, occurrence: occurrence, page: page, width: 100, height: 40, anchor: anchor)
            .place(in: Array(output.utf8)) { _ in 1 }
    }

    @Test(arguments: [(1, 1, 60.0), (2, 1, 80), (3, 2, 70), (nil, 2, 70)] as [(Int?, Int, Double)])
    func `is counted in the order of reading`(occurrence: Int?, page: Int, left: Double) throws {
        let place = try place("#t", occurrence: occurrence)
        #expect(place.page == .number(page))
        #expect(place.box.x == left)
    }

    @Test(arguments: [(PageChoice.first, 60.0), (.last, 70), (.number(2), 70)]) func `is looked for on one page`(
        page: PageChoice, left: Double
    ) throws {
        #expect(try place("#t", page: page).box.x == left)
    }

    @Test(arguments: [
        (TagPlace.Anchor.topLeft, 10.0, 20.0), (.bottomLeft, 10, -10), (.centre, -20, 5),
    ])
    func `is met by the box's corner or centre`(anchor: TagPlace.Anchor, x: Double, y: Double) throws {
        let place = try place("halo", anchor: anchor)
        #expect(abs(place.box.x - x) < 0.001 && abs(place.box.y - y) < 0.001)
        #expect(place.box.width == 100 && place.box.height == 40)
        #expect(place.origin == .topLeft)
    }

    @Test func `may be part of a word, or run over several`() throws {
        #expect((16.0..<30).contains(try place("al").box.x))
        #expect(try place("halo #t").box.x == 10)
        #expect((85.0..<95).contains(try place("&").box.x))
    }

    @Test func `that is not there is a refusal of its own`() {
        #expect(throws: DocumentRefusal(.tagNotFound)) { try place("#x") }
        #expect(throws: DocumentRefusal(.tagNotFound)) { try place("") }
        #expect(throws: DocumentRefusal(.tagOccurrenceNotFound, numbers: [4, 3])) { try place("#t", occurrence: 4) }
        #expect(throws: DocumentRefusal(.tagOccurrenceNotFound, numbers: [0, 3])) { try place("#t", occurrence: 0) }
        #expect(throws: DocumentRefusal(.noSuchPage, numbers: [3, 2])) { try place("#t", page: .number(3)) }
        #expect(throws: DocumentRefusal(.tagNotFound)) { try place("#t", in: "") }
    }

    @Test(arguments: [
        "<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">#t</word>", "<page >\n<word>#t</word>",
        "<page >\n<word xMin=\"nan\" yMin=\"1\" xMax=\"2\" yMax=\"2\">#t</word>",
        "<page >\n<word xMin=\"3\" yMin=\"1\" xMax=\"2\" yMax=\"2\">#t</word>",
        "<page >\n<word xMin=\"1\" yMin=\"1\" xMax=\"inf\" yMax=\"2\">#t</word>",
        "<page >\n</word><word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">#t",
        "<page >\n<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\"></word>",
        "<page >\n<word xMin=1 yMin=1 xMax=2 yMax=2>#t</word>", "<page >\n<word xMin=\"",
    ])
    func `is not found in lines that nobody would print`(output: String) {
        #expect(throws: DocumentRefusal(.tagNotFound)) { try place("#t", in: output) }
    }

    @Test(arguments: [
        ("aab", "aaab", 1), ("abab", "abababab", 2), ("aa", "aaaaa", 2), ("abcabd", "abcabcabd", 1), ("ab", "a b", 0),
        ("aabaaac", "aabaabaaac", 1),
    ])
    func `is found wherever it stands, none overlapping another`(tag: String, text: String, count: Int) {
        let line = "<page >\n<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">\(text)</word>"
        #expect(TextPositions(Array(line.utf8)).pages.first?.places(of: tag).count == count)
    }

    @Test func `that nearly stands everywhere takes no longer than another`() {
        let text = String(repeating: "a", count: 100_000)
        let line = "<page >\n<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">\(text)</word>"
        let time = ContinuousClock().measure {
            #expect(throws: DocumentRefusal(.tagNotFound)) {
                try place(String(repeating: "a", count: 5_000) + "b", in: line)
            }
        }
        #expect(time < .seconds(20))  // and not the product of both
    }

    @Test func `is looked for in as many characters as the limit and no more`() {
        let word = "<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">abcd</word>\n"
        let output = Array(("<page >\n" + word + word).utf8)
        #expect(TextPositions(output, charactersMax: 8).pages[0].places(of: "abcd").count == 2)
        #expect(TextPositions(output, charactersMax: 7).pages[0].places(of: "abcd").count == 1)
    }

    @Test func `is found among twenty thousand words`() throws {
        let word = "<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">kata</word>\n"
        let output = "<page >\n" + String(repeating: word, count: 20_000) + word.replacing("kata", with: "#t")
        #expect(try place("#t", in: output).page == .number(1))
    }

    @Test(arguments: [
        ("tag-hash", "#", 1), ("tag-dollar", "$", 1), ("tag-braces", "${ttd}", 1), ("tag-brackets", "[qr_ttd]", 1),
        ("tag-several", "#", 3), ("tag-inside-word", "#", 1), ("tag-inside-word", "${ttd}", 1),
        ("tag-second-page", "${ttd}", 1),
        ("tag-rotated-page", "${ttd}", 1), ("tag-cropped-page", "${ttd}", 1), ("tag-split-by-kerning", "${ttd}", 1),
        ("tag-rotated-text", "#", 1),
    ])
    func `is found as often as it stands in what poppler prints`(name: String, tag: String, count: Int) throws {
        let run = try ProgramRun.of("pdftotext", ["-bbox", Fixture.path("pdf/\(name).pdf"), "-"])
        #expect(run.isSuccess)
        for occurrence in 1...count {
            let place = try place(tag, occurrence: occurrence, in: run.output)
            #expect(place.page == .number(name == "tag-second-page" ? 2 : 1))
            #expect(place.box.x >= 0 && place.box.x <= 842 && place.box.y >= 0 && place.box.y <= 842)
        }
        #expect(throws: DocumentRefusal(.tagOccurrenceNotFound, numbers: [count + 1, count])) {
            try place(tag, occurrence: count + 1, in: run.output)
        }
    }
}
