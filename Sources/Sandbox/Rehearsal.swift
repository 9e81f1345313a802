import Appearance
import Channels
import Documents
import PDF

/// The signing of a document of our own, before any stranger's arrives.
///
/// What the first use of everything costs (functions bound, types put together, fonts read) is paid once in the nursery, and
/// every worker it forks has it.
enum Rehearsal {
    /// The answers are of no use to anybody but a test: a rehearsal that is refused half-way warms up half.
    @discardableResult static func run(with clerk: DocumentClerk) throws(MemoryFileError) -> [[UInt8]] {
        let document = try MappedFile(MemoryFile(letter).descriptor)
        return [DocumentOrder.prepare(task), .inspect(password: nil)].map { clerk.answer($0.bytes, [document]) }
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

    /// One empty page.
    private static var letter: [UInt8] {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        ]
        var text = "%PDF-1.7\n"
        var rows = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = String(text.utf8.count)
            rows += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n\(rows)"
        text += "trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }
}
