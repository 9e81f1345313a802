import Domain
import Foundation
import TestSupport
import Testing

@testable import Verification

@Suite("The words of a verdict") struct WordsTests {
    private func isSentence(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return first.properties.isUppercase && text.hasSuffix(".") && !text.hasSuffix("..") && !text.contains("()")
            && !text.contains("  ")
    }

    private func expectSentence(_ words: Bilingual, _ of: String, at place: SourceLocation = #_sourceLocation) {
        #expect(isSentence(words.indonesian), "\(of): \(words.indonesian)", sourceLocation: place)
        #expect(isSentence(words.english), "\(of): \(words.english)", sourceLocation: place)
        #expect(words.indonesian != words.english, "\(of)", sourceLocation: place)
    }

    @Test(arguments: ["Siti Contoh", nil])
    func `say each finding in two languages, and none like another`(detail: String?) {
        var seen: [String: FindingCode] = [:]
        for code in FindingCode.allCases {
            let words = Finding(code, .notes, detail: detail).words
            expectSentence(words, code.rawValue)
            for sentence in [words.indonesian, words.english] {
                #expect(seen[sentence] == nil, "\(code) speaks like \(String(describing: seen[sentence]))")
                seen[sentence] = code
            }
            #expect(words.indonesian.contains("Siti") == words.english.contains("Siti"), "\(code)")
        }
    }

    @Test func `name whoever or whatever a finding is about`() {
        let naming: [FindingCode] = [
            .formatUnknown, .notYetValid, .expired, .revoked, .issuerRevoked, .revokedLater, .statusUnknown,
            .statusNotAsked, .algorithmWeak, .algorithmOutlived, .claimedTimeOff, .timestampUnproven, .timestampFuture,
            .timestampOrder,
        ]
        for code in naming {
            #expect(Finding(code, .notes, detail: "Siti").words.indonesian.contains("Siti"), "\(code)")
        }
    }

    private static let answers: [Indication] =
        Indication.Disproof.allCases.map(Indication.failed) + Indication.Doubt.allCases.map(Indication.indeterminate)

    @Test func `say each answer and what to do next, even where no finding gives the reason`() {
        var seen: Set<String> = []
        for answer in Self.answers {
            var signature = VerdictSample.signature()
            signature.indication = answer
            let words = VerdictSample.verdict([signature]).words
            expectSentence(words.what, "\(answer)")
            expectSentence(words.next, "\(answer)")
            expectSentence(signature.sentence, "\(answer)")
            #expect(words.title.english == (answer.isFailed ? "Not valid" : "Cannot be determined"))
            for sentence in [words.what.indonesian, words.what.english] { #expect(seen.insert(sentence).inserted) }
        }
        #expect(seen.count == 2 * Self.answers.count)
    }

    @Test func `rest on the finding that decided`() {
        let findings = [
            Finding(.notDER, .notes), Finding(.statusUnknown, .doubts(.tryLater), detail: "Siti"),
            Finding(.contentChanged, .disproves(.hash)), Finding(.rangesCross, .disproves(.format)),
        ]
        let verdict = VerdictSample.verdict([VerdictSample.signature([]), VerdictSample.signature(findings)])
        #expect(verdict.words.what == findings[2].words)
        #expect(verdict.signatures[1].sentence.english == "Not valid: \(findings[2].words.english)")
        let open = VerdictSample.verdict([VerdictSample.signature(Array(findings[..<2]))])
        #expect(open.words.what == findings[1].words)
        #expect(open.signatures[0].sentence.indonesian == "Belum dapat dipastikan: \(findings[1].words.indonesian)")
        let unread = Finding(.signatureUnreadable, .doubts(.signedDataNotFound))
        #expect(VerdictSample.verdict([], findings: [unread]).words.what == unread.words)
    }

    @Test func `tell a signed document from an unsigned one and from one that only bears a timestamp`() {
        let unsigned = VerdictSample.verdict([]).words
        let stamped = VerdictSample.verdict([VerdictSample.documentStamp()]).words
        let signed = VerdictSample.verdict([VerdictSample.signature()]).words
        #expect(unsigned.title.english == "No signature")
        #expect(stamped.title.english == "Timestamp only")
        #expect(signed.title.english == "Valid")
        #expect(Set([unsigned.title, stamped.title, signed.title].map(\.indonesian)).count == 3)
        for words in [unsigned, stamped, signed] {
            expectSentence(words.what, words.title.english)
            expectSentence(words.next, words.title.english)
        }
    }

    @Test func `name every signer of a valid document, and the moment it was judged for`() {
        var second = VerdictSample.signature()
        second.chain[0].commonName = "Budi Contoh"
        second.provenTime = nil
        second.claimedTime = Instant("2026-06-01T12:00:00Z")
        let verdict = VerdictSample.verdict([VerdictSample.signature(), second, VerdictSample.documentStamp()])
        for text in [verdict.words.what.indonesian, verdict.words.what.english] {
            #expect(text.contains("Siti Contoh (") && text.contains("Budi Contoh (") && !text.contains("TSA"))
        }
        #expect(verdict.words.what.english.contains("Budi Contoh (1 June 2026 19:00 WIB as the signer says)"))
        #expect(verdict.words.what.indonesian.contains("terbukti dengan cap waktu"))
        #expect(verdict.moment.indonesian == "Diperiksa per 1 Juni 2026 19.10 WIB.")
        #expect(verdict.moment.english == "Checked as of 1 June 2026 19:10 WIB.")
    }

    @Test func `call a document unchanged only where nothing was filled in or added`() {
        let whole = VerdictSample.verdict([VerdictSample.signature([Finding(.signedAgain, .notes)])])
        #expect(whole.words.what.english.contains("has not been changed since"))
        let filled = VerdictSample.verdict([VerdictSample.signature([Finding(.permittedChange, .notes)])])
        #expect(!filled.words.what.english.contains("has not been changed since"))
        #expect(!filled.words.what.indonesian.contains("tidak berubah"))
    }

    @Test func `name what was changed, for every kind of change that can be forbidden or in doubt`() throws {
        let upkeep: Set = ["security_store", "extensions", "version_raised"]
        let policy = try String(
            contentsOfFile: Fixture.path("../Sources/Verification/Rules/ChangePolicy.swift"), encoding: .utf8)
        let kinds =
            policy.matches(of: /\("([a-z_]+)", (?:nil|key|kind)\)/).map { String($0.1) } + [
                "signature", "field_filled", "field_value_replaced", "field_added", "field_changed", "field_removed",
                "annotation_added", "annotation_changed", "annotation_removed",
            ]
        #expect(kinds.count > 20)
        for kind in kinds where !upkeep.contains(kind) {
            let words = Finding(.changedAfterwards, .disproves(.format), detail: kind).words
            expectSentence(words, kind)
            #expect(words.indonesian.contains(": ") && words.english.contains(": "), "\(kind)")
        }
        #expect(
            Finding(.changedAfterwards, .disproves(.format), detail: "page_content").words.indonesian
                == "Dokumen diubah setelah ditandatangani: isi halaman.")
    }
}
