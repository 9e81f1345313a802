import TestSupport

@testable import PDF

/// The value that a text spells.
func value(_ text: String, limits: ReadingLimits = ReadingLimits()) throws(PDFError) -> PDFObject {
    var reader = SyntaxReader(DocumentBytes(Array(text.utf8)), limits: limits)
    return try reader.object()
}

func opened(
    _ bytes: [UInt8], password: String = "", limits: ReadingLimits = ReadingLimits()
) throws(PDFError) -> PDFDocument {
    try PDFDocument.open(DocumentBytes(bytes), password: Array(password.utf8), limits: limits)
}

func fixture(_ name: String, password: String = "") throws -> PDFDocument {
    try opened(Fixture.bytes("pdf/\(name).pdf"), password: password)
}

extension PDFDocument {
    /// An object by its number alone.
    func object(_ number: Int) throws(PDFError) -> PDFObject { try object(ObjectID(number)) }
}

extension CrossReferenceSection {
    /// Everything it says, in a list.
    var listed: [(number: Int, place: ObjectPlace)] {
        var out: [(number: Int, place: ObjectPlace)] = []
        forEach { out.append(($0, $1)) }
        return out
    }
}

extension DocumentBytes {
    var all: [UInt8] { self[0..<count] }
    var latin1: String { String(String.UnicodeScalarView(all.map { Unicode.Scalar($0) })) }
}

extension SignatureRequest {
    /// Invisible, in a field of its own; the same in every run.
    static var plain: SignatureRequest {
        SignatureRequest(
            date: "D:20260601190000+07'00'", contentsBytes: 16, identifier: (0..<16).map { UInt8($0) })
    }

    static func existing(_ name: String) -> SignatureRequest {
        var request = plain
        request.field = .existing(name: name)
        return request
    }

    static func at(
        _ box: Rectangle = Rectangle(x: 10, y: 20, width: 100, height: 50), page: PageChoice = .first,
        from origin: BoxOrigin = .bottomLeft
    ) -> SignatureRequest {
        var request = plain
        request.place = Place(page: page, box: box, origin: origin)
        return request
    }
}

/// The document as the service prepares it: as it says it is, and, where that leads nowhere, as a scan finds it.
func prepared(
    _ bytes: [UInt8], _ request: SignatureRequest = .plain, password: String = "",
    limits: ReadingLimits = ReadingLimits()
) throws(PDFError) -> UpdateSection {
    let document = try opened(bytes, password: password, limits: limits)
    do throws(PDFError) {
        return try SignaturePreparation(document, for: request).section(appearance: nil)
    } catch {
        guard case .unreadable = error, !document.isRepaired else { throw error }
        let again = try PDFDocument.repaired(
            DocumentBytes(bytes), password: Array(password.utf8), limits: limits)
        return try SignaturePreparation(again, for: request).section(appearance: nil)
    }
}

extension UpdateSection {
    var text: String { DocumentBytes(bytes).latin1 }
}
