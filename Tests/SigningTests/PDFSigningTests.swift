import Channels
@testable import Crypto
import Documents
import Domain
import PDF
import Signing
import Foundation
import Synchronization
import TestSupport
import Testing
import Workers

@Suite("Signing a PDF") struct PDFSigningTests {
    private static let desk = Result { try DocumentDesk.ofThisBuild() }

    private func sign(
        _ fixture: String = "table.pdf", stamping: Stamping? = nil, kind: String = "signer-rsa2048"
    ) throws -> (signed: SignedPDF, original: [UInt8]) {
        try sign(Fixture.bytes("pdf/\(fixture)"), stamping: stamping, kind: kind)
    }

    private func sign(
        _ original: [UInt8], field: SignatureRequest.Field = .new(name: nil), stamping: Stamping? = nil,
        kind: String = "signer-rsa2048"
    ) throws -> (signed: SignedPDF, original: [UInt8]) {
        let identity = try Fixture.identity(kind)
        var signing = try PDFSigning(
            Self.desk.get(), as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: .sha256,
            now: .now, stamping: stamping)
        var request = SignatureRequest(
            date: "D:20261120133000+07'00'", contentsBytes: 0, identifier: [UInt8](repeating: 7, count: 16))
        request.field = field
        let signed = try signing.sign(
            MemoryFile(original), SignatureTask(request), client: ClientKey("test"), deadline: .seconds(20))
        return (signed, original)
    }

    private func stamping(
        _ authorities: [TimestampAuthority], _ without: PDFSigning.WithoutTimestamp = .refuse
    ) throws -> Stamping {
        Stamping(
            TimestampAuthorities(
                authorities, requirements: TimestampRequirements(anchors: try Fixture.certificates("root"))),
            without: without, now: { .now })
    }

    private static let silent = TimestampAuthority(name: "silent") { _ throws(TimestampFailure) in throw .timedOut }

    @Test func `keeps every byte of the original in front`() throws {
        let (signed, original) = try sign()
        #expect(signed.level == .signature)
        #expect(signed.document.bytes.starts(with: original))
    }

    @Test(arguments: ["signer-rsa2048", "signer-rsa4096", "signer-p256"])
    func `leaves a hole no larger than the signature needs`(kind: String) throws {
        let (signed, _) = try sign(kind: kind)
        let padding = signed.document.paddingBytes
        #expect(padding <= (kind == "signer-p256" ? 8 : 0))
    }

    @Test func `gives a timestamp the room that the authority's last one took`() throws {
        let responder = try TimestampResponder.shared
        let stamping = try stamping([responder.authority("/")])
        for _ in 0..<2 {
            let (signed, _) = try sign(stamping: stamping)
            #expect(signed.level == .timestamp)
            #expect(signed.document.paddingBytes <= 128)
        }
    }

    /// The first authority gives a small token when it is tried, and later falls silent; the second one's tokens are larger.
    @Test func `prepares again when a timestamp turns out larger than its room`() throws {
        let small = try TimestampResponder.shared.authority("/", named: "small")
        let large = try TimestampResponder(chain: "chain-signer-rsa4096").authority("/", named: "large")
        let asked = Mutex(0)
        let once = TimestampAuthority(name: "once") { request throws(TimestampFailure) in
            guard
                asked.withLock({
                    $0 += 1; return $0
                }) == 1
            else { throw .timedOut }
            return try small.ask(request)
        }
        let (signed, _) = try sign(stamping: stamping([once, large]))
        #expect(signed.level == .timestamp)
        #expect(signed.document.paddingBytes <= 256)
    }

    @Test func `refuses when no authority answers, and says what each one said`() throws {
        let stamping = try stamping([Self.silent])
        #expect(
            throws: SigningError.crypto(.noTimestamp([TimestampRefusal(authority: "silent", failure: .timedOut)]))
        ) { try sign(stamping: stamping) }
    }

    @Test func `lowers the level in the open where that was allowed`() throws {
        let (signed, _) = try sign(stamping: stamping([Self.silent], .lowerLevel))
        #expect(signed.level == .signature)
        #expect(signed.refusals.map(\.authority) == ["silent"])
        #expect(signed.document.paddingBytes == 0)
    }

    /// A timestamp that may be missing is none to a field whose author insists on one.
    @Test func `fills a field that demands a timestamp only when one is certain`() throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>"
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>"
        sketch[4] = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Setuju)/Rect[0 0 0 0]/SV<</TimeStamp<</Ff 1>>>>>>"
        let waiting = SignatureRequest.Field.existing(name: "Setuju")
        let authority = try TimestampResponder.shared.authority("/")
        #expect(try sign(sketch.withTable, field: waiting, stamping: stamping([authority])).signed.level == .timestamp)
        let unmet = SigningError.document(.refused(DocumentRefusal(.fieldDemand, word: "timestamp")))
        for uncertain in [nil, try stamping([Self.silent], .lowerLevel), try stamping([authority], .lowerLevel)] {
            #expect(throws: unmet) { try sign(sketch.withTable, field: waiting, stamping: uncertain) }
        }
    }

    @Test func `passes on why a document is refused`() throws {
        #expect(throws: SigningError.document(.refused(DocumentRefusal(.noChangesAllowed)))) {
            try sign("certified-p-1.pdf")
        }
    }
}

extension SignedDocument {
    var bytes: [UInt8] { unsafe original.withBytes { unsafe Array($0) } + update }

    /// Zeros behind the signature in its hole: a signature of DER ends where its length says.
    var paddingBytes: Int {
        let text = String(decoding: update, as: UTF8.self)
        guard let start = text.range(of: "/Contents <"), let end = text[start.upperBound...].firstIndex(of: ">") else {
            return -1
        }
        let hex = text[start.upperBound..<end].utf8.map { $0 }
        let der = stride(from: 0, to: hex.count, by: 2).map { Self.value(hex[$0]) << 4 | Self.value(hex[$0 + 1]) }
        let length = Int(der[2]) << 8 | Int(der[3])  // 30 82 and two bytes of length
        return der[1] == 0x82 ? der.count - length - 4 : -1
    }

    private static func value(_ digit: UInt8) -> UInt8 {
        digit < 0x3A ? digit - 0x30 : (digit | 0x20) - 0x61 + 10
    }
}
