import Appearance
@testable import Documents
import Domain
import Foundation
import PDF
import Verification

/// Messages as our own processes send them, so that inputs invented from them get past their first bytes.
enum WireSeeds {
    /// Writes each into the folder, behind the byte that chooses its reader.
    static func write(to folder: String, reader: UInt8) throws {
        for (index, message) in (orders.map(\.bytes) + answers.map(\.bytes)).enumerated() {
            let path = URL(filePath: folder).appending(path: "\(reader)-message-\(index)")
            try Data([reader] + message).write(to: path)
        }
    }

    private static var request: SignatureRequest {
        SignatureRequest(date: "D:20260601120000Z", contentsBytes: 64, identifier: [UInt8](repeating: 7, count: 16))
    }

    private static var orders: [DocumentOrder] {
        var full = request
        full.field = .new(name: "Tanda")
        full.place = SignatureRequest.Place(
            page: .number(2), box: Rectangle(x: 10, y: 20, width: 100, height: 50), origin: .topLeft)
        full.role = .certification(.annotating)
        full.lock = FieldLock(action: .include, fields: ["Ketua", "Saksi"], permission: .fillingAndSigning)
        (full.signerName, full.reason, full.location, full.contact) = ("Siti", "Uji", "Malang", "siti@contoh.example")
        (full.digestName, full.signerCertificate, full.hasTimestamp) = ("SHA512", [48, 0], true)
        var seen = SignatureTask(full)
        seen.password = DocumentPassword(try! secret(Array("kata-buka".utf8)))
        var look = AppearanceSpecification(
            width: 100, height: 50, picture: .qr("https://contoh.example", level: .q),
            lines: [AppearanceLine("Siti", style: .bold, sizeFactor: 1.5), AppearanceLine("Malang")])
        look.fontSize = .points(9)
        seen.look = look
        var pictured = SignatureTask(request)
        look.picture = .image([0x89, 0x50, 0x4E, 0x47])
        pictured.look = look
        pictured.tag = TagPlace(
            text: "#tte", occurrence: 2, page: .last, width: 100, height: 50, anchor: .centre)
        var waiting = request
        waiting.field = .existing(name: "Ketua")
        let judging = VerificationTask(
            now: Instant(secondsSince1970: 1), anchors: [TrustAnchor(name: "Contoh", certificate: [48, 0])],
            material: VerificationMaterial(certificates: [[48, 0]], revocationLists: [[48]], statusAnswers: []))
        var stamp = request
        stamp.role = .documentTimestamp
        return [
            .prepare(SignatureTask(stamp)),
            .extend(
                LongTermTask(judging, choice: .fields(["Ketua"]), coversTimestamps: true, identifier: [7]),
                password: nil),
            .inspect(password: nil), .inspect(password: DocumentPassword(try! secret([1, 2]))), .prepare(seen),
            .prepare(pictured),
            .prepare(SignatureTask(waiting)),
            .copyPlainly(password: DocumentPassword(try! secret([1, 2]))),
            .verify(judging, password: nil),
        ]
    }

    private static var answers: [DocumentAnswer] {
        let report = DocumentReport(
            version: "1.7", bytes: 900, pages: 2, isRepaired: false,
            revisions: [.init(kind: "table", start: 0, end: 900, objects: 7)],
            protection: .init(
                revision: 6, streams: "aes256", strings: "aes256", openedByOwner: true, permitsSigning: false),
            signatures: [
                .init(
                    field: "Ketua", subFilter: "ETSI.CAdES.detached", isDocumentTimestamp: false,
                    byteRange: [0, 300, 400, 500], certifies: 2)
            ], fields: [.init(name: "Ketua", kind: "Sig", isSigned: true)])
        let section = UpdateSection(originalBytes: 10, bytes: [1, 2, 60, 48, 48, 62], hole: 12..<16)
        let extended = LongTermOutcome(
            judgement: Judgement(
                verdict: DocumentVerdict(judgedAt: Instant(secondsSince1970: 1), bytes: 1, pages: 1, revisions: 1),
                wishes: []), chosen: [], missing: [MissingWord(issuer: "CA", serial: "1")],
            cautions: [.noChangesAllowed], section: StoreSection(originalBytes: 10, bytes: [37]))
        return [
            .extended(extended), .inspected(report), .prepared(section), .copiedPlainly(nil),
            .copiedPlainly([37, 80, 68, 70]),
            .refused(DocumentRefusal(.noSuchPage, numbers: [3, 2], word: "page")),
        ]
    }
}
