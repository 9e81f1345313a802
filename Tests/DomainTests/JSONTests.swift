import Foundation
import Testing

@testable import Domain

@Suite("A JSON value") struct JSONTests {
    @Test(
        arguments: [
            (.null, "null"), (.boolean(true), "true"), (.boolean(false), "false"), (.integer(0), "0"),
            (.integer(.min), "-9223372036854775808"), (.integer(.max), "9223372036854775807"), (.text(""), #""""#),
            (.array([]), "[]"), (.object([]), "{}"), (.array([.null]), "[null]"),
            (.array([.integer(1), .text("b"), .array([.boolean(false)])]), #"[1,"b",[false]]"#),
            (["b": .integer(1), "a": ["z": .null, "y": .text("x")]], #"{"b":1,"a":{"z":null,"y":"x"}}"#),
            (.optional("x"), #""x""#), (.optional(nil as String?), "null"), (.optional(7), "7"),
            (.optional(nil as Int?), "null"), (.texts(["a", "b"]), #"["a","b"]"#), (.texts([]), "[]"),
        ] as [(JSON, String)])
    func `is written on one line, its members in their order`(value: JSON, line: String) {
        #expect(value.line == line)
    }

    @Test func `keeps ten thousand members as they came`() throws {
        let names = (0..<10_000).map { "n\($0 * 7_919 % 10_000)" }
        let line = JSON.object(names.map { .init(name: $0, value: .integer(1)) }).line
        #expect(line == "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}")
    }

    @Test(
        arguments: [
            ("\"", #""\"""#), ("\\", #""\\""#), ("\\u0041", #""\\u0041""#), ("/", #""/""#), ("\n", #""\u000a""#),
            ("\r\n", #""\u000d\u000a""#), ("\t", #""\u0009""#), ("\0", #""\u0000""#), ("\u{1B}[2J", #""\u001b[2J""#),
            ("\u{7F}", #""\u007f""#), ("\u{80}", #""\u0080""#), ("\u{9B}31m", #""\u009b31m""#),
            ("\u{9F}", #""\u009f""#), ("\u{A0}é€😀", "\"\u{A0}é€😀\""), ("e\u{301}", "\"e\u{301}\""),
            ("\"\u{301}", "\"\\\"\u{301}\""),
        ])
    func `escapes what would end a text or steer a terminal, and nothing else`(text: String, line: String) {
        // Canonically equal texts are one to `==`, and not to whoever reads the bytes.
        #expect(Array(JSON.text(text).line.utf8) == Array(line.utf8))
    }

    @Test func `escapes the names of members as well`() {
        #expect(JSON.object([.init(name: "a\"\n", value: .null)]).line == #"{"a\"\u000a":null}"#)
    }

    @Test func `holds no control character, whatever its texts hold`() {
        let all = String(String.UnicodeScalarView((0...0x3000).compactMap(Unicode.Scalar.init)))
        let line = JSON.object([.init(name: all, value: .text(all))]).line
        #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }

    @Test func `is read by another program as what it was`() throws {
        let scalars = (0..<0x11_0000).filter { $0 < 0x3000 || $0 % 251 == 0 }.compactMap(Unicode.Scalar.init)
        let text = String(String.UnicodeScalarView(scalars))
        let line = JSON.array([.text(text), ["nama": .integer(-7), "kosong": .null, "ya": .boolean(true)]]).line
        let read = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
        #expect((read[0] as? String).map { Array($0.utf16) } == Array(text.utf16))
        let members = try #require(read[1] as? [String: Any])
        #expect(members["nama"] as? Int == -7)
        #expect(members["kosong"] is NSNull)
        #expect(members["ya"] as? Bool == true)
        #expect(members.count == 3)
    }
}
