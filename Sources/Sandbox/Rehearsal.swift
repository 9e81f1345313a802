import Appearance
import Channels
import Documents
import Domain
import PDF
import Verification

/// The signing and the judging of a document of our own, before any stranger's arrives.
///
/// What the first use of everything costs (functions bound, types put together, fonts read) is paid once in the nursery, and
/// every worker it forks has it.
enum Rehearsal {
    /// The answers are of no use to anybody but a test: a rehearsal that is refused half-way warms up half.
    @discardableResult static func run(with clerk: DocumentClerk) throws(MemoryFileError) -> [[UInt8]] {
        let letter = try MappedFile(MemoryFile(document(signedWith: nil)).descriptor)
        let signed = try MappedFile(MemoryFile(document(signedWith: RehearsalSignature.digits)).descriptor)
        let verification = VerificationTask(
            now: Instant(secondsSince1970: 1_800_000_000),
            anchors: [TrustAnchor(name: "gladi", certificate: RehearsalSignature.root)])
        let longTerm = LongTermTask(
            verification, choice: .all, coversTimestamps: true, identifier: [UInt8](repeating: 0, count: 16))
        return [
            clerk.answer(DocumentOrder.prepare(task).bytes, [letter]),
            clerk.answer(DocumentOrder.inspect(password: nil).bytes, [letter]),
            clerk.answer(DocumentOrder.verify(verification, password: nil).bytes, [signed]),
            clerk.answer(DocumentOrder.extend(longTerm, password: nil).bytes, [signed]),
        ]
    }

    private static var task: SignatureTask {
        var request = SignatureRequest(
            date: "D:20260101000000Z", contentsBytes: 2_048, identifier: [UInt8](repeating: 0, count: 16))
        request.reason = "Uji"
        request.place = SignatureRequest.Place(
            page: .last, box: Rectangle(x: 10, y: 10, width: 180, height: 60), origin: .bottomLeft)
        var task = SignatureTask(request)
        task.look = AppearanceSpecification(
            width: 180, height: 60, picture: .qr("uji"),
            lines: [AppearanceLine("Uji"), AppearanceLine("Uji", style: .bold)])
        return task
    }

    /// One empty page, and a signature over other bytes where there are digits of one.
    private static func document(signedWith digits: String?) -> [UInt8] {
        var objects = [
            "<</Type/Catalog/Pages 2 0 R\(digits == nil ? "" : "/AcroForm<</Fields[4 0 R]/SigFlags 3>>")>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        ]
        if let digits {
            objects += [
                "<</FT/Sig/T(gladi)/Subtype/Widget/Rect[0 0 0 0]/V 5 0 R>>",
                "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 ---------- ---------- "
                    + "----------]/Contents<\(digits)>>>",
            ]
        }
        var text = "%PDF-1.7\n"
        var rows = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            rows += padded(text.utf8.count, "0") + " 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n\(rows)"
        text += "trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
        guard let digits, let hole = text.firstRange(of: "<\(digits)>") else { return Array(text.utf8) }
        let from = text.utf8.distance(from: text.startIndex, to: hole.lowerBound)
        let to = text.utf8.distance(from: text.startIndex, to: hole.upperBound)
        let range = [from, to, text.utf8.count - to].map { padded($0, " ") }.joined(separator: " ")
        return Array(text.replacing("---------- ---------- ----------", with: range).utf8)
    }

    private static func padded(_ number: Int, _ filler: String) -> String {
        let digits = String(number)
        return String(repeating: filler, count: 10 - digits.count) + digits
    }
}
