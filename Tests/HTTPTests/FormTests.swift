import Channels
import Testing

@testable import HTTP

@Suite("A form") struct FormTests {
    private static let boundary = "xYz"

    private static func part(_ head: String, _ content: String) -> String { "--xYz\r\n\(head)\r\n\r\n\(content)\r\n" }

    private static let disposition = "Content-Disposition: form-data; name="

    /// Read in pieces of so many bytes, as a network might bring them.
    private func read(
        _ bytes: [UInt8], pieces: Int = .max, _ change: (inout FormLimits) -> Void = { _ in }
    ) throws -> HTTPForm {
        var limits = FormLimits()
        change(&limits)
        guard var reader = MultipartReader(boundary: Self.boundary, limits: limits) else { throw BodyDefect.noRoom }
        var place = 0
        while place < bytes.count {
            let end = pieces == .max ? bytes.count : min(bytes.count, place + pieces)
            let piece = Array(bytes[place..<end])
            let outcome = unsafe piece.withUnsafeBytes { bytes in
                Result { () throws(BodyDefect) in try unsafe reader.append(bytes) }
            }
            try outcome.get()
            place = end
        }
        return try reader.finish()
    }

    private func read(_ text: String, pieces: Int = .max) throws -> HTTPForm {
        try read(Array(text.utf8), pieces: pieces)
    }

    private func bytes(_ part: HTTPForm.Part?) -> [UInt8]? {
        switch part?.content {
        case nil: return nil
        case .bytes(let bytes): return bytes.copy()
        case .file(let file):
            var all = [UInt8](repeating: 0, count: file.count)
            return file.read(into: &all, at: 0) == file.count ? all : nil
        }
    }

    /// Everything that could be taken for a boundary, and is none.
    private static let awkward = Array("\r\n--xY\r\n--xY\r\n\r\n--xYx\r\n--\r\n-\r".utf8) + (0...255).map { UInt8($0) }

    @Test(arguments: [1, 2, 3, 7, 64, .max]) func `is the same however it arrives`(pieces: Int) throws {
        let head = Array(
            (Self.part("\(Self.disposition)\"nik\"", "317") + Self.part("\(Self.disposition)\"empty\"", "")
                + "--xYz\r\n\(Self.disposition)\"file\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n")
                .utf8)
        let form = try read(head + Self.awkward + Array("\r\n--xYz--\r\nafter".utf8), pieces: pieces)
        #expect(form.parts.map(\.name) == ["nik", "empty", "file"])
        #expect(bytes(form["nik"]) == Array("317".utf8))
        #expect(bytes(form["empty"]) == [])
        #expect(bytes(form["file"]) == Self.awkward)
        #expect(form["file"]?.fileName == "a.pdf" && form["file"]?.contentType == "application/pdf")
        guard case .file = form["file"]?.content, case .bytes = form["nik"]?.content else {
            return #expect(Bool(false), "a file lies in a memory file, a word does not")
        }
    }

