import Channels
@testable import Crypto
import Documents
import Domain
import PDF
import TestSupport
import Testing
import Verification

@testable import Signing

@Suite("Extending a signed PDF") struct PDFExtensionTests {
    private func desk() throws -> LongTermDesk { try LongTermDesk.shared.get() }

    private func signed(_ level: PDFSigning.Level) throws -> [UInt8] {
        let desk = try desk()
        let letter = try Fixture.bytes("pdf/table.pdf")
        switch level {
        case .signature: return try desk.sign(letter).document.bytes
        case .timestamp: return try desk.sign(letter, stamping: desk.stamping(by: "stempel")).document.bytes
        case .longTerm, .archive: return try desk.signed(letter, to: level).document.bytes
        }
    }

    private func work(_ desk: LongTermDesk, by name: String = "stempel-lama") throws -> PDFExtension {
        try desk.work(stamping: desk.stamping(by: name))
    }

    /// From each level to each that is higher, and an archive once more: what is appended, and how many timestamps.
    @Test(arguments: [
        (PDFSigning.Level.signature, PDFSigning.Level.timestamp, false, 1), (.signature, .longTerm, true, 1),
        (.signature, .archive, true, 2), (.timestamp, .longTerm, true, 0), (.timestamp, .archive, true, 1),
        (.longTerm, .archive, false, 1), (.archive, .archive, false, 1),
    ])
    func `lifts it level by level, and writes nothing again`(
        from: PDFSigning.Level, to: PDFSigning.Level, stores: Bool, timestamps: Int
    ) throws {
        let desk = try desk()
        let before = try signed(from)
        let extended = try desk.extend(before, to: to, with: work(desk))
        #expect(extended.before.map(\.level) == [from] && extended.after.map(\.level) == [to])
        #expect(extended.level == to && extended.timestamps == timestamps)
        #expect((extended.storeBytes > 0) == stores)
        let after = extended.document.bytes
        #expect(after.starts(with: before) && after.count == before.count + extended.document.update.count)
        #expect(try desk.verify(after).steps.map { $0.map(PDFSigning.Level.init) } == [to])
        if to > .timestamp {
            // It sees no past of a signature without a timestamp of its own.
            let days = to == .archive && from > .signature ? LongTermDesk.pyHankoDays : 0
            let told = try desk.pyHanko(after, in: days)
            #expect(told.signatures.map(\.indication) == ["PASSED"], "\(told)")
            #expect(told.store.repeats == nil)
        }
        if to == .archive { #expect(try desk.verify(after, in: 100).indication == .passed) }
    }

    @Test func `renews an archive by a timestamp and nothing else, time and again`() throws {
        let desk = try desk()
        var document = try signed(.archive)
        let store = try desk.store(of: document)
        var growth: [Int] = []
        for _ in 0..<3 {
            let extended = try desk.extend(document, to: .archive, with: work(desk))
            #expect(extended.storeBytes == 0 && extended.timestamps == 1)
            growth.append(extended.document.update.count)
            document = extended.document.bytes
        }
        #expect(try desk.store(of: document) == store)
        // Lists of fields and of annotations name one field more each time.
        #expect(growth[2] - growth[0] < 200)
        #expect(try desk.verify(document, in: 100).indication == .passed)
        #expect(try desk.pyHanko(document, in: LongTermDesk.pyHankoDays).signatures.map(\.indication) == ["PASSED"])
    }

    /// The archive timestamp is by an authority that ends in sixty days; the one over it is not.
    @Test func `by a chain of timestamps stands when the first of them are over`() throws {
        let desk = try desk()
        let stamping = try desk.stamping(by: "stempel")
        let letter = try Fixture.bytes("pdf/table.pdf")
        let archived = try desk.sign(
            letter, stamping: stamping, PDFSigning.LongTerm(.archive, by: desk.work(stamping: stamping)))
        let once = archived.document.bytes
        #expect(try desk.verify(once, in: 45).indication == .passed)
        #expect(try desk.verify(once, in: 100).indication == .indeterminate(.outOfBoundsWithoutProof))
        let renewed = try desk.extend(once, to: .archive, with: work(desk)).document.bytes
        #expect(try desk.verify(renewed, in: 100).indication == .passed)
        #expect(try desk.pyHanko(renewed, in: LongTermDesk.pyHankoDays).signatures.map(\.indication) == ["PASSED"])
        #expect(try desk.pyHanko(once, in: LongTermDesk.pyHankoDays).signatures.map(\.indication) != ["PASSED"])
    }

    /// The list that the archive timestamp leant on is outdated ten days on. The signature's own material is as good as it was.
    @Test func `renews with what the newest timestamp needs by then, and nothing else`() throws {
        let desk = try desk()
        var today = desk.answers
        today[LongTermTrial.timeListURL] = try desk.trial.list(by: "akar-waktu", days: 3)
        let stamping = try desk.stamping(by: "stempel-lama")
        let archived = try desk.sign(
            Fixture.bytes("pdf/table.pdf"), stamping: desk.stamping(by: "stempel"),
            PDFSigning.LongTerm(.archive, by: desk.work(knowing: today, stamping: stamping)))
        let document = archived.document.bytes
        let log = LongTermDesk.Log()
        let later = desk.work(stamping: stamping, log: log) { .now + LongTermDesk.days * 10 }
        let renewed = try desk.extend(document, to: .archive, with: later)
        #expect(renewed.storeBytes > 0 && renewed.timestamps == 1)
        #expect(log.asked.contains(LongTermTrial.timeListURL))
        let (before, after) = try (desk.store(of: document), desk.store(of: renewed.document.bytes))
        #expect(after?.statusAnswers == before?.statusAnswers && after?.certificates == before?.certificates)
        #expect(after?.revocationLists.count == (before?.revocationLists.count ?? 0) + 1)
        #expect(try desk.verify(renewed.document.bytes, in: 100).indication == .passed)
    }

    @Test func `names whose certificate leads to nobody who is trusted`() throws {
        let desk = try desk()
        let work = PDFExtension(
            desk.desk, anchors: [desk.anchors[0]],
            material: VerificationMaterial(
                revocationLists: ["akar", "terbit"].compactMap { desk.answers["http://contoh.example/\($0).crl"] }),
            stamping: nil, now: { .now })
        let error = #expect(throws: SigningError.self) {
            try desk.extend(signed(.timestamp), to: .longTerm, with: work)
        }
        guard case .notExtended(.materialMissing(let words)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.count == 1 && words[0].issuer.contains("akar-waktu"))
    }

