import Domain
import TestSupport
import Testing
import Verification

@testable import Documents

@Suite("A judgement on its way from a worker") struct JudgementWireTests {
    private static func sent(_ judgement: Judgement) throws -> Judgement {
        guard case .verified(let received) = DocumentAnswer(DocumentAnswer.verified(judgement).bytes) else {
            throw Lost()
        }
        return received
    }

    private struct Lost: Error {}

    private static let wishes: [Wish] = [
        .status(url: "http://ocsp.contoh.example/", request: [0x30, 0, 255]),
        .revocationList(url: "http://crl.contoh.example/é.crl"), .issuer(url: ""),
    ]

    private static let full: Judgement = {
        let findings = [
            Finding(.statusUnknown, .doubts(.tryLater), detail: "Siti"), Finding(.notDER, .notes),
            Finding(.rangesCross, .disproves(.format), detail: ""),
        ]
        var signature = VerdictSample.signature(findings)
        signature.timestamps.append(VerdictSample.stamp(findings, kind: .content))
        return Judgement(
            verdict: VerdictSample.verdict([signature, VerdictSample.documentStamp()], findings: findings),
            wishes: wishes)
    }()

    /// Every optional nil and every list empty, once in a signature and once in the document alone.
    private static let bare = Judgement(verdict: VerdictSample.verdict([VerdictSample.bareSignature]), wishes: [])
    private static let empty = Judgement(
        verdict: DocumentVerdict(
            judgedAt: Instant(nanosecondsSince1970: .min), bytes: 0, pages: .max, revisions: .min),
        wishes: [])

    @Test func `comes back as it was sent, with everything in it and with nothing`() throws {
        for judgement in [Self.full, Self.bare, Self.empty] {
            #expect(try Self.sent(judgement) == judgement)
        }
        #expect(try Self.sent(Self.full).verdict.report(of: nil).line == Self.full.verdict.report(of: nil).line)
    }

    private func expectKept(_ change: (inout JudgedSignature) -> Void, at place: SourceLocation = #_sourceLocation) {
        var signature = VerdictSample.signature()
        change(&signature)
        let judgement = Judgement(verdict: VerdictSample.verdict([signature]), wishes: [])
        #expect((try? Self.sent(judgement)) == judgement, sourceLocation: place)
    }

    @Test func `keeps every code, every effect and every answer`() {
        let effects: [Finding.Effect] =
            [.notes] + Indication.Disproof.allCases.map { .disproves($0) }
            + Indication.Doubt.allCases.map { .doubts($0) }
        for effect in effects {
            expectKept {
                $0.findings = [Finding(.uncheckable, effect)]
                $0.indication = $0.findings.indication
            }
        }
        expectKept { $0.findings = FindingCode.allCases.map { Finding($0, .notes, detail: $0.rawValue) } }
    }

    @Test func `keeps every kind, level and place`() {
        for family in [SignatureLevel.Family.baseline, .pades, .pkcs7, .bare] {
            for step in [SignatureLevel.Step.basic, .time, .longTerm, .archive] {
                expectKept { $0.level = SignatureLevel(family, step) }
            }
        }
        for integrity in [JudgedSignature.Integrity.intact, .changed, .broken, .unknown] {
            expectKept { $0.integrity = integrity }
        }
        for coverage in [JudgedSignature.Coverage.wholeFile, .revision(1), .revision(.max), .part] {
            expectKept { $0.coverage = coverage }
        }
        for kind in [JudgedTimestamp.Kind.signature, .document, .content] {
            expectKept { $0.timestamps = [VerdictSample.stamp(kind: kind)] }
        }
        for answer in JudgedChange.Answer.allCases { expectKept { $0.changes[0].answer = answer } }
        for source in [JudgedCertificate.Status.Source.ocsp, .crl] {
            for answer in [JudgedCertificate.Status.Answer.good, .revoked, .unknown] {
                expectKept {
                    $0.chain[0].status?.source = source
                    $0.chain[0].status?.answer = answer
                    $0.chain[0].status?.revokedAt = nil
                    $0.chain[0].status?.reason = nil
                    $0.chain[0].status?.nextUpdate = nil
                }
            }
        }
    }

    @Test func `cut short or with a byte too many is none`() {
        for judgement in [Self.full, Self.bare, Self.empty] {
            let bytes = DocumentAnswer.verified(judgement).bytes
            for count in 0..<bytes.count { #expect(DocumentAnswer(Array(bytes[..<count])) == nil) }
            #expect(DocumentAnswer(bytes + [0]) == nil)
        }
    }

    @Test func `with a byte changed is none or another, which can be told without a crash`() {
        let bytes = DocumentAnswer.verified(Self.full).bytes
        for place in bytes.indices {
            for byte in [0, 1, 0x7F, 0x80, 0xFF, bytes[place] ^ 1] as [UInt8] where byte != bytes[place] {
                var changed = bytes
                changed[place] = byte
                guard case .verified(let received) = DocumentAnswer(changed) else { continue }
                #expect(received != Self.full, "byte \(place)")
                guard byte == 0xFF else { continue }
                let verdict = received.verdict
                #expect(!verdict.report(of: nil).line.isEmpty)
                #expect(!ESignVerdict.version1(verdict, file: "").line.isEmpty)
                #expect(!ESignVerdict.version2(verdict, file: "").line.isEmpty)
            }
        }
    }

    @Test(arguments: [-2, Int.min]) func `with a coverage that is none is none`(coverage: Int) throws {
        var out = WireWriter()
        out.put(DocumentAnswer.verified(Self.bare))
        // The bare signature's coverage is the first -1 there is.
        let part = [UInt8](repeating: 255, count: 8)
        let place = try #require(out.bytes.firstRange(of: part))
        var other = WireWriter()
        other.put(coverage)
        #expect(DocumentAnswer(out.bytes) != nil)
        out.bytes.replaceSubrange(place, with: other.bytes)
        #expect(DocumentAnswer(out.bytes) == nil)
    }
}

extension WireWriter {
    fileprivate mutating func put(_ answer: DocumentAnswer) { bytes += answer.bytes }
}
