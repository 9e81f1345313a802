import Channels
@testable import Crypto
import Documents
import Domain
import Foundation
import PDF
import Synchronization
import TestSupport
import Testing
import Verification

@testable import Signing

@Suite("Signing for the long term") struct LongTermSigningTests {
    private func desk() throws -> LongTermDesk { try LongTermDesk.shared.get() }

    private func letter() throws -> [UInt8] { try Fixture.bytes("pdf/table.pdf") }

    @Test func `gives one document that stands without anybody's help`() throws {
        let desk = try desk()
        let signed = try desk.signed(letter(), to: .longTerm)
        #expect(signed.level == .longTerm && signed.missing.isEmpty && signed.refusals.isEmpty)
        let bytes = signed.document.bytes
        #expect(bytes.starts(with: try letter()))
        for days in [0, 20] {
            let verdict = try desk.verify(bytes, in: days)
            #expect(verdict.indication == .passed && verdict.steps == [.longTerm], "\(days) days on")
        }
        // The timestamp ages like everything else; only another one could help.
        #expect(try desk.verify(bytes, in: 100).indication == .indeterminate(.outOfBoundsWithoutProof))
        #expect(try desk.pyHanko(bytes).signatures.map(\.indication) == ["PASSED"])
    }

    @Test func `with an archive timestamp stands when every certificate of its signer is long gone`() throws {
        let desk = try desk()
        let signed = try desk.signed(letter(), to: .archive)
        #expect(signed.level == .archive)
        let bytes = signed.document.bytes
        for days in [0, 20, 45, 100, 1_000] {
            let verdict = try desk.verify(bytes, in: days)
            #expect(verdict.indication == .passed && verdict.steps == [.archive], "\(days) days on")
            #expect(verdict.signatures.last?.kind == .documentTimestamp)
        }
        for days in [0, LongTermDesk.pyHankoDays] {
            let told = try desk.pyHanko(bytes, in: days)
            #expect(told.signatures.map(\.indication) == ["PASSED"], "\(told)")
            #expect(told.timestamps == 1 && told.store.repeats == nil)
        }
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "surat.pdf")
        #expect(try ProgramRun.of("qpdf", ["--check", path]).isSuccess)
        let seen = try ProgramRun.of("pdfsig", ["-nocert", path]).output
        #expect(seen.contains("Signature is Valid") && !seen.contains("Invalid"), "\(seen)")
    }

    @Test func `stores what shows the certificates good, and nothing that lies in the signature`() throws {
        let desk = try desk()
        let log = LongTermDesk.Log()
        let work = try desk.work(stamping: desk.stamping(by: "stempel"), log: log)
        let signed = try desk.sign(
            letter(), stamping: desk.stamping(by: "stempel"), PDFSigning.LongTerm(.longTerm, by: work))
        let store = try #require(try desk.store(of: signed.document.bytes))
        let answers = desk.answers
        #expect(store.statusAnswers == [answers[LongTermTrial.statusURL]])
        #expect(Set(store.revocationLists) == [answers[LongTermTrial.listURL], answers[LongTermTrial.timeListURL]])
        // The others came with the signature and its timestamp.
        let roots = try ["akar", "akar-waktu"].map { try desk.trial.certificate($0).der }
        #expect(Set(store.certificates) == Set(roots))
        #expect(store.entries.count == 1 && store.entries[0].statusAnswers == store.statusAnswers)
        // An answer came, so nobody asked for the list that says the same.
        #expect(log.asked == [LongTermTrial.statusURL, LongTermTrial.listURL, LongTermTrial.timeListURL])
    }

    @Test func `takes the list where no answer comes`() throws {
        let desk = try desk()
        var answers = desk.answers
        answers[LongTermTrial.statusURL] = nil
        let work = desk.work(knowing: answers, stamping: nil)
        let signed = try desk.sign(
            letter(), stamping: desk.stamping(by: "stempel"), PDFSigning.LongTerm(.longTerm, by: work))
        let store = try #require(try desk.store(of: signed.document.bytes))
        #expect(store.statusAnswers.isEmpty)
        #expect(store.revocationLists.contains(try #require(answers[LongTermTrial.issuingListURL])))
        #expect(try desk.pyHanko(signed.document.bytes).signatures.map(\.indication) == ["PASSED"])
    }

    // MARK: What cannot be had

    /// What is said at each address in the place of the truth, and what comes of it.
    private enum Lie: String, CaseIterable {
        case nothing, garbage, revoked, outdated, foreign, silentTimeList, answerWithoutEnd
    }

    private func answers(_ lie: Lie, _ desk: LongTermDesk) throws -> [String: [UInt8]] {
        var answers = desk.answers
        answers[LongTermTrial.issuingListURL] = nil
        let url = LongTermTrial.statusURL
        switch lie {
        case .nothing: answers[url] = nil
        case .garbage: answers[url] = [0x30, 3, 1, 2, 3]
        case .revoked:
            answers[url] = try desk.trial.answer(
                about: "orang", issuer: "terbit", by: "penjawab", isRevoked: true)
        case .outdated:
            answers[LongTermTrial.listURL] = try desk.trial.list(
                by: "akar", from: "20200101000000Z", until: "20200201000000Z")
        case .foreign:
            var other = try LongTermTrial()
            other.trial.adopt("orang", of: desk.trial)
            answers[url] = try other.trial.answer(about: "orang", issuer: "terbit", by: "penjawab")
        case .silentTimeList: answers[LongTermTrial.timeListURL] = nil
        case .answerWithoutEnd:
            // Given before the signature, it says nothing of the moment of signing; a second is the smallest step of its time.
            defer { Thread.sleep(forTimeInterval: 1.1) }
            answers[url] = try desk.trial.answer(about: "orang", issuer: "terbit", by: "penjawab", days: nil)
        }
        return answers
    }

    @Test(arguments: [
        (Lie.nothing, "terbit"), (.garbage, "terbit"), (.foreign, "terbit"), (.outdated, "akar"),
        (.silentTimeList, "akar-waktu"), (.answerWithoutEnd, "terbit"),
    ])
    private func `names the authority of which nothing is to be had, and hands nothing out`(
        lie: Lie, issuer: String
    ) throws {
        let desk = try desk()
        let work = try desk.work(knowing: answers(lie, desk), stamping: nil)
        let longTerm = PDFSigning.LongTerm(.longTerm, by: work)
        let error = #expect(throws: SigningError.self) {
            try desk.sign(letter(), stamping: desk.stamping(by: "stempel"), longTerm)
        }
        guard case .notExtended(.materialMissing(let words)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.map(\.issuer) == [issuer])
    }

    /// An entry takes 35 bytes here, and eight MiB are the limit.
    @Test(arguments: [(239_500, true), (239_900, false)])
    func `keeps a list as large as a letter can bear, and no larger`(
        entries: Int, isKept: Bool
    ) throws {
        let desk = try desk()
        let list = try desk.trial.list(by: "terbit", strangers: entries)
        #expect((list.count <= 8 << 20) == isKept && list.count > (8 << 20) - 10_000)
        var answers = desk.answers
        (answers[LongTermTrial.statusURL], answers[LongTermTrial.issuingListURL]) = (nil, list)
        let work = desk.work(knowing: answers, stamping: nil, whenShort: .lowerLevel)
        let signed = try desk.sign(
            letter(), stamping: desk.stamping(by: "stempel"), PDFSigning.LongTerm(.longTerm, by: work))
        #expect(signed.level == (isKept ? .longTerm : .timestamp))
        #expect(signed.missing.map(\.issuer) == (isKept ? [] : ["terbit"]))
    }

    @Test func `keeps no word that a certificate was revoked`() throws {
        let desk = try desk()
        let work = try desk.work(knowing: answers(.revoked, desk), stamping: nil)
        #expect(throws: SigningError.notExtended(.signatureOpen("REVOKED_NO_POE"))) {
            try desk.sign(
                letter(), stamping: desk.stamping(by: "stempel"), PDFSigning.LongTerm(.longTerm, by: work))
        }
    }

    @Test func `lowers the level in the open where that was allowed`() throws {
        let desk = try desk()
        let short = try desk.work(
            knowing: answers(.nothing, desk), stamping: desk.stamping(by: "stempel-lama"), whenShort: .lowerLevel)
        let stamped = try desk.sign(
            letter(), stamping: desk.stamping(by: "stempel"), PDFSigning.LongTerm(.archive, by: short))
        #expect(stamped.level == .timestamp && stamped.missing.map(\.issuer) == ["terbit"])
        #expect(try desk.store(of: stamped.document.bytes) == nil)

        let mute = try desk.work(stamping: desk.stamping([LongTermDesk.silent]), whenShort: .lowerLevel)
        let kept = try desk.sign(
            letter(), stamping: desk.stamping(by: "stempel"), PDFSigning.LongTerm(.archive, by: mute))
        #expect(kept.level == .longTerm && kept.refusals.map(\.authority) == ["diam"])
        #expect(try desk.verify(kept.document.bytes).steps == [.longTerm])

        let plain = try desk.sign(
            letter(), stamping: desk.stamping([LongTermDesk.silent], .lowerLevel),
            PDFSigning.LongTerm(.archive, by: mute))
        #expect(plain.level == .signature && plain.refusals.map(\.authority) == ["diam"])
    }

    @Test func `hands nothing out where an authority falls silent before the archive timestamp`() throws {
        let desk = try desk()
        let work = try desk.work(stamping: desk.stamping([LongTermDesk.silent]))
        #expect(
            throws: SigningError.crypto(.noTimestamp([TimestampRefusal(authority: "diam", failure: .timedOut)]))
        ) {
            try desk.sign(letter(), stamping: desk.stamping(by: "stempel"), PDFSigning.LongTerm(.archive, by: work))
        }
    }

    /// Each token brings one certificate more than the one before, up to so many.
    private func growing(_ desk: LongTermDesk, atMost most: Int) -> TimestampAuthority {
        let asked = Mutex(0)
        let chains = ["akar-waktu", "akar", "terbit", "orang", "penjawab", "stempel"]
        return TimestampAuthority(name: "tumbuh") { request throws(TimestampFailure) in
            let count = asked.withLock { count in
                count += 1
                return min(count, most)
            }
            return try desk.trial.timestamps(by: "stempel-lama", with: Array(chains.prefix(count))).ask(request)
        }
    }

    @Test func `makes room for an archive timestamp that turns out larger, a few times`() throws {
        let desk = try desk()
        let grown = try desk.sign(
            letter(), stamping: desk.stamping(by: "stempel"),
            PDFSigning.LongTerm(.archive, by: desk.work(stamping: desk.stamping([growing(desk, atMost: 3)]))))
        #expect(grown.level == .archive)
        #expect(throws: SigningError.timestampNeverFits) {
            try desk.sign(
                letter(), stamping: desk.stamping(by: "stempel"),
                PDFSigning.LongTerm(.archive, by: desk.work(stamping: desk.stamping([growing(desk, atMost: 6)]))))
        }
    }

    @Test func `asks an authority of our own first, and others for what it does not have`() throws {
        let desk = try desk()
        let (own, others) = (LongTermDesk.Log(), LongTermDesk.Log())
        let ours = MaterialSource { [answers = desk.answers] wish, _ in
            own.urls.withLock { $0.append(wish.url) }
            return wish.url == LongTermTrial.timeListURL ? nil : answers[wish.url]
        }
        let world = MaterialSource { [answers = desk.answers] wish, _ in
            others.urls.withLock { $0.append(wish.url) }
            return answers[wish.url]
        }
        let work = PDFExtension(
            desk.desk, anchors: desk.anchors, source: world.behind(ours), stamping: nil, now: { .now })
        let signed = try desk.sign(
            letter(), stamping: desk.stamping(by: "stempel"), PDFSigning.LongTerm(.longTerm, by: work))
        #expect(signed.level == .longTerm && own.asked.count == 3)
        #expect(others.asked == [LongTermTrial.timeListURL])
    }

    /// What Acrobat may object to, and the standard allows (ISO 32000-2 §12.8.2.2.2).
    @Test(arguments: [(ChangePermission.noChanges, [LongTermCaution.noChangesAllowed]), (.fillingAndSigning, [])])
    func `goes on behind a certification, and says where readers differ`(
        permission: ChangePermission, cautions: [LongTermCaution]
    ) throws {
        let desk = try desk()
        let signed = try desk.signed(letter(), to: .archive) { $0.role = .certification(permission) }
        #expect(signed.level == .archive && signed.cautions == cautions)
        #expect(try desk.verify(signed.document.bytes, in: 100).indication == .passed)
        let told = try desk.pyHanko(signed.document.bytes, in: LongTermDesk.pyHankoDays)
        #expect(told.signatures.map(\.indication) == ["PASSED"], "\(told)")
    }

    @Test func `goes on behind a lock on all fields, and says so`() throws {
        let desk = try desk()
        let signed = try desk.signed(letter(), to: .archive) { $0.lock = FieldLock(action: .all, fields: []) }
        #expect(signed.level == .archive && signed.cautions == [.allFieldsLocked])
        #expect(try desk.verify(signed.document.bytes, in: 100).indication == .passed)
    }
}
