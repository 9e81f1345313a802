@testable import Documents
@testable import PDF

/// Small enough that an input is over in a moment, so that many are tried; what each limit guards against is the same.
let smallLimits: ReadingLimits = {
    var limits = ReadingLimits()
    limits.streamBytesMax = 1 << 20
    limits.decodedBytesMax = 4 << 20
    limits.valuesMax = 200_000
    limits.lookupsMax = 200_000
    limits.statesMax = 16
    return limits
}()

/// Everything the service does with a document, on bytes that somebody made up.
func readAndPrepare(_ bytes: [UInt8]) {
    let window = DocumentBytes(bytes)
    for request in requests {
        do throws(PDFError) {
            try prepare(PDFDocument.open(window, password: password, limits: smallLimits), request)
        } catch {}
    }
    do throws(PDFError) {
        try inspect(PDFDocument.open(window, limits: smallLimits))
        try inspect(PDFDocument.repaired(window, password: password, limits: smallLimits))
    } catch {}
    do throws(PDFError) { try verify(PDFDocument.open(window, password: password, limits: smallLimits)) } catch {}
}

private let password = Array("kata-buka".utf8)  // of fixtures/pdf

private let requests: [SignatureRequest] = {
    let plain = SignatureRequest(
        date: "D:20260601120000Z", contentsBytes: 64, identifier: [UInt8](repeating: 7, count: 16))
    var seen = plain
    seen.place = SignatureRequest.Place(
        page: .last, box: Rectangle(x: 10, y: 20, width: 100, height: 50), origin: .topLeft)
    seen.reason = "Uji"
    var certifying = seen
    certifying.role = .certification(.fillingAndSigning)
    certifying.place = SignatureRequest.Place(
        page: .number(2), box: Rectangle(x: 10, y: 20, width: 100, height: 50), origin: .bottomLeft)
    var waiting = plain
    waiting.field = .existing(name: "Tanda")
    return [plain, seen, certifying, waiting]
}()

/// What was prepared must be a document again, with one signature more.
private func prepare(_ document: PDFDocument, _ request: SignatureRequest) throws(PDFError) {
    let before = try document.standingSignatures().count
    let section = try SignaturePreparation(document, for: request).section(appearance: nil)
    let whole = document.bytes[0..<document.bytes.count] + section.bytes
    let signed: PDFDocument
    let after: [StandingSignature]
    do throws(PDFError) {
        signed = try PDFDocument.open(DocumentBytes(whole), password: password, limits: smallLimits)
        after = try signed.standingSignatures()
    } catch {
        if case .tooComplex = error { return }  // one revision more may be one too many
        if document.isRepaired { return }  // junk behind the last object can hide what is appended
        preconditionFailure("what was prepared cannot be read: \(error)")
    }
    if document.isRepaired { return }
    precondition(after.count == before + 1, "prepared, and no signature more")
    precondition(after.contains { $0.byteRange == section.byteRange }, "prepared, and the range is another")
}

private func inspect(_ document: PDFDocument) throws(PDFError) {
    let revisions = document.revisions()
    precondition(revisions.first?.range.lowerBound == 0 && revisions.last?.range.upperBound == document.bytes.count)
    _ = try document.version()
    let pages = try document.pageCount()
    checkCopy(try document.plainCopy(), pages: pages)
    _ = try document.fields()
    _ = try document.standingSignatures()
}

/// What is found agrees with what hangs in the form, and what is told of later revisions with how many there are.
private func verify(_ document: PDFDocument) throws(PDFError) {
    _ = try document.securityStore()
    let history = DocumentHistory(of: document)
    let changes = try history.laterChanges(after: 0)
    precondition(changes.allSatisfy { $0.revision < history.revisions.count }, "a change by no revision")
    let found = try history.foundSignatures()
    let standing = try document.standingSignatures()
    precondition(found.count >= standing.count, "a signature that stands and is not found")
    for signature in found {
        guard let hole = signature.hole else { continue }
        precondition(hole.upperBound <= document.bytes.count && (signature.signedEnd ?? 0) <= document.bytes.count)
    }
}

/// A copy in clear is a sound document with the same pages.
private func checkCopy(_ copy: [UInt8], pages: Int) {
    do throws(PDFError) {
        let document = try PDFDocument.open(DocumentBytes(copy), limits: smallLimits)
        precondition(
            !document.isRepaired && document.encryption == nil, "a copy in clear is neither broken nor protected")
        let copied = try document.pageCount()
        precondition(copied == pages, "a copy has other pages")
    } catch {
        if case .tooComplex = error { return }  // written out, a value may take one byte more than its reader allows
        preconditionFailure("a copy cannot be read: \(error)")
    }
}

func undoFilters(_ bytes: [UInt8]) {
    guard bytes.count > 4 else { return }
    let names: [PDFName] = ["FlateDecode", "LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode"]
    let parameters = PDFDictionary([
        ("Predictor", .integer([1, 2, 10, 15][Int(bytes[1] & 3)])), ("Colors", .integer(Int(bytes[1] >> 2 & 7))),
        ("BitsPerComponent", .integer(1 << Int(bytes[1] >> 5))), ("Columns", .integer(Int(bytes[2]))),
        ("EarlyChange", .integer(Int(bytes[3] & 1))),
    ])
    let chain = [names[Int(bytes[0]) % 5], names[Int(bytes[3] >> 1) % 5]].prefix(bytes[0] & 128 == 0 ? 1 : 2)
    let dictionary = PDFDictionary([
        ("Filter", .array(chain.map { .name($0) })),
        ("DecodeParms", .array(chain.map { _ in .dictionary(parameters) })),
    ])
    var budget = smallLimits.decodedBytesMax
    do throws(PDFError) {
        _ = try StreamFilters(dictionary, limits: smallLimits)
            .decode(DocumentBytes(bytes), 4..<bytes.count, limits: smallLimits, budget: &budget)
    } catch {}
    precondition(budget >= 0, "more was decoded than was allowed")
}

/// A message that is read at all is written back the same.
func readMessage(_ bytes: [UInt8]) {
    if let order = DocumentOrder(bytes) { precondition(DocumentOrder(order.bytes) != nil, "an order that is none") }
    guard let answer = DocumentAnswer(bytes) else { return }
    if case .prepared(let section) = answer {
        precondition(section.byteRange.allSatisfy { $0 >= 0 } && section.contentsBytes >= 0)
    }
    precondition(answer.bytes == bytes, "an answer that is not what was written")
}

func findTag(_ bytes: [UInt8]) {
    for text in ["#", "#tte"] {  // the first is in the fixtures
        let tag = TagPlace(text: text, occurrence: nil, page: nil, width: 100, height: 50)
        do throws(DocumentRefusal) { _ = try tag.place(in: bytes) { _ in 1 } } catch {}
    }
}