    @Test(
        arguments: [
            (#""a""#, "a", nil), ("a", "a", nil), (#""a"; filename="b""#, "a", "b"), (#""a"; filename="""#, "a", ""),
            (#""a"; filename="b\"c""#, "a", "b\"c"), (#""a"; filename="C:\b\c""#, "a", #"C:\b\c"#),
            (#""a%22"; filename="b;c=d""#, "a%22", "b;c=d"),
            (#""a"; filename="../../etc/passwd""#, "a", "../../etc/passwd"),
            (#""é"; filename="ß.pdf""#, "é", "ß.pdf"), (#""a"; filename*=UTF-8''na%C3%AFf.pdf"#, "a", "naïf.pdf"),
            (#""a"; filename="x"; filename*=utf-8'id'b"#, "a", "b"), (#""a" ; filename = "b" ;"#, "a", "b"),
        ] as [(String, String, String?)])
    func `has the names its parts say`(words: String, name: String, fileName: String?) throws {
        let form = try read(Self.part(Self.disposition + words, "x") + "--xYz--")
        #expect(form.parts.map(\.name) == [name] && form.parts[0].fileName == fileName)
    }

    @Test func `may begin with one empty line and hold nothing`() throws {
        #expect(try read("\r\n--xYz--").parts.isEmpty)
        #expect(try read("--xYz--\r\n").parts.isEmpty)
        #expect(try read("\r\n" + Self.part(Self.disposition + "a", "b") + "--xYz--").parts.count == 1)
    }

    @Test(arguments: [
        "", "x", "--xYz", "--xYz\r\n", "preamble\r\n--xYz--", "\r\n\r\n--xYz--", "--xYz --", "--xYz \r\n", "--other--",
        "--xYz\r\n\r\nno fields\r\n--xYz--", "--xYz\nContent-Disposition: form-data; name=a\n\nb\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition: attachment; name=a\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Type: text/plain\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=\"a\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition : form-data; name=a\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nYg==\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=a; filename*=latin1''b\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=a\u{0}\r\n\r\nb\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\nb--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--xYz-",
        "--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--xYzz",
    ])
    func `is refused where readers could differ`(text: String) {
        for pieces in [1, 5, .max] { #expect(throws: BodyDefect.malformedForm) { try read(text, pieces: pieces) } }
    }

    @Test(arguments: ["", " ", "a ", "é", "a\"b", "a\r\nb", String(repeating: "a", count: 71)])
    func `has no boundary that is none`(boundary: String) {
        let isNone = MultipartReader(boundary: boundary, limits: FormLimits()) == nil
        #expect(isNone)
    }

    @Test func `has as many parts as are allowed, and not one more`() throws {
        let parts = { (count: Int) in
            Array((0..<count).map { Self.part("\(Self.disposition)p\($0)", "") }.joined().utf8) + Array("--xYz--".utf8)
        }
        #expect(try read(parts(1_000)) { $0.partsMax = 1_000 }.parts.count == 1_000)
        #expect(throws: BodyDefect.tooManyParts(most: 1_000)) { try read(parts(1_001)) { $0.partsMax = 1_000 } }
    }

    @Test func `has as many files as are allowed, and empty ones are none`() throws {
        let files = { (count: Int, content: String) in
            Array(
                (0..<count).map { Self.part("\(Self.disposition)p\($0); filename=f", content) }.joined().utf8)
                + Array("--xYz--".utf8)
        }
        #expect(try read(files(3, "x")) { $0.filesMax = 3 }.parts.count == 3)
        #expect(throws: BodyDefect.tooManyFiles(most: 3)) { try read(files(4, "x")) { $0.filesMax = 3 } }
        #expect(try read(files(4, "")) { $0.filesMax = 0 }.parts.count == 4)
    }

    @Test func `has parts as long as is allowed, and long words in a memory file`() throws {
        let text = { (count: Int) in
            Array((Self.part("\(Self.disposition)a", String(repeating: "x", count: count)) + "--xYz--").utf8)
        }
        for pieces in [1, 10, .max] {
            let limits = { (limits: inout FormLimits) in (limits.partBytesMax, limits.textBytesMax) = (100, 50) }
            guard case .bytes(let short) = try read(text(50), pieces: pieces, limits).parts[0].content,
                case .file(let long) = try read(text(51), pieces: pieces, limits).parts[0].content
            else { return #expect(Bool(false)) }
            #expect(short.count == 50 && long.count == 51)
            #expect(try read(text(100), pieces: pieces, limits).parts[0].content.count == 100)
            #expect(throws: BodyDefect.partTooLarge(bytesMax: 100)) { try read(text(101), pieces: pieces, limits) }
        }
    }

    @Test func `has heads as long as is allowed`() throws {
        let stem = "\(Self.disposition)a; filename="
        let text = { (count: Int) in
            Array((Self.part(stem + String(repeating: "x", count: count - stem.utf8.count), "") + "--xYz--").utf8)
        }
        for pieces in [1, .max] {
            #expect(try read(text(200), pieces: pieces) { $0.partHeadBytesMax = 200 }.parts.count == 1)
            #expect(throws: BodyDefect.partHeadTooLarge(bytesMax: 200)) {
                try read(text(201), pieces: pieces) { $0.partHeadBytesMax = 200 }
            }
        }
    }
}

@Suite("An encoded form") struct EncodedFormTests {
    private func parse(_ text: String, most: Int = 10) throws -> [String] {
        try URLEncodedForm.parse(WipedBytes(Array(text.utf8)), partsMax: most).parts.map { part in
            guard case .bytes(let bytes) = part.content else { return "?" }
            return "\(part.name)=\(String(decoding: bytes.copy(), as: UTF8.self))"
        }
    }

    @Test func `is names and values in order`() throws {
        #expect(try parse("a=b&c=d+e%26&a=&f") == ["a=b", "c=d e&", "a=", "f="])
        #expect(try parse("") == [] && parse("&&") == [])
    }

    @Test(arguments: ["a=%", "%zz=a", "a=%4", "%ff=a"]) func `is refused where it is none`(text: String) {
        #expect(throws: BodyDefect.malformedForm) { try parse(text) }
    }

    @Test func `has as many parts as are allowed`() throws {
        #expect(try parse("a&a&a", most: 3).count == 3)
        #expect(throws: BodyDefect.tooManyParts(most: 3)) { try parse("a&a&a&a", most: 3) }
    }
}

@Suite("Bytes that are wiped") struct WipedBytesTests {
    @Test func `say nothing when they are printed`() {
        let bytes = WipedBytes(Array("Contoh#2026".utf8))
        var text = "\(bytes) \(String(reflecting: bytes))"
        dump(bytes, to: &text)
        #expect(!text.contains("Contoh") && bytes.count == 11)
    }

    @Test func `are lent, as a pointer or a span`() {
        let bytes = WipedBytes([1, 2, 3])
        #expect(unsafe bytes.withBytes { unsafe Array($0) } == [1, 2, 3])
        #expect(bytes.withSpan { $0.count } == 3)
        #expect(WipedBytes([]).copy() == [] && WipedBytes([]).withSpan { $0.isEmpty })
    }

    @Test func `leave nothing where they lay`() {
        var draft = WipedDraft()
        for _ in 0..<1_000 { unsafe Array("Contoh#2026".utf8).withUnsafeBytes { unsafe draft.append($0) } }
        draft.drop(10_000)
        #expect(draft.count == 1_000 && draft.take().count == 1_000 && draft.count == 0)
    }
}

@Suite("A media type") struct MediaTypeTests {
    @Test func `is a type, a subtype and parameters`() throws {
        let type = try #require(MediaType(#"Multipart/Form-Data; BOUNDARY="a b\"c"; charset=utf-8"#))
        #expect(type.essence == "multipart/form-data")
        #expect(type["boundary"] == "a b\"c" && type["charset"] == "utf-8" && type["x"] == nil)
        #expect(MediaType("text/plain;")?.essence == "text/plain")
    }

    @Test(arguments: [
        "", "text", "text/", "/plain", "text/plain; a", "text/plain; a=1; A=2", "text/plain; a=\"b", "te xt/plain",
        "text/plain, text/html", "text/plain; a=\"b\"c",
    ])
    func `is none where it is not written as one`(text: String) { #expect(MediaType(text) == nil) }
}
