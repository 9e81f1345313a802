import JSONInput
import Testing

@Suite("JSON that a stranger sent") struct JSONInputTests {
    private func read(_ text: String) throws -> JSONInput { try JSONInput(Array(text.utf8)) }

    @Test func `is taken apart as it was written`() throws {
        let input = try read(
            #"{"nik":"9999990101900001","halaman":2,"x":10.5,"tampil":true,"kosong":null,"file":["a","b"]}"#)
        #expect(input["nik"]?.text == "9999990101900001")
        #expect(input["halaman"]?.integer == 2 && input["halaman"]?.number == 2)
        #expect(input["x"]?.number == 10.5 && input["x"]?.integer == nil)
        #expect(input["tampil"]?.boolean == true)
        #expect(input["kosong"]?.isNull == true)
        #expect(input["file"]?.elements?.map(\.text) == ["a", "b"])
        #expect(input["tiada"] == nil)
        #expect(input.names.map(Set.init) == ["nik", "halaman", "x", "tampil", "kosong", "file"])
    }

    @Test func `is nothing else than it is`() throws {
        for text in ["[]", "1", "\"a\"", "true", "null"] {
            let input = try read(text)
            #expect(input["a"] == nil && !input.isObject && input.names == nil)
        }
        let object = try read("{}")
        #expect(object.text == nil && object.elements == nil && object.integer == nil && object.number == nil)
        #expect(object.boolean == nil && !object.isNull && object.isObject)
    }

    @Test func `keeps letters of every script`() throws {
        #expect(try read(#""W\u00e9dastri — \ud83d\udd8a é""#).text == "Wédastri — \u{1F58A} é")
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "nul", "\"a", "\"\\x\"", "\"a\u{1}\"", "01", "1e", "[1] [2]",
        "{\"a\"}",
        "\u{FEFF}{}", "\"\\ud800\"", "\"\\u0000\"", "{\"\\u0000\":1}", "NaN", "Infinity", "/* a */ 1", "{\"a\":1}}",
    ])
    func `that is none is refused`(text: String) {
        #expect(throws: JSONInput.Defect.self) { try read(text) }
    }

    @Test func `in no letters is refused`() {
        for bytes in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0]] as [[UInt8]] {
            #expect(throws: JSONInput.Defect.self) { try JSONInput(bytes) }
        }
    }

    @Test func `with one name twice is refused`() {
        #expect(throws: JSONInput.Defect.repeatedName) { try read(#"{"nik":"1","nik":"2"}"#) }
        #expect(throws: JSONInput.Defect.repeatedName) { try read(#"{"a":{"b":1,"\u0062":2}}"#) }
    }

    @Test(arguments: ["[", #"{"a":"#]) func `a hundred thousand deep is refused, and takes no stack`(opening: String) {
        #expect(throws: JSONInput.Defect.tooDeep) { try read(String(repeating: opening, count: 100_000)) }
    }

    @Test func `names the line that is wrong`() {
        #expect(throws: JSONInput.Defect.malformed(line: 3)) { try read("{\n\"a\": 1,\n\"b\": x}") }
    }

    @Test func `prints nothing of itself`() throws {
        let input = try read(#"{"passphrase":"Contoh#2026"}"#)
        #expect("\(input)" == "JSON" && !String(reflecting: input).contains("Contoh"))
        var dumped = ""
        dump(input, to: &dumped)
        #expect(!dumped.contains("Contoh"))
    }

    @Test func `of numbers beyond ours is refused or no whole number`() throws {
        #expect(throws: JSONInput.Defect.self) { try read("99999999999999999999999") }
        #expect(throws: JSONInput.Defect.self) { try read("1e999") }
        #expect(try read("9223372036854775807").integer == .max)
    }
}
