import TestSupport

@testable import PDF

/// The file with one signature more; its `/Contents` are zeros.
func signed(_ file: [UInt8], _ request: SignatureRequest = .plain) throws(PDFError) -> [UInt8] {
    file + (try prepared(file, request).bytes)
}

/// The file with these objects behind it and a table for them; nil frees an object, and what is unlisted comes first.
func appended(
    _ file: [UInt8], _ objects: [(number: Int, body: String?)], trailer entries: String = "", root: Int = 1,
    unlisted: [UInt8] = []
) throws(PDFError) -> [UInt8] {
    let document = try opened(file)
    var out = file + unlisted
    var rows = ""
    for (number, body) in objects {
        guard let body else {
            rows += "\(number) 1\n0000000000 65535 f \n"
            continue
        }
        let offset = String(out.count)
        rows += "\(number) 1\n" + String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
        out += Array("\(number) 0 obj\n\(body)\nendobj\n".utf8)
    }
    let size = max(document.highestNumber, objects.map(\.number).max() ?? 0) + 1
    let previous = document.sections[0].position
    let trailer = "trailer\n<</Root \(root) 0 R/Size \(size)/Prev \(previous)\(entries)>>\n"
    return out + Array("xref\n\(rows)\(trailer)startxref\n\(out.count)\n%%EOF\n".utf8)
}

/// The bytes with one text in the place of another, which occurs once and is as long or longer.
func replaced(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    let old = Array(old.utf8)
    let new = Array(new.utf8)
    guard let place = bytes.firstRange(of: old)?.lowerBound, new.count <= old.count else { return [] }
    var out = bytes
    out.replaceSubrange(
        place..<place + old.count, with: new + [UInt8](repeating: 0x20, count: old.count - new.count))
    return out
}

/// What a number's object says, as text.
func body(_ number: Int, in file: [UInt8]) throws(PDFError) -> String {
    var writer = SyntaxWriter()
    writer.write(try opened(file).object(number))
    return DocumentBytes(writer.bytes).latin1
}

extension PDFDocument {
    /// The defects of its only signature.
    func onlyDefects() throws(PDFError) -> [StructuralDefect] {
        let found = try foundSignatures()
        return found.count == 1 ? found[0].defects : []
    }
}