    @Test func `extends the signatures that were chosen, and asks nothing for the others`() throws {
        let desk = try desk()
        let once = try desk.sign(Fixture.bytes("pdf/table.pdf"), stamping: desk.stamping(by: "stempel")) {
            $0.field = .new(name: "Ketua")
        }
        let twice = try desk.sign(once.document.bytes, stamping: desk.stamping(by: "stempel")) {
            $0.field = .new(name: "Saksi")
        }
        let document = twice.document.bytes
        for (choice, names) in [
            (SignatureChoice.all, ["Ketua", "Saksi"]), (.newest, ["Saksi"]), (.fields(["Ketua"]), ["Ketua"]),
        ] {
            let extended = try desk.extend(document, to: .longTerm, choice, with: work(desk))
            #expect(extended.after.map(\.field) == names)
            #expect(try desk.store(of: extended.document.bytes)?.entries.count == names.count)
        }
        let none = SigningError.notExtended(.noSuchSignature)
        for fields in [["Bendahara"], ["Ketua", "Bendahara"]] {
            #expect(throws: none) { try desk.extend(document, to: .longTerm, .fields(fields), with: work(desk)) }
        }
    }

    @Test func `of what somebody else's key signed asks for nothing of theirs`() throws {
        let desk = try desk()
        var strangers = TrialAuthority()
        try strangers.issue("asing", Extensions.authority)
        try strangers.issue(
            "tamu", by: "asing", Extensions.person + "\nauthorityInfoAccess = OCSP;URI:http://asing.example/")
        let identity = try strangers.identity("tamu")
        var signing = try PDFSigning(
            desk.desk, as: identity, scheme: .ecdsa, digest: .sha256, now: .now, stamping: nil)
        let request = SignatureRequest(date: "D:20261120133000+07'00'", contentsBytes: 0, identifier: [1, 2, 3])
        let guest = try signing.sign(
            MemoryFile(Fixture.bytes("pdf/table.pdf")), SignatureTask(request), client: nil, deadline: .seconds(20))
        let document = try desk.sign(guest.document.bytes, stamping: desk.stamping(by: "stempel")).document.bytes
        let log = LongTermDesk.Log()
        let extended = try desk.extend(
            document, to: .archive, .newest, with: desk.work(stamping: desk.stamping(by: "stempel-lama"), log: log))
        #expect(extended.level == .archive && !log.asked.contains("http://asing.example/"))
        #expect(throws: SigningError.notExtended(.signatureOpen("NO_CERTIFICATE_CHAIN_FOUND"))) {
            try desk.extend(document, to: .longTerm, with: work(desk))
        }
    }

    @Test func `of people by the dozen makes one document`() throws {
        let desk = try desk()
        var document = try Fixture.bytes("pdf/stream-predictor.pdf")
        for _ in 0..<50 { document = try desk.sign(document).document.bytes }
        let extended = try desk.extend(document, to: .archive, with: work(desk))
        #expect(extended.after.count == 50 && extended.level == .archive)
        let store = try #require(try desk.store(of: extended.document.bytes))
        #expect(store.statusAnswers.count == 1 && store.entries.count == 51)
        let verdict = try desk.verify(extended.document.bytes, in: 100)
        #expect(verdict.indication == .passed && verdict.steps.allSatisfy { $0 == .archive })
    }

    // MARK: Refusals

    @Test func `is refused for a document that nobody signed`() throws {
        let desk = try desk()
        #expect(throws: SigningError.notExtended(.nobodySigned)) {
            try desk.extend(Fixture.bytes("pdf/table.pdf"), to: .archive, with: work(desk))
        }
    }

    @Test(arguments: [
        (PDFSigning.Level.timestamp, PDFSigning.Level.timestamp), (.longTerm, .longTerm), (.archive, .longTerm),
        (.longTerm, .timestamp),
    ])
    func `is refused where there is nothing to be done`(from: PDFSigning.Level, to: PDFSigning.Level) throws {
        let desk = try desk()
        #expect(throws: SigningError.notExtended(.levelReached(from))) {
            try desk.extend(signed(from), to: to, with: work(desk))
        }
    }

    @Test func `is refused for a signature that is disproven`() throws {
        let desk = try desk()
        var document = try signed(.timestamp)
        document[20] ^= 1
        for level in [PDFSigning.Level.timestamp, .longTerm, .archive] {
            #expect(throws: SigningError.notExtended(.signatureFailed("HASH_FAILURE"))) {
                try desk.extend(document, to: level, with: work(desk))
            }
        }
        let changed = try signed(.timestamp)
        let forged = try changed + forging(changed)
        #expect(throws: SigningError.notExtended(.signatureFailed("FORMAT_FAILURE"))) {
            try desk.extend(forged, to: .archive, with: work(desk))
        }
    }

    /// An update that gives the first page another size.
    private func forging(_ file: [UInt8]) throws -> [UInt8] {
        let document = try PDFDocument.open(DocumentBytes(file))
        let page = Int(try document.page(.first).id.number)
        let root = Int(try document.catalog().id.number)
        let offset = String(file.count)
        let object = "\(page) 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
        let row = String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
        let trailer = "<</Root \(root) 0 R/Size \(document.highestNumber + 1)/Prev \(document.sections[0].position)>>"
        return Array(
            (object
                + "xref\n\(page) 1\n\(row)trailer\n\(trailer)\nstartxref\n\(file.count + object.utf8.count)\n%%EOF\n")
                .utf8)
    }

    @Test func `is refused for a file that was damaged after it was signed`() throws {
        let desk = try desk()
        var document = try signed(.timestamp)
        let place = try #require(DocumentBytes(document).lastIndex(of: "startxref", in: 0..<document.count))
        document.replaceSubrange(place + 10..<place + 12, with: Array("99".utf8))
        #expect(throws: SigningError.self) { try desk.extend(document, to: .archive, with: work(desk)) }
    }

    @Test func `without a timestamp authority goes only where none is needed`() throws {
        let desk = try desk()
        let none = desk.work(stamping: nil)
        #expect(try desk.extend(signed(.timestamp), to: .longTerm, with: none).level == .longTerm)
        for (from, to) in [(PDFSigning.Level.signature, PDFSigning.Level.longTerm), (.timestamp, .archive)] {
            #expect(throws: SigningError.notExtended(.noAuthority)) {
                try desk.extend(signed(from), to: to, with: none)
            }
        }
    }

    /// A copy of what came in would pass for a result.
    @Test func `hands out nothing where nothing could be had, however much was allowed`() throws {
        let desk = try desk()
        let mute = try desk.stamping([LongTermDesk.silent])
        let refusals = [TimestampRefusal(authority: "diam", failure: .timedOut)]
        #expect(throws: SigningError.crypto(.noTimestamp(refusals))) {
            try desk.extend(signed(.longTerm), to: .archive, with: desk.work(stamping: mute, whenShort: .lowerLevel))
        }
        let error = #expect(throws: SigningError.self) {
            try desk.extend(
                signed(.timestamp), to: .archive,
                with: desk.work(knowing: [:], stamping: mute, whenShort: .lowerLevel))
        }
        guard case .notExtended(.materialMissing) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `takes what is handed in and asks nobody for it`() throws {
        let desk = try desk()
        let log = LongTermDesk.Log()
        let material = VerificationMaterial(
            revocationLists: ["akar", "terbit", "waktu"].compactMap { desk.answers["http://contoh.example/\($0).crl"] })
        let work = try desk.work(stamping: desk.stamping(by: "stempel-lama"), material: material, log: log)
        let extended = try desk.extend(signed(.timestamp), to: .archive, with: work)
        #expect(extended.level == .archive && log.asked.isEmpty)
    }

    // MARK: Tampering

    @Test func `and then changing what is stored breaks the timestamp over it`() throws {
        let desk = try desk()
        let document = try signed(.archive)
        let bytes = DocumentBytes(document)
        let store = try #require(bytes.lastIndex(of: "/Type /DSS", in: 0..<document.count))
        let end = try #require(bytes.lastIndex(of: "\nendstream", in: 0..<store))
        var changed = document
        changed[end - 1] ^= 1
        #expect(try desk.verify(changed).indication?.isFailed == true)
        #expect(try desk.pyHanko(changed).signatures.map(\.indication) != ["PASSED"])
        #expect(throws: SigningError.notExtended(.signatureFailed("HASH_FAILURE"))) {
            try desk.extend(changed, to: .archive, with: work(desk))
        }
    }
}
